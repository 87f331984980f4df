package crypto_test

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"vouch/crypto"
	"vouch/crypto/storetest"
)

// peer is a device on libomemo-c: testdata/omemopeer.c.
type peer struct {
	in  io.Writer
	out *bufio.Scanner
	at  crypto.Address
}

// buildPeer compiles the peer.
func buildPeer(t testing.TB) (program string) {
	t.Helper()
	program = filepath.Join(t.TempDir(), "omemopeer")
	out, err := exec.Command("cc", "-O2", "-o", program, "testdata/omemopeer.c", "-lomemo-c", "-lcrypto").CombinedOutput()
	if err != nil {
		t.Fatalf("compile the libomemo-c peer (a compiler, libomemo-c-dev and libssl-dev are needed, see make deps): %v\n%s", err, out)
	}
	return program
}

// startPeer runs a new device, until the end of the test.
func startPeer(t testing.TB, program string) *peer {
	t.Helper()
	cmd := exec.Command(program)
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("peer: %v", err)
		}
	})
	p := &peer{in: in, out: bufio.NewScanner(out)}
	p.out.Buffer(nil, 1<<20)
	p.at = crypto.Address{JID: "bob@example.org", Device: p.bundle(t).Device}
	return p
}

var errPeer = errors.New("peer refused")

// ask sends a command; the error is errPeer when the answer is one.
func (p *peer) ask(command string, words ...any) ([]string, error) {
	for _, w := range words {
		if b, ok := w.([]byte); ok {
			w = hex.EncodeToString(b)
		}
		command += fmt.Sprintf(" %v", w)
	}
	if _, err := io.WriteString(p.in, command+"\n"); err != nil {
		return nil, err
	}
	if !p.out.Scan() {
		return nil, fmt.Errorf("peer ended: %w", p.out.Err())
	}
	answer := strings.Fields(p.out.Text())
	if len(answer) == 0 || answer[0] != "ok" {
		return nil, fmt.Errorf("%w: %v", errPeer, answer)
	}
	return answer[1:], nil
}

func (p *peer) must(t testing.TB, command string, words ...any) []string {
	t.Helper()
	answer, err := p.ask(command, words...)
	must(t, err)
	return answer
}

func (p *peer) bundle(t testing.TB) crypto.Bundle {
	t.Helper()
	a := p.must(t, "bundle")
	b := crypto.Bundle{
		Device: number(t, a[0]), IdentityKey: unhex(t, a[1]), SignedPreKeyID: number(t, a[2]), SignedPreKey: unhex(t, a[3]), Signature: unhex(t, a[4]),
	}
	for i := 5; i < len(a); i += 2 {
		b.PreKeys = append(b.PreKeys, crypto.PublicPreKey{ID: number(t, a[i]), Key: unhex(t, a[i+1])})
	}
	return b
}

// begin lets the peer build a session with d.
func (p *peer) begin(t testing.TB, d *device) {
	t.Helper()
	b, err := d.Bundle()
	must(t, err)
	k := b.PreKeys[0]
	p.must(t, "begin", b.Device, b.IdentityKey, b.SignedPreKeyID, b.SignedPreKey, b.Signature, k.ID, k.Key)
}

func (p *peer) encrypt(t testing.TB) message {
	t.Helper()
	key, err := crypto.NewTransportKey()
	must(t, err)
	a := p.must(t, "encrypt", key)
	return message{key: key, data: unhex(t, a[1]), pre: a[0] == "1"}
}

func (p *peer) decrypt(t testing.TB, m message) {
	t.Helper()
	pre := 0
	if m.pre {
		pre = 1
	}
	if a := p.must(t, "decrypt", pre, m.data); !bytes.Equal(unhex(t, a[0]), m.key) {
		t.Fatal("another key came out at the peer")
	}
}

// reads decrypts a message of the peer with d.
func (p *peer) readBy(t testing.TB, d *device, m message) crypto.Opened {
	t.Helper()
	o, err := crypto.DecryptKey(d, p.at, m.data, m.pre)
	must(t, err)
	if !bytes.Equal(o.Key, m.key) {
		t.Fatal("another key came out")
	}
	return o
}

func (p *peer) writtenBy(t testing.TB, d *device) message {
	t.Helper()
	return d.encrypt(t, &device{at: p.at})
}

// pingPong carries n messages, each in the other direction than the last, the first by d.
func (p *peer) pingPong(t testing.TB, d *device, n int) {
	t.Helper()
	for i := range n {
		if i%2 == 0 {
			p.decrypt(t, p.writtenBy(t, d))
		} else {
			p.readBy(t, d, p.encrypt(t))
		}
	}
}

func TestLibomemo(t *testing.T) {
	program := buildPeer(t)
	with := func(name string, test func(t *testing.T, d *device, p *peer)) {
		t.Run(name, func(t *testing.T) {
			d := &device{Memory: storetest.New(t)}
			d.at, _ = storetest.Addresses(t, d, d)
			test(t, d, startPeer(t, program))
		})
	}
	// Each of these begins from a session that has carried messages both ways; both sides play both roles.
	both := func(name string, test func(t *testing.T, d *device, p *peer)) {
		with(name+", session begun here", func(t *testing.T, d *device, p *peer) {
			must(t, crypto.StartSession(d, p.at, p.bundle(t)))
			p.pingPong(t, d, 4)
			test(t, d, p)
			p.pingPong(t, d, 4)
		})
		with(name+", session begun there", func(t *testing.T, d *device, p *peer) {
			p.begin(t, d)
			p.readBy(t, d, p.encrypt(t))
			p.pingPong(t, d, 4)
			test(t, d, p)
			p.pingPong(t, d, 4)
		})
	}
	with("its bundle can be checked", func(t *testing.T, d *device, p *peer) {
		b := p.bundle(t)
		must(t, b.Check())
		if len(b.PreKeys) != 100 {
			t.Errorf("%d prekeys", len(b.PreKeys))
		}
	})
	with("it checks our signature", func(t *testing.T, d *device, p *peer) {
		b, err := d.Bundle()
		must(t, err)
		k := b.PreKeys[0]
		b.Signature[3] ^= 1
		if _, err := p.ask("begin", b.Device, b.IdentityKey, b.SignedPreKeyID, b.SignedPreKey, b.Signature, k.ID, k.Key); !errors.Is(err, errPeer) {
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
		in, out := p.encrypt(t), p.writtenBy(t, d)
		p.readBy(t, d, p.encrypt(t))
		p.decrypt(t, p.writtenBy(t, d))
		p.pingPong(t, d, 4)
		p.readBy(t, d, in)
		p.decrypt(t, out)
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
		if _, err := p.ask("decrypt", 0, out.data); !errors.Is(err, errPeer) {
			t.Errorf("again there: %v", err)
		}
	})
	both("late message of an archived session", func(t *testing.T, d *device, p *peer) {
		in, out := p.encrypt(t), p.writtenBy(t, d)
		must(t, crypto.StartSession(d, p.at, p.bundle(t)))
		p.decrypt(t, p.writtenBy(t, d))
		p.readBy(t, d, p.encrypt(t))
		p.readBy(t, d, in)
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

func number(t testing.TB, s string) uint32 {
	t.Helper()
	n, err := strconv.ParseUint(s, 10, 32)
	must(t, err)
	return uint32(n)
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	must(t, err)
	return b
}
