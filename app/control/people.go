package control

import (
	"context"

	"vouch/app"
)

// peopleMethods are about contacts and others, apart from messages.
func peopleMethods(m map[string]method, service *app.Service) {
	m["invite.make"] = call(func(ctx context.Context, p account) (any, error) { return service.Invite(ctx, p.Account) })
	m["invite.list"] = call(func(_ context.Context, p account) (any, error) { return service.Invitations(p.Account) })
	m["invite.withdraw"] = call(func(ctx context.Context, p struct {
		Account string `json:"account"`
		URI     string `json:"uri"`
	}) (any, error) {
		return none{}, service.Withdraw(ctx, p.Account, p.URI)
	})
	m["people.profile"] = call(func(ctx context.Context, p accountJID) (any, error) { return service.Profile(ctx, p.Account, p.JID) })
	m["account.profile"] = call(func(ctx context.Context, p struct {
		JID     string       `json:"jid"`
		Profile *app.Profile `json:"profile,omitempty"`
		Older   bool         `json:"older,omitempty"`
	}) (any, error) {
		if p.Profile == nil {
			return service.Profile(ctx, p.JID, p.JID)
		}
		return none{}, service.Do(ctx, app.SetProfile{Account: p.JID, Profile: *p.Profile, Older: p.Older})
	})
	m["people.avatar"] = call(func(_ context.Context, p accountJID) (any, error) {
		picture, err := service.Avatar(p.Account, p.JID)
		return map[string]any{"hash": picture.Hash, "png_base64": picture.PNG}, err
	})
	m["people.blocked"] = call(func(_ context.Context, p account) (any, error) { return service.Blocked(p.Account) })
	m["people.block"] = do(service, func(p struct {
		Account string `json:"account"`
		JID     string `json:"jid"`
		Report  string `json:"report,omitempty"`
		Text    string `json:"text,omitempty"`
	}) app.Command {
		return app.Block{Account: p.Account, JID: p.JID, Report: p.Report, Text: p.Text}
	})
	m["people.unblock"] = do(service, func(p accountJID) app.Command { return app.Unblock{Account: p.Account, JID: p.JID} })
}
