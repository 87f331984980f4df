package app

import (
	"errors"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/loop"
	"vouch/xmpp"
	"vouch/xmpp/displayed"
	"vouch/xmpp/pep"
)

// How far chats were read is kept in a private node of the account, so that our devices know it from each other
// (XEP-0490 v1.0.1). It is written when the user reads, at most once a second, and never while a catch-up is under way.
const tellingPause = time.Second

// privateNode is how the node is to be, and nodeSizes are how many items it may be asked to hold where the first is refused.
var (
	privateNode = pep.Options{AccessModel: "whitelist", Persist: true, MostItems: true, NeverLast: true}
	nodeSizes   = []pep.Options{{MostItems: true}, {MaxItems: 1000}, {MaxItems: 100}, {MaxItems: 10}}
)

// fetchDisplayed reads how far our devices have read while we were away. Before it is known nothing is written.
func (a *account) fetchDisplayed() {
	if !a.devices.displayed.works || a.facts.displayedRead {
		return
	}
	a.Ask(jid.JID{}, false, pep.Items(displayed.Node, 0), func(answer *xmpp.Answer) {
		var items []pep.Item
		err := answer.Err
		switch {
		case errors.Is(err, xmpp.ErrClosed):
			return
		case loop.IsAbsent(err):
			err = nil
		case err == nil:
			items, _, err = pep.ParseItems(answer.Payload)
		}
		if err == nil {
			err = a.readByItems(items)
		}
		if err != nil {
			a.log.Warn("fetch what was read", "err", err)
			a.After(askAgain, a.fetchDisplayed)
			return
		}
		a.facts.displayedRead = true
	})
}

// receiveDisplayed takes what another of our devices says. Only our own account may: from anybody else it means nothing.
func (a *account) receiveDisplayed(from jid.JID, e pep.Event) error {
	if !from.Equal(a.addr.Bare()) {
		return nil
	}
	return a.readByItems(e.Items)
}

// readByItems takes over how far each chat was read.
func (a *account) readByItems(items []pep.Item) error {
	if len(items) > displayed.MaxItems {
		items = items[len(items)-displayed.MaxItems:]
	}
	var moved []string
	err := a.s.update("store what was read", func(tx *bbolt.Tx) error {
		moved = nil
		h := a.s.history(tx, a.jid)
		for _, item := range items {
			who, id, ofRoom, err := a.readMark(item)
			if err != nil {
				a.log.Warn("what was read", "peer", item.ID, "err", err)
				continue
			}
			if err := a.takeMark(h, who, id, ofRoom); err != nil {
				return err
			}
			moved = append(moved, who)
		}
		return nil
	})
	for _, who := range moved {
		a.changed(EventChanged, who, "")
	}
	return err
}

// readMark reads an item of the node: the chat, and the archive id up to which it was read. Of a room that is the room's own, also of
// one that is not known here as yet (XEP-0490 v1.0.1 §4.1); a private message there is of the account's archive, as all others are.
func (a *account) readMark(item pep.Item) (who, id string, ofRoom bool, err error) {
	addr, err := jid.Parse(item.ID)
	if err != nil {
		return "", "", false, err
	}
	bare, known := addr.Equal(addr.Bare()), a.rooms.Is(addr.Bare().String())
	if !bare && !known {
		return "", "", false, errors.New("the address of a client")
	}
	if id, err = displayed.Parse(item.Payload, a.addr.Bare()); bare && (known || err != nil) {
		id, err = displayed.Parse(item.Payload, addr)
		ofRoom = true
	}
	return addr.String(), id, ofRoom, err
}

// takeMark takes over how far a chat was read. What is said of a room that has no chat here is remembered until we are in it: nobody
// knows as yet that it is one.
func (a *account) takeMark(h *history.Store, who, id string, ofRoom bool) error {
	chat, err := h.Chat(who)
	switch {
	case errors.Is(err, history.ErrNotFound) && ofRoom || err == nil && ofRoom && !chat.Kind.Room():
		h.OnCommit(func() {
			if marks := a.devices.displayed.rooms; len(marks) < displayed.MaxItems || marks[who] != "" {
				marks[who] = id
			}
		})
		return nil
	case errors.Is(err, history.ErrNotFound):
		chat, err = h.Begin(who, a.now())
	}
	if err != nil {
		return err
	}
	chat.Displayed, chat.ToBeRead = id, id
	return errors.Join(h.PutChat(chat), a.readUpTo(h, chat.JID, id))
}

// markRoom takes over what was said of a room before it was one here.
func (a *account) markRoom(room string) error {
	id := a.devices.displayed.rooms[room]
	if id == "" {
		return nil
	}
	err := a.Update("store what was read", func(h *history.Store) error { return a.takeMark(h, room, id, true) })
	if err == nil {
		delete(a.devices.displayed.rooms, room)
	}
	return err
}

// readUpTo takes over that a chat was read up to the message with that archive id. Where the message is not here, the chat
// remembers the id until it comes.
func (a *account) readUpTo(h *history.Store, who, id string) error {
	place, known, err := a.placeOf(h, who, id)
	if err != nil || !known {
		return err
	}
	chat, err := h.Chat(who)
	if err != nil {
		return err
	}
	chat.ToBeRead = ""
	if chat.Displayed != id { // we have told an older place meanwhile
		if err := a.oweDisplayed(h, who); err != nil {
			return err
		}
	}
	if err := h.PutChat(chat); err != nil || place.Sort == nil {
		return err
	}
	return a.readElsewhere(h, place, &taken{})
}

