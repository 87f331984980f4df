package xmpp

import (
	"crypto/tls"
	"encoding/xml"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"
)

// link is a connection with a framer on it. During the login each step has its own deadline.
type link struct {
	conn   net.Conn
	quick  *quickConn // below conn; nil before TLS
	framer *framer
	tap    io.Writer // nil until the login was accepted, and without Config.Tap
	trace  *tracer   // nil where the log does not want to know
}

func newLink(conn net.Conn, languages []string) *link {
	l := &link{conn: conn, framer: newFramer(conn)}
	l.framer.prefer = languages
	return l
}

// write writes p within timeout.
func (l *link) write(p []byte, timeout time.Duration) error {
	if len(p) == 0 {
		return nil
	}
	l.trace.out(p)
	err := l.conn.SetWriteDeadline(time.Now().Add(timeout))
	if err == nil && l.tap != nil {
		_, err = l.tap.Write(p)
	}
	if err == nil {
		_, err = l.conn.Write(p)
	}
	if err != nil {
		return fmt.Errorf("write: %w: %w", ErrStream, err)
	}
	return nil
}

func (l *link) close() error { return l.conn.Close() }

// abort closes the connection without a word; unlike close, which says goodbye by TLS, it never waits.
func (l *link) abort() {
	conn := l.conn
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	_ = conn.Close() // nothing depends on it any more
}

// header begins a stream to the domain of own and returns the features the server offers in it. Who we are is said only
// inside TLS (RFC 6120 §4.7.1).
func (l *link) header(own jid.JID, step time.Duration) (Element, error) {
	from := ""
	if _, secure := l.conn.(*tls.Conn); secure && own.Localpart() != "" {
		from = "from='" + escape(own.Bare().String()) + "' "
	}
	err := l.write([]byte("<?xml version='1.0'?><stream:stream "+from+"to='"+escape(own.Domainpart())+"' version='1.0' xml:lang='en' xmlns='"+
		stanza.NSClient+"' xmlns:stream='"+stanza.NSStream+"'>"), step)
	if err != nil {
		return Element{}, err
	}
	l.framer.restart()
	if err := l.conn.SetReadDeadline(time.Now().Add(step)); err != nil {
		return Element{}, fmt.Errorf("%w: %w", ErrStream, err)
	}
	if _, err := l.framer.open(); err != nil {
		return Element{}, err
	}
	features, err := l.receive(step)
	if err == nil && features.Name != (xml.Name{Space: stanza.NSStream, Local: "features"}) {
		err = unexpected(features)
	}
	return features, err
}

// escape makes text fit for an attribute.
func escape(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a strings.Builder takes everything
	return out.String()
}

// receive reads one element within step. A stream error is returned as *StreamError.
func (l *link) receive(step time.Duration) (Element, error) {
	if err := l.conn.SetReadDeadline(time.Now().Add(step)); err != nil {
		return Element{}, fmt.Errorf("%w: %w", ErrStream, err)
	}
	e, err := l.next()
	switch {
	case err == errStreamEnd:
		return e, fmt.Errorf("%w: %w", ErrStream, err)
	case err == nil && e.Name == xml.Name{Space: stanza.NSStream, Local: "error"}:
		return e, streamError(e)
	}
	return e, err
}

// next reads one element.
func (l *link) next() (Element, error) {
	e, err := l.framer.next()
	if err == nil {
		l.trace.in(e)
	}
	return e, err
}

func unexpected(e Element) error {
	return fmt.Errorf("%w: unexpected element %q", ErrStream, cut(e.Name.Local, 64))
}
