package app

import (
	"errors"

	"vouch/xmpp"
)

// connectError gives what Connect or Run returned its kind.
func connectError(err error) error {
	kind, detail := KindNotConnected, ""
	var auth *xmpp.AuthError
	var weaker *xmpp.DowngradeError
	var se *xmpp.StreamError
	switch {
	case errors.Is(err, xmpp.ErrConflict):
		kind = KindConflict
	case errors.As(err, &auth):
		detail = auth.Text
		if auth.Condition != "temporary-auth-failure" {
			kind = KindAuth
		}
	case errors.As(err, &weaker):
		kind, detail = KindDowngrade, weaker.Offered
	case errors.Is(err, xmpp.ErrForged):
		kind = KindDowngrade
	case errors.Is(err, xmpp.ErrAuth), errors.Is(err, xmpp.ErrServerProof), errors.Is(err, xmpp.ErrMechanism):
		kind = KindAuth
	case errors.Is(err, xmpp.ErrTLS), errors.Is(err, xmpp.ErrNoTLS):
		kind = KindTLS
	case errors.Is(err, xmpp.ErrNoHost):
		kind = KindNotFound
	case errors.As(err, &se):
		detail = se.Text
		if se.Condition == "host-unknown" {
			kind = KindNotFound
		}
	}
	return &Error{Kind: kind, Detail: detail, Err: err}
}
