package app_test

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/search"
	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp/xmpptest"
)

// oldStores are profiles of earlier versions; testdata/stores/README.md says how they were made.
var oldStores = []string{"0.1.0", "2026-11-29", "2026-11-29b"}

// wordedNow are those whose rows and decisions are in the words of now.
var wordedNow = []string{"2026-11-29b"}

// oldStore is a copy of such a profile.
func oldStore(t *testing.T, version string) (dir string) {
	t.Helper()
	from, dir := filepath.Join("testdata", "stores", version), t.TempDir()
	packed, err := os.Open(filepath.Join(from, "vouch.db.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	db, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile(filepath.Join(from, "vouch.key"))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"vouch.db": db, "vouch.key": key} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Everything in a profile of an earlier version is read as that version read it, but for what is said in other words since:
// before it is rewritten, at every step of that, when it is done, and when the file was compacted afterwards.
func TestOldStoresAreRead(t *testing.T) {
	for _, version := range oldStores {
		t.Run(version, func(t *testing.T) {
			dir := oldStore(t, version)
			file, err := trust.Open(dir, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { file.Close() }()
			text, err := os.ReadFile(filepath.Join("testdata", "stores", version, "expected.json"))
			if err != nil {
				t.Fatal(err)
			}
			var want map[string]any
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(err)
			}
			if !slices.Contains(wordedNow, version) {
				if policies, authors := reword(want); policies != 1 || authors < 4 {
					t.Errorf("%d policies and %d authors in earlier words", policies, authors)
				}
			}
			differ(t, version, want, dumpStore(t, file))
			steps := 0
			for ; !migrateSlice(t, file, 7); steps++ {
				differ(t, fmt.Sprint(version, " after slice ", steps), want, dumpStore(t, file))
			}
			if steps < 10 {
				t.Errorf("rewritten in %d slices", steps)
			}
			differ(t, version+" rewritten", want, dumpStore(t, file))
			if err := file.Close(); err != nil {
				t.Fatal(err)
			}
			if file, err = trust.Open(dir, slog.New(slog.DiscardHandler)); err != nil {
				t.Fatal(err)
			}
			differ(t, version+" compacted", want, dumpStore(t, file))
			searchStore(t, file)
		})
	}
}

// searchStore finds each text of a profile by itself.
func searchStore(t *testing.T, file *trust.File) {
	t.Helper()
	n := 0
	if err := file.View(func(tx *bbolt.Tx) error {
		accounts, err := trust.Accounts(tx, file.Seal())
		for _, a := range accounts {
			h := history.In(tx, file.Seal(), a.JID)
			chats, err := h.Chats()
			if err != nil {
				return err
			}
			for _, c := range chats {
				rows, err := h.Before(c.JID, nil, 1000)
				if err != nil {
					return err
				}
				for _, m := range rows {
					if m.Kind != history.KindText || m.Body == "" || m.Attachment() != nil {
						continue
					}
					finding := history.Find(history.Wanted{Query: search.Parse("\"" + m.Body + "\""), Most: 1000})
					if _, err := h.Search(finding, func() bool { return false }); err != nil {
						return err
					}
					found, _, err := h.Found(finding)
					if err != nil {
						return err
					}
					if n++; !slices.ContainsFunc(found, func(f history.Message) bool { return f.ID == m.ID }) {
						t.Errorf("%q is not found", m.Body)
					}
				}
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if n < 5 {
		t.Errorf("%d texts were looked for", n)
	}
}

// migrateSlice rewrites some rows of each account, and tells whether none are left.
func migrateSlice(t *testing.T, file *trust.File, size int) (done bool) {
	t.Helper()
	if err := file.Update(func(tx *bbolt.Tx) error {
		done = true
		accounts, err := trust.Accounts(tx, file.Seal())
		for _, a := range accounts {
			h := history.In(tx, file.Seal(), a.JID)
			all, err := h.Migrate(size)
			if err != nil {
				return err
			}
			texts, err := h.BuildTexts(size)
			if err != nil {
				return err
			}
			done = done && all && texts
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return done
}

// reword puts the words of now in what an earlier version has read: the policy of a notice stood in its body, the author of
// what only the user does was "user", all chats were with contacts, and an entry went to the address of its chat.
func reword(v any) (policies, authors int) {
	switch v := v.(type) {
	case map[string]any:
		if v["notice"] == "auto-trusted" {
			v["policy"] = v["body"]
			delete(v, "body")
			policies++
		}
		if v["By"] == "user" {
			v["By"] = "hand"
			authors++
		}
		if v["purpose"] != nil && v["to"] == nil {
			v["to"] = v["chat"]
		}
		if v["made"] != nil && v["last_live"] != nil {
			v["kind"] = "contact"
		}
		for _, e := range v {
			p, a := reword(e)
			policies, authors = policies+p, authors+a
		}
	case []any:
		for _, e := range v {
			p, a := reword(e)
			policies, authors = policies+p, authors+a
		}
	}
	return policies, authors
}

// differ says where got is not want. What got has beside it must be empty.
func differ(t *testing.T, at string, want, got any) {
	t.Helper()
	switch want := want.(type) {
	case map[string]any:
		got, _ := got.(map[string]any)
		for k, w := range want {
			differ(t, at+" "+k, w, got[k])
		}
		for k, g := range got {
			if _, there := want[k]; !there && !empty(g) {
				t.Errorf("%s %s: has %v, which is new", at, k, g)
			}
		}
	case []any:
		got, _ := got.([]any)
		if len(want) != len(got) {
			t.Errorf("%s: %d entries, want %d", at, len(got), len(want))
			return
		}
		for i := range want {
			differ(t, fmt.Sprint(at, " ", i), want[i], got[i])
		}
	default:
		if !reflect.DeepEqual(want, got) {
			t.Errorf("%s: %v, want %v", at, got, want)
		}
	}
}

// empty tells whether a field of JSON has no value.
func empty(v any) bool {
	if fields, ok := v.(map[string]any); ok {
		for _, f := range fields {
			if !empty(f) {
				return false
			}
		}
		return true
	}
	return slices.Contains([]any{nil, "", false, float64(0), "0001-01-01T00:00:00Z"}, v)
}

// A service over a profile of an earlier version shows its chats, goes on with what waited to be sent, and writes on under
// the sessions that are in it; meanwhile it rewrites what is there. Both accounts of the profile are signed in: what one
// sends, the other reads.
func TestOldStoresGoOn(t *testing.T) {
	for _, version := range oldStores {
		t.Run(version, func(t *testing.T) {
			server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob", "carol", "dave"))
			sent := &wire{}
			alice := &peer{t: t, jid: "alice@localhost", dir: oldStore(t, version), opt: app.Options{Tap: sent}}
			alice.moveTo(server)
			alice.start()
			bob := *alice
			bob.jid = "bob@localhost"
			for with, n := range map[string]int{bob.jid: 27, carols: 4, "erin@localhost": 0} {
				if rows := alice.look(with).Rows; len(rows) != n {
					t.Errorf("%d rows with %s, want %d", len(rows), with, n)
				}
			}
			for _, body := range []string{"was on its way", "waits for the network", "waits as it is"} {
				readFrom(&bob, alice, body)
			}
			alice.awaitState(carols, alice.idOf(carols, "clear too"), view.MessageSent)
			alice.send(bob.jid, "written today")
			readFrom(&bob, alice, "written today")
			bob.send(alice.jid, "and answered")
			readFrom(alice, &bob, "and answered")
			if m, _ := alice.message("dave@localhost", "waits for a decision"); m.State != view.MessagePending {
				t.Errorf("the message that waits for the user is %s", m.State)
			}
			if stanzas := string(sent.bytes()); !strings.Contains(stanzas, "<key ") || strings.Contains(stanzas, "prekey=") {
				t.Errorf("not under the sessions that were there:\n%s", stanzas)
			}
			alice.stop()
			file, err := trust.Open(alice.dir, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			for !migrateSlice(t, file, 1000) { // what was not done yet
			}
			if err := file.Close(); err != nil {
				t.Fatal(err)
			}
			alice.start()
			for with, n := range map[string]int{bob.jid: 29, carols: 4, "erin@localhost": 0} {
				if rows := alice.look(with).Rows; len(rows) != n {
					t.Errorf("%d rows with %s after all was rewritten, want %d", len(rows), with, n)
				}
			}
			alice.send(bob.jid, "written after that")
			bob = *alice
			bob.jid = "bob@localhost"
			readFrom(&bob, alice, "written after that")
		})
	}
}

const carols = "carol@localhost"

// readFrom awaits a message that can be read, once, and is known to come from a trusted device.
func readFrom(p, sender *peer, body string) {
	p.t.Helper()
	got := p.awaitMessage(sender.jid, body)
	if !got.Encrypted || got.Trust != view.TrustTrusted {
		p.t.Errorf("%q came encrypted: %t, by a device that is %s", body, got.Encrypted, got.Trust)
	}
	n := 0
	for _, m := range p.messages(sender.jid) {
		if m.Body == body {
			n++
		}
	}
	if n != 1 {
		p.t.Errorf("%q is there %d times", body, n)
	}
}

// moveTo has the accounts of a profile sign in at server.
func (p *peer) moveTo(server xmpptest.Server) {
	p.t.Helper()
	at := server.Place()
	authorities, err := os.ReadFile(at.CAFile)
	if err != nil {
		p.t.Fatal(err)
	}
	file, err := trust.Open(p.dir, slog.New(slog.DiscardHandler))
	if err != nil {
		p.t.Fatal(err)
	}
	defer file.Close()
	if err := file.Update(func(tx *bbolt.Tx) error {
		accounts, err := trust.Accounts(tx, file.Seal())
		for _, a := range accounts {
			a.Host, a.Port, a.CAs, a.Strongest = at.Host, at.Port, authorities, ""
			if err := trust.PutAccount(tx, file.Seal(), a); err != nil {
				return err
			}
		}
		return err
	}); err != nil {
		p.t.Fatal(err)
	}
}
