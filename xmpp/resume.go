package xmpp

import "mellium.im/xmpp/jid"

// Resumption is what a new stream needs to go on where another was cut (XEP-0198 v1.6.3 §5). Kept on disk it outlives the
// process. It holds stanzas, so it prints nothing of itself but its counts.
type Resumption struct {
	ID       string   // what the server calls the old stream
	In       uint64   // stanzas that came in and are on disk: the h the server is told
	Sent     uint64   // own stanzas ever numbered
	Acked    uint64   // of these known to be with the server
	Unacked  [][]byte // own stanzas after Acked, in order, as bytes
	Address  jid.JID  // as bound
	Location string   // host or host:port where the server wants to be asked first, or ""

	// Unwritten is how many stanzas at the end of Unacked were never handed to the connection, so that a server which
	// claims to have them is found out. Zero when it is not known.
	Unwritten int
}

// Resumed reports whether this stream continues the one of Config.Resume: nothing was bound anew, and the numbers of Send,
// Acked, Written, Handled and Event.Seq go on. Run writes what the server had not received again, once and in order,
// before anything else. That includes questions, since leaving them out would shift the count; their answers find nobody
// and are dropped. Everything that had come in but was not Handled comes again.
func (c *Client) Resumed() bool { return c.resumed }

// FailedH is how far the server got with the own stanzas of the stream that could not be resumed, if it said so.
func (c *Client) FailedH() (h uint64, known bool) { return c.failedH, c.failedKnown }

// Resumable is what Config.Resume needs to continue this stream, once Run has returned and the last Handled was called.
// It is false when the server offers no resumption, and when either side ended the stream properly or for a violation.
func (c *Client) Resumable() (Resumption, bool) { return Resumption{}, false }
