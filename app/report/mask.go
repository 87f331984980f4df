package report

import (
	"fmt"
	"net"
	"os"
	"regexp"
	"slices"
	"strings"
)

// Mask takes out of a text what says who somebody is: addresses of people become user1@server1, those of servers server1,
// those of networks network1, the same one the same each time; fingerprints and the folder of the user go too.
type Mask struct {
	users, servers, networks map[string]string
	known                    []string // domains that are masked wherever they stand, longest first
	home                     string
}

var (
	address     = regexp.MustCompile(`[^\s"'<>=,;()\[\]{}\\/@:&?]+@[^\s"'<>=,;()\[\]{}\\/@:&?]+(?:/[^\s"'<>,;()\\]*)?`)
	host        = regexp.MustCompile(`(?i)\b(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]\b`)
	network     = regexp.MustCompile(`\[?(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})\]?`)
	fingerprint = regexp.MustCompile(`(?i)\b(?:[0-9a-f]{8}[ -]?){4,8}\b`)
	invitation  = regexp.MustCompile(`(?i)((?:preauth|token|ibr)=)[^\s"'&;]+`)
)

// protocol are the dotted names that say nothing about anybody: namespaces and files of the program.
var protocol = regexp.MustCompile(`(?i)^(?:jabber\.org|xmpp\.org|www\.w3\.org|etherx\.jabber\.org|eu\.siacs\.conversations\..*|im\.vouch\..*|org\.freedesktop\..*|org\.kde\..*|.*\.(?:go|db|log|so|dll|exe|png|svg|json))$`)

// NewMask knows addresses of people and servers that are to be found wherever they stand, even a name without a dot.
func NewMask(known ...string) *Mask {
	m := &Mask{users: map[string]string{}, servers: map[string]string{}, networks: map[string]string{}}
	m.home, _ = os.UserHomeDir()
	all := map[string]bool{}
	for _, k := range known {
		if k == "" {
			continue
		}
		_, domain, ok := strings.Cut(k, "@") // what has one looks like an address anyway
		if !ok {
			domain = k
		}
		all[domain] = true
	}
	for k := range all {
		m.known = append(m.known, k)
	}
	slices.SortFunc(m.known, func(a, b string) int { return len(b) - len(a) })
	return m
}

// Text masks a text.
func (m *Mask) Text(text string) string {
	text = invitation.ReplaceAllString(text, "${1}[token]")
	if len(m.home) > 1 {
		text = strings.ReplaceAll(text, m.home, "~")
	}
	text = address.ReplaceAllStringFunc(text, m.person)
	for _, k := range m.known {
		if strings.Contains(strings.ToLower(text), strings.ToLower(k)) {
			text = replaceWord(text, k, func() string { return m.server(k) })
		}
	}
	text = fingerprint.ReplaceAllString(text, "[fingerprint]")
	text = host.ReplaceAllStringFunc(text, func(h string) string {
		if protocol.MatchString(h) {
			return h
		}
		return m.server(h)
	})
	return network.ReplaceAllStringFunc(text, func(n string) string {
		ip := net.ParseIP(strings.Trim(n, "[]"))
		if ip == nil {
			return n
		}
		return named(m.networks, ip.String(), "network")
	})
}

// person is the stand-in for an address, with what a resource is called left out.
func (m *Mask) person(whole string) string {
	bare, _, full := strings.Cut(whole, "/")
	_, domain, _ := strings.Cut(bare, "@")
	out := named(m.users, strings.ToLower(bare), "user") + "@" + m.server(domain)
	if full {
		out += "/…"
	}
	return out
}

func (m *Mask) server(domain string) string {
	return named(m.servers, strings.ToLower(strings.TrimSuffix(domain, ".")), "server")
}

func named(names map[string]string, what, kind string) string {
	if names[what] == "" {
		names[what] = fmt.Sprintf("%s%d", kind, len(names)+1)
	}
	return names[what]
}

// replaceWord replaces a name where it stands by itself: short ones are parts of other words.
func replaceWord(text, name string, by func() string) string {
	re := regexp.MustCompile(`(?i)(^|[^\pL\pN_.-])` + regexp.QuoteMeta(name) + `($|[^\pL\pN_-])`)
	for range 2 { // neighbours share what stands between them
		text = re.ReplaceAllStringFunc(text, func(found string) string {
			parts := re.FindStringSubmatch(found)
			return parts[1] + by() + parts[2]
		})
	}
	return text
}
