package app_test

import (
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/files/aesgcm"
	"vouch/app/history"
	"vouch/xmpp/xmpptest"
)

// fileHost is a host of files at the domain of a scripted server, which it is certified for.
type fileHost struct {
	url string

	mu    sync.Mutex // guards the rest
	files map[string]http.HandlerFunc
	asked []string // method, path and range
}

// newFileHost starts one, which everybody trusts who signs in at server afterwards.
func newFileHost(t testing.TB, server *xmpptest.Scripted) *fileHost {
	t.Helper()
	authority, err := xmpptest.NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := authority.Good(server.Domain)
	if err != nil {
		t.Fatal(err)
	}
	ca, err := os.OpenFile(server.Place().CAFile, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer ca.Close()
	if err := pem.Encode(ca, &pem.Block{Type: "CERTIFICATE", Bytes: certificate.Certificate[1]}); err != nil {
		t.Fatal(err)
	}
	h := &fileHost{files: map[string]http.HandlerFunc{}}
	s := httptest.NewUnstartedServer(h)
	s.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.StartTLS()
	t.Cleanup(s.Close)
	h.url = strings.Replace(s.URL, "127.0.0.1", server.Domain, 1)
	return h
}

func (h *fileHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	h.asked = append(h.asked, strings.TrimSpace(r.Method+" "+r.RequestURI+" "+r.Header.Get("Range")))
	f := h.files[r.URL.Path]
	h.mu.Unlock()
	if f == nil {
		http.NotFound(w, r)
		return
	}
	f(w, r)
}

// has makes a file be there, and gives its address.
func (h *fileHost) has(path string, data []byte) string {
	return h.does(path, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(data)))
		_, _ = w.Write(data)
	})
}

func (h *fileHost) does(path string, f http.HandlerFunc) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.files[path] = f
	return h.url + path
}

// wasAsked is what was asked for a path.
func (h *fileHost) wasAsked(path string) (out []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, a := range h.asked {
		if strings.Contains(a+" ", path+" ") {
			out = append(out, a)
		}
	}
	return out
}

