package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

var forms = []Form{HTML, Markdown, JSON}

// full is a real disk of which a step fails: each call and each write is one.
type full struct {
	osDisk
	steps, at int // taken so far; the one that fails, from 1, 0 for none
}

func (d *full) step() error {
	if d.steps++; d.steps == d.at {
		return fmt.Errorf("step %d: %w", d.at, syscall.ENOSPC)
	}
	return nil
}

func (d *full) mkdir(path string) error {
	if err := d.step(); err != nil {
		return err
	}
	return d.osDisk.mkdir(path)
}

func (d *full) sync(dir string) error { return errors.Join(d.step(), d.osDisk.sync(dir)) }

func (d *full) exists(path string) (bool, error) {
	is, err := d.osDisk.exists(path)
	return is, errors.Join(d.step(), err)
}

func (d *full) rename(from, to string) error {
	if err := d.step(); err != nil {
		return err
	}
	return d.osDisk.rename(from, to)
}

func (d *full) create(path string) (file, error) {
	f, err := d.osDisk.create(path)
	if err := errors.Join(d.step(), err); err != nil {
		if f != nil {
			f.Close()
		}
		return nil, err
	}
	return &fullFile{f, d}, nil
}

type fullFile struct {
	file
	d *full
}

func (f *fullFile) Write(p []byte) (int, error) {
	if err := f.d.step(); err != nil {
		n, _ := f.file.Write(p[:len(p)/2])
		return n, err
	}
	return f.file.Write(p)
}

func (f *fullFile) Sync() error  { return errors.Join(f.d.step(), f.file.Sync()) }
func (f *fullFile) Close() error { return errors.Join(f.d.step(), f.file.Close()) }

// chatsToFill take several writes of each file.
func chatsToFill() []Chat {
	picture, pdf, long := text(1, ""), text(2, ""), text(3, strings.Repeat("long ", 40_000))
	picture.File, pdf.File = fileOf("Lake.png", append(slices.Clone(dot), make([]byte, 200_000)...)), fileOf("Plan.pdf", make([]byte, 300_000))
	return []Chat{one("bob@example.org", picture, pdf, long), one("carol@example.org", text(1, "hello"))}
}

// A disk that is full leaves nothing, whenever it is, and says so.
func TestFullDiskLeavesNothing(t *testing.T) {
	for _, form := range forms {
		d := &full{}
		o := options(t, form)
		o.disk = d
		if _, err := Write(t.Context(), o, seq(chatsToFill()...)); err != nil {
			t.Fatal(err)
		}
		all := d.steps
		if all < 30 {
			t.Errorf("%s: %d steps", form, all)
		}
		for at := 1; at <= all; at++ {
			o := options(t, form)
			o.disk = &full{at: at}
			r, err := Write(t.Context(), o, seq(chatsToFill()...))
			if !errors.Is(err, syscall.ENOSPC) || r.Path != "" {
				t.Fatalf("%s, step %d: %+v, %v", form, at, r, err)
			}
			if left := inFolder(t, o.Folder); len(left) > 0 {
				t.Fatalf("%s, step %d leaves %q", form, at, left)
			}
		}
	}
}

// Who ends it in the middle, between messages or in a file, finds nothing.
func TestCancelledLeavesNothing(t *testing.T) {
	gaveUp := errors.New("the user gave up")
	for _, form := range forms {
		for _, inFile := range []bool{false, true} {
			ctx, cancel := context.WithCancelCause(t.Context())
			o := options(t, form)
			n := 0
			c := Chat{JID: "bob@example.org", Messages: func(yield func(Message, error) bool) {
				for ; ; n++ {
					m := text(n, "and so on")
					if n == 5000 && inFile {
						m.File = &File{Name: "large", Open: func(context.Context) (io.ReadCloser, int64, error) {
							return &endless{at: 50, do: func() { cancel(gaveUp) }}, 1 << 40, nil
						}}
					} else if n == 5000 {
						cancel(gaveUp)
					}
					if left := inFolder(t, o.Folder); n == 4999 && (len(left) != 1 || !strings.HasSuffix(left[0], " 2026-11-30.part")) {
						t.Errorf("while it is written there is %q", left)
					}
					if !yield(m, nil) {
						return
					}
				}
			}}
			if _, err := Write(ctx, o, seq(c)); !errors.Is(err, gaveUp) {
				t.Errorf("%s: %v", form, err)
			}
			if left := inFolder(t, o.Folder); len(left) > 0 || n != 5000 {
				t.Errorf("%s leaves %q after %d", form, left, n)
			}
		}
	}
}

