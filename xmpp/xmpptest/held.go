package xmpptest

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Held is the stream management of a Hostile: it counts both ways, keeps what it sent until that is acknowledged, and
// resumes, unless it is told to do otherwise. Its methods are for any goroutine.
type Held struct {
	// Answer, if set, is what the server writes for a stanza of the client, or "" for nothing. Otherwise questions get an
	// empty result, and a presence without an address comes back.
	Answer func(stanza string) string

	mu       sync.Mutex // guards the rest
	wire     *Wire      // the running connection, or nil
	received []string   // stanzas of the client, in order, of all streams
	counts   counts     // of this stream
	stalled  bool
	forget   string // answer to the next resume, instead of resumed
	lie      func(uint32) uint32
	resumed  int
}

// Script is base with what h adds: use it for StartHostile.
func (h *Held) Script(base Script) Script {
	base.Resume = h.resume
	base.Then = h.run
	return base
}

// Deliver sends a stanza to the client: now, or when it resumes.
func (h *Held) Deliver(stanza string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.deliver(stanza)
}

func (h *Held) deliver(stanza string) {
	h.counts.gave(stanza)
	h.write(stanza + "<r xmlns='urn:xmpp:sm:3'/>")
}

// Received are the stanzas of the client so far, as it wrote them, of all streams.
func (h *Held) Received() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.received)
}

// Resumed is how often a stream was resumed.
func (h *Held) Resumed() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.resumed
}

// Cut breaks the connection; the stream is held.
func (h *Held) Cut() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.wire != nil {
		_ = h.wire.Conn.Close()
		h.wire = nil
	}
}

// Stall makes the server acknowledge nothing and answer nothing, or again.
func (h *Held) Stall(on bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stalled = on
}

// Forget makes the next resumption fail, with the true count or without any.
func (h *Held) Forget(withCount bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	count := ""
	if withCount {
		count = fmt.Sprintf(" h='%d'", h.counts.in)
	}
	h.forget = "<failed xmlns='urn:xmpp:sm:3'" + count + "><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>"
}

// Lie changes every count that the client is told from now on; nil ends that.
func (h *Held) Lie(change func(honest uint32) uint32) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lie = change
}

// count is what the client is told.
func (h *Held) count() uint32 {
	if h.lie != nil {
		return h.lie(h.counts.in)
	}
	return h.counts.in
}

func (h *Held) resume(in, previd string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.forget != "" {
		answer := h.forget
		h.forget, h.counts = "", counts{}
		return answer
	}
	h.resumed++
	h.counts.acknowledged(in)
	return fmt.Sprintf("<resumed xmlns='urn:xmpp:sm:3' previd='%s' h='%d'/>", previd, h.count()) + strings.Join(h.counts.sent, "")
}

// write writes to the running connection, if any. A client that has gone gets it when it resumes.
func (h *Held) write(text string) {
	if h.wire != nil {
		_ = h.wire.Conn.SetWriteDeadline(time.Now().Add(10 * time.Second))
		_, _ = h.wire.Conn.Write([]byte(text))
	}
}

// run is the script of one connection.
func (h *Held) run(w *Wire) {
	h.mu.Lock()
	if !w.resumed {
		h.counts = counts{}
	}
	h.wire = w
	h.mu.Unlock()
	defer func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.wire == w {
			h.wire = nil
		}
	}()
	for {
		element, raw := w.next()
		h.take(element, raw)
	}
}

func (h *Held) take(element xml.Name, raw string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case element.Local == "r" && !h.stalled:
		h.write(fmt.Sprintf("<a xmlns='urn:xmpp:sm:3' h='%d'/>", h.count()))
	case element.Local == "a":
		h.counts.acknowledged(attribute(raw, "h"))
	case element.Local == "message", element.Local == "presence", element.Local == "iq":
		h.counts.in++
		h.received = append(h.received, raw)
		if h.stalled {
			return
		}
		if answer := h.answer(element.Local, raw); answer != "" {
			h.deliver(answer)
		}
	}
}

func (h *Held) answer(kind, raw string) string {
	head, _, _ := strings.Cut(raw, ">")
	switch {
	case h.Answer != nil:
		return h.Answer(raw)
	case kind == "iq" && (attribute(head, "type") == "get" || attribute(head, "type") == "set"):
		from := ""
		if to := attribute(head, "to"); to != "" {
			from = " from='" + to + "'"
		}
		return "<iq type='result' id='" + attribute(head, "id") + "'" + from + "/>"
	case kind == "presence" && attribute(head, "to") == "":
		return "<presence from='" + h.wire.Bound + "'/>"
	}
	return ""
}
