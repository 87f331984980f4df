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
// What was made but not acknowledged when a stream ended is known to be unwritten (then it is made anew later) or may
// have arrived. An encrypted message of unknown fate goes out again in the same bytes, as long as every device it was
// made for is still trusted and active: a copy is silenced by the ratchet of the receiver. Everything else of unknown
// fate waits for the user.
//
// # Who may do what
//
// All fields of an account below "owned by the loop" are touched by its loop alone; commands reach the loop as
// functions. The loop never waits: what needs the network is asked for, and the answer is an event. Reading for a window
// (look.go) happens on the caller's goroutine in a View of its own, together with the little state that only lives in
// memory (connection, presence), which a mutex guards.
package app
