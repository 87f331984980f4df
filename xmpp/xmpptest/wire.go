package xmpptest

import (
	"bytes"
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"
)

// scriptTime is how long a script waits for a client. It is longer than any default of a client's own clocks.
const scriptTime = 5 * time.Minute

const streamEnd = "</stream:stream>"

// Wire is the server's end of one connection, for a script. When the client has gone, any method ends the script.
type Wire struct {
	Conn    net.Conn
	Bound   string // the client's full JID once bound
	resumed bool   // the client goes on with an older stream
	account string // bare JID that has logged in
	hostile *Hostile
	pending []byte

	certificate []byte // as shown, DER
}

// Write writes raw bytes.
func (w *Wire) Write(raw string) {
	if w.write(raw, scriptTime) != nil {
		runtime.Goexit()
	}
}

func (w *Wire) write(raw string, timeout time.Duration) error {
	_ = w.Conn.SetWriteDeadline(time.Now().Add(timeout))
	if raw != "" {
		w.hostile.traffic.add(Traffic{Writes: 1})
	}
	_, err := w.Conn.Write([]byte(raw))
	return err
}

// Nagle turns Nagle's algorithm on, where there is TCP.
func (w *Wire) Nagle() {
	conn := w.Conn
	for {
		switch c := conn.(type) {
		case *net.TCPConn:
			_ = c.SetNoDelay(false) // on failure nobody waits for anybody, which a test about it sees
			return
		case interface{ NetConn() net.Conn }:
			conn = c.NetConn()
		default:
			return
		}
	}
}

// Expect reads until what came in matches the regular expression, and returns the match and its groups. What follows the
// match is left for the next Expect.
func (w *Wire) Expect(pattern string) []string {
	re := regexp.MustCompile(pattern)
	for {
		if at := re.FindSubmatchIndex(w.pending); at != nil {
			var groups []string
			for i := 0; i < len(at); i += 2 {
				groups = append(groups, string(w.pending[max(at[i], 0):max(at[i+1], 0)]))
			}
			w.pending = slices.Clone(w.pending[at[1]:])
			return groups
		}
		w.read()
	}
}

// Drain reads on until the client ends the stream, which it answers, or has gone. It ends the script.
func (w *Wire) Drain() {
	for !bytes.Contains(w.pending, []byte(streamEnd)) {
		w.pending = w.pending[max(0, len(w.pending)-len(streamEnd)):]
		w.read()
	}
	w.Write(streamEnd)
	runtime.Goexit()
}

// Wait keeps the connection open and reads nothing, until the server is closed.
func (w *Wire) Wait() {
	<-w.hostile.stop
	runtime.Goexit()
}

func (w *Wire) read() {
	_ = w.Conn.SetReadDeadline(time.Now().Add(scriptTime))
	chunk := make([]byte, 64<<10)
	n, err := w.Conn.Read(chunk)
	w.pending = append(w.pending, chunk[:n]...)
	w.hostile.record(chunk[:n])
	if err != nil {
		runtime.Goexit()
	}
}

// hungUp tells whether the client has closed the connection by now.
func (w *Wire) hungUp() bool {
	_ = w.Conn.SetReadDeadline(time.Now().Add(10 * time.Millisecond))
	chunk := make([]byte, 64<<10)
	n, err := w.Conn.Read(chunk)
	w.pending = append(w.pending, chunk[:n]...)
	w.hostile.record(chunk[:n])
	return err != nil && !errors.Is(err, os.ErrDeadlineExceeded)
}

// header answers a stream header with ours and the given features.
func (w *Wire) header(features string) {
	w.Expect(`<stream:stream [^>]*>`)
	w.Write("<?xml version='1.0'?><stream:stream from='" + w.hostile.Domain + "' id='s' version='1.0' xmlns='jabber:client' " +
		"xmlns:stream='http://etherx.jabber.org/streams'><stream:features>" + features + "</stream:features>")
}

func (w *Wire) handshake(s Script) {
	certificate, err := w.hostile.certificate(s.Certificate)
	if err != nil {
		panic(err) // no randomness: nothing a test could do
	}
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS10, MaxVersion: s.MaxTLS}
	if slices.Contains(s.Mechanisms, "EXTERNAL") {
		config.ClientAuth = tls.RequestClientCert
	}
	secure := tls.Server(w.Conn, config)
	if secure.Handshake() != nil {
		runtime.Goexit()
	}
	w.Conn, w.pending, w.certificate = secure, nil, certificate.Certificate[0]
}

// login does what s says up to the point where the stream is usable.
func (w *Wire) login(s Script) {
	w.silent(s, "connect")
	if !s.DirectTLS {
		w.startTLS(s)
	}
	w.silent(s, "handshake")
	w.handshake(s)
	w.silent(s, "features")
	w.header(w.offer(s))
	if s.Login.Stranger != nil {
		s.Login.Stranger(w)
		w.Drain()
	}
	w.silent(s, "auth")
	features := features(s)
	if s.Login.Modern == nil {
		w.authenticate(s)
		w.silent(s, "restart")
		w.header(features)
	} else if w.modern(s, features) {
		return
	}
	if s.passwords != nil || s.Resume != nil && w.resume(s) {
		return
	}
	w.silent(s, "bind")
	if w.Bound == "" {
		w.bind(s)
	}
	if strings.Contains(features, "urn:xmpp:sm:3") {
		w.silent(s, "enable")
		w.Expect(`<enable [^>]*/>`)
		w.Write(cmp.Or(s.Enabled, "<enabled xmlns='urn:xmpp:sm:3' id='r' resume='true'/>"))
	}
}

func (w *Wire) silent(s Script, step string) {
	if s.at != nil {
		s.at(w, step)
	}
	if s.Silent == step {
		w.Drain()
	}
	if s.Cut == step {
		runtime.Goexit()
	}
}

func (w *Wire) startTLS(s Script) {
	features := s.PlainFeatures
	if features == "" {
		features = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
	}
	w.header(features)
	w.silent(s, "starttls")
	w.Expect(`<starttls [^>]*/>`)
	if s.Proceed != "" {
		w.Write(s.Proceed)
		w.Drain()
	}
	w.Write("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
}

// resume answers a client that wants to go on, and reports whether it may.
func (w *Wire) resume(s Script) bool {
	asked := w.Expect(`<resume xmlns='urn:xmpp:sm:3' h='([^']*)' previd='([^']*)'/>|<iq `)
	if asked[1] == "" { // it has nothing to go on with
		w.pending = append([]byte("<iq "), w.pending...)
		return false
	}
	answer := s.Resume(asked[1], asked[2])
	w.Write(answer)
	if w.resumed = strings.Contains(answer, "<resumed"); w.resumed {
		w.Bound = s.Account + "/bound"
	}
	return w.resumed
}

func (w *Wire) bind(s Script) {
	iq := w.Expect(`<iq id="([^"]*)" type="set"><bind .*</bind></iq>`)
	if s.BindAnswer != nil {
		w.Write(s.BindAnswer(iq[1]))
		w.Drain()
	}
	w.Bound = s.Bound
	if w.Bound == "" {
		w.Bound = s.Account + "/bound"
	}
	w.Write(fmt.Sprintf("<iq type='result' id='%s'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>%s</jid></bind></iq>",
		iq[1], w.Bound))
}

func domainOf(account string) string { return account[strings.Index(account, "@")+1:] }
