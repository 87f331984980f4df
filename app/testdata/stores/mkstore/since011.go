package main

import (
	"vouch/app/history"
	"vouch/crypto"
)

func encrypt(s crypto.Store, a crypto.Address, fingerprint string, key []byte) ([]byte, bool, error) {
	return crypto.EncryptKey(s, a, fingerprint, key)
}

// since is what this version has beside what 0.1.0 had.
func since(a, _ *writer) {
	const home = "localhost"
	strangers := a.add(history.Message{Chat: home, From: "x@spam.example", Time: at(1), Kind: "notice", Notice: "strangers", Count: 5, About: "form Survey"})
	c, err := a.h.Chat(home)
	must(err)
	c.Strangers = strangers.ID
	must(a.h.PutChat(c))
	for i, m := range []history.Message{
		{Kind: "text", Subject: "the day", Body: "with a subject"},
		{Kind: "other", Notice: "invitation", About: "room@muc.localhost", Body: "come in"},
		{Kind: "other", Notice: "call", About: "audio, video"},
		{Kind: "other", Notice: "changed", Encrypted: true, ReplyTo: "d1"},
		{Kind: "unreadable", ErrKind: "other-encryption", About: "OpenPGP", Body: "I cannot be read"},
		{Kind: "notice", Notice: "unknown", About: "poll urn:example:poll", Count: 2},
	} {
		m.Chat, m.From, m.Time = dave, dave, at(10+i)
		a.add(m)
	}
	must(a.h.Queue(&history.Entry{Purpose: history.ForMessage, Chat: dave, Row: "gone", Encrypted: true, Again: "refused", Tries: 2, Silences: 1, Refused: "policy-violation"}))
	must(a.h.AddRef(bob, "later", history.Ref{Kind: history.RefReaction, From: bob, Emoji: []string{"👋"}, Time: at(2)}))
	must(a.h.PutHeard(at(61)))
}

func dumpSince(h *history.Store, put func(string, any, error)) {
	refs, err := h.Refs(bob, "later")
	put("refs", refs, err)
	heard, err := h.Heard()
	put("heard", heard, err)
}
