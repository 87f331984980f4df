package web

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// serve starts a server over TLS and gives the way to it.
func serve(t testing.TB, f http.HandlerFunc) (Way, string) {
	t.Helper()
	server := httptest.NewUnstartedServer(f)
	server.Config.ErrorLog = nil
	server.StartTLS()
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return Way{Roots: roots, Inside: true}, server.URL
}

func TestPutSendsWhatWasPromised(t *testing.T) {
	for _, size := range []int{0, 1, 16, 3 << 20} {
		var got []byte
		var head *http.Request
		w, at := serve(t, func(out http.ResponseWriter, r *http.Request) {
			head = r
			got, _ = io.ReadAll(r.Body)
			out.WriteHeader(http.StatusCreated)
		})
		body := bytes.Repeat([]byte{7}, size)
		var sent int64
		err := w.Put(t.Context(), at+"/a%2Fb", []Header{{"Authorization", "Bearer x"}}, "application/octet-stream", int64(size), bytes.NewReader(append(body, "more"...)), func(n int64) { sent = n })
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, body) || head.ContentLength != int64(size) || len(head.TransferEncoding) > 0 || sent != int64(size) {
			t.Errorf("%d bytes: %d came, of %d, in %q; %d told", size, len(got), head.ContentLength, head.TransferEncoding, sent)
		}
		if head.Method != "PUT" || head.URL.EscapedPath() != "/a%2Fb" || head.Header.Get("Authorization") != "Bearer x" || head.Header.Get("User-Agent") != "" || head.ProtoMajor != 1 {
			t.Errorf("%s %s %v", head.Method, head.URL, head.Header)
		}
	}
}

// A server that does not want a file says so before it comes, leads nowhere else, and is not believed to have it.
func TestPutRefused(t *testing.T) {
	read := 0
	w, at := serve(t, func(out http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/large":
			out.WriteHeader(http.StatusRequestEntityTooLarge)
		case "/there":
			out.WriteHeader(http.StatusConflict)
		case "/elsewhere":
			http.Redirect(out, r, "/other", http.StatusTemporaryRedirect)
		case "/other":
			read++
			out.WriteHeader(http.StatusCreated)
		}
	})
	put := func(path string) error {
		return w.Put(t.Context(), at+path, nil, "", 8<<20, io.LimitReader(zeros{}, 8<<20), nil)
	}
	var status StatusError
	if err := put("/large"); !errors.As(err, &status) || status.Code() != 413 {
		t.Errorf("too large: %v", err)
	}
	if err := put("/there"); !errors.As(err, &status) || status.Code() != 409 {
		t.Errorf("there already: %v", err)
	}
	if err := put("/elsewhere"); !errors.Is(err, ErrChanged) || read > 0 {
		t.Errorf("redirected: %v, %d reached the other place", err, read)
	}
	for _, address := range []string{"http://up.example/x", "https://u@up.example/x", "up", ""} {
		if err := w.Put(t.Context(), address, nil, "", 0, nil, nil); !errors.Is(err, ErrAddress) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// fetch is what Get brings from a byte on.
func fetch(t testing.TB, w Way, address string, from, most int64) (at, length int64, got string, err error) {
	t.Helper()
	var b strings.Builder
	err = w.Get(t.Context(), address, from, most, func(a, l int64) (io.Writer, error) {
		at, length = a, l
		return &b, nil
	})
	return at, length, b.String(), err
}

func TestGetTakesUpWhereItWas(t *testing.T) {
	const whole = "0123456789"
	ranges := map[string]func(http.ResponseWriter){
		"/206": func(w http.ResponseWriter) {
			w.Header().Set("Content-Range", "bytes 4-10/10") // one too high, as Prosody 0.12 has it
			w.WriteHeader(206)
			fmt.Fprint(w, whole[4:])
		},
		"/200":        func(w http.ResponseWriter) { fmt.Fprint(w, whole) },
		"/otherStart": func(w http.ResponseWriter) { w.Header().Set("Content-Range", "bytes 3-9/10"); w.WriteHeader(206) },
		"/416":        func(w http.ResponseWriter) { w.WriteHeader(416) },
		"/gzip":       func(w http.ResponseWriter) { w.Header().Set("Content-Encoding", "gzip"); fmt.Fprint(w, whole) },
		"/404":        func(w http.ResponseWriter) { w.WriteHeader(404) },
		"/short": func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "10")
			fmt.Fprint(w, whole[:5])
		},
		"/login": func(w http.ResponseWriter) { w.Header().Set("Location", "http://login.example/"); w.WriteHeader(302) },
	}
	w, base := serve(t, func(out http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Range") != "bytes=4-" && r.URL.Path != "/first" {
			t.Errorf("asked for %q", r.Header.Get("Range"))
		}
		ranges[r.URL.Path](out)
	})
	for _, c := range []struct {
		path string
		most int64
		at   int64
		got  string
		err  error
	}{
		{"/206", 10, 4, whole[4:], nil}, {"/200", 10, 0, whole, nil}, {"/otherStart", 10, 0, "", ErrRange}, {"/416", 10, 0, "", ErrRange},
		{"/gzip", 10, 0, "", ErrEncoded}, {"/404", 10, 0, "", StatusError("404 Not Found")}, {"/206", 9, 0, "", ErrTooLong}, {"/200", 9, 0, "", ErrTooLong},
		{"/short", 10, 0, whole[:5], io.ErrUnexpectedEOF}, {"/login", 10, 0, "", ErrLeaves},
	} {
		at, _, got, err := fetch(t, w, base+c.path, 4, c.most)
		if at != c.at || got != c.got || !errors.Is(err, c.err) {
			t.Errorf("%s up to %d: from %d, %q, %v", c.path, c.most, at, got, err)
		}
	}
}

