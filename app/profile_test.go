package app_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/pep"
	"vouch/xmpp/xmpptest"
)

func (p *peer) profile(who string) view.Profile {
	p.t.Helper()
	got, err := p.Profile(p.t.Context(), p.jid, who)
	if err != nil {
		p.t.Fatal(err)
	}
	return got
}

func TestProfiles(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
		if got := alice.profile(bob.jid); got != (view.Profile{}) {
			t.Errorf("at first %+v", got)
		}
		want := view.Profile{FullName: "Bob Builder", Nickname: "Bobby", Email: "bob@example.org", Phone: "+1-555", URL: "https://example.org", Note: "a < b"}
		bob.must(app.SetProfile{Account: bob.jid, Profile: want})
		for _, p := range []*peer{alice, bob} {
			if got := p.profile(bob.jid); got != want {
				t.Errorf("%s reads %+v", p.jid, got)
			}
		}
		alice.await("bob's nickname", func() bool { return alice.look(bob.jid).Chat.Nickname == "Bobby" })
		snap := alice.look(bob.jid)
		if snap.Chat.Name == "Bobby" || snap.Chats[0].Name == "Bobby" || snap.Chat.Profile == nil || *snap.Chat.Profile != want {
			t.Errorf("the window shows %+v", snap.Chat)
		}
		want.Phone, want.Nickname = "", ""
		bob.must(app.SetProfile{Account: bob.jid, Profile: want})
		if got := alice.profile(bob.jid); got != want {
			t.Errorf("after a change %+v", got)
		}
		alice.await("no nickname", func() bool { return alice.look(bob.jid).Chat.Nickname == "" })
		bob.refuse(app.SetProfile{Account: bob.jid, Profile: view.Profile{Note: strings.Repeat("x", 1001)}}, app.KindInvalid)
		bob.refuse(app.SetProfile{Account: bob.jid, Profile: view.Profile{Nickname: strings.Repeat("x", 201)}}, app.KindInvalid)
	}, xmpptest.Friends("alice", "bob"))
}

// What another program wrote into the vCard stays, and who has only an older one is read too.
func TestProfilesOfOtherPrograms(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.With("vcard"))
	alice, bob := newPeer(t, server, "alice", app.Options{}), signInRaw(t, server, "bob")
	type vcard struct {
		XMLName xml.Name
		Inner   string `xml:",innerxml"`
	}
	bob.ask(jid.JID{}, true, vcard{xml.Name{Space: "vcard-temp", Local: "vCard"}, "<FN>Bob of old</FN>"})
	if got := alice.profile(bob.jid); got != (view.Profile{FullName: "Bob of old"}) {
		t.Errorf("an older vCard is %+v", got)
	}
	other := signInRaw(t, server, "alice")
	const node, space = "urn:xmpp:vcard4", "urn:ietf:params:xml:ns:vcard-4.0"
	other.ask(jid.JID{}, true, pep.Publish(node, "current", vcard{xml.Name{Space: space, Local: "vcard"}, "<fn><text>Alice</text></fn><lang><language-tag>de</language-tag></lang>"}, pep.Options{}))
	alice.must(app.SetProfile{Account: alice.jid, Profile: view.Profile{FullName: "Alice L."}})
	items, _, err := pep.ParseItems(other.ask(jid.JID{}, false, pep.Items(node, 1)).Payload)
	if err != nil || len(items) != 1 {
		t.Fatal(items, err)
	}
	if raw := items[0].Payload.Raw(10_000); !strings.Contains(raw, "language-tag") || !strings.Contains(raw, "Alice L.") {
		t.Errorf("published %s", raw)
	}
}

// The older vCard is written for everybody only if the user says so, and then kept in step, unless the server does that.
func TestOlderProfilesAreKeptInStep(t *testing.T) {
	type vcardTemp struct {
		XMLName xml.Name
		Inner   string `xml:",innerxml"`
	}
	empty := vcardTemp{xml.Name{Space: "vcard-temp", Local: "vCard"}, ""}
	for _, module := range []string{"vcard", "vcard_legacy"} {
		t.Run(module, func(t *testing.T) {
			server := xmpptest.StartProsody(t, xmpptest.Users("alice"), xmpptest.With(module))
			alice, other := newPeer(t, server, "alice", app.Options{}), signInRaw(t, server, "alice")
			older := func() string {
				answer := other.tryAsk(jid.JID{}, empty)
				if answer.Err != nil || answer.Payload == nil {
					return ""
				}
				return answer.Payload.Raw(10_000)
			}
			const node, space = "urn:xmpp:vcard4", "urn:ietf:params:xml:ns:vcard-4.0"
			other.ask(jid.JID{}, true, pep.Publish(node, "current", vcardTemp{xml.Name{Space: space, Local: "vcard"}, "<lang><language-tag>de</language-tag></lang>"}, pep.Options{}))
			want := view.Profile{FullName: "Alice", Phone: "+1-555", Note: "hi"}
			alice.must(app.SetProfile{Account: alice.jid, Profile: want})
			if got := older(); module == "vcard" && strings.Contains(got, "Alice") {
				t.Errorf("without being told, everybody reads %s", got)
			}
			alice.must(app.SetProfile{Account: alice.jid, Profile: want, Older: true})
			if got := older(); !strings.Contains(got, "<FN>Alice</FN>") || !strings.Contains(got, "<NUMBER>+1-555</NUMBER>") {
				t.Errorf("older programs read %s", got)
			}
			want.FullName, want.Phone, want.Email = "Alice L.", "", "alice@example.org"
			alice.must(app.SetProfile{Account: alice.jid, Profile: want})
			got := older()
			if !strings.Contains(got, "<FN>Alice L.</FN>") || strings.Contains(got, "555") {
				t.Errorf("not in step: %s", got)
			}
			if module == "vcard" && strings.Contains(got, "alice@example.org") {
				t.Errorf("something was added: %s", got)
			}
			items, _, err := pep.ParseItems(other.ask(jid.JID{}, false, pep.Items(node, 1)).Payload)
			if got := alice.profile(alice.jid); got != want || err != nil || len(items) != 1 || !strings.Contains(items[0].Payload.Raw(10_000), "language-tag") {
				t.Errorf("the profile itself is %+v in %+v, %v", got, items, err)
			}
		})
	}
}

// What strangers call themselves is not kept.
func TestNicknamesOfStrangers(t *testing.T) {
	l := newLiar(t)
	event := func(from, name string) string {
		return "<message type='headline' from='" + from + "' to='%s/~'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='http://jabber.org/protocol/nick'>" +
			"<item id='current'><nick xmlns='http://jabber.org/protocol/nick'>" + name + "</nick></item></items></event></message>"
	}
	l.must(app.OpenChat{Account: l.jid, JID: strangers})
	l.between(t, func() { l.tell(event(strangers, "Bob")); l.tell(event(bobs, "Robert")) })
	if got := l.look(strangers).Chat.Nickname; got != "" {
		t.Errorf("a stranger is called %q", got)
	}
	if got := l.look(bobs).Chat; got.Nickname != "Robert" || got.Name != "bob" {
		t.Errorf("bob is %q, and suggests %q", got.Name, got.Nickname)
	}
}
