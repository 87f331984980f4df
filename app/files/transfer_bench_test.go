package files_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vouch/app/files"
	"vouch/app/files/aesgcm"
	"vouch/app/history"
	"vouch/app/web"
)

// BenchmarkTransfers moves 64 MiB over TLS on loopback, and holds that against a client of the standard library that copies the same
// bytes to nowhere and from memory: x-tls. Sending reads a file, encrypts it into the store, syncs, and puts what lies there; fetching
// gets it, writes it, holds it against its tag, and syncs. Both write all of it to the disk, which bare copying does not.
func BenchmarkTransfers(b *testing.B) {
	const size = 64 << 20
	text := bytes.Repeat([]byte("what only two read. "), size/20+1)[:size]
	var sealed []byte
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			_, err := io.Copy(io.Discard, r.Body)
			if err == nil {
				w.WriteHeader(http.StatusCreated)
			}
			return
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(sealed))
	}))
	b.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	way := web.Way{Roots: roots, Inside: true}
	bare := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DisableCompression: true}}
	s, _ := store(b)
	key := aesgcm.NewKey()
	name, _, err := s.Add(b.Context(), bytes.NewReader(text), key)
	if err == nil {
		sealed, err = readSealed(s, name)
	}
	if err != nil {
		b.Fatal(err)
	}
	timed := func(do func() error) time.Duration {
		begin := time.Now()
		if err := do(); err != nil {
			b.Fatal(err)
		}
		return time.Since(begin)
	}
	path := write(b, "large.bin", text)
	b.Run("send", func(b *testing.B) {
		var ours, theirs time.Duration
		b.SetBytes(size)
		for b.Loop() {
			theirs += timed(func() error { return put(b.Context(), bare, server.URL, sealed) })
			ours += timed(func() error {
				got, err := s.Attach(b.Context(), path, files.AsCleaned)
				if err != nil {
					return err
				}
				f, n, err := s.Sealed(got.Stored)
				if err != nil {
					return err
				}
				return errors.Join(way.Put(b.Context(), server.URL, nil, "application/octet-stream", n, f, func(int64) {}), f.Close(), s.Remove(got.Stored))
			})
		}
		b.ReportMetric(float64(ours)/float64(theirs), "x-tls")
	})
	b.Run("fetch", func(b *testing.B) {
		var ours, theirs time.Duration
		b.SetBytes(size)
		for b.Loop() {
			theirs += timed(func() error { return get(b.Context(), bare, server.URL) })
			ours += timed(func() error {
				f := history.File{Name: "large.bin", URL: server.URL + "/a", Sealed: true, Stored: files.NewName()}
				f.SetKey(key)
				got, err := s.Download(b.Context(), "127.0.0.1", func(bool) web.Way { return way }, f, files.Most, nil)
				return errors.Join(err, s.Remove(got.Stored))
			})
		}
		b.ReportMetric(float64(ours)/float64(theirs), "x-tls")
	})
}

func readSealed(s *files.Store, name string) ([]byte, error) {
	f, _, err := s.Sealed(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func put(ctx context.Context, c *http.Client, url string, data []byte) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPut, url, bytes.NewReader(data))
	if err != nil {
		return err
	}
	answer, err := c.Do(r)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

func get(ctx context.Context, c *http.Client, url string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, strings.NewReader(""))
	if err != nil {
		return err
	}
	answer, err := c.Do(r)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return errors.Join(err, answer.Body.Close())
}
