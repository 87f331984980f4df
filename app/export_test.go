package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/export"
	"vouch/app/files/aesgcm"
	"vouch/app/history"
	"vouch/trust"
)

const bobOf, exportRoom = "bob@example.org", "boat@rooms.example.org"

// exporter is an account without a network, which the service knows.
func exporter(t testing.TB) *account {
	t.Helper()
	a := withoutNetwork(t)
	a.s.accounts[a.jid] = a
	return a
}

// keeps writes into the history.
func (a *account) keeps(t testing.TB, do func(h *history.Store) error) {
	t.Helper()
	if err := a.s.update("prepare", func(tx *bbolt.Tx) error { return do(a.s.history(tx, a.jid)) }); err != nil {
		t.Fatal(err)
	}
}

// holds stores rows at the end of their chats.
func (a *account) holds(t testing.TB, rows ...*history.Message) {
	t.Helper()
	a.keeps(t, func(h *history.Store) error {
		for _, m := range rows {
			if err := errors.Join(h.Append(m), h.PutFile(*m)); err != nil {
				return err
			}
		}
		return nil
	})
}

// exports writes chats as JSON lines, and reads those of one.
func (a *account) exports(t *testing.T, c ExportChats, dir string) (Exported, []export.Message) {
	t.Helper()
	c.Account, c.As, c.Folder = a.jid, ExportJSON, t.TempDir()
	got, err := a.s.Call(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(got.(Exported).Path, dir, "messages.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var out []export.Message
	for in := json.NewDecoder(bytes.NewReader(text)); in.More(); {
		var m export.Message
		if err := in.Decode(&m); err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return got.(Exported), out
}

// What is exported is what the rows have, with names for people, and no keys.
func TestExportHasWhatTheRowsHave(t *testing.T) {
	a, at := exporter(t), time.Date(2026, 11, 30, 9, 41, 0, 0, time.UTC)
	kept := aesgcm.NewKey()
	stored, size, err := a.s.files.Add(t.Context(), strings.NewReader("the plan"), kept)
	if err != nil {
		t.Fatal(err)
	}
	here := &history.File{Name: "Plan.pdf", Size: size, State: history.FileHere, Stored: stored, Sealed: true, URL: "https://share.example.org/x"}
	here.SetKey(kept)
	lost := *here
	lost.Stored = strings.Repeat("ab", 16)
	first := &history.Message{Chat: bobOf, From: bobOf, Time: at, Kind: history.KindText, Body: "the second try", Encrypted: true, Device: 7, Fingerprint: strings.Repeat("ab", 32), Trust: trust.Verified,
		EditID: "e", EditedAt: at.Add(time.Minute), Earlier: []history.Version{{Body: "the first try", Time: at}},
		Reactions: []history.Reaction{{From: a.jid, Emoji: []string{"👍"}, Time: at}, {From: "carol@example.org", Time: at}}}
	a.keeps(t, func(h *history.Store) error {
		return errors.Join(h.PutContact(history.Contact{JID: bobOf, Name: "Bob of the boat"}), h.Append(first))
	})
	a.holds(t,
		&history.Message{Chat: bobOf, From: a.jid, Own: true, Time: at, Kind: history.KindText, Body: "yes", State: history.StateRead, Encrypted: true, ReplyTo: "m", ReplyRow: first.ID},
		&history.Message{Chat: bobOf, From: bobOf, Time: at, Kind: history.KindText, Encrypted: true, File: here},
		&history.Message{Chat: bobOf, From: bobOf, Time: at, Kind: history.KindText, Encrypted: true, File: &lost},
		&history.Message{Chat: bobOf, From: bobOf, Time: at, Kind: history.KindText, Encrypted: true, Body: aesgcm.Link{URL: "https://share.example.org/old.jpg", Key: kept}.Text()},
		&history.Message{Chat: bobOf, From: bobOf, Time: at, Kind: history.KindText, PlainIn: true, RetractedAt: at, RetractedBy: bobOf},
		&history.Message{Chat: bobOf, From: bobOf, Time: at, Kind: history.KindUnreadable, ErrKind: KindNoSession},
		&history.Message{Chat: exportRoom, From: exportRoom + "/carol", Nick: "carol", Time: at, Kind: history.KindText, RetractedAt: at, RetractedBy: exportRoom + "/dave", Moderated: true},
	)
	got, rows := a.exports(t, ExportChats{Files: true}, bobOf)
	if got.Chats != 2 || got.Messages != 8 || got.Files != 1 || got.Missing != 2 || len(got.Absent) != 2 || got.Absent[1].Name == "" || len(rows) != 7 {
		t.Fatalf("%+v, %d rows", got, len(rows))
	}
	m := rows[0]
	if m.ID != first.ID || m.Name != "Bob of the boat" || m.Text != "the second try" || !m.Encrypted || m.Device != 7 || m.Trust != "verified" || m.Earlier[0].Text != "the first try" || !m.Edited.Equal(at.Add(time.Minute)) ||
		len(m.Reactions) != 1 || m.Reactions[0].Name != "alice" || !m.Time.Equal(at) {
		t.Errorf("%+v", m)
	}
	if r := rows[1]; !r.Own || r.Name != "alice" || r.State != "read" || *r.Reply != (export.Reply{ID: first.ID, From: bobOf, Name: "Bob of the boat", Text: "the second try"}) {
		t.Errorf("%+v %+v", r, r.Reply)
	}
	if text, err := os.ReadFile(filepath.Join(got.Path, bobOf, rows[2].File.Path)); string(text) != "the plan" || rows[3].File.Path != "" {
		t.Errorf("%q %v, %+v", text, err, rows[3].File)
	}
	if !rows[5].InClear || rows[5].Encrypted || rows[5].RetractedBy != bobOf || rows[6].Error != "no-session" {
		t.Errorf("%+v, %+v", rows[5], rows[6])
	}
	key := strings.TrimPrefix(aesgcm.Link{URL: "https://x.example/", Key: kept}.Text(), "aesgcm://x.example/#")
	text, err := os.ReadFile(filepath.Join(got.Path, bobOf, "messages.jsonl"))
	if err != nil || len(key) < 64 || bytes.Contains(text, []byte(key[:20])) || bytes.Contains(text, []byte("share.example.org")) {
		t.Errorf("the key is in it: %v", err)
	}
	if _, room := a.exports(t, ExportChats{Chat: exportRoom}, exportRoom); room[0].Name != "carol" || room[0].By != "dave" {
		t.Errorf("%+v", room[0])
	}
}

// A long chat is read in slices, in which each row comes once, in order; who waits hears how far it is.
func TestExportGoesInSlices(t *testing.T) {
	a := exporter(t)
	var want []string
	for i := 0; i < 1500; i += 100 {
		var rows []*history.Message
		for j := i; j < i+100; j++ {
			rows = append(rows, &history.Message{Chat: bobOf, From: bobOf, Time: time.Unix(int64(j), 0), Kind: history.KindText, Body: fmt.Sprint(j, strings.Repeat(" word", j%3*100))})
		}
		a.holds(t, rows...)
		for _, r := range rows {
			want = append(want, r.ID)
		}
	}
	var heard []int
	got, err := a.s.Export(t.Context(), ExportChats{Account: a.jid, Folder: t.TempDir(), As: ExportJSON}, func(n int) { heard = append(heard, n) })
	if err != nil || got.Messages != len(want) || len(heard) < 3 || heard[len(heard)-1] != len(want) {
		t.Errorf("%+v, %v, heard %v", got, err, heard)
	}
	for i, n := range heard {
		if before := append([]int{0}, heard...)[i]; n-before > exportRows+exportStep || n <= before {
			t.Errorf("a slice of %d rows", n-before)
		}
	}
	_, rows := a.exports(t, ExportChats{Chat: bobOf}, bobOf)
	for i, m := range rows {
		if m.ID != want[i] {
			t.Fatalf("row %d is %s, want %s", i, m.ID, want[i])
		}
	}
	if len(rows) != len(want) {
		t.Errorf("%d rows", len(rows))
	}

	gaveUp := errors.New("the user gave up")
	ctx, cancel := context.WithCancelCause(t.Context())
	folder := t.TempDir()
	_, err = a.s.Export(ctx, ExportChats{Account: a.jid, Folder: folder, As: ExportHTML}, func(int) { cancel(gaveUp) })
	if left, _ := os.ReadDir(folder); !errors.Is(err, gaveUp) || len(left) > 0 {
		t.Errorf("%v leaves %v", err, left)
	}
	cleared := false
	got, err = a.s.Export(t.Context(), ExportChats{Account: a.jid, Folder: folder, As: ExportMarkdown}, func(int) {
		if !cleared {
			cleared = true
			a.keeps(t, func(h *history.Store) error { _, err := h.Clear(bobOf); return err })
		}
	})
	if err != nil || got.Messages == 0 || got.Messages >= len(want) {
		t.Errorf("a chat that is cleared meanwhile: %+v, %v", got, err)
	}
}

// What cannot be exported is said.
func TestExportRefuses(t *testing.T) {
	a := exporter(t)
	a.holds(t, &history.Message{Chat: bobOf, From: bobOf, Time: time.Now(), Kind: history.KindText, Body: "hello"})
	good := ExportChats{Account: a.jid, Chat: bobOf, Folder: t.TempDir(), As: ExportHTML}
	file := filepath.Join(good.Folder, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for param, c := range map[string]struct {
		kind   Kind
		change func(c *ExportChats)
	}{
		"account":  {KindNotFound, func(c *ExportChats) { c.Account = "nobody@example.org" }},
		"chat":     {KindNotFound, func(c *ExportChats) { c.Chat = "nobody@example.org" }},
		"as":       {KindInvalid, func(c *ExportChats) { c.As = "pdf" }},
		"folder":   {KindNotFound, func(c *ExportChats) { c.Folder = filepath.Join(c.Folder, "none") }},
		"folder ":  {KindNotFound, func(c *ExportChats) { c.Folder = file }},
		"folder  ": {KindInvalid, func(c *ExportChats) { c.Folder = "Documents" }},
	} {
		bad := good
		c.change(&bad)
		err := a.s.Do(t.Context(), bad)
		var e *Error
		if !errors.As(err, &e) || e.Kind != c.kind || e.Param != strings.TrimSpace(param) {
			t.Errorf("%s: %v", param, err)
		}
	}
	if err := a.s.Do(t.Context(), good); err != nil {
		t.Error(err)
	}
}

// Each notice has words of its own in what is exported.
func TestNoticesHaveWordsInExports(t *testing.T) {
	parsed, err := parser.ParseFile(token.NewFileSet(), "history/notice.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ast.Inspect(parsed, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "Notice") {
			return true
		}
		n++
		word, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil || ExportWords()[word] == "" {
			t.Errorf("%s has no words", word)
		}
		return true
	})
	if n < 25 {
		t.Errorf("only %d notices", n)
	}
}
