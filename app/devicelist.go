package app

import (
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/keys"
	"vouch/app/loop"
	"vouch/app/plan"
	"vouch/crypto"
	"vouch/xmpp"
	"vouch/xmpp/avatar"
	"vouch/xmpp/bookmarks"
	"vouch/xmpp/displayed"
	"vouch/xmpp/nick"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
)

const (
	relistTimes = 3 // own id put back into the own list, at most, in …
	relistSpan  = 10 * time.Minute
	relistPause = 500 * time.Millisecond // before the first time, at most; four times as long before each that follows
)

// receiveEvent takes a PEP notification, which counts for its sender alone.
func (a *account) receiveEvent(by jid.JID, e pep.Event) error {
	from := by.Bare().String()
	switch e.Node {
	case displayed.Node:
		return a.receiveDisplayed(by, e)
	case omemo.NodeDevices:
		return a.receiveList(from, e)
	case avatar.NodeMetadata:
		return a.people.ReceiveAvatar(from, e)
	case nick.Node:
		return a.people.ReceiveNick(from, e)
	case bookmarks.Node:
		if from == a.jid {
			return a.rooms.ReceiveBookmarks(e)
		}
	}
	return nil
}

// receiveList takes the news of a device list.
func (a *account) receiveList(from string, e pep.Event) error {
	var list omemo.List
	if len(e.Items) > 0 {
		// One item is what the node holds; of several the last is the newest, whatever their ids are.
		parsed, err := omemo.ParseList(e.Items[len(e.Items)-1].Payload)
		if err != nil {
			a.log.Warn("device list", "peer", from, "err", err)
			return nil
		}
		list = parsed
	} else if !e.Deleted && !e.Purged && len(e.Retracted) == 0 {
		return nil // a change of configuration
	}
	if !a.knows(from) {
		return nil // nothing grows because a stranger pushes lists at us
	}
	return a.seeList(from, list.Devices)
}

// knows tells whether who is ourselves, a contact, or somebody there is a chat with.
func (a *account) knows(who string) bool {
	if who == a.jid {
		return true
	}
	known := false
	if err := a.s.view("read contact", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		_, contact, err := h.Contact(who)
		if err != nil || contact {
			known = contact
			return err
		}
		_, err = h.Chat(who)
		if known = err == nil; errors.Is(err, history.ErrNotFound) {
			known, err = h.SharesRoom(who)
		}
		return err
	}); err != nil {
		a.log.Error("read contact", "err", err)
	}
	return known
}

// seeList records the published list of who.
func (a *account) seeList(who string, ids []uint32) error {
	var list keys.Listed
	err := a.s.update("store device list", func(tx *bbolt.Tx) (err error) {
		list, err = a.keyring(tx).SeeList(who, ids)
		return err
	})
	if err != nil {
		return err
	}
	a.facts.lists[who] = a.now()
	a.noteRefusal(who, nil)
	if (list.Missing || list.Unwanted) && a.facts.keysSet {
		if err := a.relist(list.Missing); err != nil {
			return err
		}
	}
	if list.Changed {
		a.changed(EventDevices, who, "")
	}
	return nil
}

// look is what a window shows.
type look struct {
	chat    string
	devices bool // its Encryption tab
	window  bool // there is a list of chats, with pictures
}

// attend fetches what a window that shows a chat would like to say about the other side's devices. Of strangers nothing is
// asked until the user looks at their devices: whoever follows a link has not told its author so. A room has no devices; of those
// who belong to it is asked when the user looks at theirs, or writes.
func (a *account) attend(l look) {
	if l.window {
		a.watched()
	}
	if !a.conn.online || l.chat == a.jid || l.chat == "" {
		return
	}
	room, members := a.belonging(l.chat)
	switch {
	case !room:
		a.attendTo(l)
	case l.devices:
		for _, who := range members {
			a.attendTo(look{chat: who})
		}
	}
}