// logged is a log that a test reads.
type logged struct {
	mu  sync.Mutex // guards all
	all bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

// newFileLiar is a liar with a host of files, and all that alice logs.
func newFileLiar(t *testing.T) (*liar, *fileHost, *logged) {
	t.Helper()
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob", "carol"), xmpptest.Archive())
	h, log := newFileHost(t, server), &logged{}
	handler := slog.NewTextHandler(io.MultiWriter(testWriter{t}, log), &slog.HandlerOptions{Level: slog.LevelDebug})
	return newLiarOn(t, server, app.Options{Timing: impatient, Log: slog.New(handler)}), h, log
}

// by is a message of bob, or of whoever, with what is inside.
func by(who, id, inner string) string {
	return fmt.Sprintf("<message from='%s/x' to='%%s' type='chat' id='%s'>%s</message>", who, id, inner)
}

// share is a file that is shared, where it can be fetched if that is told, and what beside its name is told of it.
func share(name, address, more string) string {
	sources := ""
	if address != "" {
		sources = sourceAt(address)
	}
	return "<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'><name>" + name + "</name>" + more + "</file>" + sources + "</file-sharing>"
}

func sourceAt(address string) string {
	return "<sources xmlns='urn:xmpp:sfs:0'><url-data xmlns='http://jabber.org/protocol/url-data' target='" + address + "'/></sources>"
}

func hashOf(data string) string {
	sum := sha256.Sum256([]byte(data))
	return "<hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>" + base64.StdEncoding.EncodeToString(sum[:]) + "</hash>"
}

const insteadOfWords = "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:sfs:0'/>"

// What a contact's message can say to be a file, in clear: what becomes of it, with which name, and what of it is here.
func TestFilesThatMessagesSayToBe(t *testing.T) {
	l, h, _ := newFileLiar(t)
	n := 0
	for _, c := range []struct {
		name  string
		say   func(at string) string // ~ in it is the address of the file
		file  string                 // "": there is none, but the text
		state history.FileState
		text  string
	}{
		{"said twice", func(at string) string {
			return "<body>" + at + "</body><x xmlns='jabber:x:oob'><url>" + at + "</url></x>"
		}, "IMG.jpg", history.FileHere, ""},
		{"said thrice, as we do", func(at string) string {
			return "<body>" + at + "</body><x xmlns='jabber:x:oob'><url>" + at + "</url></x>" + share("../Plan.jpg", at, "<size>8</size>"+hashOf("the file")) + insteadOfWords
		}, "Plan.jpg", history.FileHere, ""},
		{"shared without words", func(at string) string { return share("Plan.jpg", at, hashOf("the file")) }, "Plan.jpg", history.FileHere, ""},
		{"shared with words for others", func(at string) string {
			return "<body>A file</body>" + share("Plan.jpg", at, hashOf("the file")) + insteadOfWords
		}, "Plan.jpg", history.FileHere, ""},
		{"shared with words of its own", func(at string) string { return "<body>look</body>" + share("Plan.jpg", at, hashOf("the file")) }, "", "", "look\nPlan.jpg\n~"},
		{"sfs-no-hash", func(at string) string { return share("Plan.jpg", at, "") }, "Plan.jpg", history.FileHere, ""},
		{"another hash", func(at string) string { return share("Plan.jpg", at, hashOf("another")) }, "Plan.jpg", history.FileDamaged, ""},
		{"sfs-size-lie: it is longer", func(at string) string { return share("Plan.jpg", at, "<size>7</size>") }, "Plan.jpg", history.FileOffered, ""},
		{"sfs-size-lie: it is shorter", func(at string) string { return share("Plan.jpg", at, "<size>9</size>") }, "Plan.jpg", history.FileDamaged, ""},
		{"oob-differs", func(at string) string {
			return "<body>" + at + "</body><x xmlns='jabber:x:oob'><url>" + at + "?other</url></x>"
		}, "", "", "~\n~?other"},
		{"oob-differs: in a second line", func(at string) string {
			return "<body>" + at + "\nlook</body><x xmlns='jabber:x:oob'><url>" + at + "</url></x>"
		}, "", "", "~\nlook"},
		{"in clear all the way", func(at string) string {
			at = strings.Replace(at, "https:", "http:", 1)
			return "<body>" + at + "</body><x xmlns='jabber:x:oob'><url>" + at + "</url></x>"
		}, "", "", "http:~"},
		{"thumb-bomb", func(at string) string {
			return share("Plan.jpg", at, hashOf("the file")+"<thumbnail xmlns='urn:xmpp:thumbs:1' media-type='image/png' width='99999' height='99999' uri='data:image/png;base64,"+strings.Repeat("A", 100_000)+"'/>")
		}, "Plan.jpg", history.FileHere, ""},
		{"thumb-cid-stranger", func(at string) string {
			return share("Plan.jpg", at, hashOf("the file")+"<thumbnail xmlns='urn:xmpp:thumbs:1' media-type='image/png' uri='cid:sha1+8f35fef110ffc5df08d579a50083ff9308fb6242@bob.xmpp.org'/>")
		}, "Plan.jpg", history.FileHere, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			n++
			at := h.has(fmt.Sprintf("/%d/IMG.jpg", n), []byte("the file"))
			before := len(l.messages(bobs))
			rows, written := l.between(t, func() { l.tell(by(bobs, fmt.Sprint("f", n), c.say(at))) })
			if len(rows) != 1 {
				t.Fatalf("rows %q", rows)
			}
			for _, w := range written {
				if !strings.Contains(w, `id="sync-`) {
					t.Errorf("alice wrote %s", w)
				}
			}
			row := l.messages(bobs)[before+1]
			if c.file == "" {
				want := bobs + ": " + strings.ReplaceAll(strings.ReplaceAll(c.text, "http:~", strings.Replace(at, "https:", "http:", 1)), "~", at)
				if rows[0] != want || row.Attachment() != nil {
					t.Errorf("%q, want %q", rows[0], want)
				}
				return
			}
			l.await("file "+string(c.state), func() bool { row = l.messages(bobs)[before+1]; return row.File != nil && row.File.State == c.state })
			if row.File.Name != c.file || row.Body != "" {
				t.Errorf("%+v", row.File)
			}
			if c.state == history.FileHere {
				if got := string(l.saved(bobs, row.ID)); got != "the file" || row.File.Size != 8 {
					t.Errorf("it has %q, and is %+v", got, row.File)
				}
			} else if row.File.Stored != "" {
				t.Errorf("something of it is kept: %+v", row.File)
			}
		})
	}
	if got := l.peer.kept(); len(got) != 7 {
		t.Errorf("in the store there are %q", got)
	}
}

