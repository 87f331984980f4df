package control

import (
	"context"

	"vouch/app"
)

func deviceMethods(m map[string]method, service *app.Service) {
	m["devices.list"] = call(func(_ context.Context, p accountJID) (any, error) { return service.Devices(p.Account, p.JID) })
	m["devices.expected"] = call(func(_ context.Context, p accountJID) (any, error) { return service.Expected(p.Account, p.JID) })
	m["devices.trust"] = do(service, func(p struct {
		Account     string    `json:"account"`
		JID         string    `json:"jid"`
		Fingerprint string    `json:"fingerprint"`
		Trust       app.Trust `json:"trust"`
	}) app.Command {
		return app.Decide{Account: p.Account, JID: p.JID, Fingerprint: p.Fingerprint, Trust: p.Trust}
	})
	m["devices.name"] = do(service, func(p struct {
		Account  string `json:"account"`
		JID      string `json:"jid"`
		DeviceID uint32 `json:"device_id"`
		Label    string `json:"label"`
		Note     string `json:"note,omitempty"`
	}) app.Command {
		return app.NameDevice{Account: p.Account, JID: p.JID, DeviceID: p.DeviceID, Label: p.Label, Note: p.Note}
	})
	m["devices.look"] = do(service, func(p accountJID) app.Command { return app.LookAgain{Account: p.Account, Chat: p.JID} })
	m["devices.policy"] = call(func(ctx context.Context, p struct {
		Account string `json:"account"`
		JID     string `json:"jid,omitempty"`
		Policy  string `json:"policy,omitempty"`
	}) (any, error) {
		if p.Policy != "" {
			return none{}, service.Do(ctx, app.SetPolicy{Account: p.Account, JID: p.JID, Policy: app.Policy(p.Policy)})
		}
		policy, err := service.Policy(p.Account, p.JID)
		return map[string]app.Policy{"policy": policy}, err
	})
	m["devices.log"] = call(func(_ context.Context, p struct {
		Account string `json:"account"`
		JID     string `json:"jid,omitempty"`
	}) (any, error) {
		return service.Log(p.Account, p.JID)
	})
	codeMethods(m, service)
	pageMethods(m, service)
	ownMethods(m, service)
	mendMethods(m, service)
}
