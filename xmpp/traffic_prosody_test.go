package xmpp_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/caps"
	"vouch/xmpp/disco"
	"vouch/xmpp/forms"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
	"vouch/xmpp/ping"
	"vouch/xmpp/presence"
	"vouch/xmpp/roster"
	"vouch/xmpp/xmpptest"
)

func chat(to jid.JID, id, body string) stanza.Message {
	return stanza.Message{Attrs: stanza.Attrs{To: to.String(), Id: id, Type: stanza.MessageTypeChat}, Body: body}
}

func isAcked(n uint64) func(xmpp.Acked) bool {
	return func(a xmpp.Acked) bool { return uint64(a) >= n }
}

func TestMessagesArriveInOrderAndAreAcknowledged(t *testing.T) {
	for _, row := range []struct {
		name    string
		options []xmpptest.Option
		managed bool
	}{
		{"with stream management", nil, true},
		{"with pings instead", []xmpptest.Option{xmpptest.Without("smacks")}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := xmpptest.StartProsody(t, append(row.options, xmpptest.Friends("alice", "bob"))...)
			alice, bob := open(t, configFor(p, "alice")), open(t, configFor(p, "bob"))
			if alice.Managed() != row.managed {
				t.Fatalf("managed is %v", alice.Managed())
			}
			const count = 300
			var last uint64
			for i := range count {
				n, err := alice.Send(chat(bob.Address(), fmt.Sprint(i), fmt.Sprintf("number %d", i)))
				if err != nil || n <= last {
					t.Fatalf("sent as %d after %d: %v", n, last, err)
				}
				last = n
			}
			for i := range count {
				m, e := await[*xmpp.Message](bob, nil)
				if m.Id != fmt.Sprint(i) || e.Seq == 0 || !m.FromJID.Equal(alice.Address()) {
					t.Fatalf("got %q as %d from %s, want %d", m.Id, e.Seq, m.FromJID, i)
				}
			}
			await(alice, isAcked(last))
		})
	}
}

func TestUnhandledStanzasComeAgain(t *testing.T) {
	p := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := open(t, configFor(p, "alice")), open(t, configFor(p, "bob"))
	if _, err := bob.Send(presence.Available{}); err != nil {
		t.Fatal(err)
	}
	await[*xmpp.Presence](bob, nil)
	for _, id := range []string{"handled", "unhandled"} {
		if _, err := alice.Send(chat(bob.Address().Bare(), id, "text")); err != nil {
			t.Fatal(err)
		}
	}
	await(bob, func(m *xmpp.Message) bool { return m.Id == "handled" })
	for m, ok := (*xmpp.Message)(nil), false; !ok; m, ok = bob.next().What.(*xmpp.Message) {
		_ = m
	}
	bob.Close() // tells the final count
	if err := bob.ended(); err != nil {
		t.Fatalf("ended by %v", err)
	}
	again := open(t, configFor(p, "bob"))
	if _, err := again.Send(presence.Available{}); err != nil {
		t.Fatal(err)
	}
	if m, _ := await[*xmpp.Message](again, nil); m.Id != "unhandled" {
		t.Errorf("the first message after the new login is %q", m.Id)
	}
}

func TestRosterAtProsody(t *testing.T) {
	p := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice := open(t, configFor(p, "alice"))
	r, err := roster.ParseResult(alice.ask(xmpp.Request{Payload: roster.Get{}}).Payload)
	if err != nil || len(r.Items) != 1 || r.Items[0].JID.String() != "bob@localhost" || r.Items[0].Subscription != "both" {
		t.Fatalf("roster is %v, %v", r.Items, err)
	}
	carol := roster.Item{JID: jid.MustParse("carol@localhost"), Name: "Carol <3", Groups: []string{"a & b"}}
	if a := alice.ask(xmpp.Request{Set: true, Payload: roster.Set(carol)}); a.Err != nil {
		t.Fatal(a.Err)
	}
	push := alice.push()
	if push.Name != carol.Name || !slices.Equal(push.Groups, carol.Groups) {
		t.Errorf("pushed %+v", push)
	}
	if a := alice.ask(xmpp.Request{Set: true, Payload: roster.Remove(carol.JID)}); a.Err != nil {
		t.Fatal(a.Err)
	}
	if push = alice.push(); push.Subscription != "remove" {
		t.Errorf("pushed %+v", push)
	}
}

