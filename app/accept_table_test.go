package app

import (
	"errors"
	"slices"
	"testing"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/plan"
	"vouch/app/view"
)

// A group waits for the device lists of its members, but not of those of whom none can be had, nor of those without whom the user
// writes; and the user writes without those whose lists could not be read.
func TestWhoseListsAGroupWaitsFor(t *testing.T) {
	const bob, carol, dave = "bob@example.org", "carol@example.org", "dave@example.org"
	a := knowsRoom(t)
	a.live.Keys.Refusals = map[string]view.Refusal{carol: {Kind: KindUnreachable}, dave: {Kind: KindNoPEP}}
	all := []string{bob, carol, dave}
	wants := func(when string, want ...string) {
		t.Helper()
		if err := a.s.file.View(func(tx *bbolt.Tx) error {
			is, _, err := a.s.history(tx, a.jid).Room(someRoom)
			if err != nil {
				return err
			}
			got, err := a.missingLists(a.s.trust(tx, a.jid), plan.Audience{Self: a.jid, Others: all, Group: true, Accepted: is.Accepted}, all)
			if !slices.Equal(got, want) {
				t.Errorf("%s: it waits for %q, want %q", when, got, want)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	accept := func() {
		if err := a.s.file.Update(func(tx *bbolt.Tx) error {
			h := a.s.history(tx, a.jid)
			return a.accept(h, a.s.trust(tx, a.jid), someRoom, plan.Audience{Self: a.jid, Others: all, Group: true}, plan.Plan{Without: []string{dave}})
		}); err != nil {
			t.Fatal(err)
		}
	}
	wants("before", bob, carol)
	accept()
	wants("without carol, who does not answer", bob)
	if err := a.s.file.Update(func(tx *bbolt.Tx) error {
		_, _, err := a.s.trust(tx, a.jid).SeeList(carol, []uint32{7}, a.now())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	wants("after she has answered", bob, carol)
	accept()
	wants("without her again", bob)
	a.live.Keys.Refusals = nil
	accept()
	if err := a.View("read room", func(h *history.Store) error {
		is, known, err := h.Room(someRoom)
		if !known || len(is.Accepted) != 1 || is.Accepted[0].JID != dave {
			err = errors.Join(err, errors.New("not dave alone"))
			t.Errorf("the user writes without %+v", is.Accepted)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
