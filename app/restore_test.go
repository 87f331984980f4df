package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app"
	"vouch/app/files"
	"vouch/app/files/aesgcm"
	"vouch/app/history"
	"vouch/trust"
)

const (
	restoredAccount = "alice@example.org"
	friendOfAlice   = "bob@example.org"
)

var lately = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// newProfile is a service over a profile without a server; fill writes into it first.
func newProfile(t testing.TB, fill func(p *peer)) *peer {
	t.Helper()
	p := &peer{t: t, jid: restoredAccount, dir: t.TempDir(), opt: app.Options{BackupWork: cheap, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return lately.AddDate(0, 1, 0) }}}
	if fill == nil {
		p.start()
		return p
	}
	file, err := trust.Open(p.dir, p.opt.Log)
	if err != nil {
		t.Fatal(err)
	}
	p.file = file
	p.update(func(tx *bbolt.Tx) error {
		return trust.PutAccount(tx, file.Seal(), trust.Account{JID: p.jid, Password: "alicepass", Added: lately, Highlights: []string{"tea"}, NoTyping: true, Agent: "that one"})
	})
	fill(p)
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	p.start()
	return p
}

func (p *peer) update(f func(tx *bbolt.Tx) error) {
	p.t.Helper()
	if err := p.file.Update(f); err != nil {
		p.t.Fatal(err)
	}
}

func (p *peer) history(f func(h *history.Store) error) {
	p.t.Helper()
	p.update(func(tx *bbolt.Tx) error { return f(history.In(tx, p.file.Seal(), p.jid)) })
}

func (p *peer) restore(path string) app.RestoredBackup {
	p.t.Helper()
	answer, err := p.Call(p.t.Context(), app.RestoreBackup{Path: path, Passphrase: passphrase})
	if err != nil {
		p.t.Fatal(err)
	}
	return answer.(app.RestoredBackup)
}

// dumped is what a backup has to bring back, as text: all but what is documented to differ.
func (p *peer) dumped() string {
	p.t.Helper()
	var out bytes.Buffer
	put := func(v any) {
		text, err := json.Marshal(v)
		if err != nil {
			p.t.Fatal(err)
		}
		out.Write(append(text, '\n'))
	}
	if err := p.file.View(func(tx *bbolt.Tx) error {
		h := history.In(tx, p.file.Seal(), p.jid)
		roster, err := h.Roster()
		if err != nil {
			return err
		}
		slices.SortFunc(roster, func(a, b history.Contact) int { return strings.Compare(a.JID, b.JID) })
		put(roster)
		chats, err := h.Chats()
		if err != nil {
			return err
		}
		slices.SortFunc(chats, func(a, b history.Chat) int { return strings.Compare(a.JID, b.JID) })
		for _, c := range chats {
			rows, err := h.Before(c.JID, nil, 1<<20)
			if err != nil {
				return err
			}
			read := slices.IndexFunc(rows, func(m history.Message) bool { return bytes.Equal(m.Sort, c.ReadTo) })
			c.Key, c.ReadTo = nil, nil // of this profile
			put(c)
			put(read)
			for _, m := range rows {
				put(m.SortTime())
				m.Source = ""
				if m.State == history.StatePending || m.ErrKind == app.KindRestored {
					m.State, m.ErrKind = "waits", ""
				}
				if m.File != nil {
					m.File.Stored = ""
				}
				put(m)
			}
		}
		at, err := h.Archive(p.jid)
		at.Since = time.Time{}
		put(at)
		if err != nil {
			return err
		}
		return trust.In(tx, p.file.Seal(), p.jid).Records(func(r trust.Record) error { put(r); return nil })
	}); err != nil {
		p.t.Fatal(err)
	}
	lines := strings.SplitAfter(out.String(), "\n")
	return strings.Join(sortedRecords(lines), "")
}

// sortedRecords puts records of keys, whose order follows from the master key, into one of their own.
func sortedRecords(lines []string) []string {
	first := slices.IndexFunc(lines, func(l string) bool {
		return strings.HasPrefix(l, `{"policy"`) || strings.HasPrefix(l, `{"decision"`) || strings.HasPrefix(l, `{"device"`) || strings.HasPrefix(l, `{"line"`)
	})
	if first >= 0 {
		slices.Sort(lines[first:])
	}
	return lines
}

