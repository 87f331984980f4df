package rooms

import (
	"fmt"
	"runtime"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/muc"
)

// crowdOf is what a room of so many sends to who enters, as text.
func crowdOf(n int) []string {
	out := make([]string, 0, n+1)
	for i := range n {
		out = append(out, fmt.Sprintf("<presence from='%s/nickname %d' to='alice@example.org/desk' id='p%d'><show>away</show><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='https://example.org/client' ver='q07IKJEyjvHSyhy//CH0CxmKi8w='/>"+
			"<x xmlns='%s'><item jid='person%d@example.org/device.%d' affiliation='member' role='participant'/></x><occupant-id xmlns='urn:xmpp:occupant-id:0' id='id-of-%d-0123456789abcdef'/></presence>", grp, i, i, nsUser, i, i, i))
	}
	return append(out, ownPresence("alice", ""))
}

// BenchmarkJoin is one join of a room of 2,000: "read" is the bare reading of the same bytes.
func BenchmarkJoin(b *testing.B) {
	texts := crowdOf(2000)
	read := func() {
		for _, text := range texts {
			if _, err := xmpp.ParseElement(text); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			read()
		}
	})
	b.Run("take", func(b *testing.B) {
		s := benchScript(b)
		presences := make([]*xmpp.Presence, len(texts))
		for i, text := range texts {
			presences[i] = presenceOf(b, text)
		}
		for b.Loop() {
			s.begun(func(error) {})
			for _, p := range presences {
				if _, err := s.ReceivePresence(p); err != nil {
					b.Fatal(err)
				}
			}
			if len(s.all[grp].here) != len(texts) {
				b.Fatalf("%d occupants", len(s.all[grp].here))
			}
		}
	})
}

// BenchmarkMembers is the list of a room of 2,000, sorted, for a window.
func BenchmarkMembers(b *testing.B) {
	s := benchScript(b)
	s.begun(func(error) {})
	for _, text := range crowdOf(2000) {
		s.receive(text)
	}
	for b.Loop() {
		if people, err := s.Members(b.Context(), jid.MustParse(grp)); err != nil || len(people) != 2001 {
			b.Fatal(len(people), err)
		}
	}
}

// BenchmarkMemory is what 20 rooms of 500 hold, in bytes of an occupant.
func BenchmarkMemory(b *testing.B) {
	const rooms, people = 20, 500
	for b.Loop() {
		before := inUse()
		held := make([]crowd, rooms)
		for i := range held {
			rm := newRoom(jid.MustParse(grp), grp)
			rm.kept.Kind.Offers.OccupantIDs = true
			held[i] = rm.here
			for _, text := range crowdOf(people) {
				raw := presenceOf(b, text)
				p, _ := muc.PresenceOf(raw, jid.JID{})
				rm.here.put(rm.occupantOf(p, raw))
			}
		}
		b.ReportMetric(float64(inUse()-before)/(rooms*people), "B/occupant")
		runtime.KeepAlive(held)
	}
}

func benchScript(b *testing.B) *script {
	s := newScript(b)
	s.answer = group(channel+" urn:xmpp:occupant-id:0", nil)
	s.settle()
	return s
}

func inUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
