package view

import (
	"slices"
	"time"

	"vouch/trust"
)

// MomentKind says what a Moment is about.
type MomentKind string

// The kinds of moments.
const (
	MomentDecision MomentKind = "decision" // somebody decided, or a policy did: From, To, By, Detail
	MomentSeen     MomentKind = "seen"     // a key was seen for the first time
	MomentChanged  MomentKind = "changed"  // a known device id came with another key; Before is the old one
	MomentPolicy   MomentKind = "policy"   // a policy was set: From and To are policies
	MomentNamed    MomentKind = "named"    // the user named the device; Detail is the name
	MomentWrote    MomentKind = "wrote"    // the first message of the device came
	MomentLeft     MomentKind = "left"     // the device is no longer in the list, since it was last seen there
	MomentRemoved  MomentKind = "removed"  // the user took the own device out of the account
	MomentRenewed  MomentKind = "renewed"  // this device became another one; Detail is as in AccountView.Doubt, "" by the user's wish
	MomentRepaired MomentKind = "repaired" // a session was begun anew, by hand or to heal
	MomentTold     MomentKind = "told"     // the contact was told about the own devices
)

// Moment is a line of the timeline of a contact, or of the account.
type Moment struct {
	Time        time.Time
	Kind        MomentKind
	JID         string // whose device; "" of the account's policy
	Name        string // of JID, for people
	DeviceID    uint32 // 0 when none is known with that key
	Label       string // the device's, as it is now
	Fingerprint string
	Before      string // of MomentChanged: the key that the device had
	From, To    string
	By          Author
	Detail      string
	Alarm       bool // a changed key that nobody has decided about
}

// Story is what was seen and decided about the devices of who, newest first: somebody, or all who belong to a room; with "" of everybody.
func (src Source) Story(who string) ([]Moment, error) {
	of, err := src.concerned(who)
	if err != nil || len(of) == 0 && who != "" {
		return nil, err
	}
	whose := who
	if len(of) > 1 {
		whose = "" // the log is read once
	}
	entries, err := src.Trust.Log(whose)
	if err != nil {
		return nil, err
	}
	people := map[string]*acquaintance{}
	for _, who := range of {
		if people[who], err = src.acquaint(who); err != nil {
			return nil, err
		}
	}
	var out []Moment
	for _, e := range entries {
		if who != "" && people[e.JID] == nil {
			continue
		}
		if people[e.JID] == nil && e.JID != "" {
			if people[e.JID], err = src.acquaint(e.JID); err != nil {
				return nil, err
			}
		}
		out = append(out, people[e.JID].moment(e))
	}
	for _, p := range people {
		out = append(out, p.sightings()...)
	}
	slices.SortStableFunc(out, func(a, b Moment) int { return b.Time.Compare(a.Time) })
	return out, nil
}

// acquaintance is somebody of whom there are moments.
type acquaintance struct {
	jid, name string
	devices   []trust.Device
	this      uint32 // the own device, where jid is our own
}

func (src Source) acquaint(who string) (*acquaintance, error) {
	contact, _, err := src.History.Contact(who)
	if err != nil {
		return nil, err
	}
	p := &acquaintance{jid: who, name: NameOf(contact.Name, who)}
	t := src.Trust
	if p.devices, err = t.Devices(who); err != nil || who != src.self() {
		return p, err
	}
	own, _, err := t.Own()
	p.this = own.Device
	return p, err
}

// moment is a line of the log. p is nil for the account's policy.
func (p *acquaintance) moment(e trust.Entry) Moment {
	out := Moment{
		Time: e.Time, Kind: MomentKind(e.Event), JID: e.JID, DeviceID: e.Device, Fingerprint: e.Fingerprint,
		From: string(e.From), To: string(e.To), By: e.By, Detail: e.Detail,
	}
	if out.Kind == MomentChanged {
		out.Before, out.Detail = e.Detail, ""
	}
	if p == nil {
		return out
	}
	out.Name = p.name
	for _, d := range p.devices {
		if d.Fingerprint == e.Fingerprint && e.Fingerprint != "" || e.Fingerprint == "" && d.ID == e.Device {
			out.DeviceID, out.Label = d.ID, d.Label
			out.Alarm = out.Kind == MomentChanged && d.Active && !d.ByUser()
		}
	}
	return out
}

// sightings are what the log has no lines for, because a contact could fill it with them: what a device is remembered by.
func (p *acquaintance) sightings() (out []Moment) {
	for _, d := range p.devices {
		if p.this != 0 && d.ID == p.this {
			continue
		}
		at := Moment{JID: p.jid, Name: p.name, DeviceID: d.ID, Label: d.Label, Fingerprint: d.Fingerprint}
		if !d.Wrote.IsZero() {
			at.Kind, at.Time = MomentWrote, d.Wrote
			out = append(out, at)
		}
		if !d.Active && !d.LastSeen.IsZero() && d.Fingerprint != "" {
			at.Kind, at.Time = MomentLeft, d.LastSeen
			out = append(out, at)
		}
	}
	return out
}
