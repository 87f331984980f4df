package app

import (
	"context"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/input"
	"vouch/xmpp"
	"vouch/xmpp/preauth"
	"vouch/xmpp/presence"
)

const (
	invitationTime = 7 * 24 * time.Hour // the link travels by other ways, some slow
	maxInvitations = 100                // open at a time
)

// InvitationRecord is an invitation that nobody has used yet: a link for one person.
type InvitationRecord struct {
	URI     string    `json:"uri" about:"the link"`
	Expires time.Time `json:"expires"`
	Page    string    `json:"page,omitempty" about:"the same as a web page, for people without a messenger"`
	Account bool      `json:"account,omitempty" about:"who has no account yet can make one with it"`
}

// Invite makes an invitation to become a contact of the account. Who asks by it first, within a week, is accepted without a
// question, and asked back. Where the server makes invitations that let somebody make an account (XEP-0401 v0.6.0)
// it is the server's, which is none of Invitations. KindBusy: too many are open.
func (s *Service) Invite(ctx context.Context, of string) (out InvitationRecord, err error) {
	a, err := s.account(of)
	if err != nil {
		return InvitationRecord{}, err
	}
	out, byServer := s.inviteByServer(ctx, a.jid)
	a.mu.Lock()
	a.live.Server.Invitation, a.live.Server.InvitePage = out.URI, out.Page
	a.mu.Unlock()
	if byServer {
		return out, nil
	}
	err = s.onLoop(ctx, of, func(a *account) error {
		i := history.Invitation{Token: preauth.NewToken(), Made: a.now().UTC()}
		i.Expires = i.Made.Add(invitationTime).Truncate(time.Second)
		out = InvitationRecord{URI: preauth.Link(a.addr, i.Token), Expires: i.Expires}
		return s.update("store invitation", func(tx *bbolt.Tx) error {
			h := s.history(tx, a.jid)
			open, err := h.Invitations(i.Made)
			if err != nil {
				return err
			}
			if len(open) >= maxInvitations {
				return &Error{Kind: KindBusy}
			}
			return h.PutInvitation(i)
		})
	})
	if err != nil {
		return InvitationRecord{}, err
	}
	return out, nil
}

// Invitations are those of an account that nobody has used yet, oldest first.
func (s *Service) Invitations(of string) ([]InvitationRecord, error) {
	a, err := s.account(of)
	if err != nil {
		return nil, err
	}
	out := []InvitationRecord{}
	err = s.view("read invitations", func(tx *bbolt.Tx) error {
		open, err := s.history(tx, a.jid).Invitations(a.now())
		for _, i := range open {
			out = append(out, InvitationRecord{URI: preauth.Link(a.addr, i.Token), Expires: i.Expires})
		}
		return err
	})
	return out, err
}

// Withdraw ends an invitation that nobody has used yet; uri is as Invite gave it. KindNotFound.
func (s *Service) Withdraw(ctx context.Context, of, uri string) error {
	l, err := input.ParseLink(uri)
	if err != nil {
		return err
	}
	return s.onLoop(ctx, of, func(a *account) error {
		found, err := a.redeem(l.Token)
		if err == nil && !found {
			return notFound("uri", uri)
		}
		return err
	})
}

// redeem uses up an invitation, on disk before anything is said: a request that comes again is one like all others.
func (a *account) redeem(token string) (found bool, err error) {
	if token == "" {
		return false, nil
	}
	err = a.s.update("redeem invitation", func(tx *bbolt.Tx) (err error) {
		found, err = a.s.history(tx, a.jid).Redeem(token, a.now())
		return err
	})
	return found, err
}

// welcome accepts a request to see our presence that shows an invitation of ours, and asks back. It is false when there is
// no such invitation, or no more: then the user is asked, as about any other.
func (a *account) welcome(p *xmpp.Presence) (bool, error) {
	found, err := a.redeem(preauth.Of(p))
	if err != nil || !found {
		return false, err
	}
	who := p.FromJID.Bare()
	a.log.Info("invitation used", "peer", who.String())
	if _, err := a.conn.client.Send(presence.Subscribed(who)); err != nil {
		a.log.Info("accept invited", "err", err)
		return false, nil
	}
	a.mu.Lock()
	delete(a.live.People.Asks, who.String()) // who may have asked without it before
	a.mu.Unlock()
	a.changed(EventChanged, who.String(), "")
	if known, ok := a.contact(who.String()); !ok || known.Subscription != "both" && known.Subscription != "to" {
		if _, err := a.conn.client.Send(presence.Subscribe(who)); err != nil {
			a.log.Info("ask for presence", "err", err)
		}
	}
	return true, nil
}