// randomHistory writes a history as it comes to be: texts of both, edits, reactions, what was taken back, notices, files, what waits.
func randomHistory(r *rand.Rand, rows int) func(p *peer) {
	return func(p *peer) {
		store, err := files.Open(p.dir + "/files")
		if err != nil {
			p.t.Fatal(err)
		}
		chats := []string{friendOfAlice, "carol@example.org", p.jid}
		p.history(func(h *history.Store) error {
			if err := h.PutArchive(p.jid, history.Archive{Begun: true, Cursor: "a99", At: lately, Since: lately}); err != nil {
				return err
			}
			return h.SetRoster([]history.Contact{{JID: friendOfAlice, Name: "Bob", Subscription: "both", Groups: []string{"tea"}}, {JID: "carol@example.org"}})
		})
		var last history.Message
		at := lately
		for i := range rows {
			at = at.Add(time.Duration(r.IntN(3)) * time.Second)
			m := history.Message{Chat: chats[r.IntN(len(chats))], Body: fmt.Sprint("text ", i, " ", r.IntN(1000)), Time: at, Kind: history.KindText, Encrypted: r.IntN(3) > 0, MessageID: fmt.Sprint("m", i)}
			m.From = m.Chat
			if m.Own = r.IntN(2) == 0; m.Own {
				m.From, m.State = p.jid, []history.State{history.StateSent, history.StateRead, history.StatePending}[r.IntN(3)]
			}
			if r.IntN(2) == 0 {
				m.ArchiveID = fmt.Sprint("a", i)
			}
			if r.IntN(5) == 0 && last.Chat == m.Chat {
				m.ReplyTo, m.ReplyRow = last.MessageID, last.ID
			}
			switch r.IntN(9) {
			case 0:
				m.Revise(m.Body+" again", fmt.Sprint("e", i), at.Add(time.Second))
			case 1:
				m.React(friendOfAlice, []string{"🍵"}, at)
			case 2:
				m.Body, m.RetractedAt, m.RetractedBy = "", at, m.From
			case 3:
				m = history.Message{Chat: m.Chat, From: m.Chat, Time: at, Kind: history.KindNotice, Notice: history.NoticeKeyChanged, Device: 5}
			case 4:
				m.Kind, m.Body, m.ErrKind = history.KindUnreadable, "", app.KindNoSession
			case 5:
				text := fmt.Sprint("what file ", r.IntN(3), " holds")
				f := &history.File{Name: "tea.txt", URL: "https://example.org/tea", Sealed: true, State: history.FileHere, Size: int64(len(text))}
				f.SetKey(aesgcm.NewKey())
				if f.Stored, _, err = store.Add(context.Background(), strings.NewReader(text), f.AESGCM()); err != nil {
					p.t.Fatal(err)
				}
				m.Body, m.File = "", f
			}
			p.history(func(h *history.Store) error {
				if err := h.Append(&m); err != nil {
					return err
				}
				c, err := h.Chat(m.Chat)
				if err != nil {
					return err
				}
				if m.File != nil {
					err = h.PutFile(m)
				}
				if r.IntN(4) == 0 {
					c.ReadTo, c.Unread = m.Sort, 0
					err = h.PutChat(c)
				}
				if err != nil {
					return err
				}
				return h.Name(c, &m)
			})
			last = m
		}
		p.update(func(tx *bbolt.Tx) error {
			s := trust.In(tx, p.file.Seal(), p.jid)
			if err := s.CreateOwn(nil, lately); err != nil {
				return err
			}
			for i := range 8 {
				key := bytes.Repeat([]byte{byte(i + 1)}, 33)
				key[0] = 5
				d, _, err := s.SeeKey(friendOfAlice, uint32(i/2+1), key, lately.Add(time.Duration(i)*time.Hour))
				if err != nil {
					return err
				}
				level := []trust.Level{trust.Trusted, trust.Verified, trust.Rejected}[r.IntN(3)]
				if err := s.Decide(friendOfAlice, d.Fingerprint, level, trust.ByHand, lately.Add(time.Duration(i)*time.Hour+time.Minute)); err != nil {
					return err
				}
			}
			return s.SetLabel(friendOfAlice, 1, "phone", "", lately.Add(time.Hour))
		})
	}
}

