package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

const wholeFile = "0123456789"

// What a host can do to whoever fetches a file from it. Each case fetches the file from its byte 4 on, or from its beginning.
func TestGetFromAHostileHost(t *testing.T) {
	var base string
	for _, c := range []struct {
		name string
		from int64
		host http.HandlerFunc
		got  string // what was handed over
		err  error
	}{
		{"get-gzip", 0, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			packed := gzip.NewWriter(w)
			fmt.Fprint(packed, wholeFile)
			_ = packed.Close()
		}, "", ErrEncoded},
		{"get-gzip: by name alone", 0, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "Identity")
			fmt.Fprint(w, wholeFile)
		}, wholeFile, nil},
		{"get-no-length", 0, func(w http.ResponseWriter, r *http.Request) {
			w.(http.Flusher).Flush()
			fmt.Fprint(w, wholeFile)
		}, wholeFile, nil},
		{"get-no-length: for ever", 0, func(w http.ResponseWriter, r *http.Request) {
			w.(http.Flusher).Flush()
			_, _ = io.Copy(w, zeros{})
		}, "", ErrTooLong},
		{"get-206-other-start", 4, part("bytes 3-9/10", wholeFile[3:]), "", ErrRange},
		{"get-206-other-start: no number", 4, part("bytes x-9/10", wholeFile[4:]), "", ErrRange},
		{"get-206-other-start: nothing said", 4, part("", wholeFile[4:]), "", ErrRange},
		{"get-206-other-start: many parts", 4, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "multipart/byteranges; boundary=x")
			w.WriteHeader(http.StatusPartialContent)
			fmt.Fprint(w, "--x\r\n")
		}, "", ErrRange},
		{"get-206: nobody asked for a part", 0, part("bytes 0-9/10", wholeFile), "", ErrRange},
		{"get-206: beyond the end", 4, part("bytes 4-9/10", strings.Repeat("x", 97)), "", ErrTooLong},
		{"get-200-on-range", 4, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, wholeFile) }, wholeFile, nil},
		{"get-416", 4, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(416) }, "", ErrRange},
		{"get-1xx-flood", 0, func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				w.WriteHeader(http.StatusEarlyHints)
			}
		}, "", errAny},
		{"headers without end", 0, func(w http.ResponseWriter, r *http.Request) {
			for i := range 2000 {
				w.Header().Set(fmt.Sprint("X-", i), strings.Repeat("x", 100))
			}
		}, "", errAny},
		{"a body that ends too early", 0, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "10")
			fmt.Fprint(w, wholeFile[:5])
		}, wholeFile[:5], io.ErrUnexpectedEOF},
		{"get-html-login", 0, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "http://login.example/?from=x")
			w.WriteHeader(http.StatusFound)
		}, "", ErrLeaves},
		{"get-html-login: an answer that is none", 0, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusNetworkAuthenticationRequired) // RFC 6585 §6
		}, "", StatusError("511 Network Authentication Required")},
		{"get-cookie", 0, func(w http.ResponseWriter, r *http.Request) {
			if len(r.Cookies()) > 0 {
				fmt.Fprint(w, "known again")
				return
			}
			http.SetCookie(w, &http.Cookie{Name: "who", Value: "you"})
			if r.URL.Path != "/again" {
				http.Redirect(w, r, "/again", http.StatusFound)
				return
			}
			fmt.Fprint(w, wholeFile)
		}, wholeFile, nil},
		{"redirect-key", 0, func(w http.ResponseWriter, r *http.Request) {
			if said := fmt.Sprint(r.RequestURI, r.Header); strings.Contains(said, "5ec2e7") || r.Header.Get("Referer") != "" {
				fmt.Fprint(w, "told: ", said)
				return
			}
			if r.URL.Path != "/again" {
				http.Redirect(w, r, "/again", http.StatusFound)
				return
			}
			fmt.Fprint(w, wholeFile)
		}, wholeFile, nil},
		{"redirections that never end", 0, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, base, http.StatusFound) }, "", ErrCircle},
		{"a redirection with a name and a password", 0, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, strings.Replace(base, "https://", "https://you:me@", 1), http.StatusFound)
		}, "", ErrLeaves},
		{"expired", 0, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusGone) }, "", StatusError("410 Gone")},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, at := serve(t, c.host)
			base = at
			_, _, got, err := fetch(t, w, at+"/x#5ec2e7", c.from, 100)
			if c.name == "get-no-length: for ever" && len(got) <= 100 {
				got = ""
			}
			if got != c.got || c.err == errAny && err == nil || c.err != errAny && !errors.Is(err, c.err) {
				t.Errorf("%q, %v, want %q, %v", got, err, c.got, c.err)
			}
			if strings.Contains(fmt.Sprint(err), "5ec2e7") {
				t.Errorf("fragment-in-log: %v", err)
			}
		})
	}
}

