package files_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/files"
	"vouch/app/files/aesgcm"
	"vouch/app/history"
	"vouch/app/loop"
	"vouch/app/web"
	"vouch/xmpp"
)

// uploadHost is a service that gives slots, and the host behind them.
type uploadHost struct {
	loop.Door // nil: nothing else is asked of it
	t         testing.TB
	url       string
	way       files.Way
	slot      func(n int) (payload string, err error) // the answer to the n-th question; ~ is the url
	serve     func(n int, w http.ResponseWriter, r *http.Request)

	mu    sync.Mutex // guards the rest
	asked int        // for slots
	put   [][]byte   // what was put
	heads []http.Header
	seen  []string // methods and paths
}

func newUploadHost(t testing.TB) *uploadHost {
	h := &uploadHost{t: t}
	server := httptest.NewTLSServer(h)
	t.Cleanup(server.Close)
	h.url = server.URL
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	h.way = func(own bool) web.Way { return web.Way{Roots: roots, Inside: own} }
	h.slot = func(n int) (string, error) { return slotOf("~/put/", "~/get/", n), nil }
	h.serve = func(_ int, w http.ResponseWriter, r *http.Request) { h.honest(w, r) }
	return h
}

func slotOf(put, get string, n int) string {
	return fmt.Sprintf("<slot xmlns='urn:xmpp:http:upload:0'><put url='%s%d'/><get url='%s%d'/></slot>", put, n, get, n)
}

func (h *uploadHost) Online() bool                           { return true }
func (h *uploadHost) Ended() <-chan struct{}                 { return nil }
func (h *uploadHost) Call(_ context.Context, f func()) error { f(); return nil }
func (h *uploadHost) Ask(_ jid.JID, _ bool, _ any, then func(*xmpp.Answer)) {
	h.asked++
	text, err := h.slot(h.asked)
	if err != nil {
		then(&xmpp.Answer{Err: err})
		return
	}
	e, err := xmpp.ParseElement(strings.ReplaceAll(text, "~", h.url))
	if err != nil {
		h.t.Error(err)
	}
	then(&xmpp.Answer{Payload: &e})
}

func (h *uploadHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	h.seen = append(h.seen, r.Method+" "+r.URL.Path)
	h.heads = append(h.heads, r.Header)
	n := len(h.seen)
	h.mu.Unlock()
	h.serve(n, w, r)
}