// push asks for nothing and waits for a roster push.
func (s *session) push() roster.Item {
	s.t.Helper()
	for {
		q, _ := await[*xmpp.IQ](s, nil)
		if item, _, ok := roster.ParsePush(q, s.Address()); ok {
			if err := s.Reply(q, nil); err != nil {
				s.t.Fatal(err)
			}
			return item
		}
	}
}

func TestSubscription(t *testing.T) {
	p := xmpptest.StartProsody(t, xmpptest.Users("alice", "bob"))
	alice, bob := open(t, configFor(p, "alice")), open(t, configFor(p, "bob"))
	send := func(s *session, v any) {
		t.Helper()
		if _, err := s.Send(v); err != nil {
			t.Fatal(err)
		}
	}
	kind := func(k presence.Kind) func(*xmpp.Presence) bool {
		return func(p *xmpp.Presence) bool { return presence.KindOf(p) == k }
	}
	alice.ask(xmpp.Request{Payload: roster.Get{}}) // only then does the server tell it about subscriptions
	send(alice, presence.Available{})
	send(bob, presence.Available{Show: "away", Status: "at sea"})
	send(alice, presence.Subscribe(bob.Address()))
	await(bob, kind(presence.AsksToSubscribe))
	send(bob, presence.Subscribed(alice.Address()))
	accepted, seen := false, false
	for !accepted || !seen { // in either order
		got, _ := await(alice, func(p *xmpp.Presence) bool { return p.FromJID.Bare().Equal(bob.Address().Bare()) })
		accepted = accepted || presence.KindOf(got) == presence.HasAccepted
		seen = seen || presence.Show(got) == "away" && got.Status == "at sea" && got.FromJID.Equal(bob.Address())
	}
	bob.Close()
	await(alice, kind(presence.IsUnavailable))
}

func TestDeviceListIsPublishedRepairedAndAnnounced(t *testing.T) {
	p := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := open(t, configFor(p, "alice")), open(t, configFor(p, "bob"))
	info := disco.Own(disco.NSInfo, pep.Notify(omemo.NodeDevices))
	if _, err := bob.Send(presence.Available{Caps: caps.For("https://example.org/client", info)}); err != nil {
		t.Fatal(err)
	}
	bob.answerDisco(info)

	closed := pep.Options{AccessModel: "whitelist"}
	list := omemo.List{Devices: []uint32{1, 2147483647}}
	publish := func(o pep.Options) error {
		return alice.ask(xmpp.Request{Set: true, Payload: pep.Publish(omemo.NodeDevices, omemo.ItemID, list, o)}).Err
	}
	if err := publish(closed); err != nil {
		t.Fatalf("publish to a closed node: %v", err)
	}
	if err := publish(pep.Open); !pep.IsPreconditionNotMet(err) {
		t.Fatalf("publish as open to a closed node: %v", err)
	}
	if a := alice.ask(xmpp.Request{Set: true, Payload: pep.Configure(omemo.NodeDevices, pep.Open)}); a.Err != nil {
		t.Fatalf("configure: %v", a.Err)
	}
	var question configuration
	question.Configure.Node = omemo.NodeDevices
	answer := alice.ask(xmpp.Request{Payload: question})
	if got := configured(answer.Payload); got["pubsub#access_model"] != "open" || got["pubsub#persist_items"] != "1" && got["pubsub#persist_items"] != "true" {
		t.Fatalf("configured as %v, %v", got, answer.Err)
	}
	if err := publish(pep.Open); err != nil {
		t.Fatalf("publish to the repaired node: %v", err)
	}

	event := bob.event(omemo.NodeDevices)
	if got, err := omemo.ParseList(event.Items[0].Payload); err != nil || !slices.Equal(got.Devices, list.Devices) {
		t.Errorf("announced %v, %v", got, err)
	}
	answer = bob.ask(xmpp.Request{To: alice.Address().Bare(), Payload: pep.Items(omemo.NodeDevices, 1)})
	items, node, err := pep.ParseItems(answer.Payload)
	if err != nil || node != omemo.NodeDevices || len(items) != 1 || items[0].ID != omemo.ItemID {
		t.Fatalf("fetched %v of %q, %v", items, node, err)
	}
	if got, err := omemo.ParseList(items[0].Payload); err != nil || !slices.Equal(got.Devices, list.Devices) {
		t.Errorf("fetched %v, %v", got, err)
	}
	answer = bob.ask(xmpp.Request{To: alice.Address().Bare(), Payload: pep.Items(omemo.NodeBundle(1), 1)})
	if !pep.IsItemNotFound(answer.Err) {
		t.Errorf("a bundle nobody published: %v", answer.Err)
	}
}

