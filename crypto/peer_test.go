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

// peer is a device on another implementation, driven by the line protocol of testdata/omemopeer.c.
type peer struct {
	*implementation
	in  io.Writer
	out *bufio.Scanner
	at  crypto.Address
	key string // fingerprint
}

// implementation is what a peer runs on, with what is known to differ from ours.
type implementation struct {
	name    string
	program func(t testing.TB) []string
	signed  bool // an argument draws the sign bit of the identity key, and signatures show it
	// oneSession: a new session replaces the old one for good (python-omemo 1.0.2, omemo/backend.py, Backend.load_session).
	oneSession bool
	// exactPN: of a chain that ended only the keys up to the announced length are kept, and libsignal announces one too few
	// (go.mau.fi/libsignal v0.2.2; DoubleRatchet 1.0.3, doubleratchet/diffie_hellman_ratchet.py, next_decryption_key). So the last message of a chain is lost when it comes after the next ratchet step.
	exactPN bool
}

var implementations = []implementation{
	{name: "libomemo-c", program: func(t testing.TB) []string { return []string{buildPeer(t)} }},
	{name: "python-oldmemo", program: oldmemoPeer, signed: true, oneSession: true, exactPN: true},
}

// oldmemoPeer is the command of the python-oldmemo peer. The interpreter is Debian's, whatever else is in the path: the
// module is installed for that one.
func oldmemoPeer(t testing.TB) []string {
	t.Helper()
	command := []string{"/usr/bin/python3", "-I", "testdata/oldmemopeer.py"}
	if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("run the python-oldmemo peer (python3-oldmemo is needed, see make deps): %v\n%s", err, out)
	}
	return command
}

// buildPeer compiles the libomemo-c peer.
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
func startPeer(t testing.TB, program ...string) *peer {
	t.Helper()
	cmd := exec.Command(program[0], program[1:]...)
	cmd.Stderr = t.Output()
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
	b := p.bundle(t)
	p.at, p.key = crypto.Address{JID: "bob@example.org", Device: b.Device}, crypto.Fingerprint(b.IdentityKey)
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

// words are a bundle of d with one prekey, as the commands take it.
func (d *device) words(t testing.TB) []any {
	t.Helper()
	b, err := d.Bundle()
	must(t, err)
	k := b.PreKeys[0]
	return []any{b.Device, b.IdentityKey, b.SignedPreKeyID, b.SignedPreKey, b.Signature, k.ID, k.Key}
}

// begin lets the peer build a session with d.
func (p *peer) begin(t testing.TB, d *device) {
	t.Helper()
	p.must(t, "begin", d.words(t)...)
}

// refuses wants the peer to be unable to read a message.
func (p *peer) refuses(t testing.TB, m message) {
	t.Helper()
	pre := 0
	if m.pre {
		pre = 1
	}
	if _, err := p.ask("decrypt", pre, m.data); !errors.Is(err, errPeer) {
		t.Errorf("read there: %v", err)
	}
}

// signBit is the sign of the Ed25519 form of a bundle's identity key, as the signature shows it.
func signBit(b crypto.Bundle) byte { return b.Signature[63] >> 7 }

// newDevice is a device of ours whose identity key has that sign bit.
func newDevice(t testing.TB, sign byte) *device {
	t.Helper()
	for range 100 {
		d := &device{Memory: storetest.New(t)}
		b, err := d.Bundle()
		must(t, err)
		if signBit(b) == sign {
			d.at, _ = storetest.Addresses(t, d, d)
			return d
		}
	}
	t.Fatalf("no key of sign %d in 100", sign)
	return nil
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
	return d.encryptFor(t, p.at, p.key)
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
