package app

import (
	"context"
	"crypto/tls"
	"errors"

	"vouch/app/web"
	pages "vouch/trust/page"
)

// Fetched is a page of the web.
type Fetched = web.Page

// FetchPage fetches a text over https, because the user asked for that very address, through the account's proxy where it
// has one. KindInvalid "address": not an https address, or what is there is no text or too long. KindRefused: the server
// does not give it, as it has Said. KindNotConnected, KindTLS: no answer.
func (s *Service) FetchPage(ctx context.Context, of, address string) (Fetched, error) {
	var way web.Way
	if err := s.onLoop(ctx, of, func(a *account) error {
		conf, err := s.config(a.cfg)
		way = web.Way{Roots: conf.RootCAs, Proxy: conf.Proxy, Dialer: conf.Dialer}
		return err
	}); err != nil {
		return Fetched{}, err
	}
	page, err := way.Fetch(ctx, address, pages.MaxText)
	return page, webError(err)
}

// webError gives the error of a page its kind.
func webError(err error) error {
	var certificate *tls.CertificateVerificationError
	var status web.StatusError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, web.ErrAddress), errors.Is(err, web.ErrNoText), errors.Is(err, web.ErrTooLong):
		return &Error{Kind: KindInvalid, Param: "address", Why: err.Error(), Err: err}
	case errors.As(err, &status):
		return &Error{Kind: KindRefused, Param: "address", Said: string(status), Err: err}
	case errors.Is(err, web.ErrLeaves):
		return &Error{Kind: KindRefused, Param: "address", Why: web.ErrLeaves.Error(), Err: err}
	case errors.As(err, &certificate):
		return &Error{Kind: KindTLS, Param: "address", Err: err}
	}
	return &Error{Kind: KindNotConnected, Param: "address", Err: err}
}
