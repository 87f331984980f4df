package app

import (
	"context"

	"vouch/app/input"
	"vouch/app/people"
)

// Invitation is a link for one person that nobody has used yet.
type Invitation = people.Invitation

// Invite makes an invitation to become a contact of the account. Who asks by it first, within a week, is accepted without a
// question, and asked back. Where the server makes invitations that let somebody make an account (XEP-0401 v0.6.0)
// it is the server's, which is none of Invitations. KindBusy: too many are open.
func (s *Service) Invite(ctx context.Context, of string) (out Invitation, err error) {
	a, err := s.account(of)
	if err != nil {
		return Invitation{}, err
	}
	out, byServer := s.inviteByServer(ctx, a.jid)
	a.mu.Lock()
	a.live.Server.Invitation, a.live.Server.InvitePage = out.URI, out.Page
	a.mu.Unlock()
	if byServer {
		return out, nil
	}
	err = s.onLoop(ctx, of, func(a *account) (err error) {
		out, err = a.people.Invite()
		return err
	})
	return out, err
}

// Invitations are those of an account that nobody has used yet, oldest first.
func (s *Service) Invitations(of string) ([]Invitation, error) {
	a, err := s.account(of)
	if err != nil {
		return nil, err
	}
	return a.people.Invitations()
}

// Withdraw ends an invitation that nobody has used yet; uri is as Invite gave it. KindNotFound.
func (s *Service) Withdraw(ctx context.Context, of, uri string) error {
	l, err := input.ParseLink(uri)
	if err != nil {
		return err
	}
	return s.onLoop(ctx, of, func(a *account) error {
		found, err := a.people.Redeem(l.Token)
		if err == nil && !found {
			return notFound("uri", uri)
		}
		return err
	})
}