// What is shared before it is uploaded is fetched when who shared it says where; nobody else can say so: sfs-attach-other.
func TestFileThatIsSharedBeforeItIsThere(t *testing.T) {
	l, h, _ := newFileLiar(t)
	at, other := h.has("/a.jpg", []byte("the file")), h.has("/b.jpg", []byte("another"))
	attach := func(id, address string) string {
		return "<body>" + address + "</body><attach-to xmlns='urn:xmpp:message-attaching:1' id='" + id + "'/>" + sourceAt(address)
	}
	l.tell(by(bobs, "first", share("Plan.jpg", "", "<size>8</size>")))
	row := l.awaitFile(bobs, 0, history.FileAwaited)
	l.refuse(app.FetchFile{Account: l.jid, Chat: bobs, ID: row.ID}, app.KindConflict)
	for who, id := range map[string]string{"carol@localhost": "first", strangers: "first", bobs: "none"} {
		rows, _ := l.between(t, func() { l.tell(by(who, "attached", attach(id, other))) })
		if len(rows) != 1 || !strings.HasSuffix(rows[0], ": "+other) {
			t.Errorf("by %s: %q", who, rows)
		}
	}
	if row = l.awaitFile(bobs, 0, history.FileAwaited); row.File.URL != "" {
		t.Errorf("somebody else has said that it is at %s", row.File.URL)
	}
	l.tell(by(bobs, "second", attach("first", at)))
	row = l.awaitFile(bobs, 0, history.FileHere)
	if got := string(l.saved(bobs, row.ID)); got != "the file" {
		t.Errorf("it has %q", got)
	}
	if rows, _ := l.between(t, func() { l.tell(by(bobs, "third", attach("first", other))) }); len(rows) > 0 {
		t.Errorf("what comes once more: %q", rows)
	}
	if row = l.awaitFile(bobs, 0, history.FileHere); row.File.URL != at {
		t.Errorf("now it is at %s", row.File.URL)
	}
	if asked := h.wasAsked("/b.jpg"); len(asked) > 0 {
		t.Errorf("asked for another: %q", asked)
	}
}

// sealedAs encrypts a text under a key, and gives the link to it at an address.
func sealedAs(t testing.TB, k aesgcm.Key, text string, at func(sealed []byte) string) string {
	t.Helper()
	var out bytes.Buffer
	w, err := k.Encrypt(&out)
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return aesgcm.Link{URL: at(out.Bytes()), Key: k}.Text()
}

