package trust

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vouch/crypto"
)

// ErrBadLink means that a text is not a link that Vouch reads. A link is read whole or refused whole.
var ErrBadLink = errors.New("bad link")

// Why a link is bad, where that tells what to do about it.
var (
	ErrTwoKeys     = errors.New("two keys for one device")
	ErrContradicts = errors.New("key both trusted and distrusted")
	ErrLongLink    = errors.New("too long, or not a line of text")
	ErrBadDevice   = errors.New("not a device id") // with crypto.ErrBadFingerprint for a key that is none
	ErrBadPart     = errors.New("not a part of a code")
)

const (
	// maxLink bounds what ParseLink looks at, in bytes. A link with fifty keys has about 4,500.
	maxLink = 8192
	// actionTrust is the action of a trust message link (XEP-0434 v0.6.0 §6).
	actionTrust = "trust-message"
	actionJoin  = "join"
	sidPrefix   = "omemo-sid-"
	webLink     = "https://conversations.im/i/"
	webRoom     = "https://conversations.im/j/"
)

// Link is a parsed link: whom it is about, what it asks for, and the keys it vouches for. It is data; nothing in it may
// be done unasked.
type Link struct {
	JID        string     // bare, normalised
	Action     string     // in lower case: "message", "join", "trust-message", ...; "" for none
	Params     url.Values // the other parameters, such as "body"; names in lower case
	Keys       []LinkKey  // the keys that the link vouches for
	Distrust   []string   // fingerprints that a trust message takes trust from
	Encryption string     // the namespace that the keys of a trust message are for; "" in other links
}

// LinkKey is one key in a link.
type LinkKey struct {
	Device      uint32 // 0 when the link names none
	Fingerprint string
}

// Parameters of links that other clients do not read.
const (
	byParam   = "vouched-by" // the account that vouches for the keys, in a link for its own other computers
	partParam = "part"       // N-M: part N of M of a code with many keys
	// maxPartKeys is how many keys a code holds that is easily scanned: 77 modules at level L.
	maxPartKeys = 4
	maxParts    = 50
)

// Room tells whether a link leads to a room, not to a person: to join it, or to invite somebody there (XEP-0045 v1.35.1
// §17.3), or a web link of Conversations to one.
func (l Link) Room() bool { return l.Action == actionJoin || l.Action == "invite" }

// VouchedBy is the account that a link was made by for its own other computers; "" for a link of the owner of the keys.
func (l Link) VouchedBy() string { return l.Params.Get(byParam) }

// Part is which part of how many a link is; 1 of 1 for one that is whole.
func (l Link) Part() (part, parts int) {
	if part, parts, ok := parsePart(l.Params.Get(partParam)); ok {
		return part, parts
	}
	return 1, 1
}

func parsePart(text string) (part, parts int, ok bool) {
	first, second, found := strings.Cut(text, "-")
	n, err1 := strconv.ParseUint(first, 10, 8)
	of, err2 := strconv.ParseUint(second, 10, 8)
	return int(n), int(of), found && err1 == nil && err2 == nil && n >= 1 && n <= of && of <= maxParts
}

// VouchedURI is URI for the keys of a contact, made by account for its own other computers.
func VouchedURI(address string, keys []LinkKey, account string) string {
	return withParam(URI(address, keys), byParam, account)
}

// Parts are the links of a code: one, or, with more than four keys, one for each four, each a link of its own. vouchedBy
// is as in VouchedURI, or "" for none.
func Parts(address string, keys []LinkKey, vouchedBy string) []string {
	var out []string
	for keys := range slices.Chunk(keys, maxPartKeys) {
		uri := URI(address, keys)
		if vouchedBy != "" {
			uri = VouchedURI(address, keys, vouchedBy)
		}
		out = append(out, uri)
	}
	for i := range out {
		if len(out) > 1 {
			out[i] = withParam(out[i], partParam, fmt.Sprintf("%d-%d", i+1, len(out)))
		}
	}
	return out
}

func withParam(uri, name, value string) string {
	return uri + ";" + name + "=" + url.PathEscape(value)
}

// URI makes a verification link in the form that most clients read: no action, one omemo-sid parameter for each key,
// separated by ";", and of the address only the local part escaped (RFC 5122 §2.2).
func URI(address string, keys []LinkKey) string {
	var b strings.Builder
	b.WriteString("xmpp:")
	if local, domain, found := strings.Cut(address, "@"); found {
		b.WriteString(escapeLocal(local) + "@" + domain)
	} else {
		b.WriteString(address)
	}
	for i, k := range keys {
		b.WriteByte("?;"[min(i, 1)])
		fmt.Fprintf(&b, "%s%d=%s", sidPrefix, k.Device, k.Fingerprint)
	}
	return b.String()
}

// ParseLink reads what other clients make and print: xmpp: and imto: links, https://conversations.im/i/ and /j/ links, and
// plain addresses; parameters separated by ";" or "&", the action anywhere or absent; keys as omemo-sid-ID=HEX or omemo=HEX; and
// trust message links. The same device id with two keys, an id that no device can have, or a key that is none spoils the
// whole link. The error is an ErrBadLink that says what was wrong.
func ParseLink(s string) (Link, error) {
	l, err := parseLink(strings.TrimSpace(s))
	if err != nil {
		return Link{}, fmt.Errorf("%w: %w", ErrBadLink, err)
	}
	return l, nil
}

