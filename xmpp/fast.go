package xmpp

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"
)

const (
	nsFast   = "urn:xmpp:fast:0"
	maxToken = 4096
)

// Token stands in for the password at one server, for this installation alone (XEP-0484 v0.2.0). It is as secret as the
// password. Whoever keeps it replaces it with what Client.Token says after each login.
type Token struct {
	Mechanism string    // the only one it may be used with
	Secret    string    // as the server gave it
	Expires   time.Time // zero: not known
}

// String is the mechanism, so that printing a Token shows no secret.
func (t Token) String() string { return "token for " + t.Mechanism }

// LogValue is String.
func (t Token) LogValue() slog.Value { return slog.StringValue(t.String()) }

// GoString is String, for %#v.
func (t Token) GoString() string { return t.String() }

// fastBindings are the mechanisms for tokens we can use, best first, with the channel binding of each
// (draft-schmaus-kitten-sasl-ht-09).
var fastBindings = []struct{ mechanism, binding string }{
	{"HT-SHA-256-EXPR", bindExporter},
	{"HT-SHA-256-UNIQ", bindUnique},
	{"HT-SHA-256-ENDP", bindEndPoint},
	{"HT-SHA-256-NONE", ""},
}

// fastFor is the best of the mechanisms on offer for tokens, with its binding. What proves a token must be tied to the
// connection no less than the login by password is: else a token would be the weaker way in.
func fastFor(offered []string, o offer, have []channelBinding, password choice) (mechanism string, bound channelBinding, ok bool) {
	for _, f := range fastBindings {
		b, can := named(have, f.binding)
		switch {
		case !slices.Contains(offered, f.mechanism), f.binding != "" && !can,
			f.binding != "" && o.announced && !slices.Contains(o.bindings, f.binding),
			tightness(f.binding) < tightness(password.binding.name):
			continue
		}
		return f.mechanism, b, true
	}
	return "", channelBinding{}, false
}

// tightness orders bindings: a stolen certificate defeats tls-server-end-point.
func tightness(binding string) int {
	switch binding {
	case "":
		return 0
	case bindEndPoint:
		return 1
	}
	return 2
}

// byToken logs in with t, in one step. The server proves to know it too.
func (x *exchange) byToken(t Token, bound channelBinding) error {
	proof := func(who string) string {
		m := hmac.New(sha256.New, []byte(t.Secret))
		m.Write([]byte(who))
		m.Write(bound.data)
		return string(m.Sum(nil))
	}
	user, err := prepare(x.cfg.Address.Localpart())
	if err != nil {
		return fmt.Errorf("%w: user name: %w", ErrAuth, err)
	}
	if err := x.begin(t.Mechanism, user+"\x00"+proof("Initiator")); err != nil {
		return err
	}
	answer, err := x.receive()
	if err != nil {
		return err
	}
	theirs, err := data(answer)
	switch {
	case err != nil:
		return err
	case answer.Name.Local != "success":
		return unexpected(answer)
	case !hmac.Equal([]byte(theirs), []byte(proof("Responder"))):
		return ErrServerProof
	}
	return nil
}

// tokenIn is the token that came with a success, for the mechanism; nil when there is none to keep.
func tokenIn(success Element, mechanism string) *Token {
	e, _ := success.Child(nsFast, "token")
	t := Token{Mechanism: mechanism, Secret: e.Attr("token")}
	if t.Secret == "" || len(t.Secret) > maxToken {
		return nil
	}
	t.Expires, _ = time.Parse(time.RFC3339, strings.TrimSpace(e.Attr("expiry"))) // unknown is as good as none
	return &t
}

// fresh tells whether t may still be taken.
func (t *Token) fresh(now time.Time) bool {
	return t != nil && t.Secret != "" && (t.Expires.IsZero() || now.Before(t.Expires))
}
