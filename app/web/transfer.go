package web

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const (
	answerTime   = 30 * time.Second // after all was sent
	expectTime   = 5 * time.Second  // for a word whether a large file may come
	stallTime    = time.Minute      // in which stallBytes must get on
	stallBytes   = 1 << 10
	expectFrom   = 1 << 20 // bytes: larger files wait for that word
	bufferSize   = 256 << 10
	fewRedirects = 3
	mostUntold   = 10 << 20 // bytes that are fetched of what does not say how long it is
)

// The errors of Put and Get, beside those of Fetch, of crypto/tls and of the network.
var (
	ErrStalled = errors.New("nothing gets on")             // for a minute
	ErrRange   = errors.New("another part than asked for") // start over
	ErrEncoded = errors.New("comes encoded, unasked")      // its length is not that of the file
	ErrChanged = errors.New("leads elsewhere")             // an answer to Put
	ErrShort   = errors.New("ends before its length")
	ErrCircle  = errors.New("leads on and on") // more redirections than are followed
)

// Code is the number of the status, or 0.
func (e StatusError) Code() int {
	first, _, _ := strings.Cut(string(e), " ")
	code, _ := strconv.Atoi(first)
	return code
}

// Header is a header that a request must have.
type Header struct{ Name, Value string }

// Put puts size bytes of body at address, which must be https, and nowhere else: no redirection is followed. progress, from another
// goroutine, is told how many bytes were handed over. StatusError: the server does not take it; with its 409 it has it already.
func (w Way) Put(ctx context.Context, address string, headers []Header, kind string, size int64, body io.Reader, progress func(sent int64)) error {
	ctx, alive, end := watched(ctx)
	defer end()
	var to io.Reader = http.NoBody // else a body of no bytes is sent in chunks
	if size > 0 {
		to = &counted{Reader: io.LimitReader(body, size), alive: alive, progress: progress}
	}
	request, err := newRequest(ctx, http.MethodPut, address, to)
	if err != nil {
		return err
	}
	request.ContentLength = size
	for _, h := range headers {
		request.Header.Add(h.Name, h.Value)
	}
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	if size > expectFrom {
		request.Header.Set("Expect", "100-continue")
	}
	answer, done, err := w.do(request, func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse })
	if err != nil {
		return fmt.Errorf("put file: %w", cause(ctx, err))
	}
	defer done()
	switch {
	case answer.StatusCode/100 == 2:
		return nil
	case answer.StatusCode/100 == 3:
		return ErrChanged
	}
	return StatusError(answer.Status)
}

// Length asks how long what is at address is, in bytes; -1 where the server does not say.
func (w Way) Length(ctx context.Context, address string) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	request, err := newRequest(ctx, http.MethodHead, address, http.NoBody)
	if err != nil {
		return -1, err
	}
	answer, done, err := w.do(request, toHTTPS)
	if err != nil {
		return -1, fmt.Errorf("ask for length: %w", err)
	}
	defer done()
	switch {
	case answer.StatusCode != http.StatusOK:
		return -1, StatusError(answer.Status)
	case encoded(answer): // its length is that of other bytes
		return -1, nil
	}
	return answer.ContentLength, nil
}

// Get fetches what is at address, which must be https, from a byte on. begin is called once, before anything is read, with the
// byte at which the answer begins, which is from or, where the server starts over, 0, and the length of the whole in bytes, or -1;
// what it returns is written to. Get fails with ErrTooLong before it hands over a byte beyond most, which counts from byte 0, or beyond
// 10 MiB where the server does not say how long it is.
func (w Way) Get(ctx context.Context, address string, from, most int64, begin func(at, length int64) (io.Writer, error)) error {
	ctx, alive, end := watched(ctx)
	defer end()
	request, err := newRequest(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return err
	}
	if from > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
	}
	answer, done, err := w.do(request, toHTTPS)
	if err != nil {
		return fmt.Errorf("get file: %w", cause(ctx, err))
	}
	defer done()
	at, length, err := partOf(answer, from)
	if err != nil {
		return err
	}
	if length < 0 {
		most = min(most, mostUntold)
	}
	if max(length, at) > most {
		return ErrTooLong
	}
	to, err := begin(at, length)
	if err != nil {
		return err
	}
	read := &counted{Reader: answer.Body, alive: alive}
	n, err := io.CopyBuffer(onlyWriter{to}, io.LimitReader(read, most-at), make([]byte, bufferSize))
	if err != nil {
		return fmt.Errorf("get file: %w", cause(ctx, err))
	}
	if at+n == most {
		if more, _ := io.ReadFull(read, make([]byte, 1)); more > 0 {
			return ErrTooLong
		}
	}
	if length >= 0 && at+n != length {
		return ErrShort
	}
	return nil
}

// onlyWriter hides what else a writer can do, so that all goes through the buffer.
type onlyWriter struct{ io.Writer }

