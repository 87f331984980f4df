package control

import (
	"context"
	"strings"

	"vouch/app"
	"vouch/app/keys"
	"vouch/app/view"
	"vouch/trust/qr"
)

// codeSize is the width of a code's picture, in pixels.
const codeSize = 768

// codes are the methods about codes, links and pages with keys.
var codes = []Method{
	reads("devices.uri", "the link and code with the keys of somebody", makeCode),
	answers("devices.scan", "read a code or link with keys; changes nothing unless told to",
		scan, fails(app.KindConflict, app.KindRoom)),
	reads("devices.page", "a page of fingerprints, to be published", makePage),
	reads("devices.check", "compare a page of fingerprints with what is known; changes nothing", checkPage),
	answers("devices.fetch", "fetch a page of fingerprints from the web",
		func(ctx context.Context, s *Server, p fetchParams) (fetchedRecord, error) {
			page, err := s.service.FetchPage(ctx, p.Account, p.Address)
			return fetchedRecord{page.Address, page.Text}, err
		}, waits, fails(app.KindNotConnected, app.KindTLS, app.KindRefused)),
}

type codeParams struct {
	Account string `json:"account"`
	JID     string `json:"jid,omitempty" about:"whose; left out for those of the account"`
	All     bool   `json:"all,omitempty" about:"with the trusted devices, not only the verified ones"`
	Trusted bool   `json:"trusted,omitempty" about:"the same as all"`
}

type codeRecord struct {
	URI      string   `json:"uri" about:"the link"`
	PNG      []byte   `json:"png_base64" about:"the code of the first part"`
	Parts    []string `json:"parts" about:"what the codes hold: more than one where there are many devices"`
	PartsPNG [][]byte `json:"parts_png_base64" about:"the codes of all parts"`
}

func makeCode(service *app.Service, p codeParams) (codeRecord, error) {
	if p.JID == "" {
		p.JID = p.Account
	}
	with := keys.IncludeVerified
	if p.All || p.Trusted {
		with = keys.IncludeTrusted
	}
	code, err := service.Code(p.Account, p.JID, with)
	if err != nil {
		return codeRecord{}, err
	}
	var pictures [][]byte
	for _, part := range code.Parts {
		png, err := qr.PNG(part, codeSize)
		if err != nil {
			return codeRecord{}, err
		}
		pictures = append(pictures, png)
	}
	return codeRecord{code.Link, pictures[0], code.Parts, pictures}, nil
}

type scanParams struct {
	Account string `json:"account"`
	URI     string `json:"uri,omitempty" about:"a link; of a code in parts all of them, a line each"`
	Image   string `json:"image,omitempty" about:"path of a picture with the code, in the place of uri"`
	JID     string `json:"jid,omitempty" about:"whose it must be"`
	Apply   bool   `json:"apply,omitempty" about:"verify its keys: the caller says that it came from where only its owner could have put it"`
}

func scan(ctx context.Context, s *Server, p scanParams) (scanRecord, error) {
	texts, source := strings.Split(strings.TrimSpace(p.URI), "\n"), app.Verify{By: view.ByLink}
	if p.Image != "" {
		if p.URI != "" {
			return scanRecord{}, badParam("image", "either uri or image")
		}
		var err error
		if texts, err = qr.ReadFile(p.Image); err != nil {
			return scanRecord{}, &app.Error{Kind: app.KindInvalid, Param: "image", Why: err.Error(), Err: err}
		}
		source.By, source.Detail = view.ByCode, "picture"
	}
	check, err := s.service.ReadCode(p.Account, p.JID, texts...)
	if err != nil {
		return scanRecord{}, err
	}
	out := newScanRecord(check)
	if p.Apply {
		source.Account = p.Account
		out.Applied, err = s.applyCode(ctx, check, source)
	}
	return out, err
}

// applyCode verifies what a code says, and tells whether that has changed anything.
func (s *Server) applyCode(ctx context.Context, check *keys.Check, source app.Verify) (bool, error) {
	if check.Missing > 0 { // what it does not hold may be what would be doubted
		return false, &app.Error{Kind: app.KindInvalid, Param: "uri", Why: "not the whole code", Err: keys.FaultPart}
	}
	if check.VouchedBy != "" {
		source.By, source.Detail = view.ByOtherDevice, ""
	}
	source.JID, source.Keys = check.JID, check.Verifiable()
	for _, d := range check.Distrust {
		source.Reject = append(source.Reject, d.Fingerprint)
	}
	changed, err := s.service.Verify(ctx, source)
	return len(changed) > 0, err
}

type pageParams struct {
	Account string          `json:"account"`
	JID     string          `json:"jid,omitempty" about:"whose; left out for that of the account"`
	Format  keys.PageFormat `json:"format" about:"text, markdown or html"`
	Trusted bool            `json:"trusted,omitempty" about:"with the trusted devices, not only the verified ones"`
	Names   bool            `json:"names,omitempty" about:"with the names of the devices"`
}

type madeRecord struct {
	Page string `json:"page"`
}

func makePage(service *app.Service, p pageParams) (madeRecord, error) {
	with := keys.IncludeVerified
	if p.Trusted {
		with = keys.IncludeTrusted
	}
	if p.JID == "" {
		p.JID = p.Account
	}
	page, err := service.MakePageOf(p.Account, p.JID, p.Format, with, p.Names)
	return madeRecord{page}, err
}

type checkParams struct {
	Account string `json:"account"`
	JID     string `json:"jid"`
	Text    string `json:"text" about:"of the page"`
}

func checkPage(service *app.Service, p checkParams) (pageRecord, error) {
	check, err := service.ReadPage(p.Account, p.JID, p.Text)
	if err != nil {
		return pageRecord{}, err
	}
	return newPageRecord(check), nil
}

type fetchParams struct {
	Account string `json:"account"`
	Address string `json:"address" about:"an https URL"`
}

type fetchedRecord struct {
	Address string `json:"address" about:"where the page was in the end"`
	Text    string `json:"text"`
}
