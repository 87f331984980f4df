package xmpp

import (
	"encoding/xml"
	"errors"
	"fmt"
	"time"

	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"
)

const (
	nsSASL2   = "urn:xmpp:sasl:2"
	nsBind2   = "urn:xmpp:bind:0"
	nsCarbons = "urn:xmpp:carbons:2"
	software  = "Vouch"
)

// extras are what is asked for along with a login by SASL2 (XEP-0388 v1.0.4), so that they need no step of their own.
type extras struct {
	resume  bool // XEP-0198 v1.6.3 §10.2
	bind    bool // XEP-0386 v1.1.0
	carbons bool // XEP-0280, with bind
	manage  bool // XEP-0198 v1.6.3 §10.1, with bind
}

// extrasFor asks for all that the server can do along with the login.
func extrasFor(inline Element, cfg Config) extras {
	var r extras
	if _, can := inline.Child(nsManagement, "sm"); can && cfg.Resume != nil {
		r.resume = true
	}
	bind, can := inline.Child(nsBind2, "bind")
	r.bind = can
	features, _ := bind.Child(nsBind2, "inline")
	for e := range features.each {
		if e.Name != (xml.Name{Space: nsBind2, Local: "feature"}) {
			continue
		}
		switch e.Attr("var") {
		case nsCarbons:
			r.carbons = true
		case nsManagement:
			r.manage = true
		}
	}
	return r
}

// text is them as XML.
func (r extras) text(cfg Config) string {
	id := ""
	if cfg.UserAgent != "" {
		id = " id='" + escape(cfg.UserAgent) + "'"
	}
	text := "<user-agent" + id + "><software>" + software + "</software></user-agent>"
	if r.resume {
		text += cfg.Resume.ask()
	}
	if r.bind {
		text += "<bind xmlns='" + nsBind2 + "'><tag>" + software + "</tag>"
		if r.carbons {
			text += "<enable xmlns='" + nsCarbons + "'/>"
		}
		if r.manage {
			text += "<enable xmlns='" + nsManagement + "' resume='true'/>"
		}
		text += "</bind>"
	}
	return text
}

// authenticateModern is authenticate by SASL2: with the token, if there is one that the server takes, else with the
// password.
func authenticateModern(l *link, cfg Config, features Element) (signedIn, error) {
	offer := offerOf(features, xml.Name{Space: nsSASL2, Local: "authentication"})
	have := bindingsOf(l.conn)
	choice, err := offer.choose(have, cfg, true)
	if err != nil {
		return signedIn{}, err
	}
	authentication, _ := features.Child(nsSASL2, "authentication")
	inline, _ := authentication.Child(nsSASL2, "inline")
	r := extrasFor(inline, cfg)
	if r.resume {
		if err := cfg.Resume.check(cfg.Address); err != nil {
			return signedIn{}, err
		}
	}
	in := signedIn{modern: true, extras: r, mechanism: choice.mechanism}
	x := &exchange{link: l, cfg: cfg, space: nsSASL2}
	fast, bound, canFast := fastFor(fastIn(inline), offer, have, choice)
	canFast = canFast && cfg.UserAgent != "" && choice.mechanism != external // XEP-0484 v0.2.0 §4.1
	if canFast && cfg.Token.fresh(time.Now()) && cfg.Token.Mechanism == fast {
		x.along = r.text(cfg) + "<fast xmlns='" + nsFast + "'/>"
		err := x.byToken(*cfg.Token, bound)
		if err == nil {
			in.success, in.mechanism, in.token = x.end, fast, cfg.Token
			if next := tokenIn(x.end, fast); next != nil {
				in.token = next
			}
			return in, nil
		}
		var refused *AuthError
		if !errors.As(err, &refused) || refused.Condition == "temporary-auth-failure" {
			return signedIn{}, fmt.Errorf("log in by %s: %w", fast, err)
		}
		cfg.Log.Info("token refused", "account", cfg.Address.Bare().String(), "err", err)
	}
	x.along = r.text(cfg)
	if canFast {
		x.along += "<request-token xmlns='" + nsFast + "' mechanism='" + fast + "'/>"
	}
	if err := x.run(choice, offer); err != nil {
		return signedIn{}, err
	}
	in.success = x.end
	if canFast {
		in.token = tokenIn(x.end, fast)
	}
	return in, nil
}

// fastIn are the mechanisms on offer for tokens.
func fastIn(inline Element) []string {
	var names []string
	fast, _ := inline.Child(nsFast, "fast")
	for e := range fast.each {
		if e.Name == (xml.Name{Space: nsFast, Local: "mechanism"}) {
			names = append(names, e.Text())
		}
	}
	return names
}

// goOnInline takes what came with the success, and does what is left. Only what was asked for is believed.
func (c *Client) goOnInline(in signedIn) error {
	identity, _ := in.success.Child(nsSASL2, "authorization-identifier")
	if who, err := jid.Parse(identity.Text()); err != nil || !who.Bare().Equal(c.cfg.Address.Bare()) {
		return fmt.Errorf("%w: server logged in another address", ErrBind)
	}
	if in.extras.resume {
		if done, err := c.resumeInline(in.success); done || err != nil {
			return err
		}
	}
	if bound, ok := in.success.Child(nsBind2, "bound"); ok && in.extras.bind {
		if err := c.boundTo(identity.Text()); err != nil {
			return err
		}
		c.carbons = in.extras.carbons
		if in.extras.manage {
			if enabled, ok := bound.Child(nsManagement, "enabled"); ok {
				c.enabled(enabled)
			}
			return nil // stanzas count from here on, so nothing may be read past them
		}
		features, err := c.features()
		if err != nil {
			return err
		}
		c.offered.Store(&features)
		_, offered := features.Child(nsManagement, "sm")
		return c.manage(offered)
	}
	features, err := c.features()
	if err != nil {
		return err
	}
	return c.goOnAfter(features, !in.extras.resume)
}

// resumeInline looks what became of the old stream.
func (c *Client) resumeInline(success Element) (done bool, err error) {
	for _, name := range []string{"resumed", "failed"} {
		if answer, ok := success.Child(nsManagement, name); ok {
			if err := c.answeredResume(*c.cfg.Resume, answer); err != nil {
				return false, fmt.Errorf("resume stream: %w", err)
			}
			return c.resume.done, nil
		}
	}
	return false, nil
}

// features are those of the stream that goes on after SASL2's success.
func (c *Client) features() (Element, error) {
	features, err := c.await(func(e Element) bool { return e.Name == xml.Name{Space: stanza.NSStream, Local: "features"} })
	if err != nil {
		return features, fmt.Errorf("open stream: %w", err)
	}
	return features, nil
}
