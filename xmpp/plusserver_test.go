package xmpp_test

import (
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"mellium.im/sasl"

	"vouch/xmpp/xmpptest"
)

// reading reads from conn until pattern matches.
func reading(t *testing.T, conn io.Reader, pattern string) []string {
	t.Helper()
	re, text := regexp.MustCompile(pattern), ""
	for chunk := make([]byte, 4096); ; {
		n, err := conn.Read(chunk)
		text += string(chunk[:n])
		if found := re.FindStringSubmatch(text); found != nil {
			return found
		}
		if err != nil {
			t.Fatalf("%v after %s", err, text)
		}
	}
}

// TestScriptedServerAgreesWithAnotherImplementation logs another client in, so that our client and the scripted server
// cannot share a mistake.
func TestScriptedServerAgreesWithAnotherImplementation(t *testing.T) {
	for _, row := range []struct {
		mechanism sasl.Mechanism
		password  string
		maxTLS    uint16
		ok        bool
	}{
		{sasl.ScramSha1, "alicepass", 0, true},
		{sasl.ScramSha256, "alicepass", 0, true},
		{sasl.ScramSha256Plus, "alicepass", 0, true},
		{sasl.ScramSha1Plus, "alicepass", tls.VersionTLS12, true},
		{sasl.ScramSha256Plus, "wrong", 0, false},
		{sasl.Plain, "alicepass", 0, true},
		{sasl.Plain, "wrong", 0, false},
	} {
		t.Run(fmt.Sprint(row.mechanism.Name, " with ", row.password), func(t *testing.T) {
			h := xmpptest.StartHostile(t, xmpptest.Script{DirectTLS: true, MaxTLS: row.maxTLS, Mechanisms: []string{row.mechanism.Name}, Then: (*xmpptest.Wire).Drain})
			raw, err := h.DialContext(t.Context(), "tcp", "server:5223")
			if err != nil {
				t.Fatal(err)
			}
			conn := tls.Client(raw, &tls.Config{RootCAs: h.Pool(), ServerName: h.Domain})
			defer raw.Close()
			if err := conn.HandshakeContext(t.Context()); err != nil {
				t.Fatal(err)
			}
			fmt.Fprint(conn, "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>")
			reading(t, conn, `</stream:features>`)

			client := sasl.NewClient(row.mechanism, sasl.TLSState(conn.ConnectionState()), sasl.RemoteMechanisms(row.mechanism.Name),
				sasl.Credentials(func() (user, password, identity []byte) { return []byte("alice"), []byte(row.password), nil }))
			more, response, err := client.Step(nil)
			write := "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='" + row.mechanism.Name + "'>%s</auth>"
			for {
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(conn, write, base64.StdEncoding.EncodeToString(response))
				write = "<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>%s</response>"
				said := reading(t, conn, `<(challenge|success|failure)[^>]*?(?:/>|>(.*)</(?:challenge|success|failure)>)`)
				if said[1] == "failure" {
					break
				}
				challenge, _ := base64.StdEncoding.DecodeString(said[2])
				if more {
					if more, response, err = client.Step(challenge); err != nil {
						t.Fatalf("the other takes %s for wrong: %v", challenge, err)
					}
				}
				if said[1] == "success" {
					if !row.ok || more {
						t.Errorf("success, more %v", more)
					}
					return
				}
			}
			if row.ok || !strings.Contains(h.Received(), "<auth") {
				t.Error("refused")
			}
		})
	}
}
