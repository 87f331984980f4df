package keys

import (
	"time"

	"vouch/app/fault"
	pages "vouch/trust/page"
)

// PageFormat is how a page of fingerprints is written.
type PageFormat = pages.Format

// The formats of pages.
const (
	PageText     = pages.Text
	PageMarkdown = pages.Markdown
	PageHTML     = pages.HTML
)

// Page writes a page of fingerprints of the devices in c, as account publishes it at that time, with the names that the user
// gave the devices where names is set. On the page of a contact stands whose word it is. KindInvalid "format": it is none.
func (c *Code) Page(account string, at time.Time, format PageFormat, names bool) (string, error) {
	page := pages.Own{Address: c.JID, Date: at, Link: c.Link, Codes: c.Parts}
	if !c.Own {
		page.VouchedBy = account
	}
	for _, d := range c.Devices {
		device := pages.Device{ID: d.ID, Fingerprint: d.Fingerprint}
		if names {
			device.Name = d.Label
		}
		page.Devices = append(page.Devices, device)
	}
	switch format {
	case PageText, PageMarkdown, PageHTML:
	default:
		return "", fault.Invalid("format", "text, markdown or html")
	}
	made, err := pages.Make(page, format)
	if err != nil {
		return "", &fault.Error{Kind: fault.KindInvalid, Param: "page", Err: err}
	}
	return made, nil
}