// placeOf is the row of a chat that an archive id stands for: its own, or the one before a message without a row. There is
// none, but the id is known, where it was cleared or belongs to another chat.
func (a *account) placeOf(h *history.Store, who, id string) (row history.Message, known bool, err error) {
	by := a.jid
	if h.IsRoom(who) {
		by = who
	}
	of := h.SeenArchived(by, id)
	if of == "" {
		return row, false, nil
	}
	if at, ok := h.Bare(who, of); ok {
		rows, err := h.Until(who, at, 1)
		if err != nil || len(rows) == 0 {
			return row, true, err
		}
		return rows[0], true, nil
	}
	row, err = h.InChat(who, of)
	if errors.Is(err, history.ErrNotFound) {
		return history.Message{}, true, nil
	}
	return row, true, err
}

// cameToBeRead is readUpTo for a message that comes now and that another device has read already.
func (a *account) cameToBeRead(h *history.Store, in arrival) error {
	if in.chat == "" {
		return nil
	}
	chat, err := h.Chat(in.chat)
	if errors.Is(err, history.ErrNotFound) || err == nil && chat.ToBeRead != in.archiveID {
		return nil
	} else if err != nil {
		return err
	}
	return a.readUpTo(h, in.chat, in.archiveID)
}

// oweDisplayed notes that our other devices are to know how far a chat was read.
func (a *account) oweDisplayed(h *history.Store, who string) error {
	if a.cfg.NoDisplayed || a.facts.discovered && !a.devices.displayed.works {
		return nil
	}
	return h.Need(history.Todo{Task: history.TellDisplayed, JID: who})
}

// tellDisplayed writes how far a chat was read, unless another device was there before.
func (a *account) tellDisplayed(t history.Todo) {
	id, err := a.displayedID(t.JID)
	if err != nil || id == "" || a.cfg.NoDisplayed {
		a.finish(t, err)
		return
	}
	a.devices.displayed.writtenAt = a.now()
	a.publishDisplayed(t.JID, id, func(err error) {
		if err == nil {
			err = a.s.update("store what was read", func(tx *bbolt.Tx) error {
				h := a.s.history(tx, a.jid)
				chat, err := h.Chat(t.JID)
				if err != nil {
					return err
				}
				chat.Displayed = id
				return h.PutChat(chat)
			})
		}
		a.finish(t, err)
	})
}

// displayedScan bounds the rows that are looked at for an archive id.
const displayedScan = 50

// displayedID is the archive id of the last row that was read and has one; "" where our devices know that already.
func (a *account) displayedID(who string) (id string, err error) {
	err = a.s.view("read chat", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		chat, err := h.Chat(who)
		if errors.Is(err, history.ErrNotFound) || err == nil && chat.ReadTo == nil {
			return nil
		} else if err != nil {
			return err
		}
		told, _, err := a.placeOf(h, who, chat.Displayed)
		if err != nil {
			return err
		}
		rows, err := h.UpTo(who, chat.ReadTo, displayedScan)
		for i := len(rows) - 1; i >= 0 && string(rows[i].Sort) > string(told.Sort); i-- {
			if rows[i].ArchiveID != "" {
				if rows[i].ArchiveID != chat.Displayed {
					id = rows[i].ArchiveID
				}
				break
			}
		}
		return err
	})
	return id, err
}

// publishDisplayed writes an item of the private node, which is to hold one for each chat. Where the node is otherwise
// (XEP-0060 v1.26.0 §7.1.5) it is reconfigured once. A server that takes no size with an item (ejabberd 23.01) is told it
// afterwards; one that refuses all is not asked for ever.
func (a *account) publishDisplayed(who, id string, done func(error)) {
	o := privateNode
	if a.devices.displayed.sizeApart {
		o = pep.Options{AccessModel: o.AccessModel, Persist: o.Persist}
	}
	by := a.addr.Bare()
	if a.rooms.Is(who) {
		by = jid.MustParse(who)
	}
	put := pep.Publish(displayed.Node, who, displayed.UpTo(by, id), o)
	last := func(answer *xmpp.Answer) {
		var se *xmpp.StanzaError
		switch refused := errors.As(answer.Err, &se); {
		case !refused && a.devices.displayed.sizeApart && !a.facts.displayedSized && answer.Err == nil:
			a.sizeNode(nodeSizes, done)
		case !refused:
			done(answer.Err)
		case !a.devices.displayed.sizeApart:
			a.devices.displayed.sizeApart = true
			a.publishDisplayed(who, id, done)
		default:
			a.log.Warn("the server does not keep what was read", "err", answer.Err)
			a.devices.displayed.works = false
			done(nil)
		}
	}
	a.Ask(jid.JID{}, true, put, func(answer *xmpp.Answer) {
		if !pep.IsPreconditionNotMet(answer.Err) {
			last(answer)
			return
		}
		a.Ask(jid.JID{}, true, pep.Configure(displayed.Node, o), func(answer *xmpp.Answer) {
			if answer.Err != nil {
				last(answer)
				return
			}
			a.Ask(jid.JID{}, true, put, last)
		})
	})
}

// sizeNode makes the private node as large as the server allows, once a stream.
func (a *account) sizeNode(sizes []pep.Options, done func(error)) {
	a.Ask(jid.JID{}, true, pep.Configure(displayed.Node, sizes[0]), func(answer *xmpp.Answer) {
		var se *xmpp.StanzaError
		switch refused := errors.As(answer.Err, &se); {
		case refused && len(sizes) > 1:
			a.sizeNode(sizes[1:], done)
		case refused:
			a.log.Warn("the server keeps what was read of too few chats", "err", answer.Err)
			a.facts.displayedSized = true
			done(nil)
		default:
			a.facts.displayedSized = answer.Err == nil
			done(answer.Err)
		}
	})
}
