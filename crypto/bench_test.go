package crypto_test

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"testing"

	"vouch/crypto"
)

// The benchmarks report operations a second. BenchmarkLibomemo is the same work by libomemo-c on the same machine, so
// that ratios can be read off one run: go test -bench . -run '^$' ./crypto

func BenchmarkDecryptOneWay(b *testing.B) {
	alice, bob := pair(b)
	alice.session(b, bob)
	talk(b, alice, bob)
	for b.Loop() {
		b.StopTimer()
		m := alice.encrypt(b, bob)
		b.StartTimer()
		timed(b, bob, alice, m)
	}
	perSecond(b)
}

func BenchmarkDecryptRatchet(b *testing.B) {
	alice, bob := pair(b)
	alice.session(b, bob)
	talk(b, alice, bob)
	for b.Loop() {
		b.StopTimer()
		m := alice.encrypt(b, bob)
		b.StartTimer()
		timed(b, bob, alice, m)
		alice, bob = bob, alice
	}
	perSecond(b)
}

func BenchmarkDecryptFirst(b *testing.B) {
	alice, bob := pair(b)
	fresh := bob.Clone()
	alice.session(b, bob)
	m := alice.encrypt(b, bob)
	for b.Loop() {
		b.StopTimer()
		bob.Memory = fresh.Clone()
		b.StartTimer()
		timed(b, bob, alice, m)
	}
	perSecond(b)
}

func BenchmarkEncrypt(b *testing.B) {
	alice, bob := pair(b)
	alice.session(b, bob)
	talk(b, alice, bob)
	for b.Loop() {
		alice.encrypt(b, bob)
	}
	perSecond(b)
}

func BenchmarkStartSession(b *testing.B) {
	alice, bob := pair(b)
	bundle, err := bob.Bundle()
	must(b, err)
	for b.Loop() {
		b.StopTimer()
		a := alice.Clone()
		b.StartTimer()
		must(b, crypto.StartSession(a, bob.at, bundle))
	}
	perSecond(b)
}

// Records with skipped keys are read and written with each message.
func BenchmarkDecryptWithSkipped(b *testing.B) {
	for _, skipped := range []int{0, 100, 1900} {
		b.Run(strconv.Itoa(skipped), func(b *testing.B) {
			alice, bob := pair(b)
			alice.session(b, bob)
			talk(b, alice, bob)
			for range skipped {
				alice.encrypt(b, bob)
			}
			for b.Loop() {
				b.StopTimer()
				m := alice.encrypt(b, bob)
				b.StartTimer()
				timed(b, bob, alice, m)
			}
			b.ReportMetric(float64(len(bob.record(b, alice))), "record-bytes")
			perSecond(b)
		})
	}
}

// A forged message that claims a new chain with 2,000 messages missing, against as many states as a session can have.
func BenchmarkRefuseForged(b *testing.B) {
	alice, bob := pair(b)
	for range 41 {
		alice.session(b, bob)
	}
	ratchet := append([]byte{5}, bytes.Repeat([]byte{9}, 32)...)
	data := append(field(field(field([]byte{0x33}, 1, ratchet), 2, uint32(2000)), 4, make([]byte, 16)), make([]byte, 8)...)
	for b.Loop() {
		if _, err := crypto.DecryptKey(alice, bob.at, data, false); !errors.Is(err, crypto.ErrTooCostly) {
			b.Fatal(err)
		}
	}
}

// A forged first message that claims 2,000 missing before it.
func BenchmarkRefuseForgedFirst(b *testing.B) {
	_, bob := pair(b)
	data := forgedFirst(b, bob, 2000)
	work := crypto.Work{Limit: 1 << 40}
	for b.Loop() {
		if _, err := work.DecryptKey(bob, crypto.Address{JID: "alice@example.org", Device: 7}, data, true); !errors.Is(err, crypto.ErrTampered) {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(work.Spent)/float64(b.N), "work/op")
}

func BenchmarkLibomemo(b *testing.B) {
	p := startPeer(b, buildPeer(b))
	for b.Loop() {
		a := p.must(b, "bench", 2000)
		for i := 0; i+1 < len(a); i += 2 {
			rate, err := strconv.ParseFloat(a[i+1], 64)
			must(b, err)
			b.ReportMetric(rate, fmt.Sprintf("%s/s", a[i]))
		}
	}
}

// timed decrypts and checks no more than that it worked.
func timed(b *testing.B, to, from *device, m message) {
	if _, err := crypto.DecryptKey(to, from.at, m.data, m.pre); err != nil {
		b.Fatal(err)
	}
}

func perSecond(b *testing.B) {
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "ops/s")
}
