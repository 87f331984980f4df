// Package web fetches pages of the web over https, the way an account reaches its server: with its authorities, its dialer
// and its proxy, and with nothing that says who asks. It knows neither accounts nor the program's errors.
package web

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html/charset"

	"vouch/xmpp"
)

const (
	fetchTime     = 30 * time.Second
	maxRedirects  = 5
	maxHeaderSize = 64 << 10
)

// The errors of Fetch, beside those of crypto/tls and of the network.
var (
	ErrAddress = errors.New("not an https address")
	ErrNoText  = errors.New("not a text")
	ErrTooLong = errors.New("too long")
	ErrLeaves  = errors.New("leads away from https") // a redirection
)

// StatusError is an answer other than 200 OK, as the server puts it.
type StatusError string

func (e StatusError) Error() string { return "the server says " + string(e) }

// Page is a text of the web.
type Page struct {
	Address string // where it was in the end
	Text    string
}

// Way is how the web is reached. The zero Way is the system's.
type Way struct {
	Roots  *x509.CertPool // nil for the system's
	Proxy  *xmpp.Proxy    // SOCKS5; nil for none
	Dialer xmpp.Dialer
	Inside bool // Put, Length and Get may lead into private networks, as to a server at home
}

// Fetch fetches a text of at most most bytes: no cookies, nothing that says who asks, and nowhere but to https.
func (w Way) Fetch(ctx context.Context, address string, most int) (Page, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return Page{}, ErrAddress
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	transport := w.transport()
	defer transport.CloseIdleConnections()
	client := http.Client{Transport: transport, CheckRedirect: stayOnHTTPS}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Page{}, ErrAddress
	}
	request.Header.Set("User-Agent", "Mozilla/5.0") // some servers want one; it does not tell this program apart
	request.Header.Set("Accept", "text/html, text/plain, text/markdown")
	answer, err := client.Do(request)
	if err != nil {
		return Page{}, fmt.Errorf("fetch page: %w", err)
	}
	defer answer.Body.Close()
	return readPage(answer, most)
}

func readPage(answer *http.Response, most int) (Page, error) {
	if answer.StatusCode != http.StatusOK {
		return Page{}, StatusError(answer.Status)
	}
	kind := answer.Header.Get("Content-Type")
	if media, _, err := mime.ParseMediaType(kind); err != nil || !strings.HasPrefix(media, "text/") && media != "application/xhtml+xml" {
		return Page{}, fmt.Errorf("%w but %s", ErrNoText, kind)
	}
	content, err := io.ReadAll(io.LimitReader(answer.Body, int64(most)+1))
	if err != nil {
		return Page{}, fmt.Errorf("read page: %w", err)
	}
	if len(content) > most {
		return Page{}, ErrTooLong
	}
	in, err := charset.NewReader(strings.NewReader(string(content)), kind)
	if err != nil {
		return Page{}, ErrNoText
	}
	if content, err = io.ReadAll(in); err != nil {
		return Page{}, ErrNoText
	}
	return Page{answer.Request.URL.String(), string(content)}, nil
}

func (w Way) transport() *http.Transport {
	t := &http.Transport{
		TLSClientConfig:        &tls.Config{RootCAs: w.Roots, MinVersion: tls.VersionTLS12},
		MaxResponseHeaderBytes: maxHeaderSize, DisableKeepAlives: true, ForceAttemptHTTP2: true,
	}
	if p := w.Proxy; p != nil {
		through := &url.URL{Scheme: "socks5h", Host: p.Address} // names are looked up by the proxy
		if p.User != "" {
			through.User = url.UserPassword(p.User, p.Password)
		}
		t.Proxy = http.ProxyURL(through)
	}
	if w.Dialer != nil {
		t.DialContext = w.Dialer.DialContext
	}
	return t
}

func stayOnHTTPS(request *http.Request, via []*http.Request) error {
	if request.URL.Scheme != "https" || request.URL.User != nil {
		return ErrLeaves
	}
	if len(via) > maxRedirects {
		return fmt.Errorf("more than %d redirections", maxRedirects)
	}
	return nil
}
