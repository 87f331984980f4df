package app

import (
	"go.etcd.io/bbolt"

	"vouch/crypto"
	"vouch/trust"
)

// devicesView is the Encryption tab of who.
func (s *Service) devicesView(tx *bbolt.Tx, a *account, who string) (*DevicesView, error) {
	ts := s.trust(tx, a.jid)
	contact, _, err := s.history(tx, a.jid).Contact(who)
	if err != nil {
		return nil, err
	}
	whose := who
	if who == a.jid {
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
	out := &DevicesView{JID: who, Name: displayName(contact.Name, who), Own: who == a.jid, Policy: policy, Inherited: inherited}
	r := a.keyRefusal(who)
	out.Refused, out.Said = r.kind, r.said
	if out.Own && have {
		this := thisDevice(own, a.jid)
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
		view := deviceView(d, a.jid, own.Device)
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
