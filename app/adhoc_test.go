package app_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/input"
	"vouch/xmpp/commands"
	"vouch/xmpp/xmpptest"
)

func (p *peer) run(c app.AdHocRun) app.AdHocStep {
	p.t.Helper()
	c.Account = p.jid
	step, err := p.RunAdHoc(p.t.Context(), c)
	if err != nil {
		p.t.Fatal(err)
	}
	return step
}

// TestServerCommands has the operator of a real server list, begin, fill in, go on with and cancel what it can be told to do.
func TestServerCommands(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Users("alice", "bob"), xmpptest.With("admin_adhoc", "adhoc", "uptime"), xmpptest.Config(`admins = { "alice@localhost" }`))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	all, err := alice.AdHocCommands(t.Context(), alice.jid, "")
	if err != nil {
		t.Fatal(err)
	}
	named := func(node string) app.AdHocCommand {
		t.Helper()
		at := slices.IndexFunc(all, func(c app.AdHocCommand) bool { return c.Node == node })
		if at < 0 {
			t.Fatalf("no command %s in %+v", node, all)
		}
		return all[at]
	}
	add := named("http://jabber.org/protocol/admin#add-user")
	if add.Name == "" || add.JID == "" {
		t.Errorf("%+v", add)
	}
	begun := alice.run(app.AdHocRun{Command: add})
	if begun.Status != commands.Executing || begun.Form == nil || begun.Session == "" || begun.Form.Title == "" {
		t.Fatalf("%+v", begun)
	}
	if cancelled := alice.run(app.AdHocRun{Command: add, Step: begun, Action: commands.Cancel}); cancelled.Status != commands.Canceled {
		t.Errorf("%+v", cancelled)
	}
	begun = alice.run(app.AdHocRun{Command: add})
	if _, err := alice.RunAdHoc(t.Context(), app.AdHocRun{Account: alice.jid, Command: add, Step: begun, Action: commands.Complete}); app.KindOf(err) != app.KindInvalid {
		t.Errorf("a form without what it requires: %v", err)
	}
	done := alice.run(app.AdHocRun{Command: add, Step: begun, Action: commands.Complete, Answers: map[string]string{
		"accountjid": "carol@localhost", "password": "carolpass", "password-verify": "carolpass",
	}})
	if done.Status != commands.Completed {
		t.Errorf("%+v", done)
	}
	newPeer(t, server, "carol", app.Options{}) // who was made by it

	seen, err := bob.AdHocCommands(t.Context(), bob.jid, "")
	if err != nil || slices.ContainsFunc(seen, func(c app.AdHocCommand) bool { return c.Node == add.Node }) {
		t.Errorf("bob is offered %+v, %v", seen, err)
	}
	if _, err := bob.RunAdHoc(t.Context(), app.AdHocRun{Account: bob.jid, Command: add}); app.KindOf(err) == "" {
		t.Error("bob may make accounts")
	}
	if _, err := bob.AdHocCommands(t.Context(), bob.jid, "nobody@localhost/nowhere"); app.KindOf(err) != app.KindNotFound {
		t.Errorf("of nobody: %v", err)
	}
}

// TestLiesOfCommands answers a command with what makes no sense, or belongs to another execution.
func TestLiesOfCommands(t *testing.T) {
	l := newLiarWith(t, app.Options{})
	l.settled()
	id := regexp.MustCompile(` id='[^']*'| id="[^"]*"`)
	says := ""
	lie := l.server.Inject(xmpptest.Fault{Step: "iq out", User: "alice", Has: "service-unavailable", Times: -1, Deed: xmpptest.Lie, Lie: func(to, stanza string) string {
		return "<iq type='result' from='localhost' to='" + to + "'" + id.FindString(stanza) + ">" + says + "</iq>"
	}})
	defer lie.End()
	const begin = "<command xmlns='http://jabber.org/protocol/commands' "
	command := app.AdHocCommand{JID: l.server.Place().Domain, Node: "n"}
	step := func(c app.AdHocRun) (app.AdHocStep, error) {
		c.Account, c.Command = l.jid, command
		return l.RunAdHoc(t.Context(), c)
	}
	for name, answer := range map[string]string{
		"nothing": "", "something else": "<query xmlns='urn:x'/>", "another node": begin + "node='m' sessionid='s' status='executing'/>",
		"no session": begin + "node='n' status='executing'/>", "no status": begin + "node='n' sessionid='s'/>",
		"a form that is none": begin + "node='n' sessionid='s' status='executing'><x xmlns='jabber:x:data' type='cancel'/></command>",
	} {
		says = answer
		if got, err := step(app.AdHocRun{}); app.KindOf(err) != app.KindMalformed {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	says = begin + "node='n' sessionid='s' status='executing'><x xmlns='jabber:x:data' type='form'>" + strings.Repeat("<field var='f'/>", 1000) + "</x></command>"
	begun, err := step(app.AdHocRun{})
	if err != nil || len(begun.Form.Fields) != 50 {
		t.Fatalf("%+v, %v", begun, err)
	}
	says = begin + "node='n' sessionid='other' status='completed'/>"
	if got, err := step(app.AdHocRun{Step: begun, Action: commands.Complete}); app.KindOf(err) != app.KindMalformed {
		t.Errorf("another execution: %+v, %v", got, err)
	}
	for range 20 { // one that never ends is the user's to leave
		says = begin + "node='n' sessionid='s' status='executing'/>"
		if begun, err = step(app.AdHocRun{Step: begun, Action: commands.Next}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestInvitationByTheServer has a real server make the invitation: bob makes an account by it that the server lets nobody make
// otherwise, and both are contacts at once; carol, who has an account, only asks.
func TestInvitationByTheServer(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Users("alice", "carol"), xmpptest.With("register", "invites", "invites_adhoc", "invites_register"),
		xmpptest.Config("allow_registration = true; registration_invite_only = true; allow_user_invites = true"))
	at := server.Place()
	alice, carol := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "carol", app.Options{})
	invite := func() (app.Invitation, input.Link) {
		t.Helper()
		made, err := alice.Invite(t.Context(), alice.jid)
		if err != nil {
			t.Fatal(err)
		}
		link, err := input.ParseLink(made.URI)
		if err != nil || link.JID != alice.jid || link.Token == "" || link.Server != at.Domain || !made.Account || made.Expires.IsZero() {
			t.Fatalf("%+v reads %+v, %v", made, link, err)
		}
		return made, link
	}
	_, link := invite()
	if kept := alice.open(); len(kept) != 0 {
		t.Errorf("kept here as well: %q", kept)
	}
	bob := &peer{t: t, jid: "bob@" + at.Domain, dir: t.TempDir()}
	bob.start()
	add := app.AddAccount{JID: bob.jid, Password: "bobpass", Host: at.Host, Port: at.Port, CAFile: at.CAFile, Register: true}
	if err := bob.Do(t.Context(), add); app.KindOf(err) == "" {
		t.Error("an account without an invitation")
	}
	add.Invitation = "guessed"
	bob.refuse(add, app.KindRefused)
	add.Invitation = link.Token
	bob.must(add)
	for _, p := range []*peer{alice, bob} {
		p.await("contacts both ways", func() bool { return p.subscription(other(p, alice, bob)) == "both" })
	}

	_, link = invite()
	carol.must(app.AddContact{Account: carol.jid, JID: link.JID, Token: link.Token})
	carol.await("that the server accepts for alice", func() bool { return carol.subscription(alice.jid) == "to" || carol.subscription(alice.jid) == "both" })
	if alice.asks(carol.jid) {
		t.Error("alice is asked about whom she invited")
	}
}
