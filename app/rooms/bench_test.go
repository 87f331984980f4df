package rooms

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"mellium.im/xmpp/jid"

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

// BenchmarkJoin is one join of a room of 2,000, from the presences as text until all are known. x-read holds it against the bare
// reading of the same bytes: in the same run, so that the ratio holds on any machine.
func BenchmarkJoin(b *testing.B) {
	texts := crowdOf(2000)
	s := benchScript(b)
	read := time.Duration(0)
	for b.Loop() {
		b.StopTimer()
		begin := time.Now()
		for _, text := range texts {
			presenceOf(b, text)
		}
		read += time.Since(begin)
		s.begun(func(error) {})
		b.StartTimer()
		for _, text := range texts {
			if _, err := s.ReceivePresence(presenceOf(b, text)); err != nil {
				b.Fatal(err)
			}
		}
		if len(s.all[grp].here) != len(texts) {
			b.Fatalf("%d occupants", len(s.all[grp].here))
		}
	}
	b.ReportMetric(float64(b.Elapsed())/float64(read), "x-read")
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

// BenchmarkMemory is what 20 rooms of 500 hold: of an occupant, in all, and beside the presences as they came: x-wire.
func BenchmarkMemory(b *testing.B) {
	const rooms, people = 20, 500
	texts := crowdOf(people)
	for b.Loop() {
		before := inUse()
		held := make([]crowd, rooms)
		for i := range held {
			rm := newRoom(jid.MustParse(grp), grp)
			rm.kept.Kind.Offers.OccupantIDs = true
			held[i] = rm.here
			for _, text := range texts {
				raw := presenceOf(b, text)
				p, _ := muc.PresenceOf(raw, jid.JID{})
				rm.here.put(rm.occupantOf(p, raw))
			}
		}
		bytes := float64(inUse() - before)
		b.ReportMetric(bytes/(rooms*people), "B/occupant")
		b.ReportMetric(bytes/1e6, "MB")
		b.ReportMetric(bytes/(rooms*float64(len(strings.Join(texts, "")))), "x-wire")
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
