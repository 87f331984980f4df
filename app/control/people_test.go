package control_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/control"
	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp/xmpptest"
)

// TestPeopleOverTheControlSocket goes through the methods about people and what they are told, of two services, each over its own socket.
func TestPeopleOverTheControlSocket(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := start(t, server, "alice"), start(t, server, "bob")
	of := func(p *profile, jid string) map[string]any { return map[string]any{"account": p.jid, "jid": jid} }
	type record struct {
		JID, Name, Subscription, Status string
		Groups                          []string
		Show                            view.Show
	}
	contact := func() (found record) {
		var all []record
		alice.must("roster.list", map[string]any{"account": alice.jid}, &all)
		for _, c := range all {
			if c.JID == bob.jid {
				found = c
			}
		}
		return found
	}

	alice.until("the roster", func() bool { return contact().Subscription == "both" })
	bob.until("connection", func() bool { s, err := bob.service.Status(); return err == nil && s[0].State == view.StateOnline })
	bob.must("account.presence", map[string]any{"jid": bob.jid, "show": "dnd", "status": "busy"}, nil)
	alice.until("bob's presence", func() bool { return contact().Show == view.ShowDND && contact().Status == "busy" })
	var own app.OwnPresence
	if bob.must("account.presence", map[string]any{"jid": bob.jid}, &own); own.Show != view.ShowDND || own.Status != "busy" {
		t.Errorf("own presence %+v", own)
	}

	alice.must("roster.edit", map[string]any{"account": alice.jid, "jid": bob.jid, "name": "Bobby", "groups": []string{"work"}}, nil)
	alice.until("another name", func() bool { c := contact(); return c.Name == "Bobby" && len(c.Groups) == 1 && c.Groups[0] == "work" })

	var privacy view.Privacy
	alice.must("account.privacy", map[string]any{"jid": alice.jid, "typing": false}, nil)
	if alice.must("account.privacy", map[string]any{"jid": alice.jid}, &privacy); privacy != (view.Privacy{Receipts: true, Markers: true, Devices: true}) {
		t.Errorf("privacy %+v", privacy)
	}

	said := view.Profile{FullName: "Bob Builder", Note: "a < b"}
	bob.must("account.profile", map[string]any{"jid": bob.jid, "profile": said}, nil)
	var read view.Profile
	if alice.must("people.profile", of(alice, bob.jid), &read); read != said {
		t.Errorf("profile %+v", read)
	}

	bob.must("account.avatar", map[string]any{"jid": bob.jid, "path": picture(t)}, nil)
	alice.until("bob's picture", func() bool {
		var got struct {
			Hash string `json:"hash"`
			PNG  string `json:"png_base64"`
		}
		if _, err := alice.call("people.avatar", of(alice, bob.jid)); err != nil {
			return false
		}
		alice.must("people.avatar", of(alice, bob.jid), &got)
		data, err := base64.StdEncoding.DecodeString(got.PNG)
		return err == nil && len(data) > 0 && len(got.Hash) == 40
	})

	blocked := func() (out []struct{ JID string }) {
		alice.must("people.blocked", map[string]any{"account": alice.jid}, &out)
		return out
	}
	alice.must("people.block", of(alice, bob.jid), nil)
	alice.until("bob blocked", func() bool { all := blocked(); return len(all) == 1 && all[0].JID == bob.jid })
	alice.must("people.unblock", of(alice, bob.jid), nil)
	alice.until("bob no more blocked", func() bool { return len(blocked()) == 0 })

	var made app.Invitation
	alice.must("invite.make", map[string]any{"account": alice.jid}, &made)
	var open []app.Invitation
	if alice.must("invite.list", map[string]any{"account": alice.jid}, &open); len(open) != 1 || open[0] != made {
		t.Errorf("made %+v, open %+v", made, open)
	}
	alice.must("invite.withdraw", map[string]any{"account": alice.jid, "uri": made.URI}, nil)
	if alice.must("invite.list", map[string]any{"account": alice.jid}, &open); len(open) != 0 {
		t.Errorf("still open: %+v", open)
	}

	for method, params := range map[string]map[string]any{
		"people.block": {"account": alice.jid}, "people.unblock": {"jid": bob.jid}, "people.avatar": {"account": "nobody@localhost", "jid": bob.jid},
		"people.blocked": {"account": "nobody@localhost"}, "people.profile": of(alice, "@"), "roster.edit": of(alice, "stranger@localhost"),
		"account.presence": {"jid": alice.jid, "show": "gone"}, "account.privacy": {"jid": alice.jid, "typing": "no"},
		"account.avatar": {"jid": alice.jid, "path": "/nowhere"}, "account.profile": {"jid": "nobody@localhost"},
	} {
		if raw, err := alice.call(method, params); err == nil {
			t.Errorf("%s with %v: %s", method, params, raw)
		}
	}
}

// profile is a service with one account, and its control socket.
type profile struct {
	t       *testing.T
	service *app.Service
	folder  string
	jid     string
}

func start(t *testing.T, server *xmpptest.Prosody, name string) *profile {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	p := &profile{t: t, folder: t.TempDir(), jid: name + "@" + server.Domain}
	file, err := trust.Open(p.folder, log)
	if err != nil {
		t.Fatal(err)
	}
	if p.service, err = app.New(file, app.Options{Log: log}); err != nil {
		t.Fatal(err)
	}
	listener, err := control.Listen(p.folder)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { p.service.Run(ctx) })
	running.Go(func() { control.NewServer(p.service, "test", control.NoWindow{}, cancel, log).Serve(ctx, listener) })
	t.Cleanup(func() { cancel(); running.Wait(); file.Close() })
	p.must("account.add", map[string]any{"jid": p.jid, "password": name + "pass", "host": server.Host, "port": server.Port, "ca_file": server.CAFile}, nil)
	return p
}

func (p *profile) call(method string, params any) (json.RawMessage, error) {
	c, err := control.Connect(p.folder)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	return c.Call(p.t.Context(), method, params)
}

// must calls a method and decodes its result into out, unless that is nil.
func (p *profile) must(method string, params, out any) {
	p.t.Helper()
	raw, err := p.call(method, params)
	if err == nil && out != nil {
		err = json.Unmarshal(raw, out)
	}
	if err != nil {
		p.t.Fatalf("%s: %v", method, err)
	}
}

// until looks again whenever something changed, until done.
func (p *profile) until(what string, done func() bool) {
	p.t.Helper()
	events, stop := p.service.Watch()
	defer stop()
	deadline := time.After(90 * time.Second)
	for !done() {
		select {
		case <-events:
		case <-deadline:
			p.t.Fatalf("%s: no %s", p.jid, what)
		}
	}
}

// picture is a file with one.
func picture(t *testing.T) string {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 100, 100))
	m.Set(50, 50, color.RGBA{200, 30, 30, 255})
	path := filepath.Join(t.TempDir(), "picture.png")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, m); err != nil {
		t.Fatal(err)
	}
	return path
}
