package control

import (
	"context"

	"vouch/app"
)

func ownMethods(m map[string]method, service *app.Service) {
	m["devices.remove"] = do(service, func(p struct {
		Account  string `json:"account"`
		DeviceID uint32 `json:"device_id"`
	}) app.Command {
		return app.RemoveDevice{Account: p.Account, DeviceID: p.DeviceID}
	})
	m["devices.renew"] = do(service, func(p account) app.Command { return app.RenewKeys{Account: p.Account} })
	m["devices.keep"] = do(service, func(p account) app.Command { return app.KeepKeys{Account: p.Account} })
	m["devices.tell"] = call(func(ctx context.Context, p struct {
		Account string   `json:"account"`
		To      []string `json:"to"`
		Body    string   `json:"body"`
	}) (any, error) {
		left, err := service.Tell(ctx, p.Account, p.To, p.Body)
		return map[string][]string{"left_out": append([]string{}, left...)}, err
	})
	m["devices.timeline"] = call(func(_ context.Context, p struct {
		Account string `json:"account"`
		JID     string `json:"jid,omitempty"`
	}) (any, error) {
		moments, err := service.Timeline(p.Account, p.JID)
		out := []momentRecord{}
		for _, t := range moments {
			out = append(out, momentRecord{app.Time(t.Time), t.Kind, t.JID, t.DeviceID, t.Label, t.Fingerprint, t.Before, t.From, t.To, t.By, t.Detail, t.Alarm})
		}
		return out, err
	})
}

// mendMethods are about messages that could not be read, there or here.
func mendMethods(m map[string]method, service *app.Service) {
	m["devices.repair"] = do(service, func(p struct {
		Account  string `json:"account"`
		JID      string `json:"jid"`
		DeviceID uint32 `json:"device_id"`
	}) app.Command {
		return app.RepairSession{Account: p.Account, JID: p.JID, DeviceID: p.DeviceID}
	})
	m["chat.ask-again"] = do(service, func(p struct {
		Account string `json:"account"`
		Chat    string `json:"chat"`
		ID      string `json:"id"`
		Body    string `json:"body"`
	}) app.Command {
		return app.AskAgain{Account: p.Account, Chat: p.Chat, ID: p.ID, Text: p.Body}
	})
	m["chat.missed"] = call(func(_ context.Context, p struct {
		Account     string `json:"account"`
		Chat        string `json:"chat"`
		Fingerprint string `json:"fingerprint"`
	}) (any, error) {
		return service.Missed(p.Account, p.Chat, p.Fingerprint)
	})
	m["chat.send-copies"] = do(service, func(p struct {
		Account string   `json:"account"`
		Chat    string   `json:"chat"`
		IDs     []string `json:"ids"`
	}) app.Command {
		return app.SendCopies{Account: p.Account, Chat: p.Chat, IDs: p.IDs}
	})
	m["chat.answer-keys"] = do(service, func(p struct {
		Account string `json:"account"`
		Chat    string `json:"chat"`
		ID      string `json:"id"`
		Accept  bool   `json:"accept"`
	}) app.Command {
		return app.AnswerKeys{Account: p.Account, Chat: p.Chat, ID: p.ID, Accept: p.Accept}
	})
}

// momentRecord is a line of the timeline.
type momentRecord struct {
	Time        app.Time       `json:"time"`
	Kind        app.MomentKind `json:"kind"`
	JID         string         `json:"jid,omitempty"`
	DeviceID    uint32         `json:"device_id,omitempty"`
	Label       string         `json:"label,omitempty"`
	Fingerprint string         `json:"fingerprint,omitempty"`
	Before      string         `json:"before,omitempty"`
	From        string         `json:"from,omitempty"`
	To          string         `json:"to,omitempty"`
	By          app.Author     `json:"by,omitempty"`
	Detail      string         `json:"detail,omitempty"`
	Alarm       bool           `json:"alarm,omitempty"`
}