// What does not say how long it is is read up to a bound, and no byte further.
func TestGetWithoutLength(t *testing.T) {
	w, at := serve(t, func(out http.ResponseWriter, r *http.Request) {
		out.(http.Flusher).Flush()
		fmt.Fprint(out, "0123456789")
	})
	if _, length, got, err := fetch(t, w, at, 0, 10); length != -1 || got != "0123456789" || err != nil {
		t.Errorf("%q of %d, %v", got, length, err)
	}
	if _, _, got, err := fetch(t, w, at, 0, 9); got != "012345678" || !errors.Is(err, ErrTooLong) {
		t.Errorf("%q, %v", got, err)
	}
	if n, err := w.Length(t.Context(), at); n != -1 || err != nil {
		t.Errorf("its length is %d, %v", n, err)
	}
}

// No server learns the key of a link, nor where another has led from: redirect-key.
func TestWhereALinkLedIsNotTold(t *testing.T) {
	var last *http.Request
	hops := 0
	var base string
	w, at := serve(t, func(out http.ResponseWriter, r *http.Request) {
		last = r
		if hops--; hops >= 0 {
			http.Redirect(out, r, base+"/next#secret", http.StatusFound)
			return
		}
		fmt.Fprint(out, "file")
	})
	base = at
	hops = 3
	if _, _, got, err := fetch(t, w, at+"/first?q#0123", 0, 10); got != "file" || err != nil {
		t.Fatalf("%q, %v", got, err)
	}
	if last.Header.Get("Referer") != "" || last.Header.Get("Cookie") != "" || strings.Contains(last.RequestURI, "secret") {
		t.Errorf("told: %v", last.Header)
	}
	hops = 5
	if _, _, _, err := fetch(t, w, at, 0, 10); err == nil {
		t.Error("redirected for ever")
	}
}

// A link does not lead into this machine or its networks, by a name, an address, or a redirection.
func TestNoLinkLeadsInside(t *testing.T) {
	asked := 0
	w, at := serve(t, func(http.ResponseWriter, *http.Request) { asked++ })
	w.Inside = false
	for _, address := range []string{at, strings.Replace(at, "127.0.0.1", "localhost", 1), "https://[::1]/", "https://10.0.0.1/", "https://169.254.169.254/latest"} {
		if _, _, _, err := fetch(t, w, address, 0, 10); !errors.Is(err, ErrInside) {
			t.Errorf("%s: %v", address, err)
		}
	}
	if asked > 0 {
		t.Errorf("asked %d times", asked)
	}
}

// What does not get on for a minute is given up, and what does is not.
func TestStalledTransferEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, alive, end := watched(context.Background())
		defer end()
		for range 5 {
			time.Sleep(stallTime - time.Second)
			alive.Add(2 * stallBytes)
		}
		if ctx.Err() != nil {
			t.Fatal("given up while it got on")
		}
		time.Sleep(2*stallTime + time.Second)
		if !errors.Is(cause(ctx, ctx.Err()), ErrStalled) {
			t.Errorf("ended with %v", context.Cause(ctx))
		}
	})
}
