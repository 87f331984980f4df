package app

import (
	"errors"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/keys"
	"vouch/xmpp"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
)

// bundlesAtOnce bounds the fetches under way, so that a list of many devices does not flood a server.
const bundlesAtOnce = 4

// workTodos starts what the file says is still to be done, as far as it may start now.
func (a *account) workTodos() {
	if err := a.readTodos(); err != nil {
		a.log.Error("read todos", "err", err)
		return
	}
	todos := a.devices.todos.rows
	list := slices.ContainsFunc(todos, func(t history.Todo) bool { return t.Task == history.PublishList })
	bundle := slices.ContainsFunc(todos, func(t history.Todo) bool { return t.Task == history.PublishBundle })
	for _, t := range todos {
		if t.Task == history.PublishList && bundle || t.Task == history.DeleteBundle && list {
			continue // whoever sees the list fetches the bundles at once
		}
		a.start(t)
	}
}

// readTodos reads what is to be done if that has changed since. What asks strangers is dropped: it is of a version that
// asked everybody who wrote.
func (a *account) readTodos() error {
	var strange []history.Todo
	if err := a.s.view("read todos", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		at := h.TodosChanged()
		if at == a.devices.todos.asOf {
			return nil
		}
		all, err := h.Todos()
		if err != nil {
			return err
		}
		a.devices.todos.rows = a.devices.todos.rows[:0:0]
		for _, t := range all {
			may, err := true, error(nil)
			if t.Task == history.FetchList || t.Task == history.FetchBundle {
				may, err = keys.MayAsk(h, a.jid, t.JID)
			}
			switch {
			case err != nil:
				return err
			case may:
				a.devices.todos.rows = append(a.devices.todos.rows, t)
			default:
				strange = append(strange, t)
			}
		}
		a.devices.todos.asOf = at
		return nil
	}); err != nil || len(strange) == 0 {
		return err
	}
	return a.s.update("drop questions to strangers", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		for _, t := range strange[:min(len(strange), mostDropped)] {
			if err := h.Done(t); err != nil {
				return err
			}
		}
		return nil
	})
}

// mostDropped bounds what one transaction drops; the rest follows with the next event.
const mostDropped = 500

// start begins a todo, unless it is under way, has failed too lately, or must wait for our own keys.
func (a *account) start(t history.Todo) {
	key := t.Key()
	if a.devices.todos.fetching[key] {
		return
	}
	if f, ok := a.devices.todos.failed[key]; ok && a.now().Before(f.after) {
		a.wakeIn(f.after.Sub(a.now()))
		return
	}
	switch t.Task {
	case history.PublishBundle, history.PublishList, history.DeleteBundle:
		if !a.facts.keysSet {
			return
		}
		if soon := a.devices.relistAt.Sub(a.now()); t.Task == history.PublishList && soon > 0 {
			a.wakeIn(soon)
			return
		}
	case history.TellDisplayed:
		if !a.devices.displayed.works || !a.facts.displayedRead || a.archive.catchingUp || a.rooms.Is(t.JID) && a.reads(t.JID) {
			return
		}
		if soon := a.devices.displayed.writtenAt.Add(tellingPause).Sub(a.now()); soon > 0 && soon <= tellingPause {
			a.wakeIn(soon)
			return
		}
	case history.FetchBundle:
		if a.bundlesUnderWay() >= bundlesAtOnce {
			return
		}
	}
	a.devices.todos.fetching[key] = true
	switch t.Task {
	case history.PublishBundle:
		a.publishBundle(t)
	case history.PublishList:
		a.publishList(t)
	case history.FetchList:
		a.fetchList(t)
	case history.FetchBundle:
		a.fetchBundle(t)
	case history.DeleteBundle:
		a.deleteBundle(t)
	case history.TellDisplayed:
		a.tellDisplayed(t)
	case history.UploadFile, history.FetchFile:
		a.move(t)
	default:
		a.finish(t, nil)
	}
}