// aesgcm-in-clear: a link with its key that everybody could read is a file, and its row says that it came in clear. No key reaches a
// log, a server of files or the text of the row, whatever becomes of it: fragment-in-log. same-key-two-urls: each is its own file.
func TestKeysOfFilesStayWhereTheyAre(t *testing.T) {
	l, h, log := newFileLiar(t)
	k := aesgcm.NewKey()
	links := []string{
		sealedAs(t, k, "the first", func(sealed []byte) string { return h.has("/1.jpg", sealed) }),
		sealedAs(t, k, "the second", func(sealed []byte) string { return h.has("/2.jpg", sealed) }),
		sealedAs(t, k, "gone", func([]byte) string { return h.url + "/gone.jpg" }),
		sealedAs(t, k, "damaged", func(sealed []byte) string { return h.has("/damaged.jpg", append(sealed, 0)) }),
		sealedAs(t, k, "inside", func([]byte) string { return "https://10.0.0.1/inside.jpg" }),
		sealedAs(t, k, "led away", func([]byte) string {
			return h.does("/away.jpg", func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "http://login.example/?to="+r.URL.String(), http.StatusFound)
			})
		}),
		sealedAs(t, k, "expired", func([]byte) string {
			return h.does("/expired.jpg", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusGone) })
		}),
		sealedAs(t, k, "a page", func([]byte) string { return h.has("/login.jpg", []byte("<html>Who are you?</html>")) }),
	}
	want := []history.FileState{history.FileHere, history.FileHere, history.FileGone, history.FileDamaged, history.FileFailed, history.FileFailed, history.FileGone, history.FileDamaged}
	for n, link := range links {
		l.tell(by(bobs, fmt.Sprint("k", n), "<body>"+link+"</body>"))
		row := l.awaitFile(bobs, n, want[n])
		if row.Encrypted || !row.PlainIn || row.Body != "" || !row.File.Sealed {
			t.Errorf("%d: %+v", n, row)
		}
		if text := []string{"the first", "the second"}; n < 2 && string(l.saved(bobs, row.ID)) != text[n] {
			t.Errorf("%d: it is another", n)
		}
	}
	if got := l.peer.kept(); len(got) != 2 {
		t.Errorf("in the store there are %q", got)
	}
	key := fmt.Sprintf("%x", k.Key[:])
	for what, text := range map[string]string{"the log": log.String(), "the host of files": strings.Join(h.asked, "\n"), "alice": strings.Join(l.server.Written("alice"), "\n")} {
		if text == "" || strings.Contains(text, key) || strings.Contains(text, fmt.Sprintf("%x", k.IV)) {
			t.Errorf("%s has it: %.300s", what, text)
		}
	}
}

// dino#1125: what was fetched of a file when the program ended is not fetched again, whatever ended it, be it encrypted or in clear;
// and get-206-other-file: what turns out to be of another file is.
func TestFetchingGoesOnInAnotherRun(t *testing.T) {
	const more = "more"
	for _, c := range []struct {
		name  string
		later func(whole []byte, w http.ResponseWriter, r *http.Request)
		asks  []string // ranges; more is what was not kept
		state history.FileState
	}{
		{"where it was", func(whole []byte, w http.ResponseWriter, r *http.Request) {
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(whole))
		}, []string{"", more}, history.FileHere},
		{"get-200-on-range", func(whole []byte, w http.ResponseWriter, r *http.Request) { _, _ = w.Write(whole) }, []string{"", more}, history.FileHere},
		{"get-416", func(whole []byte, w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Range") != "" {
				w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
				return
			}
			_, _ = w.Write(whole)
		}, []string{"", more, ""}, history.FileHere},
		{"get-416: always", func(_ []byte, w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
		},
			[]string{"", more, ""}, history.FileFailed},
		{"get-206-other-file", func(whole []byte, w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Range") != "" {
				whole = make([]byte, len(whole))
			}
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(whole))
		}, []string{"", more, ""}, history.FileHere},
		{"get-206-other-file: always", func(whole []byte, w http.ResponseWriter, r *http.Request) {
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(make([]byte, len(whole))))
		}, []string{"", more, ""}, history.FileDamaged},
	} {
		for kind, left := range map[string]int64{"encrypted": 300_000, "in clear": 256 << 10} { // a piece is encrypted at once
			t.Run(c.name+", "+kind, func(t *testing.T) {
				t.Parallel()
				asks := slices.Clone(c.asks)
				if kind == "in clear" && c.name == "get-200-on-range" {
					asks = append(asks, "") // its beginning is encrypted already
				}
				for n, a := range asks {
					asks[n] = strings.ReplaceAll(a, more, fmt.Sprintf("bytes=%d-", left))
				}
				fetchesInAnotherRun(t, kind == "encrypted", left, c.later, asks, c.state)
			})
		}
	}
}

// What was begun anew in clear and broke off is not gone on with: it lies under a key that only that try had.
func TestWhatWasBegunAnewIsNotGoneOnWith(t *testing.T) {
	tries := 0
	before, after := fetchesInAnotherRun(t, false, 256<<10, func(whole []byte, w http.ResponseWriter, _ *http.Request) {
		if tries++; tries == 2 {
			w.Header().Set("Content-Length", fmt.Sprint(len(whole)))
			whole = whole[:400_000]
		}
		_, _ = w.Write(whole)
	}, []string{"", fmt.Sprintf("bytes=%d-", 256<<10), "", ""}, history.FileHere)
	if before == after {
		t.Error("it has the name, and so the key, that it had before")
	}
}

