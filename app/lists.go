package app

import (
	"errors"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/input"
	"vouch/app/keys"
	"vouch/app/plan"
	"vouch/app/view"
	"vouch/xmpp"
)

// How long a device list that was read counts as known (XEP-0384 v0.3.0 §4.2 has changes come as events, which reach us only
// by a subscription to the contact's presence, and which servers may drop).
const (
	listLife  = 2 * time.Hour  // of people who send us no events
	toldLife  = 24 * time.Hour // of contacts who do
	listPause = time.Minute    // an unknown device, or an open Encryption tab, has the list read again no sooner
)

// fresh tells whether the device list of who is known well enough to encrypt by. Called on the loop.
func (a *account) fresh(h *history.Store, who string) (bool, error) {
	at, read := a.facts.lists[who]
	if !read {
		return false, nil
	}
	age := a.now().Sub(at)
	switch {
	case who == a.jid, age < listLife:
		return true, nil
	case age >= toldLife:
		return false, nil
	}
	contact, _, err := h.Contact(who)
	return contact.TellsUs(), err
}

// wantList has the device list of who read again, because a device showed up that is not in it; for what is written
// meanwhile the list is not known.
func (a *account) wantList(h *history.Store, who string) error {
	may, err := keys.MayAsk(h, a.jid, who)
	if err != nil || !may {
		return err
	}
	if at, before := a.devices.doubted[who]; before && a.now().Sub(at) < listPause {
		return nil
	}
	h.OnCommit(func() {
		delete(a.facts.lists, who)
		a.devices.doubted[who] = a.now()
	})
	return h.Need(history.Todo{Task: history.FetchList, JID: who})
}

// noteRefusal remembers what a question about the keys of who was answered, for the rows that wait for it and for the
// Encryption tab; nil forgets it.
func (a *account) noteRefusal(who string, err error) {
	if errors.Is(err, xmpp.ErrClosed) {
		return
	}
	next := refusalOf(who == a.jid, err)
	a.mu.Lock()
	was := a.live.Keys.Refusals[who]
	if was != next {
		refusals := map[string]view.Refusal{}
		for other, r := range a.live.Keys.Refusals {
			if other != who && len(refusals) < maxRefusals {
				refusals[other] = r
			}
		}
		if next != (view.Refusal{}) {
			refusals[who] = next
		}
		a.live.Keys.Refusals = refusals
	}
	a.mu.Unlock()
	if was != next {
		a.changed(EventDevices, who, "")
	}
}

// maxRefusals bounds the people whose refusals are remembered; all of them the user has written to or looked at.
const maxRefusals = 1000

// keyRefusal is what is remembered about the keys of who.
func (a *account) keyRefusal(who string) view.Refusal {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.live.Keys.Refusals[who]
}

// refusalOf gives an answer its kind. What our own server says about our own keys is its matter, whatever it says.
func refusalOf(own bool, err error) view.Refusal {
	if err == nil {
		return view.Refusal{}
	}
	out := view.Refusal{Kind: KindUnreachable, Said: input.Cut(err.Error(), 200)}
	var se *xmpp.StanzaError
	if errors.As(err, &se) {
		out.Said = se.Condition
		if se.Text != "" {
			out.Said = input.Cut(se.Condition+": "+se.Text, 200)
		}
	}
	switch {
	case own:
		out.Kind = KindOwnServer
	case se == nil:
	default:
		out.Kind = conditionKind(se.Condition)
	}
	return out
}

// conditionKind says what a condition (RFC 6120 §8.3.3) means for a question about somebody's keys.
func conditionKind(condition string) Kind {
	switch condition {
	case "remote-server-not-found":
		return KindServerNotFound
	case "service-unavailable", "feature-not-implemented", "gone", "jid-malformed":
		return KindNoPEP
	case "forbidden", "not-authorized", "not-allowed", "subscription-required", "registration-required", "policy-violation", "not-acceptable", "bad-request":
		return KindNotAllowed
	}
	return KindUnreachable
}

// waitsFor says why a plan cannot be carried out although nothing is for the user to decide: what a question was answered,
// or "" while it is under way.
func (a *account) waitsFor(p plan.Plan, to plan.Audience) Kind {
	if len(p.Lists) > 0 && !a.facts.keysSet {
		return a.keyRefusal(a.jid).Kind
	}
	for _, who := range to.Needed() {
		if slices.Contains(p.Lists, who) || p.Needs(who) {
			return a.keyRefusal(who).Kind
		}
	}
	return ""
}

// showDevices reads the list of who again because the user looks at the devices.
func (a *account) showDevices(who string) {
	if at, read := a.facts.lists[who]; read && a.now().Sub(at) < listPause {
		return
	}
	a.start(history.Todo{Task: history.FetchList, JID: who})
}

// mayAttend is keys.MayAsk for a chat that a window shows.
func (a *account) mayAttend(who string) (may, fresh bool) {
	if err := a.s.view("read contact", func(tx *bbolt.Tx) (err error) {
		h := a.s.history(tx, a.jid)
		if may, err = keys.MayAsk(h, a.jid, who); err == nil {
			fresh, err = a.fresh(h, who)
		}
		return err
	}); err != nil {
		a.log.Error("read contact", "err", err)
	}
	return may, fresh
}

// saidAbout is what a server said that makes a message wait, for its row.
func (a *account) saidAbout(who string, why Kind) string {
	for _, of := range []string{who, a.jid} {
		if r := a.keyRefusal(of); r.Kind == why && why != "" {
			return r.Said
		}
	}
	return ""
}
