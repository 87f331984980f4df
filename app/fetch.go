package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html/charset"

	pages "vouch/trust/page"
	"vouch/xmpp"
)

const (
	fetchTime     = 30 * time.Second
	maxRedirects  = 5
	maxHeaderSize = 64 << 10
)

// Fetched is a page of the web.
type Fetched struct {
	Address string // where it was in the end
	Text    string
}

// FetchPage fetches a text over https, because the user asked for that very address: no cookies, nothing that says who
// asks, through the account's proxy where it has one, and nowhere but to https. KindInvalid "address": not an https
// address, or what is there is no text or too long. KindRefused: the server does not give it, as Detail says.
// KindNotConnected, KindTLS: no answer.
func (s *Service) FetchPage(ctx context.Context, of, address string) (Fetched, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return Fetched{}, invalid("address", "not an https address")
	}
	var conf xmpp.Config
	if err := s.onLoop(ctx, of, func(a *account) (err error) { conf, err = s.config(a.cfg); return err }); err != nil {
		return Fetched{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	transport := webTransport(conf)
	defer transport.CloseIdleConnections()
	client := http.Client{Transport: transport, CheckRedirect: stayOnHTTPS}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Fetched{}, invalid("address", "not an https address")
	}
	request.Header.Set("User-Agent", "Mozilla/5.0") // some servers want one; it does not tell this program apart
	request.Header.Set("Accept", "text/html, text/plain, text/markdown")
	answer, err := client.Do(request)
	if err != nil {
		return Fetched{}, webError(err)
	}
	defer answer.Body.Close()
	return readPage(answer)
}

func readPage(answer *http.Response) (Fetched, error) {
	if answer.StatusCode != http.StatusOK {
		return Fetched{}, &Error{Kind: KindRefused, Param: "address", Detail: answer.Status}
	}
	kind := answer.Header.Get("Content-Type")
	if media, _, err := mime.ParseMediaType(kind); err != nil || !strings.HasPrefix(media, "text/") && media != "application/xhtml+xml" {
		return Fetched{}, invalid("address", "not a text but "+kind)
	}
	content, err := io.ReadAll(io.LimitReader(answer.Body, pages.MaxText+1))
	if err != nil {
		return Fetched{}, webError(err)
	}
	if len(content) > pages.MaxText {
		return Fetched{}, invalid("address", "too long")
	}
	in, err := charset.NewReader(strings.NewReader(string(content)), kind)
	if err != nil {
		return Fetched{}, invalid("address", "not a text")
	}
	if content, err = io.ReadAll(in); err != nil {
		return Fetched{}, invalid("address", "not a text")
	}
	return Fetched{answer.Request.URL.String(), string(content)}, nil
}

// webTransport reaches the web the way the account reaches its server.
func webTransport(conf xmpp.Config) *http.Transport {
	t := &http.Transport{
		TLSClientConfig:        &tls.Config{RootCAs: conf.RootCAs, MinVersion: tls.VersionTLS12},
		MaxResponseHeaderBytes: maxHeaderSize, DisableKeepAlives: true, ForceAttemptHTTP2: true,
	}
	if p := conf.Proxy; p != nil {
		through := &url.URL{Scheme: "socks5h", Host: p.Address} // names are looked up by the proxy
		if p.User != "" {
			through.User = url.UserPassword(p.User, p.Password)
		}
		t.Proxy = http.ProxyURL(through)
	}
	if conf.Dialer != nil {
		t.DialContext = conf.Dialer.DialContext
	}
	return t
}

// errLeavesHTTPS stops a redirection.
var errLeavesHTTPS = errors.New("leads away from https")

func stayOnHTTPS(request *http.Request, via []*http.Request) error {
	if request.URL.Scheme != "https" || request.URL.User != nil {
		return errLeavesHTTPS
	}
	if len(via) > maxRedirects {
		return fmt.Errorf("more than %d redirections", maxRedirects)
	}
	return nil
}

func webError(err error) error {
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &certificate):
		return &Error{Kind: KindTLS, Param: "address", Err: err}
	case errors.Is(err, errLeavesHTTPS):
		return &Error{Kind: KindRefused, Param: "address", Detail: errLeavesHTTPS.Error()}
	}
	return &Error{Kind: KindNotConnected, Param: "address", Err: err}
}
