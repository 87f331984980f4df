package view

import (
	"time"

	"vouch/app/fault"
	"vouch/crypto"
	"vouch/trust"
)

// DevicesView is an Encryption tab.
type DevicesView struct {
	JID       string
	Name      string
	Picture   *Picture // nil for none
	Own       bool
	Policy    Policy // with Own: what counts for contacts without one of their own
	Inherited bool   // the policy is that of the account
	Devices   []*DeviceView
	Expected  []ExpectedKey // verified, and not seen yet
	Reading   int           // active devices that read what is written now
	Active    int
	Refused   fault.Kind // what the last question about these keys was answered; "" when it brought them
	Said      string     // by the server about that, for the curious

	Group   bool           // it is that of a room: Reading and Active are sums over its members without us, and there are no Devices
	Members []*DevicesView // of a private room: of each who belongs to it, by name, ours last; nil where nobody can say who reads
}

// ExpectedKey is a key that was verified before any device has shown it.
type ExpectedKey struct {
	Fingerprint string
	DecidedAt   time.Time
	DecidedBy   Author
	Detail      string
}

// DeviceView is one device in an Encryption tab.
type DeviceView struct {
	JID         string
	ID          uint32
	Fingerprint string // 64 digits; "" while its bundle has not been seen
	Label       string // the user's, as Note is
	Note        string
	Own         bool
	This        bool // the device this program is
	Active      bool
	Broken      bool // its bundle is absent or invalid
	Removed     bool // an own device that the user has taken out of the account; active again when it came back by itself
	Changed     bool // its id came with another key before
	Shared      bool // another device, of the same or of another account, has shown the same key
	Trust       Trust
	FirstSeen   time.Time
	LastSeen    time.Time // last time in the published list
	Wrote       time.Time // first message from it; zero when none came
	LastMessage time.Time // zero when none came from it
	DecidedAt   time.Time // zero when undecided
	DecidedBy   Author
	Detail      string // where it was read: camera, screen, ..., or where a page is from
}

// Devices is the Encryption tab of who, by bare JID: of ourselves, of a person, or of a room.
func (src Source) Devices(who string) (*DevicesView, error) {
	if src.History.IsRoom(who) {
		return src.groupDevices(who)
	}
	return src.personDevices(who)
}

func (src Source) personDevices(who string) (*DevicesView, error) {
	ts := src.Trust
	contact, _, err := src.History.Contact(who)
	if err != nil {
		return nil, err
	}
	whose := who
	if who == src.self() {
		whose = "" // the policy for contacts; one's own devices are always the user's to decide about
	}
	policy, inherited, err := ts.Policy(whose)
	if err != nil {
		return nil, err
	}
	devices, err := ts.Devices(who)
	if err != nil {
		return nil, err
	}
	own, have, err := ts.Own()
	if err != nil {
		return nil, err
	}
	out := &DevicesView{JID: who, Name: NameOf(contact.Name, who), Picture: src.Live.People.Faces[who], Own: who == src.self(), Policy: policy, Inherited: inherited}
	r := src.Live.Keys.Refusals[who]
	out.Refused, out.Said = r.Kind, r.Said
	if out.Own && have {
		this := thisDevice(own, src.self())
		for _, d := range devices {
			if d.ID == own.Device {
				this.FirstSeen, this.LastSeen, this.Label, this.Note = d.FirstSeen, d.LastSeen, d.Label, d.Note
			}
		}
		out.Devices, out.Reading, out.Active = append(out.Devices, this), 1, 1
	}
	for _, d := range devices {
		if out.Own && d.ID == own.Device {
			continue
		}
		view := deviceView(d, src.self(), own.Device)
		out.Devices = append(out.Devices, view)
		if view.Active {
			out.Active++
			if view.Trust.Reads() {
				out.Reading++
			}
		}
	}
	expected, err := ts.Expected(who)
	for _, d := range expected {
		if !have || d.Fingerprint != own.Fingerprint() {
			out.Expected = append(out.Expected, ExpectedKey{d.Fingerprint, d.At, d.By, d.Detail})
		}
	}
	return out, err
}

func thisDevice(own crypto.Identity, account string) *DeviceView {
	return &DeviceView{JID: account, ID: own.Device, Fingerprint: own.Fingerprint(), Own: true, This: true, Active: true, Trust: trust.Verified, DecidedBy: trust.ByThis}
}

func deviceView(d trust.Device, account string, this uint32) *DeviceView {
	return &DeviceView{
		JID: d.JID, ID: d.ID, Fingerprint: d.Fingerprint, Label: d.Label, Note: d.Note, Own: d.JID == account, This: d.JID == account && d.ID == this,
		Active: d.Active, Broken: d.Broken, Removed: d.Removed, Changed: d.Changed, Shared: d.Shared, Trust: d.Level, FirstSeen: d.FirstSeen, LastSeen: d.LastSeen,
		Wrote: d.Wrote, LastMessage: d.LastMessage, DecidedAt: d.DecidedAt, DecidedBy: d.DecidedBy, Detail: d.Detail,
	}
}