// partOf reads where an answer begins, and how long the whole is.
func partOf(answer *http.Response, from int64) (at, length int64, err error) {
	if encoded(answer) {
		return 0, 0, ErrEncoded
	}
	switch answer.StatusCode {
	case http.StatusOK:
		return 0, answer.ContentLength, nil
	case http.StatusPartialContent:
		// Its end is not judged: Debian's Prosody gives one that is one too high.
		first, _, ok := strings.Cut(strings.TrimPrefix(answer.Header.Get("Content-Range"), "bytes "), "-")
		if n, err := strconv.ParseInt(strings.TrimSpace(first), 10, 64); !ok || err != nil || n != from || from == 0 {
			return 0, 0, ErrRange
		}
		if answer.ContentLength < 0 {
			return from, -1, nil
		}
		return from, from + answer.ContentLength, nil
	case http.StatusRequestedRangeNotSatisfiable:
		return 0, 0, ErrRange
	}
	return 0, 0, StatusError(answer.Status)
}

// encoded tells whether an answer holds other bytes than the file has, although none were asked for.
func encoded(answer *http.Response) bool {
	e := answer.Header.Get("Content-Encoding")
	return e != "" && !strings.EqualFold(e, "identity")
}

func newRequest(ctx context.Context, method, address string, body io.Reader) (*http.Request, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return nil, ErrAddress
	}
	u.Fragment, u.RawFragment = "", "" // of a link that is one, the key
	request, err := http.NewRequestWithContext(ctx, method, u.String(), body)
	if err != nil {
		return nil, ErrAddress
	}
	request.Header.Set("User-Agent", "")
	request.Header.Set("Accept-Encoding", "identity")
	return request, nil
}

// do sends a request over a connection of its own, which done ends.
func (w Way) do(request *http.Request, redirect func(*http.Request, []*http.Request) error) (answer *http.Response, done func(), err error) {
	transport := w.transport()
	transport.ForceAttemptHTTP2, transport.TLSNextProto = false, map[string]func(string, *tls.Conn) http.RoundTripper{}
	transport.DisableCompression, transport.ResponseHeaderTimeout, transport.ExpectContinueTimeout = true, answerTime, expectTime
	transport.WriteBufferSize, transport.ReadBufferSize = bufferSize, bufferSize
	if !w.Inside {
		if err := w.keepOut(transport, request); err != nil {
			return nil, nil, err
		}
	}
	client := http.Client{Transport: transport, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if !w.Inside || r.URL.Host != request.URL.Host { // a host of our own may be inside, and not whatever it leads to
			if err := w.keepOut(transport, r); err != nil {
				return err
			}
		}
		return redirect(r, via)
	}}
	if answer, err = client.Do(request); err != nil {
		transport.CloseIdleConnections()
		return nil, nil, err
	}
	return answer, func() {
		_, _ = io.CopyN(io.Discard, answer.Body, 4<<10) // what the server says of an error
		_ = answer.Body.Close()
		transport.CloseIdleConnections()
	}, nil
}

// keepOut has no connection made into a private network. Behind a proxy names are looked up there, and only addresses can be seen.
func (w Way) keepOut(t *http.Transport, request *http.Request) error {
	if addr, err := netip.ParseAddr(request.URL.Hostname()); err == nil && Inside(addr) {
		return ErrInside
	}
	if w.Proxy != nil {
		return nil
	}
	if w.Dialer == nil {
		t.DialContext = (&net.Dialer{Timeout: answerTime, Control: refuseInside}).DialContext
		return nil
	}
	t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := w.Dialer.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		if err := refuseInside(network, conn.RemoteAddr().String(), nil); err != nil {
			_ = conn.Close()
			return nil, err
		}
		return conn, nil
	}
	return nil
}

// toHTTPS follows a few redirections, to https alone, which learn nothing of where they come from.
func toHTTPS(request *http.Request, via []*http.Request) error {
	request.Header.Del("Referer")
	if len(via) > fewRedirects {
		return ErrCircle
	}
	return stayOnHTTPS(request, via)
}

// watched gives a context that ends when alive does not grow by stallBytes in stallTime. end must be called.
func watched(ctx context.Context) (watching context.Context, alive *atomic.Int64, end func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	alive = &atomic.Int64{}
	go func() {
		ticker := time.NewTicker(stallTime)
		defer ticker.Stop()
		for before := int64(0); ; {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				now := alive.Load()
				if now-before < stallBytes {
					cancel(ErrStalled)
					return
				}
				before = now
			}
		}
	}()
	return ctx, alive, func() { cancel(context.Canceled) }
}

// cause is why a context has ended, where that is why a request failed.
func cause(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), ErrStalled) {
		return ErrStalled
	}
	return err
}

// counted counts what is read.
type counted struct {
	io.Reader
	alive    *atomic.Int64
	progress func(int64) // may be nil
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	total := c.alive.Add(int64(n))
	if c.progress != nil && n > 0 {
		c.progress(total)
	}
	return n, err
}