// belonging tells whether a chat is a room, and gives who belongs to a private one beside us.
func (a *account) belonging(chat string) (room bool, members []string) {
	if err := a.s.view("read members", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		if room = h.IsRoom(chat); !room {
			return nil
		}
		to, err := plan.AudienceIn(h, a.jid, chat)
		if errors.Is(err, plan.ErrNoAudience) {
			return nil
		}
		members = to.Others
		return err
	}); err != nil {
		a.log.Error("read members", "err", err)
	}
	return room, members
}

// attendTo is attend for a person.
func (a *account) attendTo(l look) {
	who := l.chat
	may, fresh := a.mayAttend(who)
	switch {
	case l.devices:
		a.showDevices(who)
	case !may:
		return
	case !fresh:
		a.start(history.Todo{Task: history.FetchList, JID: who})
		return
	}
	var unknown []uint32
	if err := a.s.view("read devices", func(tx *bbolt.Tx) error {
		devices, err := a.s.trust(tx, a.jid).Devices(who)
		for _, d := range devices {
			if d.Active && d.Fingerprint == "" && !d.Broken {
				unknown = append(unknown, d.ID)
			}
		}
		return err
	}); err != nil {
		a.log.Error("read devices", "err", err)
	}
	for _, id := range unknown {
		a.start(history.Todo{Task: history.FetchBundle, JID: who, Device: id})
	}
}

// relist publishes the own list as it should be, after somebody has published it without this device, or with a removed
// one, but does not fight about it. Who is missing waits for a while that is another for each: devices that sign in at once have
// each published a list without the others, and would go on throwing each other out.
func (a *account) relist(missing bool) error {
	now := a.now()
	if now.Before(a.devices.relistAt) {
		return nil // it will be as it should by then
	}
	a.devices.relisted = slices.DeleteFunc(a.devices.relisted, func(at time.Time) bool { return now.Sub(at) > relistSpan })
	if len(a.devices.relisted) >= relistTimes {
		if missing {
			a.setListAlert(true)
		}
		return nil
	}
	if missing {
		a.devices.relistAt = now.Add(rand.N(relistPause << (2 * len(a.devices.relisted))))
	}
	a.devices.relisted = append(a.devices.relisted, now)
	return a.s.update("store todo", func(tx *bbolt.Tx) error {
		return a.s.history(tx, a.jid).Need(history.Todo{Task: history.PublishList})
	})
}

func (a *account) setListAlert(on bool) {
	a.mu.Lock()
	changed := a.live.Keys.ListAlert != on
	a.live.Keys.ListAlert = on
	a.mu.Unlock()
	if changed {
		a.changed(EventDevices, a.jid, "")
	}
}

// parseListAnswer is the device list in an answer. No item and no node is an empty list; of our own also whatever our server
// says instead, since there is nothing that anybody could read. Any other refusal says nothing about devices.
func parseListAnswer(answer *xmpp.Answer, own bool) ([]uint32, error) {
	if answer.Err != nil {
		if pep.IsItemNotFound(answer.Err) || own && loop.IsAbsent(answer.Err) {
			return nil, nil
		}
		return nil, answer.Err
	}
	items, _, err := pep.ParseItems(answer.Payload)
	if err != nil || len(items) == 0 {
		return nil, err
	}
	list, err := omemo.ParseList(items[len(items)-1].Payload)
	return list.Devices, err
}

// parseBundleAnswer is the bundle in an answer, not yet checked.
func parseBundleAnswer(answer *xmpp.Answer, device uint32) (crypto.Bundle, error) {
	items, _, err := pep.ParseItems(answer.Payload)
	if err != nil {
		return crypto.Bundle{}, err
	}
	if len(items) == 0 {
		return crypto.Bundle{}, crypto.ErrBadBundle
	}
	b, err := omemo.ParseBundle(items[len(items)-1].Payload)
	if err != nil {
		return crypto.Bundle{}, err
	}
	out := crypto.Bundle{Device: device, IdentityKey: b.IdentityKey, SignedPreKeyID: b.SignedPreKeyID, SignedPreKey: b.SignedPreKey, Signature: b.Signature}
	for _, p := range b.PreKeys {
		out.PreKeys = append(out.PreKeys, crypto.PublicPreKey{ID: p.ID, Key: p.Key})
	}
	return out, nil
}
