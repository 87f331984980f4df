package report

import (
	"fmt"
	"net"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Mask takes out of a text what says who somebody is: addresses of people become user1@server1, those of servers server1,
// those of networks network1, the same one the same each time; fingerprints and the folder of the user go too. It errs on
// the side of taking out too much.
type Mask struct {
	users, servers, networks map[string]string
	known                    []name // that are masked wherever they stand, longest first
	home                     []string
}

// name is a text that is known to name somebody.
type name struct {
	text string
	re   *regexp.Regexp
}

var (
	host = regexp.MustCompile(`(?i)(?:[\pL\pN_](?:[\pL\pN\pM_-]*[\pL\pN\pM])?\.)+\pL[\pL\pN\pM-]*[\pL\pN\pM]`)
	// An IPv6 address may end in an IPv4 one.
	network     = regexp.MustCompile(`(?:[0-9a-fA-F]{0,4}:){2,7}\d{1,3}(?:\.\d{1,3}){3}|\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}`)
	bracketed   = regexp.MustCompile(`\[network\d+\]`)
	fingerprint = regexp.MustCompile(`(?i)\b(?:[0-9a-f]{8}[ -]?){4,8}\b`)
	invitation  = regexp.MustCompile(`(?i)((?:preauth|token|ibr)=)[^\s"'&;]+`)
	login       = regexp.MustCompile(`://[^\s"/@]*:[^\s"]*@`)
)

// protocol are the dotted names that say nothing about anybody: namespaces and files of the program. Sources are where its
// parts come from, and count with a slash behind them alone.
var (
	protocol = regexp.MustCompile(`(?i)^(?:jabber\.org|xmpp\.org|www\.w3\.org|etherx\.jabber\.org|eu\.siacs\.conversations\..*|im\.vouch\..*|org\.freedesktop\..*|org\.kde\..*|lib[^.]*\.so|vouch\.crash(?:\.old)?|vouch\.key|control\.(?:sock|path)|.*\.(?:go|db|log|dll|exe|png|svg|json))$`)
	sources  = regexp.MustCompile(`^(?:golang\.org|github\.com|fyne\.io|go\.etcd\.io|go\.mau\.fi|gosrc\.io|mellium\.im|filippo\.io|golang\.design)$`)
	created  = regexp.MustCompile(`created by (?:[^\s"]*/)?$`)
)

// NewMask knows addresses of people and servers that are to be found wherever they stand, even a name without a dot.
func NewMask(known ...string) *Mask {
	m := &Mask{users: map[string]string{}, servers: map[string]string{}, networks: map[string]string{}}
	if home, _ := os.UserHomeDir(); len(home) > 1 {
		m.home = []string{strings.Trim(strconv.Quote(home), `"`), home} // as a log writes it, and as it is
	}
	all := map[string]bool{}
	for _, k := range known {
		_, domain, person := strings.Cut(k, "@")
		if all[k] = true; person {
			all[domain] = true
		}
	}
	delete(all, "")
	for k := range all {
		m.known = append(m.known, name{k, word(k)})
	}
	slices.SortFunc(m.known, func(a, b name) int {
		if len(a.text) != len(b.text) {
			return len(b.text) - len(a.text)
		}
		return strings.Compare(a.text, b.text)
	})
	return m
}

// word finds a name where it stands by itself, since short ones are parts of other words. A log doubles backslashes.
func word(text string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(^|[^\pL\pN\pM_.-])(` + strings.ReplaceAll(regexp.QuoteMeta(text), `\\`, `\\+`) + `)($|[^\pL\pN\pM_-])`)
}

func (m *Mask) line(text string) string {
	text = invitation.ReplaceAllString(text, "${1}[token]")
	text = login.ReplaceAllString(text, "://[login] ")
	for _, home := range m.home {
		text = strings.ReplaceAll(text, home, "~")
	}
	text = m.people(text)
	for _, k := range m.known {
		text = m.word(text, k)
	}
	text = fingerprint.ReplaceAllString(text, "[fingerprint]")
	text = m.hosts(text)
	text = network.ReplaceAllStringFunc(text, func(n string) string {
		ip := net.ParseIP(n)
		if ip == nil {
			return n
		}
		return named(m.networks, ip.String(), "network")
	})
	return bracketed.ReplaceAllStringFunc(text, func(n string) string { return strings.Trim(n, "[]") })
}

// word replaces a known name. Two that are neighbours share what stands between them, so there are two rounds.
func (m *Mask) word(text string, k name) string {
	for range 2 {
		text = k.re.ReplaceAllStringFunc(text, func(found string) string {
			parts := k.re.FindStringSubmatch(found)
			return parts[1] + m.server(k.text) + parts[3]
		})
	}
	return text
}

// hosts replaces what looks like the name of a server, and lets the names of functions be: who reads a crash needs them.
func (m *Mask) hosts(text string) string {
	var b strings.Builder
	done := 0
	for _, at := range host.FindAllStringIndex(text, -1) {
		before, h, after := text[:at[0]], text[at[0]:at[1]], text[at[1]:]
		function := strings.HasPrefix(after, "(") || strings.HasSuffix(before, ").") || created.MatchString(before)
		source := strings.HasPrefix(after, "/") && sources.MatchString(h)
		b.WriteString(text[done:at[0]])
		if function || source || protocol.MatchString(h) {
			b.WriteString(h)
		} else {
			b.WriteString(m.server(h))
		}
		done = at[1]
	}
	return b.String() + text[done:]
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