var errAny, errEither = errors.New("any error"), errors.New("any error, or none")

func part(told, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if told != "" {
			w.Header().Set("Content-Range", told)
		}
		w.WriteHeader(http.StatusPartialContent)
		fmt.Fprint(w, body)
	}
}

// What does not say how long it is is not read for ever, however much is wanted.
func TestGetOfUntoldLengthIsBounded(t *testing.T) {
	w, at := serve(t, func(out http.ResponseWriter, r *http.Request) {
		out.(http.Flusher).Flush()
		_, _ = io.Copy(out, io.LimitReader(zeros{}, mostUntold+1))
	})
	if _, _, got, err := fetch(t, w, at, 0, 4<<30); len(got) != mostUntold || !errors.Is(err, ErrTooLong) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// What a host can do to whoever puts a file there.
func TestPutToAHostileHost(t *testing.T) {
	for _, c := range []struct {
		name string
		host http.HandlerFunc
		err  error
	}{
		{"put-redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/other", http.StatusFound) }, ErrChanged},
		{"put-redirect: with the same method", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/other", http.StatusPermanentRedirect)
		}, ErrChanged},
		{"put-201-early", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Connection", "close")
			w.WriteHeader(http.StatusCreated)
			w.(http.Flusher).Flush()
			conn, _, _ := w.(http.Hijacker).Hijack()
			_ = conn.Close()
		}, errEither}, // whether it is there the caller asks with Length
		{"an answer of a kind that is none", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusTeapot) }, StatusError("418 I'm a teapot")},
		{"1xx-flood", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				w.WriteHeader(http.StatusProcessing)
			}
		}, errAny},
	} {
		t.Run(c.name, func(t *testing.T) {
			others := atomic.Int32{}
			w, at := serve(t, func(out http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/x" {
					others.Add(1)
					return
				}
				c.host(out, r)
			})
			err := w.Put(t.Context(), at+"/x", []Header{{"Authorization", "secret"}}, "", 8<<20, io.LimitReader(zeros{}, 8<<20), nil)
			if c.err == errAny && err == nil || c.err != errAny && c.err != errEither && !errors.Is(err, c.err) {
				t.Errorf("%v, want %v", err, c.err)
			}
			if others.Load() > 0 {
				t.Error("somebody else was asked")
			}
		})
	}
}

// A length that is that of other bytes is none; put-lies is seen by it.
func TestLengthOfAHostileHost(t *testing.T) {
	w, at := serve(t, func(out http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodHead {
			t.Errorf("asked with %s", r.Method)
		}
		switch r.URL.Path {
		case "/gzip":
			out.Header().Set("Content-Encoding", "gzip")
			out.Header().Set("Content-Length", "3")
		case "/short":
			out.Header().Set("Content-Length", "3")
		case "/gone":
			out.WriteHeader(http.StatusNotFound)
		case "/away":
			http.Redirect(out, r, "http://elsewhere.example/", http.StatusFound)
		}
	})
	for path, want := range map[string]struct {
		n   int64
		err error
	}{"/gzip": {-1, nil}, "/short": {3, nil}, "/gone": {-1, StatusError("404 Not Found")}, "/away": {-1, ErrLeaves}} {
		if n, err := w.Length(t.Context(), at+path); n != want.n || !errors.Is(err, want.err) {
			t.Errorf("%s: %d, %v", path, n, err)
		}
	}
}

