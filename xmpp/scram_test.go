package xmpp

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"net"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"mellium.im/sasl"
)

func TestScramVectors(t *testing.T) {
	raw, err := os.ReadFile("testdata/scram.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct {
		Name, Source, Mechanism, User, Password, Nonce, Header, First, Challenge, Final, Proof string
		Binding                                                                                []byte
	}
	if err := json.Unmarshal(raw, &rows); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		t.Run(row.Name, func(t *testing.T) {
			c := choice{mechanism: row.Mechanism, header: cmp.Or(row.Header, "n,,"), binding: channelBinding{data: row.Binding}}
			s := newScram(c, offer{}, row.User, row.Password)
			s.nonce = row.Nonce
			if first := s.first(); first != row.First {
				t.Errorf("begins with %s", first)
			}
			for _, early := range []string{row.Proof, "v="} {
				if err := s.verify(early); !errors.Is(err, ErrServerProof) {
					t.Errorf("%q before the challenge: %v", early, err)
				}
			}
			if final, err := s.final(row.Challenge); err != nil || final != row.Final {
				t.Errorf("answers %s, %v", final, err)
			}
			if err := s.verify(row.Proof); err != nil {
				t.Errorf("the server's proof: %v", err)
			}
			for _, forged := range []string{"", "v=", row.Proof[:len(row.Proof)-4], strings.ToUpper(row.Proof), "e=other-error"} {
				if err := s.verify(forged); !errors.Is(err, ErrServerProof) {
					t.Errorf("%q as proof: %v", forged, err)
				}
			}
		})
	}
}

// tlsPair is both ends of a TLS connection.
func tlsPair(t *testing.T, version uint16) (client, server *tls.Conn) {
	t.Helper()
	example := httptest.NewTLSServer(nil) // for its certificate, which is for example.com
	defer example.Close()
	authorities := x509.NewCertPool()
	authorities.AddCert(example.Certificate())
	c, s := net.Pipe()
	client = tls.Client(c, &tls.Config{RootCAs: authorities, ServerName: "example.com", MaxVersion: version})
	server = tls.Server(s, &tls.Config{Certificates: example.TLS.Certificates})
	t.Cleanup(func() { c.Close(); s.Close() })
	shaken := make(chan error, 1)
	go func() { shaken <- server.HandshakeContext(t.Context()) }()
	if err := errors.Join(client.HandshakeContext(t.Context()), <-shaken); err != nil {
		t.Fatal(err)
	}
	return client, server
}

func TestScramAgreesWithAnotherImplementation(t *testing.T) {
	for _, row := range []struct {
		name      string
		mechanism sasl.Mechanism
		version   uint16 // of TLS, to bind to
		user      string
		password  string
	}{
		{"SHA-1", sasl.ScramSha1, 0, "alice", "alicepass"},
		{"SHA-256", sasl.ScramSha256, 0, "alice", "alicepass"},
		{"a name with separators", sasl.ScramSha256, 0, "a=b,c", "pass,word="},
		{"letters beyond ASCII", sasl.ScramSha256, 0, "älice", "pässwörd"},
		{"bound under TLS 1.3", sasl.ScramSha256Plus, tls.VersionTLS13, "alice", "alicepass"},
		{"bound under TLS 1.2", sasl.ScramSha1Plus, tls.VersionTLS12, "alice", "alicepass"},
	} {
		t.Run(row.name, func(t *testing.T) {
			options := []sasl.Option{sasl.RemoteMechanisms(row.mechanism.Name), sasl.Credentials(func() (user, password, identity []byte) {
				return []byte(row.user), []byte(row.password), nil
			})}
			var have []channelBinding
			if row.version != 0 {
				conn, _ := tlsPair(t, row.version)
				have = bindingsOf(conn)
				options = append(options, sasl.TLSState(conn.ConnectionState()))
			}
			o := offer{mechanisms: []string{row.mechanism.Name}, announced: have != nil, bindings: []string{bindExporter}}
			if row.version == tls.VersionTLS12 {
				o.bindings = []string{bindUnique}
			}
			c, err := o.choose(have, Config{Password: row.password}, false)
			if err != nil || c.mechanism != row.mechanism.Name {
				t.Fatalf("chose %+v, %v", c, err)
			}
			other := sasl.NewClient(row.mechanism, options...)
			_, first, err := other.Step(nil)
			if err != nil {
				t.Fatal(err)
			}
			s := newScram(c, o, row.user, row.password)
			_, s.nonce, _ = strings.Cut(string(first), ",r=")
			if s.first() != string(first) {
				t.Errorf("begins with %s, the other with %s", s.first(), first)
			}
			challenge := "r=" + s.nonce + "more,s=QSXCR+Q6sek8bf92,i=5000"
			_, theirs, err := other.Step([]byte(challenge))
			if err != nil {
				t.Fatal(err)
			}
			if ours, err := s.final(challenge); err != nil || ours != string(theirs) {
				t.Errorf("answers %s, %v; the other %s", ours, err, theirs)
			}
		})
	}
}

func TestHashOfTheOffer(t *testing.T) {
	o := offer{mechanisms: []string{"SCRAM-SHA-1-PLUS", "SCRAM-SHA-1"}, announced: true, bindings: []string{"tls-server-end-point", "tls-exporter"}}
	s := newScram(choice{mechanism: "SCRAM-SHA-1", header: "n,,"}, o, "user", "pencil")
	for _, row := range []struct {
		name, field string
		want        error
	}{
		{"the value of XEP-0474 v0.5.0 §5.3", ",h=G6k/rBLDqgOhRRaCuuatSDFkJ08=", nil},
		{"none", "", nil},
		{"one more attribute", ",x=y,h=G6k/rBLDqgOhRRaCuuatSDFkJ08=", nil},
		{"the value of v0.3.1 is not looked at", ",d=dRc3RenuSY9ypgPpERowoaySQZY=", nil},
		{"another", ",h=dRc3RenuSY9ypgPpERowoaySQZY=", ErrForged},
		{"empty", ",h=", ErrForged},
		{"both", ",h=G6k/rBLDqgOhRRaCuuatSDFkJ08=,h=AAAA", ErrForged},
	} {
		t.Run(row.name, func(t *testing.T) {
			if _, err := s.final("r=" + s.nonce + "more,s=QSXCR+Q6sek8bf92,i=4096" + row.field); !errors.Is(err, row.want) {
				t.Errorf("got %v, want %v", err, row.want)
			}
		})
	}
}

func TestPrepare(t *testing.T) {
	for _, row := range []struct{ name, text, want string }{
		{"RFC 4013: soft hyphen vanishes", "I\u00adX", "IX"},
		{"RFC 4013: nothing to do", "user", "user"},
		{"RFC 4013: case stays", "USER", "USER"},
		{"RFC 4013: NFKC", "\u00aa", "a"},
		{"RFC 4013: NFKC of a roman number", "\u2168", "IX"},
		{"another space is a space", "a\u00a0b\u3000c", "a b c"},
		{"typed in two ways", "e\u0301", "\u00e9"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got, err := prepare(row.text); err != nil || got != row.want {
				t.Errorf("got %q, %v, want %q", got, err, row.want)
			}
		})
	}
	if _, err := prepare("a\u0007b"); err == nil {
		t.Error("RFC 4013: a control character was taken")
	}
}
