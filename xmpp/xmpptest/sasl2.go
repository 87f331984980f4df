package xmpptest

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Modern makes a scripted server offer SASL2 (XEP-0388) with Script.Mechanisms, and what goes along with it. Tokens live as
// long as the Modern.
type Modern struct {
	Bind     []string // nil: no Bind 2 (XEP-0386); else the features it takes along
	Resume   bool     // answers a resumption with the login by Script.Resume
	Fast     []string // mechanisms for tokens (XEP-0484)
	Rotate   bool     // a token buys a new one
	Refuse   string   // condition with which tokens are refused
	Forge    bool     // does not know the tokens, and takes any
	Identity string   // the address logged in; empty: Script.Account, bound where it was asked for
	Success  func(string) string

	mu     sync.Mutex // guards the rest
	tokens map[string]token
	logins []string
}

type token struct{ mechanism, agent string }

const nsSASL2 = "urn:xmpp:sasl:2"

var modernProfile = profile{nsSASL2, "<additional-data>%s</additional-data>"}

// Logins are the mechanisms by which clients got in, in order.
func (m *Modern) Logins() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.logins)
}

// Tokens are the tokens that are good.
func (m *Modern) Tokens() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []string
	for secret := range m.tokens {
		all = append(all, secret)
	}
	return all
}

// Forget makes all tokens worthless.
func (m *Modern) Forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tokens = nil
}

func (m *Modern) feature(s Script) string {
	inline := ""
	if m.Bind != nil {
		inline += "<bind xmlns='urn:xmpp:bind:0'><inline>"
		for _, f := range m.Bind {
			inline += "<feature var='" + f + "'/>"
		}
		inline += "</inline></bind>"
	}
	if m.Resume {
		inline += "<sm xmlns='urn:xmpp:sm:3'/>"
	}
	if m.Fast != nil {
		inline += "<fast xmlns='urn:xmpp:fast:0'><mechanism>" + strings.Join(m.Fast, "</mechanism><mechanism>") + "</mechanism></fast>"
	}
	return "<authentication xmlns='" + nsSASL2 + "'>" + mechanismElements(s) + "<inline>" + inline + "</inline></authentication>"
}

var (
	agentID   = regexp.MustCompile(`<user-agent id='([0-9a-f-]{36})'>`)
	initialOf = regexp.MustCompile(`<initial-response>([^<]*)</initial-response>`)
	resumeOf  = regexp.MustCompile(`<resume xmlns='urn:xmpp:sm:3' h='([^']*)' previd='([^']*)'/>`)
	wantToken = regexp.MustCompile(`<request-token xmlns='urn:xmpp:fast:0' mechanism='([^']*)'/>`)
	bindOf    = regexp.MustCompile(`<bind xmlns='urn:xmpp:bind:0'><tag>Vouch</tag>(.*)</bind>`)
)

// modern logs the client in, and reports whether its stream is usable then. features are those after the login.
func (w *Wire) modern(s Script, features string) bool {
	m := s.Login.Modern
	for {
		auth := w.Expect(`(?s)<authenticate xmlns='urn:xmpp:sasl:2' mechanism='([^']*)'>(.*?)</authenticate>`)
		initial := group(initialOf, auth[2], 1)
		proof := ""
		switch {
		case strings.HasPrefix(auth[1], "HT-"):
			if proof = w.token(s, auth[1], decode(initial), auth[2]); proof == "" {
				w.Write("<failure xmlns='" + nsSASL2 + "'><" + orElse(m.Refuse, "credentials-expired") + " xmlns='" + nsSASL + "'/></failure>")
				continue
			}
		case auth[1] == "PLAIN", auth[1] == "EXTERNAL":
			w.inOneStep(s, auth[1], initial, modernProfile)
		default:
			proof = w.scram(s, auth[1], decode(initial), modernProfile)
		}
		m.mu.Lock()
		m.logins = append(m.logins, auth[1])
		m.mu.Unlock()
		success, usable := w.success(s, auth[2], proof)
		if next := m.next(auth[1], auth[2]); next != "" {
			success += next
		}
		success = "<success xmlns='" + nsSASL2 + "'>" + success + "</success>"
		if m.Success != nil {
			success = m.Success(success)
		}
		w.Write(success + "<stream:features>" + features + "</stream:features>")
		return usable
	}
}

// success is the inside of a success, for what the client has asked along with its login.
func (w *Wire) success(s Script, asked, proof string) (text string, usable bool) {
	m := s.Login.Modern
	identity := s.Account
	if old := resumeOf.FindStringSubmatch(asked); old != nil && m.Resume {
		answer := s.Resume(old[1], old[2])
		text += answer
		if w.resumed = strings.Contains(answer, "<resumed"); w.resumed {
			w.Bound, usable = s.Account+"/bound", true
		}
	}
	if bind := bindOf.FindStringSubmatch(asked); bind != nil && m.Bind != nil && !usable {
		identity = s.Account + "/Vouch.1"
		w.Bound, usable = identity, !strings.Contains(features(s), "urn:xmpp:sm:3") || slices.Contains(m.Bind, "urn:xmpp:sm:3")
		text += "<bound xmlns='urn:xmpp:bind:0'>"
		if strings.Contains(bind[1], "<enable xmlns='urn:xmpp:sm:3' resume='true'/>") {
			text += orElse(s.Enabled, "<enabled xmlns='urn:xmpp:sm:3' id='r' resume='true'/>")
		}
		text += "</bound>"
	}
	return text + proof + "<authorization-identifier>" + orElse(m.Identity, identity) + "</authorization-identifier>", usable
}

// token checks a token, and returns the server's own proof, or nothing.
func (w *Wire) token(s Script, mechanism, initial, asked string) string {
	m := s.Login.Modern
	user, theirs, _ := strings.Cut(initial, "\x00")
	name := map[string]string{"EXPR": "tls-exporter", "UNIQ": "tls-unique", "ENDP": "tls-server-end-point"}[mechanism[len(mechanism)-4:]]
	binding, _ := w.bound(s, name)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Forge {
		return fmt.Sprintf(modernProfile.success, base64.StdEncoding.EncodeToString([]byte(hashed("x", "Responder"+binding))))
	}
	for secret, t := range m.tokens {
		if m.Refuse == "" && t.mechanism == mechanism && t.agent == group(agentID, asked, 1) && strings.HasPrefix(s.Account, user+"@") &&
			strings.Contains(asked, "<fast xmlns='urn:xmpp:fast:0'/>") && theirs == hashed(secret, "Initiator"+binding) {
			return fmt.Sprintf(modernProfile.success, base64.StdEncoding.EncodeToString([]byte(hashed(secret, "Responder"+binding))))
		}
	}
	return ""
}

func hashed(secret, text string) string {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(text))
	return string(h.Sum(nil))
}

// next is the token that a success brings.
func (m *Modern) next(mechanism, asked string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	agent, want := group(agentID, asked, 1), group(wantToken, asked, 1)
	if m.Rotate && strings.HasPrefix(mechanism, "HT-") {
		want = mechanism
	}
	if agent == "" || !slices.Contains(m.Fast, want) {
		return ""
	}
	if m.tokens == nil {
		m.tokens = map[string]token{}
	}
	secret := "secret-token:" + rand.Text()
	m.tokens[secret] = token{want, agent}
	return "<token xmlns='urn:xmpp:fast:0' token='" + secret + "' expiry='" + time.Now().Add(time.Hour).UTC().Format(time.RFC3339) + "'/>"
}

func group(re *regexp.Regexp, text string, n int) string {
	if found := re.FindStringSubmatch(text); found != nil {
		return found[n]
	}
	return ""
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
