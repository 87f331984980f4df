package main

import (
	"vouch/app/history"
	"vouch/trust"
)

// dump is all that is stored of an account, as JSON gives it.
func dump(h *history.Store, t *trust.Store) map[string]any {
	out := map[string]any{}
	put := func(name string, v any, err error) {
		if err != nil {
			panic(name + ": " + err.Error())
		}
		out[name] = v
	}
	chats, err := h.Chats()
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
	place, err := archive(h, alice)
	put("archive", place, err)
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
	invitations, err := h.Invitations(noon)
	put("invitations", invitations, err)
	changes, err := late(h, bob, "b77")
	put("late", changes, err)
	out["seen"] = seen(h, bob, "b3")
	out["own"] = own(h, "a40")
	out["cleared"] = h.SeenArchived(alice, "arch-e1")
	out["archived"] = h.SeenArchived(alice, "arch3")
	sent, _ := sentBy(h, bob, "b3")
	out["sent"] = sent.ID
	bare, _ := h.Bare(carol, h.SeenArchived(alice, "arch-bare"))
	out["bare"] = bare
	for _, who := range []string{"", alice, bob, carol, dave} {
		p, inherited, err := t.Policy(who)
		put("policy "+who, p, err)
		out["inherited "+who] = inherited
		if who == "" {
			continue
		}
		devices, err := t.Devices(who)
		put("devices "+who, devices, err)
		decisions, err := t.Decisions(who)
		put("decisions "+who, decisions, err)
	}
	log, err := t.Log("")
	put("log", log, err)
	id, err := t.Identity()
	put("device", id.Device, err)
	out["fingerprint"] = id.Fingerprint()
	left, err := t.PreKeysLeft()
	put("prekeys", left, err)
	dumpSince(h, put)
	return out
}
