package imports_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"vouch/app/imports"
)

// database makes a database of scripts in testdata, and of SQL, as its program leaves it: what was written last is in the log alone.
func database(t testing.TB, path string, scripts ...string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	c, err := sqlite3.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scripts {
		if strings.HasSuffix(s, ".sql") {
			b, err := os.ReadFile(filepath.Join("testdata", s))
			if err != nil {
				t.Fatal(err)
			}
			s = string(b)
		}
		if err := c.Exec(s); err != nil {
			t.Fatalf("%.60s: %v", s, err)
		}
	}
	kept := map[string][]byte{}
	for _, suffix := range []string{"", "-wal"} {
		if b, err := os.ReadFile(path + suffix); err == nil {
			kept[path+suffix] = b
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	for name, b := range kept {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func open(t testing.TB, s imports.Source, passphrase string) *imports.History {
	t.Helper()
	h, err := imports.Open(t.Context(), s, imports.Options{Copies: t.TempDir(), Passphrase: passphrase})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// told is all that a history gives, a line each: what is PRIVATE would stand in it.
func told(t testing.TB, h *imports.History) (lines []string) {
	t.Helper()
	accounts, chats, err := h.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range accounts {
		lines = append(lines, fmt.Sprintf("account %s %d %d %d disabled=%v", a.JID, a.Messages, a.Files, a.Others, a.Disabled))
	}
	for _, c := range chats {
		lines = append(lines, fmt.Sprintf("chat %s %s %d %d %d closed=%v", place(c.Place), c.Encryption, c.Messages, c.Files, c.Others, c.Closed))
	}
	for m, err := range h.Messages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line(m))
	}
	for d, err := range h.Decisions(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		l := fmt.Sprintf("key %s %s %d %.4s %s %s", d.Account, d.JID, d.Device, d.Fingerprint, d.Level, d.Origin)
		lines = append(lines, l+when(d.Inactive, " inactive")+when(d.Unseen, " unseen"))
	}
	for _, w := range h.Warnings() {
		lines = append(lines, "warning "+w.Error())
	}
	return lines
}

func place(p imports.Place) string {
	short := func(s string) string {
		return strings.TrimSuffix(strings.TrimSuffix(s, ".example.org"), "@example.org")
	}
	out := fmt.Sprintf("%s>%s", short(p.Account), short(p.With))
	if p.Kind != imports.Contact {
		out += fmt.Sprintf("(%s%s)", p.Kind, when(p.Nick != "", " "+p.Nick))
	}
	return out
}

func when(is bool, text string) string {
	if is {
		return text
	}
	return ""
}

// line is a message in one line; what is empty is not there.
func line(m imports.Message) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s", place(m.Chat), m.Time.Format("2006-01-02T15:04:05.999"), m.Resolution)
	add := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, " %s=%s", name, value)
		}
	}
	add("own", when(m.Own, string(m.State)))
	add("nick", m.Nick)
	add("real", m.Real)
	add("occ", m.Occupant)
	add("enc", string(m.Encryption))
	add("key", clip4(m.Key))
	add("id", clip4(m.ID))
	add("aid", m.Archive)
	add("subject", m.Subject)
	add("body", strings.ReplaceAll(m.Body, "\n", "/"))
	b.WriteString(when(m.Marks.Unreadable, " unreadable") + when(m.Marks.Hidden, " hidden") + when(m.Cut, " cut"))
	if c := m.Change; c != nil {
		fmt.Fprintf(&b, " change=%s,%s,%s%s", clip4(c.ID), c.Archive, c.Time.Format("15:04:05.9"), when(c.Gone, " gone by "+c.By+" "+c.Reason))
		for _, v := range c.Earlier {
			fmt.Fprintf(&b, " earlier=%s,%s,%s", v.Body, clip4(v.ID), v.Time.Format("15:04:05.9"))
		}
	}
	if r := m.About.Reply; r != nil {
		fmt.Fprintf(&b, " re=%s,%s,%s,%s", r.Row, r.ID, r.From, r.Quoted)
	}
	for _, r := range m.About.Reactions {
		fmt.Fprintf(&b, " react=%s%s:%s,%s%s", r.From, r.Nick, strings.Join(r.Emojis, ""), r.Time.Format("15:04:05"), when(r.Own, ",own"))
	}
	if f := m.File; f != nil {
		fmt.Fprintf(&b, " file=%s,%s,%d,%dx%d,%v,%s", f.Name, f.Type, f.Size, f.Width, f.Height, f.Links, filepath.Base(f.Path))
	}
	add("error", m.About.Error)
	return b.String()
}

// clip4 shortens what is long and all the same.
func clip4(s string) string {
	if len(s) > 32 {
		return s[:4]
	}
	return s
}
