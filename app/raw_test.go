package app_test

import (
	"encoding/hex"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/crypto"
	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
	"vouch/xmpp/presence"
	"vouch/xmpp/xmpptest"
)

// raw is a client that sends whatever bytes it is told to, with real keys and sessions of its own.
type raw struct {
	t      testing.TB
	jid    string
	client *xmpp.Client
	file   *trust.File
	id     crypto.Identity
	device uint32 // what it says it is; its own id unless a test lies
	nextID int
	came   chan *xmpp.Message
}

// newRaw signs in as name, publishes bundle and list, and shows presence.
func newRaw(t testing.TB, server xmpptest.Server, name string) *raw {
	t.Helper()
	return newRawAs(t, server, name, 0)
}

// newRawAs is newRaw under a device id that it should not have.
func newRawAs(t testing.TB, server xmpptest.Server, name string, device uint32) *raw {
	t.Helper()
	r := signInRaw(t, server, name)
	r.keys(func(s *trust.Store) error { return s.CreateOwn(nil, time.Now()) })
	if r.device = device; device == 0 {
		r.device = r.id.Device
	}
	r.publishKeys()
	return r
}

// signInRaw signs in as name and shows presence, without keys.
func signInRaw(t testing.TB, server xmpptest.Server, name string) *raw {
	t.Helper()
	file, err := trust.Open(t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	r := &raw{t: t, jid: name + "@" + server.Place().Domain, file: file, came: make(chan *xmpp.Message, 1000)}
	r.client, err = xmpp.Connect(t.Context(), xmpp.Config{Address: jid.MustParse(r.jid), Password: name + "pass", Host: server.Place().Host, Port: server.Place().Port, RootCAs: server.Pool()})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); r.client.Run(t.Context()) }()
	go func() {
		for e := range r.client.Events() {
			switch what := e.What.(type) {
			case *xmpp.Answer:
				what.Tag.(chan *xmpp.Answer) <- what
			case *xmpp.Message:
				r.came <- what
			}
			r.client.Handled(e)
		}
	}()
	t.Cleanup(func() { r.client.Close(); <-ended })
	if _, err := r.client.Send(presence.Available{}); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *raw) keys(do func(s *trust.Store) error) {
	r.t.Helper()
	if err := r.file.Update(func(tx *bbolt.Tx) error {
		s := trust.In(tx, r.file.Seal(), r.jid)
		if err := do(s); err != nil {
			return err
		}
		r.id, _, _ = s.Own()
		return nil
	}); err != nil {
		r.t.Fatal(err)
	}
}

// publishKeys publishes the bundle, then the list.
func (r *raw) publishKeys() {
	r.t.Helper()
	r.publishBundle()
	r.publishList(r.device)
}

func (r *raw) publishBundle() {
	r.t.Helper()
	var b crypto.Bundle
	r.keys(func(s *trust.Store) (err error) { b, err = s.Bundle(); return err })
	out := omemo.Bundle{SignedPreKeyID: b.SignedPreKeyID, SignedPreKey: b.SignedPreKey, Signature: b.Signature, IdentityKey: b.IdentityKey}
	for _, p := range b.PreKeys {
		out.PreKeys = append(out.PreKeys, omemo.PreKey{ID: p.ID, Key: p.Key})
	}
	r.publish(omemo.NodeBundle(r.device), out)
}

func (r *raw) publishList(ids ...uint32) {
	r.t.Helper()
	r.publish(omemo.NodeDevices, omemo.List{Devices: ids})
}

// publish publishes the one item of a node that everyone may read, also where a server takes no number with it (ejabberd 23.01).
func (r *raw) publish(node string, payload any) {
	r.t.Helper()
	if r.answer(xmpp.Request{Set: true, Payload: pep.Publish(node, "current", payload, pep.Open)}).Err != nil {
		r.ask(jid.JID{}, true, pep.Publish(node, "current", payload, pep.Options{AccessModel: "open", Persist: true}))
	}
}

// ask asks and waits for a good answer.
func (r *raw) ask(to jid.JID, set bool, payload any) *xmpp.Answer {
	r.t.Helper()
	a := r.answer(xmpp.Request{To: to, Set: set, Payload: payload})
	if a.Err != nil {
		r.t.Fatal(a.Err)
	}
	return a
}

// tryAsk asks and waits for any answer.
func (r *raw) tryAsk(to jid.JID, payload any) *xmpp.Answer {
	r.t.Helper()
	return r.answer(xmpp.Request{To: to, Payload: payload})
}

