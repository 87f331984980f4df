package app_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/keys"
	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp/xmpptest"
)

// withPhone are alice, and bob with two devices, whose keys alice knows.
func withPhone(t *testing.T) (server *xmpptest.Scripted, alice, bob, phone *peer) {
	t.Helper()
	server = xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob", "carol"), xmpptest.Archive())
	alice, bob = newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	phone = newPeer(t, server, "bob", app.Options{})
	alice.must(app.OpenChat{Account: alice.jid, JID: bob.jid})
	for _, who := range []*peer{bob, phone} {
		alice.awaitDevice(bob.jid, who.key(), view.TrustUndecided)
	}
	bob.awaitDevice(bob.jid, phone.key(), view.TrustUndecided)
	return server, alice, bob, phone
}

// found are the findings of a check in words.
func found(c *keys.Check, names map[string]string) (out []string) {
	for _, f := range c.Findings {
		out = append(out, fmt.Sprintf("%s %s %s", f.Result, names[f.Fingerprint], f.Trust))
	}
	return out
}

func (p *peer) readCode(expect string, texts ...string) *keys.Check {
	p.t.Helper()
	c, err := p.ReadCode(p.jid, expect, texts...)
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

// level is the decision about a key of a known device.
func (p *peer) level(who, fingerprint string) view.Trust {
	p.t.Helper()
	for _, d := range p.devices(who) {
		if d.Fingerprint == fingerprint {
			return d.Trust
		}
	}
	p.t.Fatalf("%s knows no device of %s with key %s", p.jid, who, fingerprint)
	return ""
}

func (p *peer) verify(c app.Verify) []keys.Change {
	p.t.Helper()
	c.Account = p.jid
	changed, err := p.Verify(p.t.Context(), c)
	if err != nil {
		p.t.Fatal(err)
	}
	return changed
}

// TestCodeWithAllMyDevices makes bob's code after he has verified his phone, and alice verifies both by it; a message that
// waited for the decision then goes out to both, and undo takes everything back.
func TestCodeWithAllMyDevices(t *testing.T) {
	_, alice, bob, phone := withPhone(t)
	names := map[string]string{bob.key(): "desk", phone.key(): "phone"}
	code := func(with keys.Include) *keys.Code {
		c, err := bob.Code(bob.jid, bob.jid, with)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if c := code(keys.IncludeTrusted); len(c.Devices) != 1 || len(c.LeftOut) != 1 || !strings.HasPrefix(c.Link, "xmpp:"+bob.jid+"?omemo-sid-") || strings.Contains(c.Link, phone.key()) {
		t.Errorf("undecided devices are in the code: %s", c.Link)
	}
	bob.decide(phone, view.TrustTrusted)
	if with, without := code(keys.IncludeTrusted), code(keys.IncludeVerified); len(with.Devices) != 2 || len(without.Devices) != 1 {
		t.Errorf("%d devices with the trusted ones, %d without", len(with.Devices), len(without.Devices))
	}
	bob.decide(phone, view.TrustVerified)
	link := code(keys.IncludeVerified).Link

	waiting := alice.send(bob.jid, "to both")
	alice.awaitKind(bob.jid, waiting, app.KindUndecided)
	check := alice.readCode(bob.jid, link)
	if got := found(check, names); !slices.Equal(got, []string{"matches desk undecided", "matches phone undecided"}) {
		t.Errorf("%q", got)
	}
	for _, d := range alice.devices(bob.jid) {
		if d.Trust != view.TrustUndecided {
			t.Errorf("reading alone has made %+v", d)
		}
	}
	changed := alice.verify(app.Verify{JID: bob.jid, Keys: check.Verifiable(), By: view.ByCode, Detail: "camera"})
	if m := alice.awaitState(bob.jid, waiting, view.MessageSent, view.MessageDelivered); len(m.Recipients) != 2 {
		t.Errorf("encrypted for %+v", m.Recipients)
	}
	for _, d := range alice.devices(bob.jid) {
		if d.Trust != view.TrustVerified || d.DecidedBy != view.ByCode || d.Detail != "camera" {
			t.Errorf("device %+v", d)
		}
	}
	if again := alice.verify(app.Verify{JID: bob.jid, Keys: check.Verifiable(), By: view.ByCode}); len(changed) != 2 || len(again) != 0 {
		t.Errorf("changed %+v, then %+v", changed, again)
	}
	alice.must(app.Decide{Account: alice.jid, JID: bob.jid, Fingerprint: phone.key(), Trust: view.TrustRejected})
	if got := found(alice.readCode("", link), names); !slices.Equal(got, []string{"matches desk verified", "matches phone rejected"}) {
		t.Errorf("%q", got)
	}
	if keys := alice.readCode("", link).Verifiable(); !slices.Equal(keys, []string{bob.key()}) {
		t.Errorf("a code puts a rejected key right: %q", keys)
	}
	if err := alice.Undo(t.Context(), alice.jid, bob.jid, changed); err != nil {
		t.Fatal(err)
	}
	if desk, phone := alice.level(bob.jid, bob.key()), alice.level(bob.jid, phone.key()); desk != view.TrustUndecided || phone != view.TrustRejected {
		t.Errorf("after undo %s, and %s, which was decided about since", desk, phone)
	}
}

// TestKeysVerifiedBeforeTheyAreSeen has alice read the code of devices that do not exist for her yet.
func TestKeysVerifiedBeforeTheyAreSeen(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	bob := newPeer(t, server, "bob", app.Options{})
	code, err := bob.Code(bob.jid, bob.jid, keys.IncludeVerified)
	if err != nil {
		t.Fatal(err)
	}
	alice := newPeer(t, server, "alice", app.Options{})
	check := alice.readCode("", code.Link)
	if check.Count(keys.New) != 1 || len(check.Findings) != 1 {
		t.Fatalf("%+v", check.Findings)
	}
	alice.verify(app.Verify{JID: bob.jid, Keys: check.Verifiable(), By: view.ByLink})
	look := func() *view.DevicesView {
		s, err := alice.Look(view.View{Account: alice.jid, Chat: bob.jid, Page: view.PageDevices})
		if err != nil {
			t.Fatal(err)
		}
		return s.Devices
	}
	alice.must(app.OpenChat{Account: alice.jid, JID: bob.jid})
	id := alice.send(bob.jid, "nobody was asked")
	alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)
	bob.awaitMessage(alice.jid, "nobody was asked")
	if v := look(); len(v.Expected) != 0 || len(v.Devices) != 1 || v.Devices[0].Trust != view.TrustVerified || v.Devices[0].DecidedBy != view.ByLink {
		t.Errorf("%+v", v)
	}
	unseen := strings.Repeat("ab", 32)
	alice.verify(app.Verify{JID: bob.jid, Keys: []string{unseen}, By: view.ByPage, Detail: "https://example.org/keys"})
	if v := look(); len(v.Expected) != 1 || v.Expected[0].Fingerprint != unseen || v.Expected[0].Detail != "https://example.org/keys" {
		t.Errorf("%+v", v.Expected)
	}
}

// TestCodeThatDoesNotFitChangesNothing reads every kind of code that must not do anything.
func TestCodeThatDoesNotFitChangesNothing(t *testing.T) {
	_, alice, bob, phone := withPhone(t)
	other := strings.Repeat("cd", 32)
	var desk uint32
	for _, d := range alice.devices(bob.jid) {
		if d.Fingerprint == bob.key() {
			desk = d.ID
		}
	}
	uri := func(jid string, keys ...trust.LinkKey) string { return trust.URI(jid, keys) }
	key := trust.LinkKey{Device: 7, Fingerprint: other}
	for _, c := range []struct {
		name, expect string
		texts        []string
		kind         app.Kind
		param        string
	}{
		{"of somebody else", bob.jid, []string{uri("carol@"+strings.SplitAfter(bob.jid, "@")[1], key)}, app.KindConflict, "jid"},
		{"of the account itself", bob.jid, []string{uri(alice.jid, key)}, app.KindConflict, "jid"},
		{"of a contact where one's own is wanted", alice.jid, []string{uri(bob.jid, key)}, app.KindConflict, "jid"},
		{"made by a third party for itself", bob.jid, []string{trust.VouchedURI(bob.jid, []trust.LinkKey{key}, "carol@example.org")}, app.KindConflict, "vouched-by"},
		{"nothing", bob.jid, nil, app.KindInvalid, "uri"},
		{"a text", bob.jid, []string{"hello"}, app.KindInvalid, "uri"},
		{"a link without keys", bob.jid, []string{uri(bob.jid)}, app.KindInvalid, "uri"},
		{"two keys for a device", bob.jid, []string{uri(bob.jid, key) + ";omemo-sid-7=" + bob.key()}, app.KindInvalid, "uri"},
		{"parts that contradict each other", bob.jid, []string{uri(bob.jid, key) + ";part=1-2", uri(bob.jid, trust.LinkKey{Device: 7, Fingerprint: bob.key()}) + ";part=2-2"}, app.KindInvalid, "uri"},
		{"two codes in one picture", bob.jid, []string{uri(bob.jid, key), uri(bob.jid, trust.LinkKey{Device: 8, Fingerprint: bob.key()})}, app.KindInvalid, "uri"},
		{"the same part twice", bob.jid, []string{uri(bob.jid, key) + ";part=1-2", uri(bob.jid, trust.LinkKey{Device: 8, Fingerprint: bob.key()}) + ";part=1-2"}, app.KindInvalid, "uri"},
		{"parts of two people", bob.jid, []string{uri(bob.jid, key) + ";part=1-2", uri(alice.jid, key) + ";part=2-2"}, app.KindInvalid, "uri"},
		{"huge", bob.jid, []string{uri(bob.jid, key) + ";x=" + strings.Repeat("y", 9000)}, app.KindInvalid, "uri"},
		{"of a room", "", []string{uri("room@rooms.example.org", key) + ";join"}, app.KindRoom, "uri"},
		{"for another encryption", bob.jid, []string{"xmpp:" + bob.jid + "?trust-message;encryption=urn:xmpp:openpgp:0;trust=" + other}, app.KindInvalid, "uri"},
	} {
		check, err := alice.ReadCode(alice.jid, c.expect, c.texts...)
		var e *app.Error
		if !errors.As(err, &e) || check != nil || e.Kind != c.kind || e.Param != c.param {
			t.Errorf("%s: %+v, %v", c.name, check, err)
		}
	}
	for entry, want := range map[string]keys.Fault{
		"omemo-sid-2147483648=" + other: keys.FaultDevice, "omemo-sid-0=" + other: keys.FaultDevice, "omemo-sid-9": keys.FaultDevice,
		"omemo-sid-9=" + other[1:]: keys.FaultKey, "part=2-1": keys.FaultPart, "omemo-sid-7=" + bob.key(): keys.FaultTwice,
	} {
		if _, err := alice.ReadCode(alice.jid, bob.jid, uri(bob.jid, key)+";"+entry); keys.FaultOf(err) != want || app.KindOf(err) != app.KindInvalid {
			t.Errorf("%s: %v", entry, err)
		}
	}
	if half := alice.readCode(bob.jid, uri(bob.jid, key)+";part=2-2"); half.Missing != 1 {
		t.Errorf("of one part of two %d are missing", half.Missing)
	}
	names := map[string]string{bob.key(): "desk", phone.key(): "phone", other: "other"}
	check := alice.readCode(bob.jid, uri(bob.jid, trust.LinkKey{Device: desk, Fingerprint: other}))
	if got := found(check, names); !slices.Equal(got, []string{"differs other undecided", "missing phone undecided"}) || check.Findings[0].Known != bob.key() {
		t.Errorf("%q", got)
	}
	if len(check.Verifiable()) != 0 {
		t.Error("a key that differs is to be verified")
	}
	for _, bad := range []app.Verify{
		{JID: bob.jid, Keys: []string{bob.key(), "beef"}, By: view.ByCode}, {JID: bob.jid, Keys: []string{bob.key()}, By: "magic"},
		{JID: bob.jid, Keys: []string{bob.key()}, Reject: []string{strings.ToUpper(bob.key())}, By: view.ByCode},
	} {
		bad.Account = alice.jid
		if _, err := alice.Verify(t.Context(), bad); app.KindOf(err) != app.KindInvalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if log, err := alice.Log(alice.jid, bob.jid); err != nil || slices.ContainsFunc(log, func(l app.LogLine) bool { return l.Event == "decision" }) {
		t.Errorf("%+v, %v", log, err)
	}
}

// TestTrustMessageLink reads a trust message of bob's: one key to trust, one to reject.
func TestTrustMessageLink(t *testing.T) {
	_, alice, bob, phone := withPhone(t)
	link := "xmpp:" + bob.jid + "?trust-message;encryption=eu.siacs.conversations.axolotl;trust=" + bob.key() + ";distrust=" + phone.key()
	check := alice.readCode(bob.jid, link)
	if len(check.Distrust) != 1 || check.Distrust[0].Fingerprint != phone.key() || !slices.Equal(check.Verifiable(), []string{bob.key()}) {
		t.Fatalf("%+v", check)
	}
	alice.verify(app.Verify{JID: bob.jid, Keys: check.Verifiable(), Reject: []string{phone.key()}, By: view.ByLink})
	if desk, phone := alice.level(bob.jid, bob.key()), alice.level(bob.jid, phone.key()); desk != view.TrustVerified || phone != view.TrustRejected {
		t.Errorf("%s and %s", desk, phone)
	}
}

// TestCodeForMyOtherComputers hands alice's word about bob's devices from one of her computers to another.
func TestCodeForMyOtherComputers(t *testing.T) {
	server, alice, bob, _ := withPhone(t)
	if _, err := alice.Code(alice.jid, bob.jid, keys.IncludeVerified); app.KindOf(err) != app.KindNotFound {
		t.Errorf("a code without keys: %v", err)
	}
	alice.decide(bob, view.TrustVerified)
	code, err := alice.Code(alice.jid, bob.jid, keys.IncludeVerified)
	if err != nil || len(code.Devices) != 1 || len(code.LeftOut) != 1 {
		t.Fatalf("%+v, %v", code, err)
	}
	laptop := newPeer(t, server, "alice", app.Options{})
	check := laptop.readCode(bob.jid, code.Link)
	if check.VouchedBy != alice.jid || !slices.Equal(check.Verifiable(), []string{bob.key()}) {
		t.Errorf("%+v", check)
	}
	laptop.verify(app.Verify{JID: bob.jid, Keys: check.Verifiable(), By: view.ByOtherDevice})
	log, err := laptop.Log(laptop.jid, bob.jid)
	if n := len(log); err != nil || n == 0 || log[n-1].By != trust.ByOtherDevice || log[n-1].To != "verified" {
		t.Errorf("%+v, %v", log, err)
	}
	laptop.must(app.OpenChat{Account: laptop.jid, JID: bob.jid})
	laptop.await("bob's devices", func() bool { return len(laptop.devices(bob.jid)) == 2 && laptop.devices(bob.jid)[1].Fingerprint != "" })
	for _, d := range laptop.devices(bob.jid) { // code-fewer: what the code does not hold stays as it is
		if verified := d.Fingerprint == bob.key(); verified != (d.Trust == view.TrustVerified) || !verified && d.Trust != view.TrustUndecided {
			t.Errorf("%+v", d)
		}
	}
	own := laptop.readCode(laptop.jid, trust.URI(alice.jid, []trust.LinkKey{{Device: 1, Fingerprint: laptop.key()}, {Device: 2, Fingerprint: alice.key()}}))
	for _, f := range own.Findings {
		if f.This != (f.Fingerprint == laptop.key()) {
			t.Errorf("%+v", f)
		}
	}
	if keys := own.Verifiable(); !slices.Equal(keys, []string{alice.key()}) {
		t.Errorf("own keys to verify: %q", keys)
	}
}

// TestPageIsCheckedAgainst publishes bob's page in each form and holds alice's view of his devices against it.
func TestPageIsCheckedAgainst(t *testing.T) {
	_, alice, bob, phone := withPhone(t)
	names := map[string]string{bob.key(): "desk", phone.key(): "phone"}
	var tablet uint32
	for _, d := range bob.devices(bob.jid) {
		if !d.This {
			tablet = d.ID
		}
	}
	bob.must(app.NameDevice{Account: bob.jid, JID: bob.jid, DeviceID: tablet, Label: "  my\n phone ", Note: "blue"})
	if got := bob.devices(bob.jid)[1]; got.Label != "my phone" || got.Note != "blue" {
		t.Errorf("%+v", got)
	}
	for _, format := range []keys.PageFormat{keys.PageText, keys.PageMarkdown, keys.PageHTML} {
		page, err := bob.MakePage(bob.jid, format, keys.IncludeVerified, true)
		if err != nil {
			t.Fatal(err)
		}
		check, err := alice.ReadPage(alice.jid, bob.jid, page+"\nolder: "+strings.Repeat("12345678 ", 4))
		if err != nil {
			t.Fatal(err)
		}
		if got := found(check, names); !slices.Equal(got, []string{"matches desk undecided", "missing phone undecided"}) || len(check.Odd) != 1 {
			t.Errorf("%s: %q, odd %+v of\n%s", format, got, check.Odd, page)
		}
	}
	bob.decide(phone, view.TrustVerified)
	page, err := bob.MakePage(bob.jid, keys.PageText, keys.IncludeVerified, true)
	if err != nil || !strings.Contains(page, "my phone") {
		t.Errorf("%s, %v", page, err)
	}
	if page, err := bob.MakePage(bob.jid, keys.PageText, keys.IncludeVerified, false); err != nil || strings.Contains(page, "my phone") {
		t.Errorf("a name that was not asked for: %s, %v", page, err)
	}
	if check, err := alice.ReadPage(alice.jid, bob.jid, page); err != nil || check.Count(keys.Matches) != 2 {
		t.Errorf("%+v, %v", check, err)
	}
	almost := bob.key()[:62] + "00" // page-compare: nearly the same is another key
	if check, err := alice.ReadPage(alice.jid, bob.jid, almost); err != nil || check.Count(keys.Matches) != 0 || check.Count(keys.New) != 1 {
		t.Errorf("%+v, %v", check, err)
	}
	alice.verify(app.Verify{JID: bob.jid, Keys: []string{bob.key()}, By: view.ByHand})
	if page, err := alice.MakePageOf(alice.jid, bob.jid, keys.PageText, keys.IncludeVerified, false); err != nil ||
		!strings.Contains(page, "as checked by "+alice.jid) || strings.Contains(page, phone.key()[:8]) || !strings.Contains(page, bob.key()[:8]) {
		t.Errorf("alice's page about bob: %s, %v", page, err)
	}
	if _, err := bob.MakePage(bob.jid, "pdf", keys.IncludeVerified, false); app.KindOf(err) != app.KindInvalid {
		t.Errorf("an unknown format: %v", err)
	}
	bob.refuse(app.NameDevice{Account: bob.jid, JID: bob.jid, DeviceID: 77, Label: "x"}, app.KindNotFound)
	bob.refuse(app.NameDevice{Account: bob.jid, JID: bob.jid, DeviceID: tablet, Label: strings.Repeat("x", 201)}, app.KindInvalid)
}

// TestVerifyingWhatMatchesLeavesTheAlarm: a key that came in place of another is not decided about by a code that differs.
func TestVerifyingWhatMatchesLeavesTheAlarm(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "carol"))
	alice, carol := newPeer(t, server, "alice", app.Options{}), newRaw(t, server, "carol")
	carol.meet(alice)
	carol.say(alice, "as I was")
	old := alice.awaitMessage(carol.jid, "as I was").Fingerprint
	code := trust.URI(carol.jid, []trust.LinkKey{{Device: carol.device, Fingerprint: old}})
	alice.verify(app.Verify{JID: carol.jid, Keys: alice.readCode("", code).Verifiable(), By: view.ByCode})
	impostor := newRawAs(t, server, "carol", carol.device)
	impostor.meet(alice)
	impostor.say(alice, "same device id, other key")
	alice.awaitMessage(carol.jid, "same device id, other key")
	alarm := func() bool {
		s, err := alice.Look(view.View{Account: alice.jid, Chat: carol.jid})
		return err == nil && s.Chat.KeyChanged
	}
	check := alice.readCode(carol.jid, code)
	if check.Count(keys.Differs) != 1 || len(check.Verifiable()) != 0 || !alarm() {
		t.Fatalf("%+v, alarm %t", check.Findings, alarm())
	}
	alice.verify(app.Verify{JID: carol.jid, Keys: []string{strings.Repeat("ab", 32)}, By: view.ByCode})
	if !alarm() {
		t.Error("the alarm ended by a decision about another key")
	}
	alice.verify(app.Verify{JID: carol.jid, Reject: []string{check.Findings[0].Known}, By: view.ByCode})
	if alarm() {
		t.Error("the alarm goes on after the key was rejected")
	}
}
