package app_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/view"
	"vouch/crypto"
	"vouch/trust"
	"vouch/xmpp/omemo"
	"vouch/xmpp/xmpptest"
)

// profileOfProcess names the profile over which this binary runs a service instead of tests: a process that can be killed.
const profileOfProcess = "VOUCH_TEST_PROFILE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(profileOfProcess); dir != "" {
		if err := serve(dir, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// serve runs a service until in ends, and writes a line for each message that is stored.
func serve(dir string, in io.Reader, out io.Writer) error {
	file, err := trust.Open(dir, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	service, err := app.New(file, app.Options{})
	if err != nil {
		return err
	}
	events, stop := service.Watch()
	defer stop()
	go func() {
		for e := range events {
			if e.Event == app.EventMessage {
				fmt.Fprintln(out, e.ID)
			}
		}
	}()
	ctx, cancel := context.WithCancel(context.Background())
	go func() { _, _ = io.Copy(io.Discard, in); cancel() }()
	return service.Run(ctx)
}

// runUntil runs bob's service as a process of its own until it has stored so many messages, does what at that moment, and
// so on. Then it is killed.
func runUntil(t *testing.T, dir string, steps ...step) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), profileOfProcess+"="+dir)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { cmd.Process.Kill(); cmd.Wait() }()
	guard := time.AfterFunc(2*patience, func() { cmd.Process.Kill() })
	defer guard.Stop()
	lines := bufio.NewScanner(out)
	stored := 0
	for _, s := range steps {
		for ; stored < s.stored; stored++ {
			if !lines.Scan() {
				t.Fatalf("the process ended after %d messages", stored)
			}
		}
		if s.do != nil {
			s.do()
		}
	}
}

// awaitNewest waits until a chat ends with a text and the catch-up is over. It looks at one row at a time, since others
// would slow down what they wait for.
func (p *peer) awaitNewest(with, body string) {
	p.t.Helper()
	p.await("newest message "+body, func() bool {
		newest, err := p.Messages(p.jid, with, 1, "", "")
		return err == nil && len(newest) == 1 && newest[0].Body == body && !p.status().CatchingUp
	})
}

type step struct {
	stored int
	do     func()
}

// stanzas are n messages to p, as carol writes them, every other one encrypted.
func (r *raw) stanzas(p *peer, n int) (stanzas []string, elements []omemo.Encrypted) {
	r.t.Helper()
	var texts []string
	for i := range n {
		texts = append(texts, fmt.Sprint("kept ", i))
	}
	elements = r.encryptAll(p, texts)
	for i, text := range texts {
		content := "<body>" + text + "</body>"
		if i%2 == 0 {
			content = r.element(elements[i]) + "<store xmlns='urn:xmpp:hints'/>"
		}
		stanzas = append(stanzas, fmt.Sprintf("<message xmlns='jabber:client' from='%s/raw' to='%s' type='chat' id='b%d'>%s</message>", r.jid, p.jid, i, content))
	}
	return stanzas, elements
}

// encryptAll is encrypt for many messages, of which it makes every other one, in one transaction.
func (r *raw) encryptAll(p *peer, texts []string) []omemo.Encrypted {
	r.t.Helper()
	device, key := p.status().DeviceID, p.key()
	out := make([]omemo.Encrypted, len(texts))
	r.keys(func(s *trust.Store) error {
		for i := 0; i < len(texts); i += 2 {
			payload, err := crypto.SealPayload([]byte(texts[i]))
			if err != nil {
				return err
			}
			data, prekey, err := crypto.EncryptKey(s, crypto.Address{JID: p.jid, Device: device}, key, payload.Key)
			if err != nil {
				return err
			}
			out[i] = omemo.Encrypted{SenderID: r.device, IV: payload.IV, Payload: payload.Ciphertext, Keys: []omemo.Key{{Device: device, PreKey: prekey, Data: data}}}
		}
		return nil
	})
	return out
}

// backlog: ten thousand messages wait in the archive, every other one encrypted. With a cut and a kill in the middle, all
// are stored, once, in the order of the archive.
func TestBacklogOfTenThousand(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("bob", "carol"), xmpptest.Archive())
	bob, carol := newPeer(t, server, "bob", app.Options{}), newRaw(t, server, "carol")
	carol.meet(bob)
	carol.say(bob, "hello")
	bob.awaitMessage(carol.jid, "hello")
	stanzas, _ := carol.stanzas(bob, 10_000)
	bob.stop()
	var want []string
	for i, stanza := range stanzas {
		server.Keep("bob", carol.jid, stanza, time.Now())
		want = append(want, fmt.Sprint("kept ", i))
	}
	runUntil(t, bob.dir, step{1500, func() { server.Cut("bob") }}, step{3500, nil})
	runUntil(t, bob.dir, step{1500, nil})
	bob.start()
	bob.awaitNewest(carol.jid, want[len(want)-1])
	var got []string
	for _, m := range bob.all(carol.jid) {
		switch {
		case m.Kind == view.RowUnreadable:
			t.Errorf("could not be read: %+v", m)
		case m.Body != "hello":
			got = append(got, m.Body)
		}
	}
	if !slices.Equal(got, want) {
		checkOrder(t, "bob has", got, want)
	}
}
