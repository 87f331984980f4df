package files

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"

	"vouch/app/fault"
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
