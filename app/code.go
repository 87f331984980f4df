package app

import (
	"go.etcd.io/bbolt"

	"vouch/app/view"
	"vouch/trust"
	pages "vouch/trust/page"
)

// Include says which devices a code holds.
type Include string

// What a code can hold besides this device. Whoever scans it takes the user's word for what is in it, so a device about which
// nobody has decided is in no code, like one that is rejected, removed, inactive, or whose key came in place of a trusted one.
const (
	IncludeVerified Include = ""        // active devices that the user has verified
	IncludeTrusted  Include = "trusted" // those that are trusted, too
)

// Code is what others scan, or open, to verify devices: of the account, or of a contact for the account's other
// computers.
type Code struct {
	JID, Name string
	Own       bool
	Link      string             // all keys in one
	Parts     []string           // links to be shown as codes one after the other: the same keys, four at a time
	Devices   []*view.DeviceView // in it: this one first
	LeftOut   []*view.DeviceView // active ones with a key that are not in it
}

// Code makes the code of who. KindNotFound: there is no key to put in.
func (s *Service) Code(of, who string, with Include) (*Code, error) {
	a, err := s.account(of)
	if err != nil {
		return nil, err
	}
	if who, err = bareJID("jid", who); err != nil {
		return nil, err
	}
	switch with {
	case IncludeVerified, IncludeTrusted:
	default:
		return nil, invalid("include", string(with))
	}
	var tab *view.DevicesView
	if err := s.view("read devices", func(tx *bbolt.Tx) (err error) {
		tab, err = a.source(tx).Devices(who)
		return err
	}); err != nil {
		return nil, err
	}
	out := &Code{JID: who, Name: tab.Name, Own: tab.Own}
	var keys []trust.LinkKey
	for _, d := range tab.Devices {
		switch {
		case d.Fingerprint == "" || !d.Active:
		case d.This || includes(with, d):
			out.Devices = append(out.Devices, d)
			keys = append(keys, trust.LinkKey{Device: d.ID, Fingerprint: d.Fingerprint})
		default:
			out.LeftOut = append(out.LeftOut, d)
		}
	}
	if len(keys) == 0 {
		return nil, notFound("jid", "no key to put into a code")
	}
	vouchedBy := ""
	out.Link = trust.URI(who, keys)
	if !out.Own {
		vouchedBy = a.jid
		out.Link = trust.VouchedURI(who, keys, a.jid)
	}
	out.Parts = trust.Parts(who, keys, vouchedBy)
	return out, nil
}

func includes(with Include, d *view.DeviceView) bool {
	return !d.Removed && (d.Trust == trust.Verified || d.Trust == trust.Trusted && with == IncludeTrusted)
}

// PageFormat is how a page of fingerprints is written.
type PageFormat = pages.Format

// The formats of pages.
const (
	PageText     = pages.Text
	PageMarkdown = pages.Markdown
	PageHTML     = pages.HTML
)

// MakePage writes a page of fingerprints of the account's devices, to be published: those of Code, with the names that
// the user gave them where names is set. KindInvalid "format": it is none.
func (s *Service) MakePage(of string, format PageFormat, with Include, names bool) (string, error) {
	return s.MakePageOf(of, of, format, with, names)
}

// MakePageOf is MakePage for the devices of who. On the page of a contact stands whose word it is; it is for the account's
// other computers.
func (s *Service) MakePageOf(of, who string, format PageFormat, with Include, names bool) (string, error) {
	a, err := s.account(of)
	if err != nil {
		return "", err
	}
	code, err := s.Code(of, who, with)
	if err != nil {
		return "", err
	}
	page := pages.Own{Address: code.JID, Date: s.opt.Now(), Link: code.Link, Codes: code.Parts}
	if !code.Own {
		page.VouchedBy = a.jid
	}
	for _, d := range code.Devices {
		device := pages.Device{ID: d.ID, Fingerprint: d.Fingerprint}
		if names {
			device.Name = d.Label
		}
		page.Devices = append(page.Devices, device)
	}
	switch format {
	case PageText, PageMarkdown, PageHTML:
	default:
		return "", invalid("format", "text, markdown or html")
	}
	made, err := pages.Make(page, format)
	if err != nil {
		return "", &Error{Kind: KindInvalid, Param: "page", Err: err}
	}
	return made, nil
}
