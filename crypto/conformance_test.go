package crypto_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"vouch/crypto"
	"vouch/crypto/storetest"
)

func TestPeers(t *testing.T) {
	for _, impl := range implementations {
		t.Run(impl.name, func(t *testing.T) { testPeer(t, impl, impl.program(t)) })
	}
}

func testPeer(t *testing.T, impl implementation, program []string) {
	start := func(t *testing.T, d *device, test func(t *testing.T, d *device, p *peer), arguments ...string) {
		p := startPeer(t, slices.Concat(program, arguments)...)
		p.implementation = &impl
		// A device publishes its bundle before it writes.
		p.must(t, "know", d.words(t)...)
		test(t, d, p)
	}
	with := func(name string, test func(t *testing.T, d *device, p *peer)) {
		t.Run(name, func(t *testing.T) {
			d := &device{Memory: storetest.New(t)}
			d.at, _ = storetest.Addresses(t, d, d)
			start(t, d, test)
		})
	}
	begunHere := func(test func(t *testing.T, d *device, p *peer)) func(t *testing.T, d *device, p *peer) {
		return func(t *testing.T, d *device, p *peer) {
			must(t, crypto.StartSession(d, p.at, p.bundle(t)))
			p.pingPong(t, d, 4)
			test(t, d, p)
			p.pingPong(t, d, 4)
		}
	}
	begunThere := func(test func(t *testing.T, d *device, p *peer)) func(t *testing.T, d *device, p *peer) {
		return func(t *testing.T, d *device, p *peer) {
			p.begin(t, d)
			p.readBy(t, d, p.encrypt(t))
			p.pingPong(t, d, 4)
			test(t, d, p)
			p.pingPong(t, d, 4)
		}
	}
	// Each of these begins from a session that has carried messages both ways; both sides play both roles.
	both := func(name string, test func(t *testing.T, d *device, p *peer)) {
		with(name+", session begun here", begunHere(test))
		with(name+", session begun there", begunThere(test))
	}
	// The sign of an identity key is lost in its Montgomery form and must come back right on both sides.
	signs := func(ours, theirs byte, arguments ...string) {
		t.Run(fmt.Sprintf("sign bits %d here, %d there", ours, theirs), func(t *testing.T) {
			for _, begun := range []func(func(*testing.T, *device, *peer)) func(*testing.T, *device, *peer){begunHere, begunThere} {
				start(t, newDevice(t, ours), begun(func(t *testing.T, d *device, p *peer) {
					if b := p.bundle(t); signBit(b) != theirs || b.Check() != nil {
						t.Errorf("sign bit %d in its bundle, %v", signBit(b), b.Check())
					}
				}), arguments...)
			}
		})
	}
	for _, ours := range []byte{0, 1} {
		if impl.signed {
			signs(ours, 0, "0")
			signs(ours, 1, "1")
		} else {
			// libomemo-c 0.5 leaves the bit clear in every signature.
			signs(ours, 0)
		}
	}
	with("its bundle can be checked", func(t *testing.T, d *device, p *peer) {
		b := p.bundle(t)
		must(t, b.Check())
		if len(b.PreKeys) != 100 {
			t.Errorf("%d prekeys", len(b.PreKeys))
		}
	})
	with("it checks our signature", func(t *testing.T, d *device, p *peer) {
		words := d.words(t)
		words[4].([]byte)[3] ^= 1
		if _, err := p.ask("begin", words...); !errors.Is(err, errPeer) {
			t.Error("a bad signature went through")
		}
	})
	with("first messages until the answer, begun here", func(t *testing.T, d *device, p *peer) {
		must(t, crypto.StartSession(d, p.at, p.bundle(t)))
		for range 3 {
			m := p.writtenBy(t, d)
			if !m.pre {
				t.Fatal("no prekey message")
			}
			p.decrypt(t, m)
		}
		p.readBy(t, d, p.encrypt(t))
		if m := p.writtenBy(t, d); m.pre {
			t.Fatal("still a prekey message")
		}
	})
	with("first messages until the answer, begun there", func(t *testing.T, d *device, p *peer) {
		p.begin(t, d)
		for i := range 3 {
			m := p.encrypt(t)
			if o := p.readBy(t, d, m); !m.pre || o.NewSession != (i == 0) || (o.UsedPreKey != 0) != (i == 0) || o.Counter != uint32(i) {
				t.Fatalf("message %d: prekey %t, new session %t, counter %d", i, m.pre, o.NewSession, o.Counter)
			}
		}
		p.decrypt(t, p.writtenBy(t, d))
		if m := p.encrypt(t); m.pre {
			t.Fatal("still a prekey message")
		}
	})
	with("crossing sessions converge", func(t *testing.T, d *device, p *peer) {
		must(t, crypto.StartSession(d, p.at, p.bundle(t)))
		p.begin(t, d)
		mine, theirs := p.writtenBy(t, d), p.encrypt(t)
		p.readBy(t, d, theirs)
		p.decrypt(t, mine)
		if p.oneSession {
			// We go on in the peer's session, which it gave up for ours; its next message takes us back.
			p.refuses(t, p.writtenBy(t, d))
			p.readBy(t, d, p.encrypt(t))
		}
		p.pingPong(t, d, 6)
		if p.writtenBy(t, d).pre || p.encrypt(t).pre {
			t.Fatal("still prekey messages")
		}
	})
	both("ping-pong", func(t *testing.T, d *device, p *peer) { p.pingPong(t, d, 40) })
	both("one way", func(t *testing.T, d *device, p *peer) {
		for range 20 {
			p.decrypt(t, p.writtenBy(t, d))
		}
		for range 20 {
			p.readBy(t, d, p.encrypt(t))
		}
	})
	both("out of order", func(t *testing.T, d *device, p *peer) {
		var in, out []message
		for range 10 {
			in, out = append(in, p.encrypt(t)), append(out, p.writtenBy(t, d))
		}
		for _, i := range []int{9, 0, 5, 4, 8, 1, 2, 7, 3, 6} {
			p.readBy(t, d, in[i])
			p.decrypt(t, out[i])
		}
	})
	both("late, after ratchet steps", func(t *testing.T, d *device, p *peer) {
		in, out := []message{p.encrypt(t), p.encrypt(t)}, []message{p.writtenBy(t, d), p.writtenBy(t, d)}
		p.readBy(t, d, p.encrypt(t))
		p.decrypt(t, p.writtenBy(t, d))
		in, out = append(in, p.encrypt(t)), append(out, p.writtenBy(t, d))
		p.readBy(t, d, p.encrypt(t))
		in, out = append(in, p.encrypt(t)), append(out, p.writtenBy(t, d))
		p.pingPong(t, d, 4)
		last := []bool{false, false, true, false} // of its chain, in our direction
		for i := range in {
			p.readBy(t, d, in[i])
			if p.exactPN && last[i] {
				p.refuses(t, out[i])
			} else {
				p.decrypt(t, out[i])
			}
		}
	})
	both("150 skipped", func(t *testing.T, d *device, p *peer) {
		var in, out []message
		for range 151 {
			in, out = append(in, p.encrypt(t)), append(out, p.writtenBy(t, d))
		}
		p.readBy(t, d, in[150])
		p.decrypt(t, out[150])
		for i := range 150 {
			p.readBy(t, d, in[i])
			p.decrypt(t, out[i])
		}
	})
	both("replayed", func(t *testing.T, d *device, p *peer) {
		in, out := p.encrypt(t), p.writtenBy(t, d)
		p.readBy(t, d, in)
		p.decrypt(t, out)
		if _, err := crypto.DecryptKey(d, p.at, in.data, in.pre); !errors.Is(err, crypto.ErrDuplicateKey) {
			t.Errorf("again: %v", err)
		}
		p.refuses(t, out)
	})
	both("late message of an archived session", func(t *testing.T, d *device, p *peer) {
		in, out := p.encrypt(t), p.writtenBy(t, d)
		must(t, crypto.StartSession(d, p.at, p.bundle(t)))
		p.decrypt(t, p.writtenBy(t, d))
		p.readBy(t, d, p.encrypt(t))
		p.readBy(t, d, in)
		if p.oneSession {
			p.refuses(t, out)
			p.readBy(t, d, p.encrypt(t))
			return
		}
		p.decrypt(t, out)
	})
	// The peer keeps two sessions with us in two slots and writes in them by turns: each message is one of an archived
	// session here.
	with("two sessions interleaved", func(t *testing.T, d *device, p *peer) {
		for slot := range 2 {
			p.must(t, "slot", slot)
			p.begin(t, d)
			p.readBy(t, d, p.encrypt(t))
			p.decrypt(t, p.writtenBy(t, d))
		}
		for i := range 10 {
			p.must(t, "slot", i%2)
			p.readBy(t, d, p.encrypt(t))
		}
		p.decrypt(t, p.writtenBy(t, d))
	})
	both("a forged message changes nothing", func(t *testing.T, d *device, p *peer) {
		m := p.encrypt(t)
		forged := bytes.Clone(m.data)
		forged[len(forged)-1] ^= 1
		before := d.Clone()
		if _, err := crypto.DecryptKey(d, p.at, forged, m.pre); !errors.Is(err, crypto.ErrTampered) && !errors.Is(err, crypto.ErrNoSession) {
			t.Errorf("forged: %v", err)
		}
		unchanged(t, before, d, p.at)
		p.readBy(t, d, m)
	})
}
