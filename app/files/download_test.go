package files

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"syscall"
	"testing"

	"vouch/app/fault"
	"vouch/app/files/aesgcm"
	"vouch/app/history"
	"vouch/app/web"
)

// A disk that is full is no fault of the network: it is said, and not tried again for ever.
func TestFullDiskIsNoFaultOfTheNetwork(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "a file") }))
	defer server.Close()
	w := web.Way{Roots: x509.NewCertPool(), Inside: true}
	w.Roots.AddCert(server.Certificate())
	err := w.Get(t.Context(), server.URL, 0, 100, func(at, length int64) (io.Writer, error) {
		return &counting{full{}, at, length, nil}, nil
	})
	kind, over := transferError(t.Context(), err)
	if fault.KindOf(kind) != fault.KindDisk || !over || !errors.Is(kind, syscall.ENOSPC) {
		t.Errorf("%v, over: %t", kind, over)
	}
	for _, passing := range []error{io.ErrUnexpectedEOF, web.ErrStalled, web.StatusError("503 Service Unavailable")} {
		if kind, over := transferError(t.Context(), passing); fault.KindOf(kind) != fault.KindNotConnected || over {
			t.Errorf("%v: %v, over: %t", passing, kind, over)
		}
	}
	stopped, stop := context.WithCancelCause(t.Context())
	stop(errors.New("by the user"))
	if kind, over := transferError(stopped, err); kind != context.Cause(stopped) || over {
		t.Errorf("stopped: %v, over: %t", kind, over)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// What there is no room for is not begun, however large it is said to be.
func TestNoRoomIsKnownBefore(t *testing.T) {
	real := freeOn
	t.Cleanup(func() { freeOn = real })
	if free, ok := real(t.TempDir()); !ok || free <= 0 {
		t.Errorf("%d bytes are free, %t", free, ok)
	}
	if _, ok := real(filepath.Join(t.TempDir(), "none")); ok {
		t.Error("it is known how much is free where nothing is")
	}
	whole := make([]byte, 1<<20)
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(whole)))
		_, _ = w.Write(whole)
	}))
	defer server.Close()
	w := web.Way{Roots: x509.NewCertPool(), Inside: true}
	w.Roots.AddCert(server.Certificate())
	s, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	sealed := history.File{URL: server.URL, Sealed: true}
	sealed.SetKey(aesgcm.NewKey())
	for what, f := range map[string]history.File{"encrypted": sealed, "in clear": {URL: server.URL}} {
		for free, full := range map[int64]bool{spare + 1<<20 - 1: true, spare + 1<<20: false, 0: true} {
			freeOn = func(string) (int64, bool) { return free, true }
			f.Stored = NewName()
			came := int64(0)
			got, err := s.Download(t.Context(), "example.org", func(bool) web.Way { return w }, f, 2<<20, func(done, _ int64) { came = done })
			if full && (fault.KindOf(err) != fault.KindDisk || !errors.Is(err, errFull) || came > 0 || got.Stored != "") {
				t.Errorf("%s, %d free: %v after %d bytes, stored %q", what, free, err, came, got.Stored)
			}
			if !full && fault.KindOf(err) == fault.KindDisk {
				t.Errorf("%s, %d free: %v", what, free, err)
			}
		}
	}
}