// honest keeps what it takes, and gives its length.
func (h *uploadHost) honest(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPut {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		h.mu.Lock()
		h.put = append(h.put, body)
		h.mu.Unlock()
		w.WriteHeader(http.StatusCreated)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.put) == 0 {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Length", fmt.Sprint(len(h.put[len(h.put)-1])))
}

// send uploads a file of that many bytes through it.
func (h *uploadHost) send(limit int64, size int) (address string, sealed []byte, err error) {
	s, _ := store(h.t)
	k := aesgcm.NewKey()
	name, _, err := s.Add(h.t.Context(), bytes.NewReader(make([]byte, size)), k)
	if err != nil {
		h.t.Fatal(err)
	}
	f := history.File{Name: "Plan for Sunday.pdf", Stored: name}
	f.SetKey(k)
	raw, _, err := s.Sealed(name)
	if err != nil {
		h.t.Fatal(err)
	}
	defer raw.Close()
	if sealed, err = io.ReadAll(raw); err != nil {
		h.t.Fatal(err)
	}
	account := loop.Account{JID: "alice@example.org", Addr: jid.MustParse("alice@example.org"), Door: h}
	address, err = s.Upload(h.t.Context(), account, files.Place{Addr: jid.MustParse("upload.example.org"), Limit: limit}, h.way, f, true, nil)
	return address, sealed, err
}

// What a service of our server can do with its slots.
func TestSlotsOfAHostileService(t *testing.T) {
	for _, c := range []struct {
		name, slot string
		kind       fault.Kind // "": it is uploaded
		seen       []string
	}{
		{"slot-http", slotOf("http://up.example/", "~/", 1), fault.KindMalformed, nil},
		{"slot-http: to fetch", slotOf("~/", "http://up.example/", 1), fault.KindMalformed, nil},
		{"slot-userinfo", slotOf("https://you:me@up.example/", "~/", 1), fault.KindMalformed, nil},
		{"slot-fragment", slotOf("~/x#", "~/", 1), fault.KindMalformed, nil},
		{"slot-fragment: a key of somebody else's", slotOf("~/", "~/x#00", 1), fault.KindMalformed, nil},
		{"nothing", "<slot xmlns='urn:xmpp:http:upload:0'/>", fault.KindMalformed, nil},
		{"slot-header-crlf", strings.Replace(slotOf("~/", "~/", 1), "'/><get", "'><header name='Authorization'>a&#13;&#10;Host: evil&#127;</header></put><get", 1), "", []string{"PUT /1", "HEAD /1"}},
		{"slot-header-foreign", strings.Replace(slotOf("~/", "~/", 1), "'/><get", "'><header name='Host'>evil</header><header name='Content-Length'>1</header><header name='X-Evil'>1</header></put><get", 1), "", []string{"PUT /1", "HEAD /1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newUploadHost(t)
			h.slot = func(int) (string, error) { return c.slot, nil }
			address, sealed, err := h.send(0, 100)
			if fault.KindOf(err) != c.kind || !slices.Equal(h.seen, c.seen) || (address == "") != (c.kind != "") {
				t.Fatalf("%q, %v; the host saw %q", address, err, h.seen)
			}
			if c.kind != "" {
				return
			}
			if !bytes.Equal(h.put[0], sealed) || h.heads[0].Get("X-Evil") != "" || h.heads[0].Get("Authorization") != map[bool]string{true: "aHost: evil"}[strings.HasSuffix(c.name, "crlf")] {
				t.Errorf("%d bytes, and %v", len(h.put[0]), h.heads[0])
			}
			if h.heads[1].Get("Authorization") != "" {
				t.Error("the address that others fetch it from was told what PUT alone is for")
			}
		})
	}
}

// What the host behind a slot can do. What it does not have, as far as it says, was not uploaded; what it has was, whatever became
// of its answer.
func TestUploadToAHostileHost(t *testing.T) {
	status := func(n int) http.HandlerFunc { return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(n) } }
	length := func(n string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", n) }
	}
	for _, c := range []struct {
		name      string
		put, head http.HandlerFunc // nil: honest
		kind      fault.Kind
		tries     int
	}{
		{"honest", nil, nil, "", 1},
		{"put-lies: HEAD is short", nil, length("3"), fault.KindRefused, 2},
		{"put-lies: HEAD knows nothing", nil, status(404), fault.KindRefused, 2},
		{"put-201-early", func(w http.ResponseWriter, r *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				fmt.Fprint(conn, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
				_ = conn.Close()
			}
		}, status(404), "", 0},
		{"HEAD is not allowed", nil, status(405), "", 1},
		{"HEAD does not say how long", nil, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Transfer-Encoding", "chunked") }, "", 1},
		{"put-redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, nil, fault.KindRefused, 1},
		{"the answer is lost, and the file is there", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_ = conn.Close()
			}
		}, length("116"), "", 1},
		{"the answer is lost, and half a file is there", func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }, length("50"), fault.KindNotConnected, 1},
		{"it is there already", status(409), length("116"), "", 1},
		{"another is there already", status(409), length("3"), fault.KindNotConnected, 1},
		{"the slot has expired", status(403), nil, fault.KindRefused, 1},
		{"upload-limit-shrinks: after the slot", status(413), nil, fault.KindTooBig, 1},
		{"it is out of order", status(503), nil, fault.KindRefused, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newUploadHost(t)
			h.serve = func(_ int, w http.ResponseWriter, r *http.Request) {
				switch f := map[string]http.HandlerFunc{http.MethodPut: c.put, http.MethodHead: c.head}[r.Method]; {
				case strings.HasPrefix(r.URL.Path, "/elsewhere"):
					t.Error("led elsewhere")
				case f != nil:
					f(w, r)
				default:
					h.honest(w, r)
				}
			}
			address, _, err := h.send(0, 100)
			if c.tries == 0 { // it broke off, or was believed and not found: both are no file
				if err == nil || address != "" {
					t.Errorf("%q, %v", address, err)
				}
				return
			}
			if fault.KindOf(err) != c.kind || h.asked != c.tries || (address == "") != (c.kind != "") {
				t.Errorf("%q, %v after %d slots: %q", address, err, h.asked, h.seen)
			}
			if c.kind == "" && address != h.url+"/get/1" {
				t.Errorf("others find it at %q", address)
			}
			if strings.Contains(fmt.Sprint(h.seen), "Sunday") {
				t.Errorf("the host learned its name: %q", h.seen)
			}
		})
	}
}

