package xmpp

import (
	"errors"
	"fmt"
)

// What ends Connect or Run, or refuses a call. Compare with errors.Is; the text says which step, and keeps what the
// server said.
var (
	ErrNoHost      = errors.New("no such host")                                     // the domain or host has no address, or offers no service
	ErrUnreachable = errors.New("server unreachable")                               // no target accepted a connection
	ErrTLS         = errors.New("TLS refused")                                      // wraps the cause; errors.As finds x509 errors
	ErrNoTLS       = errors.New("server offers no TLS")                             // STARTTLS absent or failed; nothing was sent
	ErrAuth        = errors.New("login refused")                                    // errors.As finds *AuthError
	ErrDowngrade   = errors.New("server offers weaker login than before")           // no password was sent; errors.As finds *DowngradeError
	ErrForged      = errors.New("offer of login mechanisms was changed on the way") // no password was sent
	ErrServerProof = errors.New("server did not prove that it knows the password")  // SCRAM signature wrong, missing, or challenge forged
	ErrMechanism   = errors.New("no usable login mechanism")                        // SCRAM with SHA-512, SHA-256 or SHA-1, bound or not, PLAIN, and EXTERNAL with a certificate are usable; or there is no password
	ErrBind        = errors.New("resource not bound")                               // refused, or bound to an address that is not ours
	ErrConflict    = errors.New("another client took this place")                   // the same resource logged in elsewhere
	ErrPolicy      = errors.New("limit exceeded")                                   // the server sent more than the framer's limits
	ErrXML         = errors.New("not well-formed XML")                              // always with ErrStream; see Config.Mend
	ErrStream      = errors.New("stream broken")                                    // cut, not well-formed, or ended by the server
	ErrTimeout     = errors.New("timed out")                                        // a step of the login, or an IQ
	ErrClosed      = errors.New("stream closed")                                    // Close was called, or Run has ended
	ErrBusy        = errors.New("too many stanzas wait to be written")              // 10 000
	ErrResume      = errors.New("stream not continued")                             // Config.Resume is of no use, or was answered with a lie: connect without it
	ErrDead        = errors.New("server does not answer")                           // nothing read for Timing.Ack after a question
	ErrLost        = errors.New("connection given up")                              // Lose was called
)

// StanzaError is what someone answered instead of a result (RFC 6120 §8.3). By is the entity that says so, if it does.
// Condition is the defined condition, and App, if any, the application's own as "namespace name", with Detail what it says.
// Elsewhere is the address that the conditions gone and redirect give, or "": nothing here goes there.
type StanzaError struct {
	Type, Condition, Text, By, App, Elsewhere string
	Detail                                    *Element // nil without App
}

func (e *StanzaError) Error() string {
	text := "answered " + e.Condition
	if e.Type != "" {
		text += " (" + e.Type + ")"
	}
	if e.App != "" {
		text += " " + e.App
	}
	if e.Text != "" {
		text += ": " + e.Text
	}
	return text
}

// StreamError is what the server said when it ended the stream (RFC 6120 §4.9). It is ErrConflict when the condition is
// conflict, ErrPolicy when it is policy-violation, and always ErrStream.
//
// Other is where it wants to be found, with the condition see-other-host; Connect has followed it a few times by then.
type StreamError struct{ Condition, Text, Other string }

func (e *StreamError) Error() string { return reason("stream ended by server", e.Condition, e.Text) }

// Is makes errors.Is work with the sentinels named at StreamError.
func (e *StreamError) Is(target error) bool {
	switch target {
	case ErrStream:
		return true
	case ErrConflict:
		return e.Condition == "conflict"
	case ErrPolicy:
		return e.Condition == "policy-violation"
	}
	return false
}

// AuthError is what the server said when it refused the login (RFC 6120 §6.5); it is ErrAuth. Condition
// not-authorized means a wrong password or account; temporary-auth-failure says nothing about either.
type AuthError struct{ Condition, Text string }

func (e *AuthError) Error() string { return reason(ErrAuth.Error(), e.Condition, e.Text) }

// Is makes errors.Is(err, ErrAuth) work.
func (e *AuthError) Is(target error) bool { return target == ErrAuth }

// DowngradeError is ErrDowngrade with the mechanism that was used before, and the best on offer now, "" if none is usable.
// Who thinks that the server has changed by right connects again with Offered as Config.Strongest.
type DowngradeError struct{ Before, Offered string }

func (e *DowngradeError) Error() string {
	offered := e.Offered
	if offered == "" {
		offered = "none"
	}
	return fmt.Sprintf("%v: %s, was %s", ErrDowngrade, offered, e.Before)
}

// Is makes errors.Is(err, ErrDowngrade) work.
func (e *DowngradeError) Is(target error) bool { return target == ErrDowngrade }

func reason(what, condition, text string) string {
	if condition != "" {
		what += ": " + condition
	}
	if text != "" {
		what += ": " + text
	}
	return what
}
