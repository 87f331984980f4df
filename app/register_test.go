package app_test

import (
	"errors"
	"strings"
	"testing"

	"vouch/app"
	"vouch/xmpp/xmpptest"
)

func TestAccountIsMadeChangedAndRemovedOnItsServer(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Users("bob"), xmpptest.With("register"), xmpptest.Config("allow_registration = true"))
	at := server.Place()
	alice := &peer{t: t, jid: "alice@" + at.Domain, dir: t.TempDir()}
	alice.start()
	add := app.AddAccount{JID: alice.jid, Password: "first", Host: at.Host, Port: at.Port, CAFile: at.CAFile}
	alice.refuse(add, app.KindAuth) // there is none yet
	add.Register = true
	taken := add
	taken.JID = "bob@" + at.Domain
	alice.refuse(taken, app.KindConflict)
	alice.must(add)
	alice.await("alice online", alice.online)

	alice.must(app.ChangePassword{Account: alice.jid, Password: "second", OnServer: true})
	alice.restart()
	alice.await("a login with the new password", alice.online)
	other := &peer{t: t, jid: alice.jid, dir: t.TempDir()}
	other.start()
	add.Register = false
	other.refuse(add, app.KindAuth) // the old password
	add.Password = "second"

	alice.must(app.EnableAccount{Account: alice.jid})
	alice.refuse(app.RemoveAccount{Account: alice.jid, OnServer: true}, app.KindNotConnected)
	alice.must(app.EnableAccount{Account: alice.jid, On: true})
	alice.await("alice online", alice.online)
	alice.must(app.RemoveAccount{Account: alice.jid, OnServer: true})
	if s, err := alice.Status(); err != nil || len(s) != 0 {
		t.Errorf("status %v, %v", s, err)
	}
	other.refuse(add, app.KindAuth) // nobody there
}

func TestServerThatMakesNoAccountsSaysSo(t *testing.T) {
	add := app.AddAccount{JID: "alice@example.org", Password: "alicepass", Host: "server", Register: true}
	for _, row := range []struct {
		name, content string
		kind          app.Kind
		detail        string
	}{
		{"it makes none", "type='error'><error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>Ask us</text></error></iq>", app.KindRefused, "Ask us"},
		{"it makes them elsewhere", "type='result'><query xmlns='jabber:iq:register'><instructions>See there</instructions></query></iq>", app.KindRefused, ""},
		{"it names a page for them", "type='result'><query xmlns='jabber:iq:register'><x xmlns='jabber:x:oob'><url>https://example.org/new</url></x></query></iq>", app.KindRefused, "https://example.org/new"},
		{"it wants to know more", "type='result'><query xmlns='jabber:iq:register'><username/><password/><email/></query></iq>", app.KindInvalid, "email"},
	} {
		t.Run(row.name, func(t *testing.T) {
			script := xmpptest.Script{}
			script.Login.Stranger = func(w *xmpptest.Wire) {
				id := w.Expect(`<iq id="([^"]*)" type="get"`)[1]
				w.Write("<iq id='" + id + "' " + row.content)
			}
			h := xmpptest.StartHostile(t, script)
			p, _ := scriptedService(t, h)
			with := add
			with.CAFile = caFile(t, h)
			err := p.Do(t.Context(), with)
			var e *app.Error
			if !errors.As(err, &e) || e.Kind != row.kind || e.Said+e.About != row.detail {
				t.Errorf("got %v", err)
			}
			if s, _ := p.Status(); len(s) != 0 || strings.Contains(h.Received(), "alicepass") {
				t.Errorf("kept %v", s)
			}
		})
	}
}

