// Package loop is the door between the loop of an account and the rooms beside it: packages below app that ask the network,
// keep rows and publish what they know, and own nothing of the account but their part.
//
// A room is a struct that is made with its account and lives as long. The loop hands it what came in, tells it when a
// stream has begun, and runs it: what a room keeps is touched on the loop alone, without a lock. Nothing on the loop waits.
package loop

import (
	"context"
	"log/slog"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp"
)

// Account is an account as its rooms see it. It does not change.
type Account struct {
	JID  string  // bare
	Addr jid.JID // the same
	Log  *slog.Logger
	Now  func() time.Time
	Door
}

// Door is what an account gives its rooms. What is not marked otherwise is for the loop's goroutine alone.
type Door interface {
	// Online tells whether there is a stream that is bound, and not about to end.
	Online() bool

	// Send writes a stanza that need not arrive: what must goes through the outbox. KindNotConnected: there is no stream, or
	// it has no room.
	Send(payload any) error

	// Ask sends an IQ, of set or get, to the zero JID for the account itself. Then runs on the loop with the one answer,
	// which has Err set to xmpp.ErrClosed when the stream ended before, and to xmpp.ErrBusy when it had no room. It does
	// not run inside Ask.
	Ask(to jid.JID, set bool, payload any, then func(*xmpp.Answer))

	// After runs f on the loop after d, unless the stream is another by then.
	After(d time.Duration, f func())

	// Work runs f on a goroutine of its own, which the account waits for, and what f returns on the loop.
	Work(f func() (then func()))

	// Call runs f on the loop and waits until it has returned. For any goroutine but the loop's. KindNotFound: the account
	// was removed; KindBusy: ctx has ended before f began.
	Call(ctx context.Context, f func()) error

	// Ended is closed when the loop has ended. For any goroutine.
	Ended() <-chan struct{}

	// Update runs f in a transaction that commits when f returns nil; its errors are of KindDisk unless they have a kind.
	// For any goroutine.
	Update(doing string, f func(*history.Store) error) error

	// View runs f in a transaction that only reads. For any goroutine.
	View(doing string, f func(*history.Store) error) error

	// Published runs f, which may read and change what others may read of the account, under its lock. It waits for
	// nothing. For any goroutine.
	Published(f func(*view.Live))

	// Changed says that a chat, or with "" anything, is not as it was shown. For any goroutine.
	Changed(chat string)
}
