package backup

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"filippo.io/age"
)

// seal encrypts anything as a backup is.
func seal(t testing.TB, clear []byte, recipients ...age.Recipient) []byte {
	t.Helper()
	if len(recipients) == 0 {
		r, err := recipient(password, 1)
		if err != nil {
			t.Fatal(err)
		}
		recipients = []age.Recipient{r}
	}
	var b bytes.Buffer
	w, err := age.Encrypt(&b, recipients...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(clear); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func squeeze(t testing.TB, clear []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(clear); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// thing is a member that a stranger wrote.
type thing struct {
	tar.Header
	text string
}

func plain(name, text string) thing { return thing{tar.Header{Name: name}, text} }

// archive packs members as a stranger would; the size is that of the text where none is said.
func archive(t testing.TB, things ...thing) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, m := range things {
		h := m.Header
		if h.Size == 0 {
			h.Size = int64(len(m.text))
		}
		if err := w.WriteHeader(&h); err != nil { // the one before did not have the size it said
			w = tar.NewWriter(&b)
			if err := w.WriteHeader(&h); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := io.WriteString(w, m.text); err != nil {
			t.Fatal(err)
		}
	}
	_ = w.Close() // the same
	return b.Bytes()
}

var begin = plain("manifest.json", `{"format":1,"profile":"alice"}`)

// closing is the right end.json for members, as long as they hold what they say.
func closing(t testing.TB, things ...thing) thing {
	t.Helper()
	var all []Member
	for _, m := range things {
		sum := sha256.Sum256([]byte(m.text))
		all = append(all, Member{Name: m.Name, Size: int64(len(m.text)), SHA256: hex.EncodeToString(sum[:])})
	}
	text, err := json.Marshal(map[string]any{"count": len(all), "members": all})
	if err != nil {
		t.Fatal(err)
	}
	return plain("end.json", string(text))
}

func judge(t testing.TB, file []byte) error {
	t.Helper()
	_, err := Verify(t.Context(), bytes.NewReader(file), password, nil)
	return err
}

// TestStrangersMembers has archives with a right passphrase and a right end, and members that none may have.
func TestStrangersMembers(t *testing.T) {
	link := func(kind byte) thing {
		return thing{tar.Header{Name: "settings.json", Typeflag: kind, Linkname: "/etc/passwd"}, ""}
	}
	for _, c := range []struct {
		what   string
		things []thing
		want   error // nil: it is good
	}{
		{"nothing more", nil, nil},
		{"what a later version has", []thing{plain("stickers/a.png", "x"), plain("polls.jsonl", "x")}, nil},
		{"the way up", []thing{plain("../accounts.json", "x")}, ErrMalformed},
		{"the way up within", []thing{plain("files/../../x", "x")}, ErrMalformed},
		{"from the root", []thing{plain("/etc/cron.d/x", "x")}, ErrMalformed},
		{"of Windows", []thing{plain(`c:\windows\x`, "x")}, ErrMalformed},
		{"a device of Windows", []thing{plain("NUL", "x")}, ErrMalformed},
		{"hidden", []thing{plain(".bashrc", "x")}, ErrMalformed},
		{"of nothing", []thing{plain("x//y", "x")}, ErrMalformed},
		{"with a line break", []thing{plain("a\nb", "x")}, ErrMalformed},
		{"too long a name", []thing{plain(strings.Repeat("x", 400), "x")}, ErrMalformed},
		{"twice", []thing{plain("accounts.json", "1"), plain("accounts.json", "2")}, ErrMalformed},
		{"two manifests", []thing{plain("manifest.json", "{}")}, ErrMalformed},
		{"unknown ones twice", []thing{plain("odd", "1"), plain("odd", "1")}, ErrMalformed},
		{"in another order", []thing{plain("chats.jsonl", ""), plain("trust.jsonl", "")}, ErrMalformed},
		{"no first part", []thing{plain("messages/000002.jsonl", "")}, ErrMalformed},
		{"no second part", []thing{plain("messages/000001.jsonl", ""), plain("messages/000003.jsonl", "")}, ErrMalformed},
		{"a symbolic link", []thing{link(tar.TypeSymlink)}, ErrMalformed},
		{"a hard link", []thing{link(tar.TypeLink)}, ErrMalformed},
		{"a folder", []thing{{tar.Header{Name: "files/", Typeflag: tar.TypeDir}, ""}}, ErrMalformed},
		{"a device", []thing{link(tar.TypeChar)}, ErrMalformed},
		{"a queue", []thing{link(tar.TypeFifo)}, ErrMalformed},
		{"a document above 8 MiB", []thing{{tar.Header{Name: "accounts.json", Size: PartSize + 1}, ""}}, ErrMalformed},
		{"rows above 8 MiB", []thing{{tar.Header{Name: "messages/000001.jsonl", Size: PartSize + 1}, ""}}, ErrMalformed},
		{"a file of 100 GB that is not there", []thing{{tar.Header{Name: "odd", Size: 100 << 30}, ""}}, ErrMalformed},
		{"8 EiB", []thing{{tar.Header{Name: "odd", Size: 1<<63 - 1}, ""}}, ErrMalformed},
		{"a file of other bytes", []thing{plain("files/"+strings.Repeat("0", 64), "x")}, ErrChanged},
		{"something behind the end", []thing{closing(t, begin), plain("odd", "x")}, ErrMalformed},
	} {
		all := append([]thing{begin}, c.things...)
		if c.what != "something behind the end" {
			all = append(all, closing(t, all...))
		}
		err := judge(t, seal(t, squeeze(t, archive(t, all...))))
		if !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("%s: %v", c.what, err)
		}
		if err != nil && (strings.Contains(err.Error(), "..") || strings.Contains(err.Error(), "\n")) {
			t.Errorf("%s: the name is in the error: %q", c.what, err)
		}
	}
}

// TestStrangersEnds has an end.json that does not fit.
func TestStrangersEnds(t *testing.T) {
	doc := plain("accounts.json", "[]")
	good := closing(t, begin, doc).text
	for _, c := range []struct {
		what, end, member string
		want              error
	}{
		{"right", good, "", nil},
		{"nothing", "", "", ErrMalformed},
		{"no JSON", "{", "", ErrMalformed},
		{"something else", "[1]", "", ErrMalformed},
		{"something more", good + "{}", "", ErrMalformed},
		{"another key", strings.Replace(good, `{"count":2`, `{"x":1,"count":2`, 1), "", ErrMalformed},
		{"another count", strings.Replace(good, `"count":2`, `"count":3`, 1), "", ErrMalformed},
		{"another digest", closing(t, begin, plain("accounts.json", "{}")).text, "accounts.json", ErrChanged},
		{"another size", strings.Replace(good, `"size":2`, `"size":3`, 1), "accounts.json", ErrChanged},
		{"one that is missing", closing(t, begin, doc, plain("chats.jsonl", "")).text, "chats.jsonl", ErrChanged},
		{"one that it does not list", closing(t, begin).text, "accounts.json", ErrChanged},
		{"one twice", closing(t, begin, doc, doc).text, "accounts.json", ErrChanged},
		{"a name that leads elsewhere", closing(t, begin, doc, plain("../x", "")).text, "", ErrChanged},
	} {
		err := judge(t, seal(t, squeeze(t, archive(t, begin, doc, plain("end.json", c.end)))))
		if c.want == nil {
			if err != nil {
				t.Errorf("%s: %v", c.what, err)
			}
			continue
		}
		var d *Damage
		if !errors.Is(err, c.want) || !errors.As(err, &d) || c.want == ErrChanged && d.Member != c.member {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}

// TestOtherFiles are no backups, or of a format that is not known yet.
func TestOtherFiles(t *testing.T) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	good := squeeze(t, archive(t, begin, closing(t, begin)))
	format := func(text string) []byte {
		return seal(t, squeeze(t, archive(t, plain("manifest.json", text), closing(t, plain("manifest.json", text)))))
	}
	cost := func(factor string) []byte {
		return []byte(strings.Replace(string(seal(t, good)), " 1\n", " "+factor+"\n", 1))
	}
	for _, c := range []struct {
		what string
		file []byte
		want error
	}{
		{"it is one", seal(t, good), nil},
		{"a picture", []byte("\x89PNG\r\n\x1a\n" + strings.Repeat("x", 5000)), ErrNotBackup},
		{"one letter", []byte("x"), ErrNotBackup},
		{"armoured", []byte("-----BEGIN AGE ENCRYPTED FILE-----\n"), ErrNotBackup},
		{"for a key", seal(t, good, key.Recipient()), ErrNotBackup},
		{"words", seal(t, []byte("alice was here")), ErrNotBackup},
		{"nothing at all", seal(t, nil), ErrNotBackup},
		{"gzip of words", seal(t, squeeze(t, bytes.Repeat([]byte("alice was here"), 100))), ErrNotBackup},
		{"another archive", seal(t, squeeze(t, archive(t, plain("thesis.txt", "x")))), ErrNotBackup},
		{"manifest of no JSON", format("alice"), ErrNotBackup},
		{"format 0", format(`{"format":0}`), ErrNotBackup},
		{"format -1", format(`{"format":-1}`), ErrNotBackup},
		{"manifest of other types", format(`{"format":1,"profile":7}`), ErrNotBackup},
		{"format 2", format(`{"format":2,"profile":7}`), ErrNewer},
		{"work factor 21", cost("21"), ErrCostly},
		{"work factor 30", cost("30"), ErrCostly},
		{"work factor of many digits", cost("99999999999999999999"), ErrCostly},
		{"work factor 0", cost("0"), ErrNotBackup},
		{"work factor of letters", cost("x"), ErrNotBackup},
		{"work factor 2, not 1", cost("2"), ErrPassphrase},
	} {
		if err := judge(t, c.file); !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}

// TestLimits lowers what may be in a file.
func TestLimits(t *testing.T) {
	var all []thing
	all = append(all, begin)
	for i := range 20 {
		all = append(all, plain(fmt.Sprint("odd-", i), strings.Repeat("x", 100)))
	}
	all = append(all, closing(t, all...))
	file := seal(t, squeeze(t, archive(t, all...)))
	for _, c := range []struct {
		what string
		l    limits
		good bool
	}{
		{"enough", limits{22, 100, 10_000, 10_000}, true},
		{"members", limits{21, 100, 10_000, 10_000}, false},
		{"a file", limits{22, 99, 10_000, 10_000}, false},
		{"together", limits{22, 100, 2000, 10_000}, false},
		{"the end", limits{22, 100, 10_000, 100}, false},
	} {
		r, err := open(t.Context(), bytes.NewReader(file), password, c.l, nil)
		for err == nil {
			_, err = r.Next()
		}
		if c.good != errors.Is(err, io.EOF) || !c.good && !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}