// fetchesInAnotherRun has alice get 300,000 bytes of a file before her program ends, of which so many are left, and the rest by what
// the host says later. It gives the names that it had in the store before and in the end.
func fetchesInAnotherRun(t *testing.T, sealed bool, left int64, later func(whole []byte, w http.ResponseWriter, r *http.Request), asks []string, state history.FileState) (before, after string) {
	const first = 300_000
	l, h, _ := newFileLiar(t)
	text, n, begun := strings.Repeat("a line\n", 80_000), 0, make(chan struct{})
	at := func(whole []byte) string {
		return h.does("/a.txt", func(w http.ResponseWriter, r *http.Request) {
			if n++; n > 1 {
				later(whole, w, r)
				return
			}
			w.Header().Set("Content-Length", fmt.Sprint(len(whole)))
			_, _ = w.Write(whole[:first])
			w.(http.Flusher).Flush()
			close(begun)
			<-r.Context().Done()
		})
	}
	if sealed {
		l.tell(by(bobs, "f", "<body>"+sealedAs(t, aesgcm.NewKey(), text, at)+"</body>"))
	} else {
		l.tell(by(bobs, "f", share("a.txt", at([]byte(text)), hashOf(text))))
	}
	<-begun
	row := l.awaitFile(bobs, 0, history.FileComing)
	before = row.File.Stored
	part := filepath.Join(l.dir, "files", before+".part")
	for deadline := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) { // a file that grows tells nobody
		if info, err := os.Stat(part); err == nil && info.Size() == left {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("what was said is not kept")
		}
	}
	l.restart()
	row = l.awaitFile(bobs, 0, state)
	if state == history.FileHere && string(l.saved(bobs, row.ID)) != text {
		t.Error("it is another")
	}
	var asked []string
	for _, a := range h.wasAsked("/a.txt") {
		asked = append(asked, strings.TrimSpace(strings.TrimPrefix(a, "GET /a.txt")))
	}
	if !slices.Equal(asked, asks) {
		t.Errorf("asked for %q, want %q", asked, asks)
	}
	if kept := l.peer.kept(); len(kept) != map[bool]int{true: 1}[state == history.FileHere] {
		t.Errorf("in the store there are %q", kept)
	}
	return before, row.File.Stored
}

// What the user has said about files that come by themselves holds for what comes from then on; and how large one is that does not
// say so is found out only that far.
func TestHowMuchComesByItself(t *testing.T) {
	l, h, _ := newFileLiar(t)
	for n, c := range []struct {
		megabytes, size int
		state           history.FileState
	}{{0, 8, history.FileOffered}, {1, 1 << 20, history.FileHere}, {1, 1<<20 + 1, history.FileOffered}, {2, 1<<20 + 1, history.FileHere}} {
		l.must(app.SetUnasked{Account: l.jid, Megabytes: c.megabytes})
		if got := l.status().Unasked; got != c.megabytes {
			t.Errorf("it says %d megabytes", got)
		}
		at := h.has(fmt.Sprintf("/%d.bin", n), make([]byte, c.size))
		l.tell(by(bobs, fmt.Sprint("f", n), "<body>"+at+"</body><x xmlns='jabber:x:oob'><url>"+at+"</url></x>"))
		l.say(fmt.Sprint("after ", n))
		l.awaitFile(bobs, n, c.state)
		if asked := h.wasAsked(fmt.Sprintf("/%d.bin", n)); c.megabytes == 0 && len(asked) > 0 {
			t.Errorf("asked, although never: %q", asked)
		}
	}
	l.restart()
	if got := l.status().Unasked; got != 2 {
		t.Errorf("in another run it says %d megabytes", got)
	}
	for _, megabytes := range []int{-1, 4097} {
		l.refuse(app.SetUnasked{Account: l.jid, Megabytes: megabytes}, app.KindInvalid)
	}
}