// configuration asks how an own node is (XEP-0060 v1.26.0 §8.2).
type configuration struct {
	XMLName   xml.Name `xml:"http://jabber.org/protocol/pubsub#owner pubsub"`
	Configure struct {
		Node string `xml:"node,attr"`
	} `xml:"configure"`
}

// configured are the fields of the answer.
func configured(payload *xmpp.Element) map[string]string {
	got := map[string]string{}
	if payload == nil {
		return got
	}
	configure, _ := payload.Child(pep.NSOwner, "configure")
	form, _ := configure.Child(forms.NS, "x")
	for _, field := range form.Children() {
		value, _ := field.Child(forms.NS, "value")
		got[field.Attr("var")] = strings.TrimSpace(value.Text())
	}
	return got
}

// answerDisco waits for the server to ask what we can do, and tells it.
func (s *session) answerDisco(info disco.Info) {
	s.t.Helper()
	for {
		q, _ := await[*xmpp.IQ](s, nil)
		node, asked := disco.InfoAsked(q)
		if !asked {
			continue
		}
		info.Node = node
		if err := s.Reply(q, info); err != nil {
			s.t.Fatal(err)
		}
		return
	}
}

func (s *session) event(node string) pep.Event {
	s.t.Helper()
	for {
		m, _ := await[*xmpp.Message](s, nil)
		if e, ok := pep.ParseEvent(m); ok && e.Node == node && len(e.Items) > 0 {
			return e
		}
	}
}

func TestQuestionsBetweenClients(t *testing.T) {
	p := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := open(t, configFor(p, "alice")), open(t, configFor(p, "bob"))
	for i, answer := range []func(*xmpp.IQ) error{
		func(q *xmpp.IQ) error { return bob.Reply(q, nil) },
		func(q *xmpp.IQ) error { return bob.Refuse(q, "service-unavailable") },
	} {
		if err := alice.Ask(xmpp.Request{To: bob.Address(), Payload: ping.Ping{}, Tag: i}); err != nil {
			t.Fatal(err)
		}
		q, _ := await(bob, ping.Is)
		if err := answer(q); err != nil {
			t.Fatal(err)
		}
		a, _ := await(alice, func(a *xmpp.Answer) bool { return a.Tag == any(i) })
		var refused *xmpp.StanzaError
		if got := errors.As(a.Err, &refused); got != (i == 1) || !a.From.Equal(bob.Address()) {
			t.Errorf("answer %d is %v from %s", i, a.Err, a.From)
		}
		if refused != nil && (refused.Condition != "service-unavailable" || refused.Type != "cancel") {
			t.Errorf("refused as %+v", refused)
		}
	}
}

func TestTapSeesStanzasAndNoPassword(t *testing.T) {
	p := xmpptest.StartProsody(t, xmpptest.Users("alice"))
	tap := &xmpptest.Recorder{}
	cfg := configFor(p, "alice")
	cfg.Tap = tap
	alice := open(t, cfg)
	n, err := alice.Send(chat(alice.Address(), "a", "marker"))
	if err != nil {
		t.Fatal(err)
	}
	await(alice, isAcked(n))
	if text := tap.String(); !strings.Contains(text, "marker") || strings.Contains(text, "auth") || strings.Contains(text, "response") {
		t.Errorf("tapped %q", text)
	}
}

type unknown struct {
	XMLName xml.Name `xml:"urn:example:unknown q"`
}

func TestUnknownQuestionToTheServerIsRefused(t *testing.T) {
	p := xmpptest.StartProsody(t, xmpptest.Users("alice"))
	alice := open(t, configFor(p, "alice"))
	var refused *xmpp.StanzaError
	if a := alice.ask(xmpp.Request{To: alice.Address().Domain(), Payload: unknown{}}); !errors.As(a.Err, &refused) {
		t.Errorf("answered %+v", a)
	}
}
