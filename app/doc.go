// Package app is the service layer: one goroutine per account turns stanzas and commands into committed state, and a
// window or a script looks at that state.
//
// # One incoming message
//
// The stream hands out one ordered sequence of events. The account's loop takes one at a time (account.go). receive.go
// establishes the true sender, finds the encrypted element, and in one db.Update: recognises a message seen before,
// decrypts, reads the level of trust of the sending key, appends the message or a visible row that says why it could not
// be read, and writes what must follow as rows of the same transaction: outbox entries (receipts, key transports) and
// todo rows (publish the bundle, fetch a list). Only after the commit does the stanza enter the XEP-0198 count. Then the
// outbox and the todo rows are worked off, and whoever watches is told that something changed.
//
// # One outgoing message
//
// SendText stores the message and an outbox entry, and returns. A message that waits is derived, not remembered: each
// time something changed, plan.go reads the device list, the keys and the trust of the moment and says what is missing —
// the device list, bundles, a decision of the user — and the loop asks the network for what can be asked for. When
// nothing is missing, and only while the stream is bound, one transaction reads trust once more, encrypts for the
// trusted devices of both sides, and stores the stanza and for whom it was made; then it is written (send.go). The
// acknowledgement of the server takes it out of the outbox.
//
// What was made but not acknowledged when a stream ended is decided about on the next one (fate.go). A stream that goes on
// (XEP-0198) writes it again itself, in the same bytes; it is not continued when a device that these bytes were made for
// has lost its trust meanwhile. Else the server's count or the archive tells what arrived, and the rest goes out again.
// Where nobody can say, an encrypted message goes out in the same bytes, which the ratchet of the receiver silences if
// it has them already, and one in clear waits for the user.
//
// # Catching up
//
// After every bind the archive is asked for what came after the cursor (catchup.go), which moves in the transaction that
// takes in a part of a page, and by live messages while no catch-up is under way. The first sign-in goes backwards, and
// counts what it cannot read. What comes in live meanwhile is taken in at once; order.go keeps both in the order of the
// archive, also across a catch-up that was cut short. All ways of a message end in takeIn (receive.go).
//
// Two things make a catch-up begin before the cursor. An own message that may have arrived is looked for from where the
// archive was when it was made, since what came in live after it has moved the cursor past it. And where the server sent
// again what it had kept during a cut, the archive is asked for the order of it: a row of the other side that stands
// wrong is moved, the one case in which a row changes its place.
//
// # Whom to trust
//
// Decisions are made in one place (verify.go, onDecisions): by hand, by what a code, link or page says (claims.go reads it
// and changes nothing), by the word of another device of the same person (tell.go), each with where it came from, and
// taken back by Undo. A code never puts a rejected key right, and a key that differs from the known one is never used.
// Policies decide in trusting.go. What was seen and decided is the timeline (timeline.go).
//
// The own devices are in own.go. A removed one is rejected in the same transaction in which its leaving the list is
// asked for. Where another copy of the profile seems to be in use nothing is encrypted until the user has decided, since
// two copies of one ratchet would use the same message keys twice.
//
// Sessions are begun anew by the user (repair.go), and by themselves in one case alone: a trusted device that writes under
// a prekey which is no more, once a stream and after the catch-up.
//
// # Who may do what
//
// All fields of an account below "owned by the loop" are touched by its loop alone; commands reach the loop as
// functions. The loop never waits: what needs the network is asked for, and the answer is an event. Reading for a window
// (look.go) happens on the caller's goroutine in a View of its own, together with the little state that only lives in
// memory (connection, presence), which a mutex guards.
package app
