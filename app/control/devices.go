package control

import (
	"context"

	"vouch/app"
	"vouch/trust/qr"
)

// codeSize is the width of a code's picture, in pixels.
const codeSize = 768

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
			return none{}, service.Do(ctx, app.SetPolicy{Account: p.Account, JID: p.JID, Policy: p.Policy})
		}
		policy, err := service.Policy(p.Account, p.JID)
		return map[string]string{"policy": policy}, err
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
	By          string         `json:"by,omitempty"`
	Detail      string         `json:"detail,omitempty"`
	Alarm       bool           `json:"alarm,omitempty"`
}

func codeMethods(m map[string]method, service *app.Service) {
	m["devices.uri"] = call(func(_ context.Context, p struct {
		Account string `json:"account"`
		JID     string `json:"jid,omitempty"` // "" for the account's own
		All     bool   `json:"all,omitempty"`
		Trusted bool   `json:"trusted,omitempty"`
	}) (any, error) {
		if p.JID == "" {
			p.JID = p.Account
		}
		with := app.IncludeVerified
		switch {
		case p.All:
			with = app.IncludeAll
		case p.Trusted:
			with = app.IncludeTrusted
		}
		code, err := service.Code(p.Account, p.JID, with)
		if err != nil {
			return nil, err
		}
		var pictures [][]byte
		for _, part := range code.Parts {
			png, err := qr.PNG(part, codeSize)
			if err != nil {
				return nil, err
			}
			pictures = append(pictures, png)
		}
		return map[string]any{"uri": code.Link, "png_base64": pictures[0], "parts": code.Parts, "parts_png_base64": pictures}, nil
	})
	m["devices.scan"] = call(func(ctx context.Context, p struct {
		Account string `json:"account"`
		URI     string `json:"uri,omitempty"`
		Image   string `json:"image,omitempty"`
		JID     string `json:"jid,omitempty"` // whose code it must be
		Apply   bool   `json:"apply,omitempty"`
	}) (any, error) {
		texts, source := []string{p.URI}, app.Verify{By: app.ByLink}
		if p.Image != "" {
			if p.URI != "" {
				return nil, badParam("image", "either uri or image")
			}
			var err error
			if texts, err = qr.ReadFile(p.Image); err != nil {
				return nil, &app.Error{Kind: app.KindInvalid, Param: "image", Detail: err.Error(), Err: err}
			}
			source.By, source.Detail = app.ByCode, "picture"
		}
		check, err := service.ReadCode(p.Account, p.JID, texts...)
		if err != nil {
			return nil, err
		}
		if check.VouchedBy != "" {
			source.By, source.Detail = app.ByOtherDevice, ""
		}
		out := newScanRecord(check)
		if p.Apply {
			source.Account, source.JID, source.Keys = p.Account, check.JID, check.Verifiable()
			for _, d := range check.Distrust {
				source.Reject = append(source.Reject, d.Fingerprint)
			}
			if _, err := service.Verify(ctx, source); err != nil {
				return nil, err
			}
			out.Applied = true
		}
		return out, nil
	})
	m["devices.verify"] = call(func(ctx context.Context, p struct {
		Account      string   `json:"account"`
		JID          string   `json:"jid"`
		Fingerprints []string `json:"fingerprints"`
		By           string   `json:"by,omitempty"`
		Detail       string   `json:"detail,omitempty"`
	}) (any, error) {
		if p.By == "" {
			p.By = app.ByHand
		}
		changed, err := service.Verify(ctx, app.Verify{Account: p.Account, JID: p.JID, Keys: p.Fingerprints, By: p.By, Detail: p.Detail})
		return map[string]int{"changed": len(changed)}, err
	})
}