// endless is a file without an end, in which something is done.
type endless struct {
	n, at int
	do    func()
}

func (e *endless) Read(p []byte) (int, error) {
	if e.n++; e.n == e.at {
		e.do()
	}
	if e.n > e.at+1 {
		return 0, errors.New("it is still read")
	}
	return len(p), nil
}

func (*endless) Close() error { return nil }

// What cannot be read ends it, and leaves nothing either.
func TestBrokenRowsLeaveNothing(t *testing.T) {
	broken := errors.New("page 7 is damaged")
	for _, form := range forms {
		o := options(t, form)
		_, err := Write(t.Context(), o, seq(Chat{JID: "bob@example.org", Messages: func(yield func(Message, error) bool) {
			_ = yield(text(1, "hello"), nil) && yield(Message{}, broken)
		}}))
		if left := inFolder(t, o.Folder); !errors.Is(err, broken) || len(left) > 0 {
			t.Errorf("%s: %v, %q", form, err, left)
		}
		_, err = Write(t.Context(), o, func(yield func(Chat, error) bool) { yield(Chat{}, broken) })
		if left := inFolder(t, o.Folder); !errors.Is(err, broken) || len(left) > 0 {
			t.Errorf("%s: %v, %q", form, err, left)
		}
	}
	if _, err := Write(t.Context(), options(t, "pdf"), seq()); !errors.Is(err, ErrForm) {
		t.Error(err)
	}
}

