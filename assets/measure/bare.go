package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"vouch/xmpp/xmpptest"
)

// bare is a client that does next to nothing: it writes stanzas as they are and looks for words in what comes. What it needs
// is the least that any client of this server does: it acknowledges at once, and neither parses nor stores.
type bare struct {
	conn net.Conn
	buf  []byte // what has come and was not looked at
}

// login signs in over TLS and sends presence.
func login(ctx context.Context, server *xmpptest.Prosody, user, resource string) (*bare, error) {
	b, err := dialBare(ctx, server)
	if err != nil {
		return nil, fmt.Errorf("sign in as %s: %w", user, err)
	}
	open := fmt.Sprintf("<stream:stream to='%s' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>", server.Domain)
	secret := base64.StdEncoding.EncodeToString([]byte("\x00" + user + "\x00" + user + password))
	for _, step := range []struct{ say, want string }{
		{open, "</stream:features>"},
		{"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + secret + "</auth>", "<success"},
		{open, "</stream:features>"},
		{"<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>" + resource + "</resource></bind></iq>", "</bind>"},
		{"<presence/>", "<presence"},
	} {
		err := b.send(step.say)
		if err == nil {
			_, err = b.await(ctx, step.want)
		}
		if err != nil {
			b.close()
			return nil, fmt.Errorf("sign in as %s: %w", user, err)
		}
	}
	return b, nil
}

func dialBare(ctx context.Context, server *xmpptest.Prosody) (*bare, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", net.JoinHostPort(server.Host, strconv.Itoa(int(server.TLSPort))))
	if err != nil {
		return nil, err
	}
	secured := tls.Client(quick{conn.(*net.TCPConn)}, &tls.Config{ServerName: server.Domain, RootCAs: server.Pool()})
	return &bare{conn: secured}, nil
}

func (b *bare) close() { b.conn.Close() }

func (b *bare) send(stanzas ...string) error {
	_, err := b.conn.Write([]byte(strings.Join(stanzas, "")))
	return err
}

// await reads until a word has come, and gives everything up to its end.
func (b *bare) await(ctx context.Context, word string) (string, error) {
	var got string
	err := b.read(ctx, func() bool {
		i := bytes.Index(b.buf, []byte(word))
		if i < 0 {
			return false
		}
		got = string(b.buf[:i+len(word)])
		b.buf = b.buf[i+len(word):]
		return true
	})
	if err != nil {
		return "", fmt.Errorf("await %q: %w", word, err)
	}
	return got, nil
}

// count reads until a word has come n times.
func (b *bare) count(ctx context.Context, word string, n int) error {
	seen := 0
	err := b.read(ctx, func() bool {
		seen += bytes.Count(b.buf, []byte(word))
		b.buf = b.buf[len(b.buf)-partial(b.buf, word):]
		return seen >= n
	})
	if err != nil {
		return fmt.Errorf("await %q %d times, came %d: %w", word, n, seen, err)
	}
	return nil
}

// partial is how many bytes at the end of b may be the beginning of word.
func partial(b []byte, word string) int {
	for n := min(len(word)-1, len(b)); n > 0; n-- {
		if bytes.HasSuffix(b, []byte(word[:n])) {
			return n
		}
	}
	return 0
}

// read reads until done says yes.
func (b *bare) read(ctx context.Context, done func() bool) error {
	stop := context.AfterFunc(ctx, func() { b.conn.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	part := make([]byte, 64<<10)
	for !done() {
		n, err := b.conn.Read(part)
		b.buf = append(b.buf, part[:n]...)
		if err != nil && ctx.Err() != nil {
			return context.Cause(ctx)
		} else if err != nil {
			return err
		}
	}
	return nil
}

// pour sends all stanzas as fast as the server takes them, and returns when it has worked off the last one.
func (b *bare) pour(ctx context.Context, stanzas []string) error {
	failed := make(chan error, 1)
	go func() {
		for part := range parts(stanzas, 50) {
			if err := b.send(part...); err != nil {
				failed <- err
				b.close()
				return
			}
		}
		failed <- b.send("<iq type='get' id='poured'><ping xmlns='urn:xmpp:ping'/></iq>")
	}()
	_, err := b.await(ctx, "poured")
	if err != nil {
		b.close()
	}
	if sendErr := <-failed; sendErr != nil {
		return sendErr
	}
	return err
}

// parts gives all in slices of up to n.
func parts(all []string, n int) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		for len(all) > 0 {
			m := min(n, len(all))
			if !yield(all[:m]) {
				return
			}
			all = all[m:]
		}
	}
}

// manage has the server manage the stream (XEP-0198 v1.6.1 §3), as messengers do: it keeps what it writes until that is
// acknowledged, which costs it time.
func (b *bare) manage(ctx context.Context) error {
	if err := b.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>"); err != nil {
		return fmt.Errorf("manage stream: %w", err)
	}
	_, err := b.await(ctx, "<enabled")
	return err
}

// page reads the user's archive from its beginning to its end in pages of up to 250, as the server gives them, and calls f
// with the text of each.
func (b *bare) page(ctx context.Context, f func(text string)) error {
	if err := b.manage(ctx); err != nil {
		return err
	}
	after, stanzas := "", 0
	for n := 0; ; n++ {
		id := fmt.Sprintf("page%d", n)
		if err := b.send(fmt.Sprintf("<iq type='set' id='%s'><query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'><max>250</max>%s</set></query></iq>", id, after)); err != nil {
			return fmt.Errorf("read archive: %w", err)
		}
		text, err := b.await(ctx, "</fin>")
		if err != nil {
			return fmt.Errorf("read archive: %w", err)
		}
		f(text)
		stanzas += strings.Count(text, "</result>") + 1
		if err := b.send(fmt.Sprintf("<a xmlns='urn:xmpp:sm:3' h='%d'/>", stanzas)); err != nil {
			return fmt.Errorf("read archive: %w", err)
		}
		fin := text[strings.LastIndex(text, "<fin"):]
		_, last, more := strings.Cut(fin, "<last>")
		if strings.Contains(fin, "complete='true'") || !more {
			return nil
		}
		last, _, _ = strings.Cut(last, "</last>")
		after = "<after>" + last + "</after>"
	}
}
