// Package fault has the errors of the service layer: each has a stable word for its kind, which windows and scripts tell
// people about in words of their own.
package fault

import (
	"errors"
	"fmt"
)

// Kind is the stable word for what went wrong. It is what data.kind of the control socket and the window's error texts
// are made from, so a Kind is never renamed.
type Kind string

// The kinds of service errors, of waiting or failed own messages, and of messages that could not be read.
const (
	KindNotConnected Kind = "not-connected" // no stream, and none could be made: no network, refused, timed out
	KindAuth         Kind = "auth"          // the server refused the password, or proved not to know it
	KindDowngrade    Kind = "downgrade"     // the server offers weaker login than before; About is the best it offers, for AcceptLogin, or ""
	KindTLS          Kind = "tls"           // the server's certificate or its TLS is not acceptable
	KindNotFound     Kind = "not-found"     // no such host, account, chat, message or device
	KindInvalid      Kind = "invalid"       // a parameter makes no sense
	KindBusy         Kind = "busy"          // too much is under way; try again later
	KindDisk         Kind = "disk"          // the profile could not be read or written
	KindConflict     Kind = "conflict"      // it is there already, or another client took our place
	KindNotOffered   Kind = "not-offered"   // the server has no such service
	KindProgram      Kind = "program"       // a file that may run when it is opened: it is only saved
	KindRoom         Kind = "room"          // it leads to a room, which is entered by JoinRoom
	KindNewer        Kind = "newer"         // a file of a later version, which this one does not read
	KindDamaged      Kind = "damaged"       // a file that is good only in part; About is the first part that is not, or ""

	KindUndecided      Kind = "undecided"        // an active device of the contact is undecided
	KindNoDevices      Kind = "no-devices"       // the contact has published no device
	KindNoneTrusted    Kind = "none-trusted"     // every active device of the contact is rejected
	KindNoKeys         Kind = "no-keys"          // no trusted device of the contact has a usable bundle
	KindServerNotFound Kind = "server-not-found" // the contact's server does not exist; it is tried again
	KindUnreachable    Kind = "unreachable"      // the contact's server cannot be reached now, or does not answer; it is tried again
	KindNoPEP          Kind = "no-pep"           // the contact has no account there, or its server keeps no device lists
	KindNotAllowed     Kind = "not-allowed"      // the contact or a server does not let us see the devices
	KindOwnServer      Kind = "own-server"       // our own server does not give or take our keys
	KindNotPrivate     Kind = "not-private"      // the room is not, or no longer, one that messages can be encrypted for: nothing leaves in clear by itself
	KindCopied         Kind = "copied"           // another copy of this profile seems to be in use: nothing is encrypted until the user has decided
	KindUnknownFate    Kind = "unknown-fate"     // written before a cut, and nobody can say whether it arrived
	KindNotReflected   Kind = "not-reflected"    // our server took it, and the room has sent it to nobody, as far as can be seen
	KindReadable       Kind = "readable"         // servers can read it, and the user has not said that they may
	KindRefused        Kind = "refused"          // the other side or its server answered the message with an error
	KindTooBig         Kind = "too-big"          // the server takes nothing of that size: it said so, or ended the stream for it
	KindCutOff         Kind = "cut-off"          // the server ended the stream each time that it was sent
	KindUnsendable     Kind = "unsendable"       // it cannot be put into the form in which it would be sent
	KindRemoved        Kind = "removed"          // the user removed the contact before it had left
	KindRestored       Kind = "restored"         // it waited when the backup was made that it is from: nothing tries to send it any more

	KindNotForThisDevice Kind = "not-for-this-device" // no key for this device in the message
	KindNoSession        Kind = "no-session"          // encrypted under a session this device does not have
	KindDuplicateKey     Kind = "duplicate-key"       // the message key was used before, by a message not known here
	KindTooFarAhead      Kind = "too-far-ahead"       // more messages are missing in between than can be skipped
	KindTooCostly        Kind = "too-costly"          // to find out whether it is genuine would take too much work, after much that was not
	KindUnknownPreKey    Kind = "unknown-prekey"      // begins a session with a prekey this device no longer has
	KindUnknownSender    Kind = "unknown-sender"      // of a room: nobody can be sure who wrote it
	KindTampered         Kind = "tampered"            // does not authenticate
	KindMalformed        Kind = "malformed"           // is not what the protocol allows
	KindOtherEncryption  Kind = "other-encryption"    // encrypted by what Vouch does not have; the row's About names it
)

// Error is an error with a Kind. Every error that leaves the service layer is one, or wraps one.
type Error struct {
	Kind  Kind
	Param string // the parameter at fault of KindInvalid and KindNotFound, or ""
	Said  string // the server's or the network's own words, for the curious; never a secret
	About string // the value that it is about, such as an address, a field, a mechanism, or ""
	Why   string // in English, for whoever reads code, logs and the socket; no window shows it
	Err   error  // the cause, or nil
}

func (e *Error) Error() string {
	text := string(e.Kind)
	if e.Param != "" {
		text += " " + e.Param
	}
	for _, more := range []string{e.Said, e.About, e.Why} {
		if more != "" {
			text += ": " + more
		}
	}
	if e.Err != nil {
		text = fmt.Sprintf("%s: %v", text, e.Err)
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }

// KindOf is the Kind of err, or "" when err has none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

// Invalid is the error about a parameter that makes no sense.
func Invalid(param, why string) error {
	return &Error{Kind: KindInvalid, Param: param, Why: why}
}

// NotFound is the error about a parameter that names something that is not there.
func NotFound(param, about string) error {
	return &Error{Kind: KindNotFound, Param: param, About: about}
}