// upload-limit-shrinks: the service refuses a slot for what it said it takes, and says how much it takes now.
func TestLimitThatShrinks(t *testing.T) {
	h := newUploadHost(t)
	if _, _, err := h.send(115, 100); fault.KindOf(err) != fault.KindTooBig || h.asked > 0 {
		t.Errorf("what is known to be too large: %v, asked %d times", err, h.asked)
	}
	detail, err := xmpp.ParseElement("<file-too-large xmlns='urn:xmpp:http:upload:0'><max-file-size>50</max-file-size></file-too-large>")
	if err != nil {
		t.Fatal(err)
	}
	h.slot = func(int) (string, error) {
		return "", &xmpp.StanzaError{Type: "modify", Condition: "not-acceptable", Detail: &detail}
	}
	var said *fault.Error
	_, _, err = h.send(1000, 100)
	if fault.KindOf(err) != fault.KindTooBig || len(h.seen) > 0 {
		t.Fatalf("%v; the host saw %q", err, h.seen)
	}
	if said = err.(*fault.Error); said.Said != "50" {
		t.Errorf("it says %q", said.Said)
	}
	for _, c := range []struct {
		err  error
		kind fault.Kind
	}{
		{&xmpp.StanzaError{Type: "wait", Condition: "resource-constraint"}, fault.KindRefused}, {&xmpp.StanzaError{Type: "auth", Condition: "forbidden"}, fault.KindRefused},
		{&xmpp.StanzaError{Type: "wait", Condition: "remote-server-timeout"}, fault.KindNotConnected}, {xmpp.ErrClosed, fault.KindNotConnected}, {xmpp.ErrBusy, fault.KindNotConnected},
	} {
		h.slot = func(int) (string, error) { return "", c.err }
		if _, _, err := h.send(0, 100); fault.KindOf(err) != c.kind {
			t.Errorf("%v: %v", c.err, err)
		}
	}
}

// Where a service does not answer, it is not known whether our server takes files; that is no "no" (monal#544).
func TestServiceThatDoesNotAnswer(t *testing.T) {
	const items = "<query xmlns='http://jabber.org/protocol/disco#items'><item jid='upload.example.org'/><item jid='rooms.example.org'/></query>"
	const info = "<query xmlns='http://jabber.org/protocol/disco#info'><feature var='%s'/></query>"
	none := fmt.Sprintf(info, "urn:x")
	for _, c := range []struct {
		name    string
		answers []any // to the question for items, and to each entity
		kind    fault.Kind
		at      string
	}{
		{"all have answered", []any{items, none, none, none}, fault.KindNotOffered, ""},
		{"dino#1568: by its feature, whatever it is called", []any{items, none, none, fmt.Sprintf(info, "urn:xmpp:http:upload:0")}, "", "rooms.example.org"},
		{"one is silent", []any{items, none, xmpp.ErrBusy, none}, fault.KindNotConnected, ""},
		{"one is not there now", []any{items, none, &xmpp.StanzaError{Type: "wait", Condition: "service-unavailable"}, none}, fault.KindNotConnected, ""},
		{"one is not there", []any{items, none, &xmpp.StanzaError{Type: "cancel", Condition: "item-not-found"}, none}, fault.KindNotOffered, ""},
		{"one is silent, and another takes files", []any{items, none, xmpp.ErrBusy, fmt.Sprintf(info, "urn:xmpp:http:upload:0")}, "", "rooms.example.org"},
		{"the stream ends", []any{items, none, xmpp.ErrClosed}, fault.KindNotConnected, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newUploadHost(t)
			h.slot = func(n int) (string, error) {
				if err, ok := c.answers[n-1].(error); ok {
					return "", err
				}
				return c.answers[n-1].(string), nil
			}
			p, err := files.FindPlace(t.Context(), loop.Account{JID: "alice@example.org", Addr: jid.MustParse("alice@example.org"), Door: h})
			if fault.KindOf(err) != c.kind || p.Addr.String() != c.at {
				t.Errorf("%s, %v", p.Addr, err)
			}
		})
	}
}
