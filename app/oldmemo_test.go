package app_test

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"io"
	"os/exec"
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/crypto"
	"vouch/xmpp"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
	"vouch/xmpp/xmpptest"
)

// oldmemo is a client whose keys, sessions and XML are python-oldmemo's (testdata/oldmemoclient.py). It does nothing with
// the elements but carry them to and from a real server.
type oldmemo struct {
	*raw
	in  io.Writer
	out *bufio.Scanner
	key string // fingerprint

	transportsIn, transportsOut int // messages without a text
}

// oldmemoAnswer is what the program answers; which fields there are depends on the command.
type oldmemoAnswer struct {
	Device                  uint32
	List, Bundle, Encrypted string
	Text                    *string
	Sent                    []string
	Error                   string
}

// newOldmemo signs in as name and publishes the program's list and bundle. sign is the Ed25519 sign bit of its identity key.
func newOldmemo(t *testing.T, server *xmpptest.Prosody, name string, sign int) *oldmemo {
	t.Helper()
	// Debian's interpreter, whatever else is in the path: the modules are installed for that one.
	command := []string{"/usr/bin/python3", "-I", "testdata/oldmemoclient.py"}
	if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("run the python-oldmemo client (python3-oldmemo and python3-xmlschema are needed, see make deps): %v\n%s", err, out)
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stderr = t.Output()
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("python-oldmemo client: %v", err)
		}
	})
	o := &oldmemo{raw: signInRaw(t, server, name), in: in, out: bufio.NewScanner(out)}
	o.out.Buffer(nil, 1<<20)
	made := o.do(map[string]any{"do": "create", "jid": o.jid, "sign": sign})
	bundle, err := omemo.ParseBundle(xmpptest.Element(t, made.Bundle))
	if err != nil {
		t.Fatal(err)
	}
	o.key = crypto.Fingerprint(bundle.IdentityKey)
	o.ask(jid.JID{}, true, pep.Publish(omemo.NodeBundle(made.Device), "current", parseTree(t, made.Bundle), pep.Open))
	o.ask(jid.JID{}, true, pep.Publish(omemo.NodeDevices, "current", parseTree(t, made.List), pep.Open))
	return o
}

func (o *oldmemo) do(command map[string]any) (answer oldmemoAnswer) {
	o.t.Helper()
	line, err := json.Marshal(command)
	if err != nil {
		o.t.Fatal(err)
	}
	if _, err := o.in.Write(append(line, '\n')); err != nil {
		o.t.Fatal(err)
	}
	if !o.out.Scan() {
		o.t.Fatalf("the python-oldmemo client ended: %v", o.out.Err())
	}
	if err := json.Unmarshal(o.out.Bytes(), &answer); err != nil || answer.Error != "" {
		o.t.Fatalf("%s: %s, %v", command["do"], answer.Error, err)
	}
	return answer
}

// awaitList waits until p has published its device list, which comes last.
func (o *oldmemo) awaitList(p *peer) {
	o.t.Helper()
	o.until("list of "+p.jid, func() bool {
		return o.tryAsk(jid.MustParse(p.jid), pep.Items(omemo.NodeDevices, 1)).Err == nil
	})
}

// learn fetches what p publishes.
func (o *oldmemo) learn(p *peer) {
	o.t.Helper()
	device := p.status().DeviceID
	bundles := map[uint32]string{device: o.item(p, omemo.NodeBundle(device))}
	o.do(map[string]any{"do": "learn", "jid": p.jid, "list": o.item(p, omemo.NodeDevices), "bundles": bundles})
}

func (o *oldmemo) item(p *peer, node string) string {
	o.t.Helper()
	items, _, err := pep.ParseItems(o.ask(jid.MustParse(p.jid), false, pep.Items(node, 1)).Payload)
	if err != nil || len(items) != 1 {
		o.t.Fatalf("%s of %s: %d items, %v", node, p.jid, len(items), err)
	}
	return source(o.t, items[0].Payload)
}

func (o *oldmemo) say(p *peer, text string) {
	o.t.Helper()
	o.message(p, o.do(map[string]any{"do": "encrypt", "jid": p.jid, "text": text}).Encrypted)
}

// read decrypts what comes from p until there is a text, and sends what the session manager answers by itself.
func (o *oldmemo) read(p *peer) (text string, prekey bool) {
	o.t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case m := <-o.came:
			element, present := xmpp.Find(m.Children, omemo.NS, "encrypted")
			if !present {
				continue
			}
			answer := o.do(map[string]any{"do": "decrypt", "jid": p.jid, "encrypted": source(o.t, element)})
			for _, sent := range answer.Sent {
				o.message(p, sent)
				o.transportsOut++
			}
			if answer.Text == nil {
				o.transportsIn++
				continue
			}
			header, _ := element.Child(omemo.NS, "header")
			key, _ := header.Child(omemo.NS, "key")
			return *answer.Text, key.Has("prekey")
		case <-deadline:
			o.t.Fatal("no message came")
		}
	}
}

// tree is any XML with all its elements and attributes.
type tree struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []tree     `xml:",any"`
}

func parseTree(t *testing.T, text string) (out tree) {
	t.Helper()
	if err := xmpptest.Element(t, text).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// source is e as XML again.
func source(t testing.TB, e xmpp.Element) string {
	t.Helper()
	var out tree
	if err := e.Decode(&out); err != nil {
		t.Fatal(err)
	}
	b, err := xml.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
