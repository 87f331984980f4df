package main

import (
	"vouch/app/history"
	"vouch/trust"
)

// The words of later versions are types, and ids mean something within a chat.
type (
	state  = history.State
	notice = history.Notice
)

func autoTrusted(m *history.Message) { m.Policy = trust.FirstUse }

func mark(h *history.Store, m history.Message) {
	must(h.MarkSent(m.Chat, m.From, m.MessageID, m.ID))
	must(h.MarkSeen(m.Chat, m.From, m.MessageID, []byte("digest"), m.ID))
	if m.Own {
		must(h.MarkOwn(m.Chat, m.MessageID, m.ID))
	}
}

func putArchive(h *history.Store, of string, a history.Archive) error { return h.PutArchive(of, a) }

func archive(h *history.Store, of string) (history.Archive, error) { return h.Archive(of) }

func late(h *history.Store, from, id string) ([]history.Late, error) { return h.Late(from, from, id) }

func seen(h *history.Store, from, id string) string { return h.Seen(from, from, id, []byte("digest")) }

func own(h *history.Store, id string) bool { return h.KnowsOwnAnywhere(id) }

func sentBy(h *history.Store, from, id string) (history.Message, error) {
	return h.SentBy(from, from, id)
}

func setPolicy(t *trust.Store, of string, p trust.Policy) error { return t.SetPolicy(of, p, at(12)) }
