package app_test

import (
	"encoding/json"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
)

// dumpStore is all that is stored, as JSON gives it. It is what testdata/stores/mkstore/dump.go reads with earlier versions.
func dumpStore(t *testing.T, file *trust.File) (out map[string]any) {
	t.Helper()
	all := map[string]any{}
	if err := file.View(func(tx *bbolt.Tx) error {
		accounts, err := trust.Accounts(tx, file.Seal())
		all["accounts"] = accounts
		for _, a := range accounts {
			all[a.JID] = dumpAccount(t, history.In(tx, file.Seal(), a.JID), trust.In(tx, file.Seal(), a.JID))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(all)
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func dumpAccount(t *testing.T, h *history.Store, s *trust.Store) map[string]any {
	const alice, bob, carol, dave = "alice@localhost", "bob@localhost", "carol@localhost", "dave@localhost"
	out := map[string]any{}
	put := func(name string, v any, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = v
	}
	chats, err := h.Chats()
	for i := range chats {
		chats[i].Text = false // what becomes searchable meanwhile
	}
	put("chats", chats, err)
	for _, c := range chats {
		rows, err := h.After(c.JID, nil, 1000)
		put("rows "+c.JID, rows, err)
		for _, m := range rows {
			out["sort "+m.ID] = m.Sort
		}
	}
	outbox, err := h.Outbox()
	put("outbox", outbox, err)
	for _, e := range outbox {
		out["seq "+e.Row+e.Ref] = e.Seq
	}
	todos, err := h.Todos()
	put("todos", todos, err)
	archive, err := h.Archive(alice)
	put("archive", archive, err)
	roster, err := h.Roster()
	put("roster", roster, err)
	version, err := h.RosterVersion()
	put("roster version", version, err)
	blocked, err := h.Blocked()
	put("blocked", blocked, err)
	faces, err := h.Faces()
	put("faces", faces, err)
	for _, f := range faces {
		picture, err := h.Picture(f.Hash)
		put("picture "+f.Hash, picture, err)
	}
	invitations, err := h.Invitations(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC))
	put("invitations", invitations, err)
	late, err := h.Late(bob, bob, "b77")
	put("late", late, err)
	refs, err := h.Refs(bob, "later")
	put("refs", refs, err)
	heard, err := h.Heard()
	put("heard", heard, err)
	out["seen"] = h.Seen(bob, bob, "b3", []byte("digest"))
	out["own"] = h.KnowsOwnAnywhere("a40")
	out["cleared"] = h.SeenArchived(alice, "arch-e1")
	out["archived"] = h.SeenArchived(alice, "arch3")
	sent, _ := h.SentBy(bob, bob, "b3")
	out["sent"] = sent.ID
	bare, _ := h.Bare(carol, h.SeenArchived(alice, "arch-bare"))
	out["bare"] = bare
	for _, who := range []string{"", alice, bob, carol, dave} {
		p, inherited, err := s.Policy(who)
		put("policy "+who, p, err)
		out["inherited "+who] = inherited
		if who == "" {
			continue
		}
		devices, err := s.Devices(who)
		put("devices "+who, devices, err)
		decisions, err := s.Decisions(who)
		put("decisions "+who, decisions, err)
	}
	log, err := s.Log("")
	put("log", log, err)
	id, err := s.Identity()
	put("device", id.Device, err)
	out["fingerprint"] = id.Fingerprint()
	left, err := s.PreKeysLeft()
	put("prekeys", left, err)
	return out
}
