package app_test

import (
	"fmt"
	"slices"
	"testing"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// listed is what a chat has of a sort, page by page.
func (p *peer) listed(c app.ListFiles) (out []app.FileItem) {
	p.t.Helper()
	c.Account = p.jid
	for range 50 {
		got, err := p.Call(p.t.Context(), c)
		if err != nil {
			p.t.Fatal(err)
		}
		page := got.(app.FilePage)
		out = append(out, page.Files...)
		if page.Next == "" {
			return out
		}
		c.Before = page.Next
	}
	p.t.Fatal("the list has no end")
	return nil
}

// What was sent is found by what it is, the newest first, in pages of any size.
func TestFilesOfAChatAreListed(t *testing.T) {
	withUploads(t, 1<<20, func(t *testing.T, server xmpptest.Server, alice, bob *peer) {
		alice.trustKey(bob)
		bob.trustKey(alice)
		for _, name := range []string{"boat.jpg", "song.oga", "plan.pdf", "lake.jpg"} {
			data := []byte("words")
			if name == "boat.jpg" {
				data = lying(t)
			}
			alice.awaitState(bob.jid, alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, name, data)}), view.MessageSent, view.MessageDelivered)
			alice.awaitState(bob.jid, alice.send(bob.jid, "see https://example.org/"+name+", and xmpp:bob@example.org!"), view.MessageSent, view.MessageDelivered)
		}
		for n := range 4 {
			bob.awaitFile(alice.jid, n, history.FileHere)
		}
		bob.awaitMessage(alice.jid, "see https://example.org/lake.jpg, and xmpp:bob@example.org!")
		for sort, want := range map[app.FileSort][]string{
			"":               {"files 5", "files 5", "sound 5", "pictures 426 30×40"}, // a picture by name alone is none
			app.SortPictures: {"pictures 426 30×40"},
			app.SortSound:    {"sound 5"},
			app.SortFiles:    {"files 5", "files 5"},
			app.SortLinks:    {"links 2", "links 2", "links 2", "links 2"},
		} {
			for _, limit := range []int{0, 1, 2, 4} {
				got := []string{}
				for _, f := range bob.listed(app.ListFiles{Chat: alice.jid, Sort: sort, Limit: limit}) {
					word := fmt.Sprint(f.Sort, " ", max(int(f.Size), len(f.Links)))
					if f.Width > 0 {
						word += fmt.Sprintf(" %d×%d", f.Width, f.Height)
					}
					got = append(got, word)
				}
				if !slices.Equal(got, want) {
					t.Errorf("%q by %d: %q, want %q", sort, limit, got, want)
				}
			}
		}
		links := bob.listed(app.ListFiles{Chat: alice.jid, Sort: app.SortLinks})
		if links[0].Links[0] != "https://example.org/lake.jpg" || links[0].Links[1] != "xmpp:bob@example.org" {
			t.Errorf("the newest links are %q", links[0].Links)
		}
		for _, c := range []app.ListFiles{{Sort: "films"}, {Limit: 501}, {Limit: -1}, {Before: "nothing"}} {
			c.Account, c.Chat = bob.jid, alice.jid
			if _, err := bob.Call(t.Context(), c); app.KindOf(err) == "" {
				t.Errorf("%+v is answered", c)
			}
		}
	})
}

// Copies go by chat and by age; what nobody else has stays, as do the messages, and what went can be fetched again.
func TestFilesAreCleared(t *testing.T) {
	withUploads(t, 1<<20, func(t *testing.T, server xmpptest.Server, alice, bob *peer) {
		alice.trustKey(bob)
		bob.trustKey(alice)
		for _, size := range []int{10, 300} {
			alice.awaitState(bob.jid, alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, "a.bin", make([]byte, size))}), view.MessageSent, view.MessageDelivered)
		}
		bob.awaitFile(alice.jid, 1, history.FileHere)
		alice.must(app.EnableAccount{Account: alice.jid, On: false})
		waits := alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, "waits.bin", make([]byte, 5))})
		usage := func(p *peer) string {
			got, err := p.Call(t.Context(), app.FileUsage{Account: p.jid})
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(got)
		}
		if got, want := usage(alice), fmt.Sprint([]app.ChatUsage{{Chat: bob.jid, Files: 3, Bytes: 315}}); got != want {
			t.Errorf("alice has %s, want %s", got, want)
		}
		alice.must(app.ClearFiles{Account: alice.jid, Days: 1})
		alice.must(app.ClearFiles{Account: alice.jid, Chat: "carol@localhost"})
		if n := len(alice.kept()); n != 3 {
			t.Errorf("what is new, or of another chat, went: %d are left", n)
		}
		alice.must(app.ClearFiles{Account: alice.jid, Chat: bob.jid})
		if got, want := usage(alice), fmt.Sprint([]app.ChatUsage{{Chat: bob.jid, Files: 1, Bytes: 5}}); got != want || len(alice.kept()) != 1 {
			t.Errorf("then alice has %s, want %s; %q", got, want, alice.kept())
		}
		alice.must(app.EnableAccount{Account: alice.jid, On: true})
		alice.awaitState(bob.jid, waits, view.MessageSent, view.MessageDelivered)

		bob.awaitFile(alice.jid, 2, history.FileHere)
		bob.must(app.ClearFiles{Account: bob.jid})
		row := bob.awaitFile(alice.jid, 1, history.FileOffered)
		if len(bob.kept()) != 0 || usage(bob) != "[]" {
			t.Errorf("bob has %q, %s", bob.kept(), usage(bob))
		}
		bob.must(app.FetchFile{Account: bob.jid, Chat: alice.jid, ID: row.ID})
		bob.awaitFile(alice.jid, 1, history.FileHere)
		if len(bob.saved(alice.jid, row.ID)) != 300 {
			t.Error("it is another file")
		}
	})
}
