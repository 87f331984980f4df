package history

// State says how far an own message has come. It is "" of the messages of others.
type State string

// The states.
const (
	StatePending     State = "pending" // it waits: for the network, or, with an ErrKind, for the user
	StateSending     State = "sending" // written, and the server has not acknowledged it
	StateSent        State = "sent"    // acknowledged by the server (XEP-0198)
	StateDelivered   State = "delivered"
	StateRead        State = "read"
	StateFailed      State = "failed"
	StateUnknownFate State = "unknown-fate" // written before a cut, and nobody can say whether it has arrived
)

// Sendable tells whether the user may send the message again: the program does not try any more.
func (s State) Sendable() bool { return s == StateFailed || s == StateUnknownFate }

// Underway tells whether the server has the message, and nobody has said that the other side has read it.
func (s State) Underway() bool { return s == StateSent || s == StateDelivered }
