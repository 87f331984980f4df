package app_test

import (
	"context"
	"encoding/pem"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vouch/app"
	"vouch/xmpp/xmpptest"
)

// TestFetchPage fetches from a server whose certificate alice's account accepts, and from ones that must not do.
func TestFetchPage(t *testing.T) {
	clear := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		t.Error("asked in clear")
		w.Write([]byte("my keys: others"))
	}))
	t.Cleanup(clear.Close)
	var asked []*http.Request
	answers := map[string]http.HandlerFunc{
		"/keys": func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("my keys: none")) },
		"/latin": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
			w.Write([]byte("<p>J\xfcrgen"))
		},
		"/moved": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/keys", http.StatusFound) },
		"/loop":  func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) },
		"/plain": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, clear.URL, http.StatusFound)
		},
		"/picture": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "image/png")
			w.Write([]byte("png"))
		},
		"/endless": func(w http.ResponseWriter, _ *http.Request) {
			for range 2 << 10 {
				w.Write(make([]byte, 1<<10))
			}
		},
		"/cookie": func(w http.ResponseWriter, r *http.Request) {
			http.SetCookie(w, &http.Cookie{Name: "who", Value: "x"})
			http.Redirect(w, r, "/keys", http.StatusFound)
		},
		"/headless": func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 100<<10)) },
	}
	web := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r)
		if h, ok := answers[r.URL.Path]; ok {
			h(w, r)
			return
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(web.Close)
	server := xmpptest.StartScripted(t, xmpptest.Users("alice", "bob"))
	at := server.Place()
	own, err := os.ReadFile(at.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	both := filepath.Join(t.TempDir(), "both.pem")
	webs := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: web.Certificate().Raw})
	if err := os.WriteFile(both, append(own, webs...), 0o600); err != nil {
		t.Fatal(err)
	}
	alice := &peer{t: t, jid: "alice@" + at.Domain, dir: t.TempDir()}
	alice.start()
	alice.must(app.AddAccount{JID: alice.jid, Password: "alicepass", Host: at.Host, Port: at.Port, CAFile: both})
	bob := newPeer(t, server, "bob", app.Options{})

	for _, c := range []struct {
		path, text string
		kind       app.Kind
	}{
		{"/keys", "my keys: none", ""}, {"/moved", "my keys: none", ""}, {"/latin", "<p>Jürgen", ""}, {"/cookie", "my keys: none", ""},
		{"/loop", "", app.KindNotConnected}, {"/plain", "", app.KindRefused}, {"/picture", "", app.KindInvalid}, {"/endless", "", app.KindInvalid},
		{"/nothing", "", app.KindRefused}, {"/headless", "", app.KindNotConnected},
	} {
		got, err := alice.FetchPage(t.Context(), alice.jid, web.URL+c.path)
		if app.KindOf(err) != c.kind || got.Text != c.text || err == nil && got.Address == "" {
			t.Errorf("%s: %+v, %v", c.path, got, err)
		}
	}
	for _, r := range asked {
		if len(r.Cookies()) > 0 || r.Referer() != "" && !strings.HasPrefix(r.Referer(), web.URL) {
			t.Errorf("%s tells who asks: %v", r.URL, r.Header)
		}
	}
	if _, err := bob.FetchPage(t.Context(), bob.jid, web.URL+"/keys"); app.KindOf(err) != app.KindTLS {
		t.Errorf("a certificate that nobody vouches for: %v", err)
	}
	for _, address := range []string{"", "example.org", "http://example.org/keys", clear.URL, "https://", "file:///etc/passwd", "https://me:secret@example.org/", "https://%zz"} {
		if _, err := alice.FetchPage(t.Context(), alice.jid, address); app.KindOf(err) != app.KindInvalid {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// TestFetchPageGoesThroughTheProxy gives the proxy a name, and opens nothing beside it.
func TestFetchPageGoesThroughTheProxy(t *testing.T) {
	web := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("my keys: none")) }))
	t.Cleanup(web.Close)
	server := xmpptest.StartScripted(t, xmpptest.Users("alice"))
	at := server.Place()
	own, err := os.ReadFile(at.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	both := filepath.Join(t.TempDir(), "both.pem")
	webs := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: web.Certificate().Raw})
	if err := os.WriteFile(both, append(own, webs...), 0o600); err != nil {
		t.Fatal(err)
	}
	socks := xmpptest.StartSocks(t, "u", "pw")
	for name, address := range map[string]string{"named.example:5222": net.JoinHostPort(at.Host, strconv.Itoa(int(at.Port))), "example.com:443": web.Listener.Addr().String()} {
		socks.LeadTo(name, func(ctx context.Context) (net.Conn, error) { return (&net.Dialer{}).DialContext(ctx, "tcp", address) })
	}
	outside := &noted{}
	alice := &peer{t: t, jid: "alice@" + at.Domain, dir: t.TempDir(), opt: app.Options{Dialer: outside, Resolver: outside}}
	alice.start()
	alice.must(app.AddAccount{JID: alice.jid, Password: "alicepass", Host: "named.example", CAFile: both, Proxy: "socks5://u:pw@" + socks.Address})
	got, err := alice.FetchPage(t.Context(), alice.jid, "https://example.com/keys")
	if err != nil || got.Text != "my keys: none" || !slices.Contains(socks.Asked(), "example.com:443") {
		t.Errorf("%+v, %v; the proxy was asked for %q", got, err, socks.Asked())
	}
	outside.mu.Lock()
	defer outside.mu.Unlock()
	if slices.ContainsFunc(outside.asked, func(a string) bool { return a != socks.Address }) {
		t.Errorf("beside the proxy: %q", outside.asked)
	}
}
