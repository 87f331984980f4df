package control

import (
	"context"
	"strings"

	"vouch/app"
	"vouch/trust/qr"
)

// codeSize is the width of a code's picture, in pixels.
const codeSize = 768

func codeMethods(m map[string]method, service *app.Service) {
	m["devices.uri"] = call(func(_ context.Context, p struct {
		Account string `json:"account"`
		JID     string `json:"jid,omitempty"`     // "" for the account's own
		All     bool   `json:"all,omitempty"`     // every active device that the user stands for: the trusted ones, too
		Trusted bool   `json:"trusted,omitempty"` // the same, as devices.page calls it
	}) (any, error) {
		if p.JID == "" {
			p.JID = p.Account
		}
		with := app.IncludeVerified
		if p.All || p.Trusted {
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
		URI     string `json:"uri,omitempty"` // of a code in parts all of them, a line each
		Image   string `json:"image,omitempty"`
		JID     string `json:"jid,omitempty"`   // whose code it must be
		Apply   bool   `json:"apply,omitempty"` // the caller says that it came from where only its owner could have put it
	}) (any, error) {
		texts, source := strings.Split(strings.TrimSpace(p.URI), "\n"), app.Verify{By: app.ByLink}
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
			if check.Missing > 0 { // what it does not hold may be what would be doubted
				return nil, &app.Error{Kind: app.KindInvalid, Param: "uri", Detail: "not the whole code", Err: app.FaultPart}
			}
			source.Account, source.JID, source.Keys = p.Account, check.JID, check.Verifiable()
			for _, d := range check.Distrust {
				source.Reject = append(source.Reject, d.Fingerprint)
			}
			changed, err := service.Verify(ctx, source)
			if err != nil {
				return nil, err
			}
			out.Applied = len(changed) > 0
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
			p.By = string(app.ByHand)
		}
		changed, err := service.Verify(ctx, app.Verify{Account: p.Account, JID: p.JID, Keys: p.Fingerprints, By: app.Author(p.By), Detail: p.Detail})
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
