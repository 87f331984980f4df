package app

import (
	"errors"

	"vouch/xmpp"
)

// connectError gives what Connect or Run returned its kind.
func connectError(err error) error {
	out := &Error{Kind: KindNotConnected, Err: err}
	var auth *xmpp.AuthError
	var weaker *xmpp.DowngradeError
	var se *xmpp.StreamError
	switch {
	case errors.Is(err, xmpp.ErrConflict):
		out.Kind = KindConflict
	case errors.As(err, &auth):
		out.Said = auth.Text
		if auth.Condition != "temporary-auth-failure" {
			out.Kind = KindAuth
		}
	case errors.As(err, &weaker):
		out.Kind, out.About = KindDowngrade, weaker.Offered
	case errors.Is(err, xmpp.ErrForged):
		out.Kind = KindDowngrade
	case errors.Is(err, xmpp.ErrAuth), errors.Is(err, xmpp.ErrServerProof), errors.Is(err, xmpp.ErrMechanism):
		out.Kind = KindAuth
	case errors.Is(err, xmpp.ErrTLS), errors.Is(err, xmpp.ErrNoTLS):
		out.Kind = KindTLS
	case errors.Is(err, xmpp.ErrNoHost):
		out.Kind = KindNotFound
	case errors.As(err, &se):
		out.Said = se.Text
		if se.Condition == "host-unknown" {
			out.Kind = KindNotFound
		}
	}
	return out
}