// get-slow: who sends a byte now and then is given up, whatever was said before: while it answers, and in its file.
func TestSlowHostIsGivenUp(t *testing.T) {
	for name, said := range map[string]string{"without an answer": "", "within its headers": "HTTP/1.1 200 OK\r\nX-Slow: ", "within its file": "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"} {
		t.Run(name, func(t *testing.T) {
			certificate, roots := certified(t)
			synctest.Test(t, func(t *testing.T) {
				ours, theirs := net.Pipe()
				conn := tls.Server(theirs, &tls.Config{Certificates: []tls.Certificate{certificate}})
				var host sync.WaitGroup
				host.Go(func() { _, _ = io.Copy(io.Discard, conn) })
				host.Go(func() {
					for text := said; text != ""; text = "x" {
						if _, err := io.WriteString(conn, text); err != nil {
							return
						}
						time.Sleep(10 * time.Second)
					}
				})
				w := Way{Roots: roots, Inside: true, Dialer: dialer(func() (net.Conn, error) { return ours, nil })}
				began := time.Now()
				_, _, _, err := fetch(t, w, "https://example.com/x", 0, 10<<20)
				if took := time.Since(began); err == nil || took > 3*stallTime {
					t.Errorf("after %s: %v", took, err)
				}
				_ = theirs.Close()
				host.Wait()
			})
		})
	}
}

// certified is a certificate for example.com, and who has signed it.
func certified(t testing.TB) (tls.Certificate, *x509.CertPool) {
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return server.TLS.Certificates[0], roots
}

type dialer func() (net.Conn, error)

func (d dialer) DialContext(context.Context, string, string) (net.Conn, error) { return d() }

// dns-rebind, v4-mapped, nat64: it counts where a connection leads, and not what a name stood for a moment ago.
func TestNameThatLeadsInside(t *testing.T) {
	var heard bytes.Buffer
	for name, at := range map[string]string{
		"dns-rebind": "127.0.0.1:443", "v4-mapped": "[::ffff:100.64.0.1]:443", "nat64": "[64:ff9b::a00:1]:443", "6to4": "[2002:c0a8:101::]:443", "link-local": "[fe80::1%eth0]:443",
	} {
		w := Way{Dialer: dialer(func() (net.Conn, error) { return told{at, &heard}, nil })}
		if _, _, _, err := fetch(t, w, "https://rebind.example/x", 0, 10); !errors.Is(err, ErrInside) {
			t.Errorf("%s: %v", name, err)
		}
		if err := w.Put(t.Context(), "https://rebind.example/x", nil, "", 1, zeros{}, nil); !errors.Is(err, ErrInside) {
			t.Errorf("%s: put: %v", name, err)
		}
		if _, err := w.Length(t.Context(), "https://rebind.example/x"); !errors.Is(err, ErrInside) {
			t.Errorf("%s: length: %v", name, err)
		}
	}
	if heard.Len() > 0 {
		t.Errorf("they were told %q", heard.String())
	}
	for _, address := range []string{"https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://0/", "https://127.1/", "https://localhost/"} {
		if _, _, _, err := fetch(t, Way{}, address, 0, 10); err == nil {
			t.Errorf("%s was asked", address)
		}
	}
}

// told is a connection to somewhere.
type told struct {
	at    string
	heard *bytes.Buffer
}

func (c told) RemoteAddr() net.Addr               { return where(c.at) }
func (c told) LocalAddr() net.Addr                { return where("") }
func (c told) Read([]byte) (int, error)           { return 0, io.EOF }
func (c told) Write(p []byte) (int, error)        { return c.heard.Write(p) }
func (c told) Close() error                       { return nil }
func (c told) SetDeadline(time.Time) error        { return nil }
func (c told) SetReadDeadline(t time.Time) error  { return nil }
func (c told) SetWriteDeadline(t time.Time) error { return nil }

type where string

func (where) Network() string  { return "tcp" }
func (w where) String() string { return string(w) }

// A host of our own may be in a private network, and has nobody led to another that is.
func TestOwnHostLeadsNowhereElseInside(t *testing.T) {
	asked := 0
	_, other := serve(t, func(http.ResponseWriter, *http.Request) { asked++ })
	w, at := serve(t, func(out http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/here" {
			fmt.Fprint(out, wholeFile)
			return
		}
		http.Redirect(out, r, map[string]string{"/own": "/here", "/other": other}[r.URL.Path], http.StatusFound)
	})
	if _, _, got, err := fetch(t, w, at+"/own", 0, 10); got != wholeFile || err != nil {
		t.Errorf("led on within it: %q, %v", got, err)
	}
	if _, _, _, err := fetch(t, w, at+"/other", 0, 10); !errors.Is(err, ErrInside) || asked > 0 {
		t.Errorf("led to another: %v, asked %d times", err, asked)
	}
}
