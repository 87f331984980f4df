package uitest

import (
	"fmt"

	"vouch/app"
	"vouch/app/view"
)

// GroupDevices is the Encryption tab of the group, of five with what happens to keys: all verified, one undecided, a key that has
// changed, no device, nothing but rejected ones.
func GroupDevices() *view.Snapshot {
	s := GroupScene()
	s.View.Page = view.PageDevices
	member := func(jid, name string, devices ...*view.DeviceView) *view.DevicesView {
		v := &view.DevicesView{JID: jid, Name: name, Policy: view.PolicyAsk, Inherited: true, Devices: devices}
		for _, d := range devices {
			d.JID = jid
			if d.Active {
				v.Active++
			}
			if d.Active && d.Trust.Reads() {
				v.Reading++
			}
		}
		return v
	}
	verified, other := Phone(), Laptop()
	verified.Trust, other.Trust = view.TrustVerified, view.TrustVerified
	rejected := Laptop()
	rejected.Trust, rejected.Label, rejected.ID = view.TrustRejected, "Tablet", 5512
	changed := NewDevice()
	changed.Changed = true
	dave := member(Dave, "Dave")
	dave.Refused, dave.Said = app.KindUnreachable, "remote-server-timeout"
	own := OwnScene().Devices
	s.Devices = &view.DevicesView{JID: Walk, Name: "Weekend walk", Group: true, Members: []*view.DevicesView{
		member(Bob, "Bob", Phone(), NewDevice()), member(Carol, "Carol", verified, other), dave,
		member(Erin, "erin", rejected), member("frank@example.org", "frank", changed), own}}
	for _, m := range s.Devices.Members {
		if !m.Own {
			s.Devices.Reading, s.Devices.Active = s.Devices.Reading+m.Reading, s.Devices.Active+m.Active
		}
	}
	return s
}

// LargeGroupDevices is the Encryption tab of a group of n, each with two devices, of which the last one has an undecided one.
func LargeGroupDevices(n int) *view.Snapshot {
	s := GroupDevices()
	own := s.Devices.Members[len(s.Devices.Members)-1]
	s.Devices.Members = nil
	for i := range n {
		jid := fmt.Sprintf("member%04d@example.org", i)
		phone, laptop := Phone(), Laptop()
		phone.JID, laptop.JID = jid, jid
		phone.Trust, laptop.Trust = view.TrustTrusted, view.TrustTrusted
		m := &view.DevicesView{JID: jid, Name: fmt.Sprintf("member %04d", i), Policy: view.PolicyAsk, Devices: []*view.DeviceView{phone, laptop}, Active: 2, Reading: 2}
		if i == n-1 {
			laptop.Trust, m.Reading = view.TrustUndecided, 1
		}
		s.Devices.Members = append(s.Devices.Members, m)
		s.Devices.Active, s.Devices.Reading = s.Devices.Active+2, s.Devices.Reading+m.Reading
	}
	s.Devices.Members = append(s.Devices.Members, own)
	return s
}
