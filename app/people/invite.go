package people

import (
	"time"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/xmpp"
	"vouch/xmpp/preauth"
	"vouch/xmpp/presence"
)

const (
	invitationTime = 7 * 24 * time.Hour // the link travels by other ways, some slow
	maxInvitations = 100                // open at a time
)

// Invitation is an invitation that nobody has used yet: a link for one person.
type Invitation struct {
	URI     string    `json:"uri" about:"the link"`
	Expires time.Time `json:"expires"`
	Page    string    `json:"page,omitempty" about:"the same as a web page, for people without a messenger"`
	Account bool      `json:"account,omitempty" about:"who has no account yet can make one with it"`
}

// Invite makes an invitation to become a contact of the account. Who asks by it first, within a week, is accepted without a
// question, and asked back. KindBusy: too many are open.
func (r *Room) Invite() (Invitation, error) {
	i := history.Invitation{Token: preauth.NewToken(), Made: r.Now().UTC()}
	i.Expires = i.Made.Add(invitationTime).Truncate(time.Second)
	err := r.Update("store invitation", func(h *history.Store) error {
		open, err := h.Invitations(i.Made)
		if err != nil {
			return err
		}
		if len(open) >= maxInvitations {
			return &fault.Error{Kind: fault.KindBusy}
		}
		return h.PutInvitation(i)
	})
	if err != nil {
		return Invitation{}, err
	}
	return Invitation{URI: preauth.Link(r.Addr, i.Token), Expires: i.Expires}, nil
}

// Invitations are those that nobody has used yet, oldest first. It is for any goroutine.
func (r *Room) Invitations() ([]Invitation, error) {
	out := []Invitation{}
	err := r.View("read invitations", func(h *history.Store) error {
		open, err := h.Invitations(r.Now())
		for _, i := range open {
			out = append(out, Invitation{URI: preauth.Link(r.Addr, i.Token), Expires: i.Expires})
		}
		return err
	})
	return out, err
}

// Redeem uses up an invitation, on disk before anything is said: a request that comes again is one like all others.
func (r *Room) Redeem(token string) (found bool, err error) {
	if token == "" {
		return false, nil
	}
	err = r.Update("redeem invitation", func(h *history.Store) (err error) {
		found, err = h.Redeem(token, r.Now())
		return err
	})
	return found, err
}

// welcome accepts a request to see our presence that shows an invitation of ours, and asks back. It is false when there is
// no such invitation, or no more: then the user is asked, as about any other.
func (r *Room) welcome(p *xmpp.Presence) (bool, error) {
	found, err := r.Redeem(preauth.Of(p))
	if err != nil || !found {
		return false, err
	}
	who := p.FromJID.Bare()
	r.Log.Info("invitation used", "peer", who.String())
	if err := r.Send(presence.Subscribed(who)); err != nil {
		r.Log.Info("accept invited", "err", err)
		return false, nil
	}
	r.answered(who.String()) // who may have asked without it before
	r.Changed(who.String())
	if known, ok := r.Contact(who.String()); !ok || !known.TellsUs() {
		if err := r.Send(presence.Subscribe(who)); err != nil {
			r.Log.Info("ask for presence", "err", err)
		}
	}
	return true, nil
}
