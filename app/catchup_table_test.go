package app

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/mam"
)

// The page after one that has come is asked for before that is taken in, and only where there can be one. What is ahead takes
// the place of the one before it, or is asked for again.
func TestPageAhead(t *testing.T) {
	for _, row := range []struct {
		name                  string
		back, complete, stale bool
		ahead                 bool
	}{
		{name: "in the middle", ahead: true},
		{name: "the last one", complete: true},
		{name: "one that was given before", stale: true},
		{name: "backwards", back: true},
	} {
		a := withoutNetwork(t)
		p := &page{back: row.back, pager: pager{of: a.addr.Bare(), results: []mam.Result{{ArchiveID: "1"}, {ArchiveID: "2"}}}}
		if a.archive.page = p; row.stale {
			a.archive.given["1"], a.archive.given["2"] = true, true
		}
		a.pageCame(p, mam.Fin{Complete: row.complete})
		if got := a.archive.ahead != nil; got != row.ahead {
			t.Errorf("%s: asked ahead: %v", row.name, got)
		}
	}

	a := withoutNetwork(t)
	p := &page{pager: pager{of: a.addr.Bare(), results: []mam.Result{{ArchiveID: "1"}}}}
	a.archive.page = p
	a.pageCame(p, mam.Fin{})
	ahead := a.archive.ahead
	a.receiveResult(a.addr.Bare(), mam.Result{QueryID: ahead.id, ArchiveID: "2"})
	a.pageEnd(mam.Query{}, ahead, &xmpp.Answer{Err: xmpp.ErrBusy})
	if a.archive.ahead != nil || a.archive.page != p {
		t.Error("a page ahead that failed is still there, or the one before it is not")
	}
	a.askAhead()
	if again := a.archive.ahead; again == nil || again == ahead || len(ahead.results) != 1 || len(again.results) != 0 {
		t.Errorf("asked again: %+v", again)
	}
	if a.archive.ended(); a.archive.page != nil || a.archive.ahead != nil {
		t.Error("pages outlive their stream")
	}
}

// withoutNetwork is an account whose loop does not run.
func withoutNetwork(t testing.TB) *account {
	t.Helper()
	file, err := trust.Open(t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	s, err := New(file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	a := newAccount(s, trust.Account{JID: "alice@example.org"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a.ctx, a.inbox.timer = ctx, time.NewTimer(time.Hour)
	return a
}