func (r *raw) answer(q xmpp.Request) *xmpp.Answer {
	r.t.Helper()
	answer := make(chan *xmpp.Answer, 1)
	q.Tag = answer
	if err := r.client.Ask(q); err != nil {
		r.t.Fatal(err)
	}
	select {
	case a := <-answer:
		return a
	case <-time.After(patience):
		r.t.Fatal("no answer")
		return nil
	}
}

// meet fetches the other's bundle and begins a session.
func (r *raw) meet(p *peer) { r.t.Helper(); r.meetBy(p, func(*crypto.Bundle) {}) }

// meetBy is meet with a bundle that was changed on the way.
func (r *raw) meetBy(p *peer, change func(*crypto.Bundle)) {
	r.t.Helper()
	bundle := r.bundleOf(p)
	change(&bundle)
	r.keys(func(s *trust.Store) error {
		return crypto.StartSession(s, crypto.Address{JID: p.jid, Device: bundle.Device}, bundle)
	})
}

// bundleOf is what p has published.
func (r *raw) bundleOf(p *peer) crypto.Bundle {
	r.t.Helper()
	device := p.status().DeviceID
	answer := r.ask(jid.MustParse(p.jid), false, pep.Items(omemo.NodeBundle(device), 1))
	items, _, err := pep.ParseItems(answer.Payload)
	if err != nil || len(items) == 0 {
		r.t.Fatalf("bundle of %s: %v, %d items", p.jid, err, len(items))
	}
	b, err := omemo.ParseBundle(items[0].Payload)
	if err != nil {
		r.t.Fatal(err)
	}
	bundle := crypto.Bundle{Device: device, IdentityKey: b.IdentityKey, SignedPreKeyID: b.SignedPreKeyID, SignedPreKey: b.SignedPreKey, Signature: b.Signature}
	for _, k := range b.PreKeys {
		bundle.PreKeys = append(bundle.PreKeys, crypto.PublicPreKey{ID: k.ID, Key: k.Key})
	}
	return bundle
}

// encrypt makes the element of a message to p.
func (r *raw) encrypt(p *peer, text string) omemo.Encrypted {
	r.t.Helper()
	payload, err := crypto.SealPayload([]byte(text))
	if err != nil {
		r.t.Fatal(err)
	}
	device := p.status().DeviceID
	out := omemo.Encrypted{SenderID: r.device, IV: payload.IV, Payload: payload.Ciphertext}
	r.keys(func(s *trust.Store) error {
		data, prekey, err := crypto.EncryptKey(s, crypto.Address{JID: p.jid, Device: device}, p.key(), payload.Key)
		out.Keys = []omemo.Key{{Device: device, PreKey: prekey, Data: data}}
		return err
	})
	return out
}

// element is e as XML.
func (r *raw) element(e omemo.Encrypted) string {
	r.t.Helper()
	b, err := xmpp.Marshal(e)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(b)
}

// message sends a message with these children, and gives its id.
func (r *raw) message(p *peer, children string) string {
	r.t.Helper()
	r.nextID++
	id := fmt.Sprint("raw-", r.nextID)
	r.send(fmt.Sprintf("<message to='%s' type='chat' id='%s'>%s</message>", p.jid, id, children))
	return id
}

func (r *raw) send(bytes string) {
	r.t.Helper()
	if _, err := r.client.SendRaw([]byte(bytes)); err != nil {
		r.t.Fatal(err)
	}
}

func (r *raw) say(p *peer, text string) { r.t.Helper(); r.message(p, r.element(r.encrypt(p, text))) }

// read decrypts the next encrypted message that comes.
func (r *raw) read(p *peer) string {
	r.t.Helper()
	for {
		e, present, err := omemo.FromMessage(r.next())
		if !present || err != nil || e.Payload == nil {
			continue
		}
		var text []byte
		r.keys(func(s *trust.Store) error {
			opened, err := crypto.DecryptKey(s, crypto.Address{JID: p.jid, Device: e.SenderID}, e.Keys[0].Data, e.Keys[0].PreKey)
			if err == nil {
				text, err = crypto.OpenPayload(opened.Key, e.IV, e.Payload)
			}
			return err
		})
		return string(text)
	}
}

// next is the next message that comes.
func (r *raw) next() *xmpp.Message {
	r.t.Helper()
	select {
	case m := <-r.came:
		return m
	case <-time.After(patience):
		r.t.Fatal("no message came")
		return nil
	}
}

// until asks ten times a second until done.
func (r *raw) until(what string, done func() bool) {
	r.t.Helper()
	ticks := time.NewTicker(100 * time.Millisecond)
	defer ticks.Stop()
	deadline := time.After(patience)
	for !done() {
		select {
		case <-ticks.C:
		case <-deadline:
			r.t.Fatalf("no %s after %s", what, patience)
		}
	}
}

func unhex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}
