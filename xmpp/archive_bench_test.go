package xmpp_test

import (
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"vouch/xmpp"
	"vouch/xmpp/mam"
	"vouch/xmpp/xmpptest"
)

// BenchmarkArchivePages reads an archive of 10,000 messages that Prosody keeps in memory, page by page, through this package
// alone: what all that stands above it can reach at best. server-ms is the part of a page before its first byte, which is the
// server's own. x-late is how much longer a page takes for a client that cannot have the system acknowledge at once; both read
// in turns. Prosody gives fifty a page at the most where nobody has told it otherwise.
func BenchmarkArchivePages(b *testing.B) {
	const kept, pairs = 10_000, 30
	for _, size := range []int{50, 250, 1000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			server := xmpptest.StartProsody(b, xmpptest.Users("alice"), xmpptest.ArchiveInMemory(kept), xmpptest.Quiet())
			keep(b, server, "alice", kept)
			var all, beside, slow, own time.Duration
			pages := 0
			for b.Loop() {
				b.StopTimer()
				r, other := archiveReader(b, server, prompt), archiveReader(b, server, late)
				b.StartTimer()
				for i := 0; r.got < kept; i++ {
					took := r.page(size)
					all += took
					own += r.watch.waited()
					pages++
					if i > 0 && i < pairs { // the first page is acknowledged at once by any system
						beside += took
					}
					b.StopTimer()
					if i < pairs && other.got < kept {
						if took := other.page(size); i > 0 {
							slow += took
						}
					}
					b.StartTimer()
				}
			}
			milliseconds := func(d time.Duration) float64 { return 1e3 * d.Seconds() / float64(pages) }
			b.ReportMetric(milliseconds(all), "ms/page")
			b.ReportMetric(milliseconds(own), "server-ms/page")
			b.ReportMetric(1e3*slow.Seconds()/float64(b.N*min(pairs-1, kept/size-1)), "late-ms/page")
			b.ReportMetric(slow.Seconds()/beside.Seconds(), "x-late")
			b.ReportMetric(float64(kept*b.N)/all.Seconds(), "messages/s")
		})
	}
}

// keep puts n messages into the archive of a user, some at a time, since the shell does not wait for long.
func keep(b *testing.B, server *xmpptest.Prosody, user string, n int) {
	const part = 2000
	for first := 1; first <= n; first += part {
		if err := server.Shell(b.Context(), fmt.Sprintf(`local st = require "util.stanza"
local store = require "core.storagemanager".open(%q, "archive", "archive")
for i = %d, %d do
  local m = st.message({ type = "chat", id = "m" .. i, from = "bob@localhost/x", to = "alice@localhost" })
  m:text_tag("body", "number " .. i .. ", about as long as what people write to each other in a chat")
  assert(store:append(%q, nil, m, 1700000000 + i, "bob@localhost"))
end
return "ok"`, server.Domain, first, min(n, first+part-1), user)); err != nil {
			b.Fatal(err)
		}
	}
}

// reader reads an archive from its beginning.
type reader struct {
	*session
	watch *stopwatch
	after *string
	got   int
}

func archiveReader(b *testing.B, server *xmpptest.Prosody, way dialing) *reader {
	r := &reader{watch: &stopwatch{}}
	cfg := configFor(server, "alice")
	cfg.Dialer = dialing(func(c net.Conn) net.Conn {
		r.watch.Conn = c
		return way(r.watch)
	})
	r.session = open(b, cfg)
	return r
}

// page reads the next page of so many and returns how long that took.
func (r *reader) page(size int) time.Duration {
	r.t.Helper()
	begin, n := time.Now(), 0
	if err := r.Ask(xmpp.Request{Set: true, Payload: mam.Query{After: r.after, Max: size}}); err != nil {
		r.t.Fatal(err)
	}
	for {
		e := r.next()
		r.Handled(e)
		switch what := e.What.(type) {
		case *xmpp.Message:
			if found, ok := mam.ParseResult(what); ok {
				r.after = &found.ArchiveID
				n++
			}
		case *xmpp.Answer:
			if what.Err != nil || n != size {
				r.t.Fatalf("a page of %d, %v", n, what.Err)
			}
			r.got += n
			return time.Since(begin)
		}
	}
}

// stopwatch takes the time from the last write to the first byte that comes after it.
type stopwatch struct {
	net.Conn
	mu      sync.Mutex // guards the rest
	written time.Time  // zero once something came
	took    time.Duration
}

// NetConn is the connection itself.
func (w *stopwatch) NetConn() net.Conn { return w.Conn }

func (w *stopwatch) Write(p []byte) (int, error) {
	w.mu.Lock()
	w.written = time.Now()
	w.mu.Unlock()
	return w.Conn.Write(p)
}

func (w *stopwatch) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	w.mu.Lock()
	defer w.mu.Unlock()
	if n > 0 && !w.written.IsZero() {
		w.took += time.Since(w.written)
		w.written = time.Time{}
	}
	return n, err
}

// waited is the time taken since the last call.
func (w *stopwatch) waited() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	took := w.took
	w.took = 0
	return took
}
