package main

import (
	"vouch/app/history"
	"vouch/trust"
)

// What 0.1.0 and the version of 2026-11-29 had as text, and without the chat.
type (
	state  = string
	notice = string
)

func autoTrusted(m *history.Message) { m.Body = "first-use" }

func mark(h *history.Store, m history.Message) {
	must(h.MarkSent(m.From, m.MessageID, m.ID))
	must(h.MarkSeen(m.From, m.MessageID, []byte("digest"), m.ID))
	if m.Own {
		must(h.MarkOwn(m.MessageID, m.ID))
	}
}

func putArchive(h *history.Store, _ string, a history.Archive) error { return h.PutArchive(a) }

func archive(h *history.Store, _ string) (history.Archive, error) { return h.Archive() }

func late(h *history.Store, from, id string) ([]history.Late, error) { return h.Late(from, id) }

func seen(h *history.Store, from, id string) string { return h.Seen(from, id, []byte("digest")) }

func own(h *history.Store, id string) bool { return h.KnowsOwn(id) }

func sentBy(h *history.Store, from, id string) (history.Message, error) { return h.SentBy(from, id) }

func setPolicy(t *trust.Store, of string, p trust.Policy) error { return t.SetPolicy(of, p) }