func pageMethods(m map[string]method, service *app.Service) {
	m["devices.page"] = call(func(_ context.Context, p struct {
		Account string         `json:"account"`
		JID     string         `json:"jid,omitempty"` // "" for the account's own
		Format  app.PageFormat `json:"format"`
		Trusted bool           `json:"trusted,omitempty"`
		Names   bool           `json:"names,omitempty"`
	}) (any, error) {
		with := app.IncludeVerified
		if p.Trusted {
			with = app.IncludeTrusted
		}
		if p.JID == "" {
			p.JID = p.Account
		}
		page, err := service.MakePageOf(p.Account, p.JID, p.Format, with, p.Names)
		return map[string]string{"page": page}, err
	})
	m["devices.check"] = call(func(_ context.Context, p struct {
		Account string `json:"account"`
		JID     string `json:"jid"`
		Text    string `json:"text"`
	}) (any, error) {
		check, err := service.ReadPage(p.Account, p.JID, p.Text)
		if err != nil {
			return nil, err
		}
		out := pageRecord{Matched: []keyRecord{}, Missing: []keyRecord{}, Extra: []keyRecord{}, Odd: []oddRecord{}, Foreign: append([]string{}, check.Foreign...)}
		for _, f := range check.Findings {
			switch f.Result {
			case app.KeyMatches:
				out.Matched = append(out.Matched, newKeyRecord(f))
			case app.KeyMissing:
				out.Missing = append(out.Missing, newKeyRecord(f))
			default:
				out.Extra = append(out.Extra, newKeyRecord(f))
			}
		}
		for _, o := range check.Odd {
			out.Odd = append(out.Odd, oddRecord{o.Line, o.Digits})
		}
		return out, nil
	})
	m["devices.fetch"] = call(func(ctx context.Context, p struct {
		Account string `json:"account"`
		Address string `json:"address"`
	}) (any, error) {
		page, err := service.FetchPage(ctx, p.Account, p.Address)
		return map[string]string{"address": page.Address, "text": page.Text}, err
	})
}

// keyRecord is one key of a code or a page.
type keyRecord struct {
	DeviceID    uint32    `json:"device_id,omitempty"`
	Fingerprint string    `json:"fingerprint"`
	Known       string    `json:"known,omitempty"` // the key known here, where it differs
	Label       string    `json:"label,omitempty"`
	Active      bool      `json:"active"`
	Trust       app.Trust `json:"trust"`
}

func newKeyRecord(f app.KeyFinding) keyRecord {
	return keyRecord{f.DeviceID, f.Fingerprint, f.Known, f.Label, f.Active, f.Trust}
}

// scanRecord is the answer of devices.scan; unknown are the devices known here that the code does not hold.
type scanRecord struct {
	JID        string      `json:"jid"`
	Own        bool        `json:"own"`
	VouchedBy  string      `json:"vouched_by,omitempty"`
	Part       int         `json:"part"`
	Parts      int         `json:"parts"`
	Matched    []keyRecord `json:"matched"`
	Added      []keyRecord `json:"added"`
	Mismatched []keyRecord `json:"mismatched"`
	Unknown    []keyRecord `json:"unknown"`
	Distrust   []keyRecord `json:"distrust,omitempty"`
	Applied    bool        `json:"applied"`
}

func newScanRecord(c *app.KeyCheck) scanRecord {
	out := scanRecord{
		JID: c.JID, Own: c.Own, VouchedBy: c.VouchedBy, Part: c.Part, Parts: c.Parts,
		Matched: []keyRecord{}, Added: []keyRecord{}, Mismatched: []keyRecord{}, Unknown: []keyRecord{},
	}
	for _, f := range c.Findings {
		k := newKeyRecord(f)
		switch f.Result {
		case app.KeyMatches:
			out.Matched = append(out.Matched, k)
		case app.KeyNew:
			out.Added = append(out.Added, k)
		case app.KeyDiffers:
			out.Mismatched = append(out.Mismatched, k)
		case app.KeyMissing:
			out.Unknown = append(out.Unknown, k)
		}
	}
	for _, f := range c.Distrust {
		out.Distrust = append(out.Distrust, newKeyRecord(f))
	}
	return out
}

// pageRecord is the answer of devices.check: extra stands on the page only, missing is known here and not on it.
type pageRecord struct {
	Matched []keyRecord `json:"matched"`
	Missing []keyRecord `json:"missing"`
	Extra   []keyRecord `json:"extra"`
	Odd     []oddRecord `json:"odd"`
	Foreign []string    `json:"foreign"`
}

type oddRecord struct {
	Line   int `json:"line"`
	Digits int `json:"digits"`
}
