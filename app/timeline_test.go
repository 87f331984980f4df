package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// TestTimeline tells the story of carol's device from the first sight over a changed key to a decision.
func TestTimeline(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "carol"))
	alice, carol := newPeer(t, server, "alice", app.Options{}), newRaw(t, server, "carol")
	carol.meet(alice)
	carol.say(alice, "as I was")
	old := alice.awaitMessage(carol.jid, "as I was").Fingerprint
	alice.must(app.NameDevice{Account: alice.jid, JID: carol.jid, DeviceID: carol.device, Label: "Laptop"})
	alice.verify(app.Verify{JID: carol.jid, Keys: []string{old}, By: view.ByPage, Detail: "https://example.org/keys"})
	alice.must(app.SetPolicy{Account: alice.jid, JID: carol.jid, Policy: view.PolicyFirstUse})
	impostor := newRawAs(t, server, "carol", carol.device)
	impostor.meet(alice)
	impostor.say(alice, "same device id, other key")
	now := alice.awaitMessage(carol.jid, "same device id, other key").Fingerprint

	story := func(who string) (out []string) {
		moments, err := alice.Timeline(alice.jid, who)
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range moments {
			if i > 0 && m.Time.After(moments[i-1].Time) {
				t.Errorf("%+v stands after %+v", m, moments[i-1])
			}
			if who == "" && m.JID != carol.jid {
				continue
			}
			key := map[string]string{old: "old", now: "new"}[m.Fingerprint]
			line := strings.Join(strings.Fields(fmt.Sprint(m.Kind, " ", key, " ", m.Label, " ", m.From, ">", m.To, " ", m.By, " ", m.Detail)), " ")
			if m.Alarm {
				line += " ALARM before " + map[string]string{old: "old", now: "new"}[m.Before]
			}
			out = append(out, line)
		}
		slices.Reverse(out)
		return out
	}
	want := []string{
		"seen old Laptop undecided>undecided",
		"wrote old Laptop >",
		"named old Laptop > hand Laptop",
		"decision old Laptop undecided>verified page https://example.org/keys",
		"policy >first-use hand",
		"left old Laptop >",
		"changed new Laptop undecided>undecided ALARM before old",
		"wrote new Laptop >",
	}
	compare := func(got, want []string) {
		t.Helper()
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	compare(story(carol.jid), slices.Clone(want))
	compare(story(""), slices.Clone(want))
	alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: now, Trust: view.TrustRejected})
	if lines := story(carol.jid); slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, "ALARM") }) {
		t.Errorf("still an alarm: %q", lines)
	}
	if _, err := alice.Timeline(alice.jid, "@@"); app.KindOf(err) != app.KindInvalid {
		t.Errorf("no address: %v", err)
	}
}
