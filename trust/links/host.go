package links

import (
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// Host looks at where a link leads. Other is how else its host is written, where what stands there does not say that by itself: in
// ASCII, or in the letters that ASCII stands for. It is odd where host or address can be taken for another: it mixes scripts,
// has letters that all look like those of another script, or signs that no host has; or something before the host looks like
// one. Other is "" where there is no other way to write it.
func Host(link string) (other string, odd bool) {
	u, err := url.Parse(link)
	if err != nil {
		return "", false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if other, odd = named(u.Hostname()); u.User != nil {
			odd = true
			if other == "" {
				other = clean(u.Hostname())
			}
		}
		return other, odd
	case "mailto":
		for address := range strings.SplitSeq(u.Opaque, ",") {
			if other, odd = escaped(address); odd || other != "" {
				return other, odd
			}
		}
	case "xmpp":
		if address := strings.TrimPrefix(u.Path, "/"); u.Opaque == "" && address != "" { // behind the account to use (RFC 5122 §2.2)
			return Address(address)
		} else if u.Opaque == "" {
			return Address(u.User.String() + "@" + u.Host)
		}
		return escaped(u.Opaque)
	}
	return "", false
}

func escaped(address string) (other string, odd bool) {
	if plain, err := url.PathUnescape(address); err == nil {
		address = plain
	}
	return Address(address)
}

// Address is Host for a bare address as it stands: local part and domain.
func Address(address string) (other string, odd bool) {
	local, domain, found := strings.Cut(address, "@")
	if !found {
		local, domain = "", address
	}
	domain, _, _ = strings.Cut(domain, "/")
	if other, odd = named(domain); !odd && mixed(local) {
		return clean(domain), true
	}
	return other, odd
}

// mostHost bounds a name (RFC 1035 §2.3.4, in bytes of letters that take up to four).
const mostHost = 4 * 255

// named is Host for a name. Each part is looked at by itself: Latin below Cyrillic is no disguise.
func named(host string) (other string, odd bool) {
	ascii := strings.IndexFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) < 0
	if ascii && !strings.Contains(strings.ToLower(host), "xn--") {
		return "", false
	}
	if len(host) > mostHost {
		return "", true
	}
	letters, err := toLetters.ToUnicode(host)
	plain, err2 := toLetters.ToASCII(host)
	if err != nil || err2 != nil {
		return "", true
	}
	parts := strings.Split(letters, ".")
	last := parts[len(parts)-1]
	for _, part := range parts {
		odd = odd || disguised(part, last)
	}
	switch {
	case ascii:
		return clean(letters), odd
	case odd || letters != strings.ToLower(host):
		return clean(plain), odd
	}
	return "", false
}

// clean is a name to be shown, "" for one with signs that no name has.
func clean(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsOneOf(parts, r) && !strings.ContainsRune(signs, r) && r != '.' }) {
		return ""
	}
	return name
}

// toLetters reads names as browsers do (UTS 46, non-transitional), and refuses what no name has.
var toLetters = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.BidiRule(), idna.CheckJoiners(true), idna.StrictDomainName(false))