func parseLink(s string) (Link, error) {
	if len(s) > maxLink || !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return Link{}, ErrLongLink
	}
	s, _, _ = strings.Cut(s, "#")
	path, query, _ := strings.Cut(s, "?")
	address, err := linkAddress(path)
	if err != nil {
		return Link{}, err
	}
	l := Link{JID: address, Params: url.Values{}}
	if _, room := cutPrefixFold(path, webRoom); room {
		l.Action = actionJoin
	}
	pairs, err := l.split(query)
	if err != nil {
		return Link{}, err
	}
	if l.Action == actionTrust {
		return l, l.takeTrust(pairs)
	}
	return l, l.takeKeys(pairs)
}

// split finds the action and the parameters of a query.
func (l *Link) split(query string) ([][2]string, error) {
	var pairs [][2]string
	for piece := range strings.FieldsFuncSeq(query, func(r rune) bool { return r == ';' || r == '&' }) {
		name, value, isPair := strings.Cut(piece, "=")
		name, err := url.PathUnescape(name)
		if err != nil || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
			return nil, fmt.Errorf("name of a parameter cannot be read")
		}
		name = strings.ToLower(name)
		if !isPair {
			if namesKey(name) {
				return nil, fmt.Errorf("%w: %q has no key", ErrBadDevice, name)
			}
			if l.Action != "" {
				return nil, fmt.Errorf("actions %q and %q", l.Action, name)
			}
			l.Action = name
			continue
		}
		value, err = url.PathUnescape(value)
		if err != nil || !utf8.ValidString(value) {
			return nil, fmt.Errorf("value of %q cannot be read", name)
		}
		pairs = append(pairs, [2]string{name, value})
	}
	return pairs, nil
}

// takeKeys reads the parameters of any link but a trust message.
func (l *Link) takeKeys(pairs [][2]string) error {
	for _, p := range pairs {
		name, value := p[0], p[1]
		if !namesKey(name) {
			l.Params.Add(name, value)
			continue
		}
		k, err := parseKey(name, value)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(l.Keys, func(o LinkKey) bool { return o.Device == k.Device })
		switch {
		case at < 0:
			l.Keys = append(l.Keys, k)
		case l.Keys[at] != k:
			return fmt.Errorf("%w: %d", ErrTwoKeys, k.Device)
		}
	}
	if len(l.Keys) == 0 {
		return nil
	}
	return l.checkCode()
}

// namesKey tells whether a parameter is about a key, also in a form that is not known: what it says is part of the code.
func namesKey(name string) bool { return strings.HasPrefix(name, "omemo") }

// parseKey reads omemo-sid-ID=HEX, and omemo=HEX without an id. Ids are those that devices can have: 1 to 2^31-1 (XEP-0384
// v0.3.0 §4.2).
func parseKey(name, value string) (k LinkKey, err error) {
	if name != "omemo" {
		sid, _ := strings.CutPrefix(name, sidPrefix)
		id, err := strconv.ParseUint(sid, 10, 31)
		if err != nil || id == 0 {
			return k, fmt.Errorf("%w: %q", ErrBadDevice, name)
		}
		k.Device = uint32(id)
	}
	k.Fingerprint, err = crypto.ParseFingerprint(value)
	return k, err
}

// checkCode looks at what a link with keys says about itself. Read as less than it says, part of a code would be taken for
// the whole, and another's word for the owner's.
func (l *Link) checkCode() error {
	if part := l.Params[partParam]; len(part) > 0 {
		if _, _, ok := parsePart(part[0]); !ok || len(part) > 1 {
			return fmt.Errorf("%w: %q", ErrBadPart, part)
		}
	}
	if by := l.Params[byParam]; len(by) > 0 {
		account, err := ParseAddress(by[0])
		if err != nil || len(by) > 1 {
			return fmt.Errorf("vouched for by %q", by)
		}
		l.Params.Set(byParam, account)
	}
	return nil
}

// takeTrust reads the parameters of a trust message: the encryption first, then keys.
func (l *Link) takeTrust(pairs [][2]string) error {
	if len(pairs) == 0 || pairs[0][0] != "encryption" || pairs[0][1] == "" {
		return fmt.Errorf("trust message without encryption")
	}
	l.Encryption = pairs[0][1]
	for _, p := range pairs[1:] {
		if p[0] != "trust" && p[0] != "distrust" {
			return fmt.Errorf("trust message with parameter %q", p[0])
		}
		fp, err := crypto.ParseFingerprint(p[1])
		if err != nil {
			return err
		}
		if p[0] == "trust" {
			l.Keys = append(l.Keys, LinkKey{Fingerprint: fp})
		} else {
			l.Distrust = append(l.Distrust, fp)
		}
	}
	if len(l.Keys)+len(l.Distrust) == 0 {
		return fmt.Errorf("trust message without keys")
	}
	for _, k := range l.Keys {
		if slices.Contains(l.Distrust, k.Fingerprint) {
			return ErrContradicts
		}
	}
	return nil
}
