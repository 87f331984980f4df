package xmpp

import (
	"encoding/xml"
	"time"

	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"
)

// Event is one thing that came in, in the order of the stream.
type Event struct {
	// Seq is the number of the inbound stanza, from 1, without gaps except for stanzas that mean nothing to us. It is 0
	// when What is no stanza of the server: Acked, and an Answer that is a time-out.
	Seq uint64
	// What is one of *Message, *Presence, *IQ, *Answer, Acked, *Broken.
	What any
}

// Message is a message stanza. Its embedded Attrs hold the attributes as text; FromJID and ToJID are the same, checked
// and normalised. Extensions of the embedded struct is always empty: look into Children.
type Message struct {
	stanza.Message
	FromJID  jid.JID      // an absent from is our own bare JID (RFC 6120 §8.1.2.1); zero only from ParseMessage
	ToJID    jid.JID      // zero when absent
	Bodies   Texts        // the first of each language, at most 50; Body is the one without a language, else the first
	Subjects Texts        // likewise
	Children []Element    // all children that are not core
	Failure  *StanzaError // of a message of type error, else nil
}

// Presence is a presence stanza; for its fields see Message. Its Status is chosen by Config.Languages.
type Presence struct {
	stanza.Presence
	FromJID, ToJID jid.JID
	Children       []Element
	Failure        *StanzaError
}

// IQ is a question from someone else. The consumer answers each with Client.Reply or Client.Refuse.
type IQ struct {
	ID             string
	FromJID, ToJID jid.JID // an absent from is our own bare JID (RFC 6120 §8.1.2.1)
	Set            bool
	Payload        *Element // nil unless there is exactly one child
}

// Request is a question of ours.
type Request struct {
	To      jid.JID       // zero: our own account, or the server on its behalf
	Set     bool          // set instead of get
	Payload any           // for encoding/xml
	Tag     any           // comes back in the Answer
	Timeout time.Duration // 0: Timing.Answer
}

// Answer is the end of a Request: exactly one comes for each that Ask accepted, unless the stream ends before.
type Answer struct {
	Tag     any
	ID      string   // of the IQ
	From    jid.JID  // who answered: the address asked, our own bare JID when we asked our own account
	Payload *Element // the first child of a result, or nil; with Err what the answer holds besides the error, often our own question
	Err     error    // nil, *StanzaError, or ErrTimeout
}

// Acked says that own stanzas with numbers up to this one (the results of Send) are with the server.
type Acked uint64

// Broken is a stanza that counts but does not decode. The stream goes on.
type Broken struct {
	From string // as it stood there, up to 256 bytes
	Name xml.Name
	ID   string // as it stood there, up to 256 bytes
	Raw  string // up to 4 KiB, written anew for a human; never to be parsed
	Err  error
}