func TestPersonFillsTheFormOfAServer(t *testing.T) {
	script := xmpptest.Script{Then: (*xmpptest.Wire).Drain}
	script.Login.Stranger = func(w *xmpptest.Wire) {
		id := w.Expect(`<iq id="([^"]*)" type="get"`)[1]
		w.Write("<iq type='result' id='" + id + "'><query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='form'>" +
			"<field var='username'/><field var='password' type='text-private'/><field var='ocr' label='Read'><required/></field></x></query></iq>")
		set := w.Expect(`<iq id="([^"]*)" type="set".*<value>alice</value>.*<value>alicepass</value>.*<field var="ocr"><value>7nHL3</value>.*</iq>`)
		w.Write("<iq type='result' id='" + set[1] + "'/>")
	}
	strangers := xmpptest.StartHostile(t, script)
	script.Login.Stranger = nil
	server := xmpptest.StartHostile(t, script)
	p, dialer := scriptedService(t, strangers)
	add := app.AddAccount{JID: p.jid, Password: "alicepass", Host: "server", CAFile: caFile(t, strangers, server)}
	err := p.Register(t.Context(), add, func(f app.RegistrationForm) (map[string]string, error) {
		if len(f.Fields) != 3 || f.Fields[2].Label != "Read" {
			t.Errorf("form %+v", f)
		}
		dialer.set(server)
		return map[string]string{"ocr": "7nHL3"}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	p.await("alice online", p.online)
}

func TestRemovalWhoseAnswerIsLost(t *testing.T) {
	for name, gone := range map[string]bool{"the account is gone": true, "it is there": false} {
		t.Run(name, func(t *testing.T) {
			later := xmpptest.Script{Then: (*xmpptest.Wire).Drain}
			if gone {
				later.Password = "nobody's"
			}
			after := xmpptest.StartHostile(t, later)
			var dialer *switched
			before := xmpptest.StartHostile(t, xmpptest.Script{Then: func(w *xmpptest.Wire) {
				w.Expect(`<remove `)
				dialer.set(after)
			}})
			p, to := scriptedService(t, before)
			dialer = to
			p.must(app.AddAccount{JID: p.jid, Password: "alicepass", Host: "server", CAFile: caFile(t, before, after)})
			p.await("alice online", p.online)
			remove := app.RemoveAccount{Account: p.jid, OnServer: true}
			if gone {
				p.must(remove)
			} else {
				p.refuse(remove, app.KindNotConnected)
			}
			if s, _ := p.Status(); (len(s) == 0) != gone {
				t.Errorf("kept %v", s)
			}
		})
	}
}

func TestNameAndPasswordAreInTheAnswers(t *testing.T) {
	for _, row := range []struct {
		name    string
		answers map[string]string
		param   string
	}{
		{"both", map[string]string{"username": "alice", "password": "alicepass"}, ""},
		{"no name", map[string]string{"password": "alicepass"}, "jid"},
		{"no name that is one", map[string]string{"username": "a@b", "password": "alicepass"}, "jid"},
		{"no password", map[string]string{"username": "alice"}, "password"},
	} {
		t.Run(row.name, func(t *testing.T) {
			script := xmpptest.Script{Then: (*xmpptest.Wire).Drain}
			server := xmpptest.StartHostile(t, script)
			script.Login.Stranger = func(w *xmpptest.Wire) {
				id := w.Expect(`<iq id="([^"]*)" type="get"`)[1]
				w.Write("<iq type='result' id='" + id + "'><query xmlns='jabber:iq:register'><username/><password/></query></iq>")
				if row.param != "" {
					w.Drain()
					return
				}
				set := w.Expect(`<iq id="([^"]*)" type="set".*>alice</username>.*>alicepass</password>.*</iq>`)
				w.Write("<iq type='result' id='" + set[1] + "'/>")
			}
			strangers := xmpptest.StartHostile(t, script)
			p, dialer := scriptedService(t, strangers)
			add := app.AddAccount{JID: "example.org", Host: "server", CAFile: caFile(t, strangers, server)}
			err := p.Register(t.Context(), add, func(app.RegistrationForm) (map[string]string, error) {
				dialer.set(server)
				return row.answers, nil
			})
			if row.param == "" {
				if err != nil {
					t.Fatal(err)
				}
				p.await("alice online", p.online)
				return
			}
			var e *app.Error
			if !errors.As(err, &e) || e.Kind != app.KindInvalid || e.Param != row.param {
				t.Errorf("got %v", err)
			}
			if got := strangers.Received(); strings.Contains(got, "type=\"set\"") {
				t.Errorf("sent %s", got)
			}
		})
	}
}

func TestAccountThatWasMadeIsKeptWithoutAConnection(t *testing.T) {
	var dialer *switched
	script := xmpptest.Script{Login: xmpptest.Login{Stranger: func(*xmpptest.Wire) {}}} // hangs up
	dead := xmpptest.StartHostile(t, script)
	script.Login.Stranger = func(w *xmpptest.Wire) {
		id := w.Expect(`<iq id="([^"]*)" type="get"`)[1]
		w.Write("<iq type='result' id='" + id + "'><query xmlns='jabber:iq:register'><username/><password/></query></iq>")
		set := w.Expect(`<iq id="([^"]*)" type="set".*</iq>`)
		dialer.set(dead)
		w.Write("<iq type='result' id='" + set[1] + "'/>")
	}
	strangers := xmpptest.StartHostile(t, script)
	p, to := scriptedService(t, strangers)
	dialer = to
	add := app.AddAccount{JID: p.jid, Password: "alicepass", Host: "server", CAFile: caFile(t, strangers, dead)}
	if err := p.Register(t.Context(), add, nil); err != nil {
		t.Fatal(err)
	}
	if s := p.status(); s.JID != p.jid {
		t.Errorf("kept %+v", s)
	}
}

func TestServerThatWantsTheCurrentPassword(t *testing.T) {
	const form = "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='form'><field type='hidden' var='FORM_TYPE'><value>jabber:iq:register:changepassword</value></field>" +
		"<field var='username'><required/></field><field var='old_password' type='text-private'><required/></field><field var='password' type='text-private'><required/></field></x></query>"
	const refusal = "<error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
	ask := func(w *xmpptest.Wire) {
		id := w.Expect(`<iq id="([^"]*)" type="set"[^>]*><query xmlns="jabber:iq:register"><username[^>]*>alice</username><password[^>]*>new</password></query>`)[1]
		w.Write("<iq type='error' from='example.org' id='" + id + "'>" + form + refusal)
	}
	server := xmpptest.StartHostile(t, xmpptest.Script{Then: func(w *xmpptest.Wire) {
		ask(w)
		for _, right := range []bool{false, true} {
			ask(w)
			set := w.Expect(`<iq id="([^"]*)" type="set".*changepassword</value></field><field var="username"><value>alice</value></field><field var="old_password"><value>(alicepass|wrong)</value></field><field var="password"><value>new</value></field></x></query>`)
			if (set[2] == "alicepass") != right {
				return
			}
			if right {
				w.Write("<iq type='result' from='example.org' id='" + set[1] + "'/>")
			} else {
				w.Write("<iq type='error' from='example.org' id='" + set[1] + "'>" + refusal)
			}
		}
		w.Drain()
	}})
	alice, _ := scriptedPeer(t, server)
	change := app.ChangePassword{Account: alice.jid, Password: "new", OnServer: true}
	err := alice.Do(t.Context(), change)
	var e *app.Error
	if !errors.As(err, &e) || e.Kind != app.KindInvalid || e.Param != "current" {
		t.Fatalf("got %v", err)
	}
	change.Current = "wrong"
	alice.refuse(change, app.KindRefused)
	change.Current = "alicepass"
	alice.must(change)
}