// finish ends a todo: done, or to be tried again.
func (a *account) finish(t history.Todo, err error) {
	key := t.Key()
	delete(a.devices.todos.fetching, key)
	if err != nil {
		if !errors.Is(err, xmpp.ErrClosed) {
			if t.Task == history.PublishBundle || t.Task == history.PublishList {
				a.noteRefusal(a.jid, err)
			}
			a.log.Warn("todo", "task", t.Task, "peer", t.JID, "device", t.Device, "err", err)
			a.tryAgain(key)
		}
		return
	}
	delete(a.devices.todos.failed, key)
	if err := a.s.update("finish todo", func(tx *bbolt.Tx) error {
		return a.s.history(tx, a.jid).Done(t)
	}); err != nil {
		a.log.Error("finish todo", "err", err)
	}
}

// publishList publishes the own device list with this device in it. It goes out only after the list was read on this
// stream: a list made of what was known long ago would throw other devices out.
func (a *account) publishList(t history.Todo) {
	var ids []uint32
	if err := a.s.view("read own devices", func(tx *bbolt.Tx) (err error) {
		ids, err = a.keyring(tx).Listing()
		return err
	}); err != nil {
		a.finish(t, err)
		return
	}
	a.publish(omemo.NodeDevices, omemo.List{Devices: ids}, func(err error) {
		a.finish(t, err)
		if err == nil {
			if err := a.seeList(a.jid, ids); err != nil {
				a.log.Error("store own device list", "err", err)
			}
		}
	})
}

// openNode is how our nodes are to be. How many items they keep is left to the server, where one is the rule for PEP:
// ejabberd 23.01 refuses to be told.
var openNode = pep.Options{AccessModel: "open", Persist: true}

// publish puts the one item of an own node there, open to everyone. Where the node exists with another access model the
// server refuses (XEP-0060 v1.24 §7.1.5): then it is reconfigured once, and published again.
func (a *account) publish(node string, payload any, done func(error)) {
	a.Ask(jid.JID{}, true, pep.Publish(node, omemo.ItemID, payload, openNode), func(answer *xmpp.Answer) {
		if !pep.IsPreconditionNotMet(answer.Err) {
			done(answer.Err)
			return
		}
		a.Ask(jid.JID{}, true, pep.Configure(node, openNode), func(answer *xmpp.Answer) {
			if answer.Err != nil {
				done(fmt.Errorf("configure %s: %w", node, answer.Err))
				return
			}
			a.Ask(jid.JID{}, true, pep.Publish(node, omemo.ItemID, payload, openNode), func(answer *xmpp.Answer) { done(answer.Err) })
		})
	})
}

// listTries is how often a device list is asked for whose news comes while it is asked for.
const listTries = 3

// fetchList fetches the device list of a JID.
func (a *account) fetchList(t history.Todo) { a.askList(t, listTries) }

// askList asks for a device list. Where news of it comes before the answer, that may be older than the news (ejabberd 23.01 writes
// both by different ways), and is asked for once more.
func (a *account) askList(t history.Todo, tries int) {
	to, err := a.askAddress(t.JID)
	if err != nil {
		a.finish(t, nil)
		return
	}
	before := a.facts.lists[t.JID]
	a.Ask(to, false, pep.Items(omemo.NodeDevices, 1), func(answer *xmpp.Answer) {
		if told := !a.facts.lists[t.JID].Equal(before); told && tries > 1 && !errors.Is(answer.Err, xmpp.ErrClosed) {
			a.askList(t, tries-1)
			return
		}
		ids, err := parseListAnswer(answer, t.JID == a.jid)
		if err != nil {
			a.noteRefusal(t.JID, err)
		} else {
			err = a.seeList(t.JID, ids)
		}
		a.finish(t, err)
	})
}

// askAddress is where to ask for the nodes of who: the zero JID for ourselves.
func (a *account) askAddress(who string) (jid.JID, error) {
	if who == a.jid {
		return jid.JID{}, nil
	}
	return jid.Parse(who)
}