func TestARestoredProfileIsWhatItWas(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			from := newProfile(t, randomHistory(rand.New(rand.NewPCG(seed, 1)), 150))
			want := from.dumped()
			path := from.backUp(app.CreateBackup{}).Path
			to := newProfile(t, nil)
			out := to.restore(path)
			differs(t, "restored", to.dumped(), want)
			if len(out.OldDevices) != 1 || out.OldDevices[0].Account != from.jid || out.New == 0 || out.Known+out.Changed+out.Skipped+out.Cleared != 0 || out.Files == 0 {
				t.Errorf("restored %+v", out)
			}
			to.bytesOfFiles(from)
			if s := to.status(); s.JID != from.jid || s.Enabled || s.Fingerprint != "" {
				t.Errorf("the account is %+v", s)
			}
			again := to.restore(path)
			if again.New+again.Changed+again.Keys+again.Files+again.Skipped != 0 || again.Known != out.New || len(again.Accounts) != 0 {
				t.Errorf("the second time: %+v", again)
			}
			differs(t, "restored twice", to.dumped(), want)
			back := from.restore(path)
			if back.New+back.Changed+back.Keys+back.Files+back.Skipped+len(back.OldDevices) != 0 {
				t.Errorf("into itself: %+v", back)
			}
			differs(t, "restored into itself", from.dumped(), want)
		})
	}
}

// differs says where two dumps part.
func differs(t testing.TB, what, got, want string) {
	t.Helper()
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		switch {
		case i >= len(g):
			t.Fatalf("%s: %d lines are missing, first\n%s", what, len(w)-i, w[i])
		case i >= len(w):
			t.Fatalf("%s: %d lines more, first\n%s", what, len(g)-i, g[i])
		case g[i] != w[i]:
			t.Fatalf("%s: line %d is\n%s\nwant\n%s", what, i, g[i], w[i])
		}
	}
}

// bytesOfFiles holds what the files of p hold against those of other, row by row.
func (p *peer) bytesOfFiles(other *peer) {
	p.t.Helper()
	read := func(p *peer) map[string]string {
		out := map[string]string{}
		if err := p.file.View(func(tx *bbolt.Tx) error {
			return history.In(tx, p.file.Seal(), p.jid).EachKept(func(m history.Message) error {
				store, err := files.Open(p.dir + "/files")
				if err != nil {
					return err
				}
				in, err := store.Clear(p.t.Context(), m.File.Stored, m.File.AESGCM())
				if err != nil {
					return fmt.Errorf("file of %s: %w", m.ID, err)
				}
				defer in.Close()
				var text bytes.Buffer
				_, err = text.ReadFrom(in)
				out[m.ID] = text.String()
				return err
			})
		}); err != nil {
			p.t.Fatal(err)
		}
		return out
	}
	if got, want := read(p), read(other); len(want) == 0 || !reflect.DeepEqual(got, want) {
		p.t.Errorf("files hold %q, want %q", got, want)
	}
}

// dying is a context that ends when it was asked so often whether it has.
type dying struct {
	context.Context
	mu   sync.Mutex
	left int
}

func (d *dying) Err() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.left--; d.left < 0 {
		return context.Canceled
	}
	return d.Context.Err()
}

// A restore that is killed wherever it is asked whether it may go on, and run again after a start, ends as one that was not.
func TestARestoreThatWasKilledGoesOn(t *testing.T) {
	from := newProfile(t, randomHistory(rand.New(rand.NewPCG(99, 1)), 600))
	want, path := from.dumped(), from.backUp(app.CreateBackup{}).Path
	killed, partway := 0, 0
	for n := 0; ; n += 1 + n/12 {
		to := newProfile(t, nil)
		answer, err := to.Call(&dying{Context: t.Context(), left: n}, app.RestoreBackup{Path: path, Passphrase: passphrase})
		if err != nil && app.KindOf(err) != app.KindBusy {
			t.Fatalf("killed at %d: %v", n, err)
		}
		to.restart()
		if err != nil {
			killed++
			if out, _ := answer.(app.RestoredBackup); out.New > 0 {
				partway++
			}
			to.restore(path)
		}
		differs(t, fmt.Sprint("killed at ", n), to.dumped(), want)
		to.stop()
		if err == nil {
			break
		}
	}
	if partway < 5 {
		t.Errorf("killed %d times, and only %d times with some messages in the file", killed, partway)
	}
}