// What is there is not touched, not even what comes while it is written, or what another export left.
func TestNothingIsReplaced(t *testing.T) {
	o := options(t, JSON)
	name := "Vouch alice@example.org 2026-11-30"
	for _, n := range []string{name, name + " (2).part"} {
		if err := os.Mkdir(filepath.Join(o.Folder, n), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	keep := filepath.Join(o.Folder, name, "kept")
	if err := os.WriteFile(keep, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	late := Chat{JID: "bob@example.org", Messages: func(yield func(Message, error) bool) {
		if err := os.WriteFile(filepath.Join(o.Folder, name+" (3)"), []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		yield(text(1, "hello"), nil)
	}}
	r, err := Write(t.Context(), o, seq(late))
	if err != nil || filepath.Base(r.Path) != name+" (3) (2)" {
		t.Errorf("%+v, %v", r, err)
	}
	if got := inFolder(t, o.Folder); !slices.Equal(got, []string{name, name + " (2).part", name + " (3)", name + " (3) (2)"}) {
		t.Errorf("%q", got)
	}
	for _, path := range []string{keep, filepath.Join(o.Folder, name+" (3)")} {
		if data, err := os.ReadFile(path); string(data) != "mine" {
			t.Errorf("%s: %q, %v", path, data, err)
		}
	}
}

// Chats whose names come out the same have folders of their own, as have files; only the user reads them.
func TestNamesAreCleanedAndKeptApart(t *testing.T) {
	a, b := text(1, ""), text(2, "")
	a.File, b.File = fileOf("../../../etc/passwd", []byte("a")), fileOf(`C:\Lake.png`+"\u202egnp.exe\n", []byte("b"))
	_, got := exported(t, options(t, JSON), one("room@example.org/a?b", text(1, "1")), one("room@example.org/a:b", text(1, "2")), one("ROOM@example.org/A|b", text(1, "3")),
		one("../..", a, b), one("CON", text(1, "4")), one("", text(1, "5")), one("chats.jsonl", text(1, "6")))
	var dirs []string
	for path := range got {
		dirs = append(dirs, path)
	}
	slices.Sort(dirs)
	want := []string{
		"ROOM@example.org_A_b (3)/messages.jsonl", "_CON/messages.jsonl", "__../messages.jsonl", "chats.jsonl", "chats.jsonl (2)/messages.jsonl", "file/messages.jsonl",
		"room@example.org_a_b (2)/messages.jsonl", "room@example.org_a_b/messages.jsonl",
	}
	want = slices.DeleteFunc(want, func(s string) bool { return strings.HasPrefix(s, "__..") })
	files := slices.DeleteFunc(slices.Clone(dirs), func(s string) bool { return slices.Contains(want, s) })
	if len(files) != 3 || len(dirs) != len(want)+3 || !strings.HasSuffix(files[0], "/files/00001 passwd") || !strings.HasSuffix(files[1], "/files/00002 Lake.pnggnp.exe") {
		t.Errorf("%q", dirs)
	}
}

func TestOnlyTheUserReads(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // rights come from the folder above
	}
	r, _ := exported(t, options(t, HTML), chatsToFill()...)
	err := filepath.WalkDir(r.Path, func(path string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if want := map[bool]os.FileMode{true: 0o700, false: 0o600}[e.IsDir()]; err == nil && info.Mode().Perm() != want {
			t.Errorf("%s is %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Not even a file that came into the folder from elsewhere is replaced.
func TestFilesAreNew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mine")
	for i, want := range []error{nil, os.ErrExist} {
		f, err := osDisk{}.create(path)
		if !errors.Is(err, want) {
			t.Errorf("try %d: %v", i, err)
		}
		if f != nil {
			f.Close()
		}
	}
}

// What stands among our words is one line, ends, and turns nothing.
func TestLinesAmongOurWords(t *testing.T) {
	for said, want := range map[string]string{
		" a\nb\r\n\tc ": "a b c", "Lake\u202egnp.exe": "Lakegnp.exe", "\u2067x\u2069\u200f": "x", "a\x00b": "a b", strings.Repeat("é", 400): strings.Repeat("é", mostLine) + "…",
	} {
		if got := line(said); got != want {
			t.Errorf("%.40q: %.40q", said, got)
		}
	}
}

// A page ends with 10,000 messages or with the year, and an earlier time does not go back.
func TestPagesEnd(t *testing.T) {
	many := Chat{JID: "bob@example.org", Name: "Bob", Messages: func(yield func(Message, error) bool) {
		for n := range 2*PageMessages + 5 {
			m := text(n, "hello")
			switch {
			case n < 3:
				m.Time = at.AddDate(-1, 0, 0)
			case n == 100:
				m.Time = at.AddDate(-3, 0, 0)
			case n > 2*PageMessages+3:
				m.Time = at.AddDate(1, 0, 0)
			default:
				m.Time = at
			}
			if !yield(m, nil) {
				return
			}
		}
	}}
	for _, form := range []Form{HTML, Markdown} {
		r, got := exported(t, options(t, form), many)
		if len(got) != 6 || r.Messages != 2*PageMessages+5 || r.Chats != 1 {
			t.Fatalf("%s: %+v, %d files", form, r, len(got))
		}
		end := map[Form]string{HTML: ".html", Markdown: ".md"}[form]
		for name, want := range map[string]int{"2025": 3, "2026": PageMessages, "2026-2": PageMessages, "2026-3": 1, "2027": 1} {
			page := got["bob@example.org/"+name+end]
			if n := strings.Count(page, "encrypted, verified device"); n != want {
				t.Errorf("%s has %d messages, want %d", name+end, n, want)
			}
			for other, leads := range map[string]bool{"2025": name == "2026", "2026": name == "2025" || name == "2026-2", "2026-2": name == "2026" || name == "2026-3", "2027": name == "2026-3"} {
				link := map[Form]string{HTML: `href="./` + other + `.html"`, Markdown: "](" + other + ".md)"}[form]
				if strings.Contains(page, link) != leads {
					t.Errorf("%s leads to %s: %v", name, other, !leads)
				}
			}
		}
	}
	if _, got := exported(t, options(t, JSON), many); strings.Count(got["bob@example.org/messages.jsonl"], "\n") != 2*PageMessages+5 {
		t.Error("lines are missing")
	}
}

// Days are those of the user's zone.
func TestDaysAreTheUsers(t *testing.T) {
	o := options(t, HTML)
	o.Zone = time.FixedZone("east", 14*3600)
	m := text(0, "happy new year")
	m.Time = time.Date(2026, 12, 31, 11, 0, 0, 0, time.UTC)
	_, got := exported(t, o, one("bob@example.org", m))
	if page := got["bob@example.org/2027.html"]; !strings.Contains(page, "Friday, 1 January 2027") || !strings.Contains(page, `<time datetime="2026-12-31T11:00:00Z">01:00</time>`) {
		t.Errorf("%v", got)
	}
}
