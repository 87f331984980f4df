package xmpp

import (
	"errors"
	"io"
	"slices"
	"syscall"
)

// Ending is what the end of a stream says about the stanza that was written last.
type Ending int

// The endings.
const (
	Unrelated Ending = iota // it was our own doing, another client's, that of a network that is gone, or the server goes down
	Refused                 // the server said that what it was sent breaks a rule
	CutOff                  // the server closed the connection, with no word about what it was sent
	Silence                 // the server, or the network, answered no more
)

// refusals are the conditions by which a server says that something it was sent ended the stream (RFC 6120 §4.9.3).
var refusals = []string{
	"bad-format", "bad-namespace-prefix", "improper-addressing", "invalid-from", "invalid-namespace", "invalid-xml", "not-well-formed",
	"policy-violation", "restricted-xml", "unsupported-encoding", "unsupported-feature", "unsupported-stanza-type",
	"xml-not-well-formed", // RFC 3920
}

// mishaps are those by which it says that it could not cope.
var mishaps = []string{"internal-server-error", "remote-connection-failed", "resource-constraint", "undefined-condition"}

// EndingOf tells from what Run returned how the stream ended.
func EndingOf(err error) Ending {
	var said *StreamError
	switch {
	case errors.As(err, &said) && slices.Contains(refusals, said.Condition):
		return Refused
	case errors.As(err, &said) && slices.Contains(mishaps, said.Condition):
		return CutOff
	case errors.As(err, &said):
		return Unrelated
	case errors.Is(err, ErrDead):
		return Silence
	case errors.Is(err, errStreamEnd), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), wasReset(err):
		return CutOff
	}
	return Unrelated
}

// wasReset tells whether the other end broke the connection: on Windows the numbers are those of Winsock.
func wasReset(err error) bool {
	var number syscall.Errno
	return errors.As(err, &number) && slices.Contains([]syscall.Errno{syscall.ECONNRESET, syscall.EPIPE, 10053, 10054}, number)
}
