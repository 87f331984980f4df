package app_test

import (
	"testing"

	"vouch/app"
	"vouch/xmpp/xmpptest"
)

// How voice messages to a chat are recorded is chosen for that chat alone, and stays.
func TestFormatOfVoiceMessagesStays(t *testing.T) {
	alice := newPeer(t, xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob", "carol")), "alice", app.Options{})
	alice.await("contacts", func() bool { return len(wavs(alice)) == 2 })
	alice.must(app.SetVoiceFormat{Account: alice.jid, Chat: "bob@localhost", WAV: true})
	for range 2 {
		if got := wavs(alice); !got["bob@localhost"] || got["carol@localhost"] {
			t.Errorf("as WAV: %v", got)
		}
		alice.restart()
	}
	alice.must(app.SetVoiceFormat{Account: alice.jid, Chat: "bob@localhost"})
	if wavs(alice)["bob@localhost"] {
		t.Error("it cannot be taken back")
	}
}

// wavs tells for each chat whether voice messages to it are WAV.
func wavs(p *peer) map[string]bool {
	p.t.Helper()
	rows, err := p.Chats(p.jid)
	if err != nil {
		p.t.Fatal(err)
	}
	out := map[string]bool{}
	for _, r := range rows {
		if r.Chat != p.jid {
			out[r.Chat] = r.WAV
		}
	}
	return out
}
