package trust

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// linkAddress finds the address in the part of a link before the query.
func linkAddress(path string) (string, error) {
	if rest, ok := cutPrefixFold(path, "xmpp:"); ok {
		// RFC 5122 §2.2: an authority names the account to use; the address is behind it.
		if authority, found := strings.CutPrefix(rest, "//"); found {
			account, address, _ := strings.Cut(authority, "/")
			if address == "" {
				address = account
			}
			return bareAddress(address)
		}
		return bareAddress(rest)
	}
	if rest, ok := cutPrefixFold(path, "imto://"); ok {
		service, address, _ := strings.Cut(rest, "/")
		if s := strings.ToLower(service); s != "xmpp" && s != "jabber" {
			return "", fmt.Errorf("service %q", service)
		}
		return bareAddress(address)
	}
	rest, ok := cutPrefixFold(path, webLink)
	if !ok {
		rest, ok = cutPrefixFold(path, webRoom)
	}
	if ok {
		local, domain, two := strings.Cut(strings.TrimSuffix(rest, "/"), "/")
		if two && !strings.Contains(local, "@") && !strings.Contains(strings.ToLower(local), "%40") {
			return bareAddress(local + "@" + domain)
		}
		return bareAddress(local)
	}
	if strings.ContainsAny(path, ":/") || !strings.Contains(path, "@") {
		return "", fmt.Errorf("not a link to an XMPP address")
	}
	return bareAddress(path)
}

// bareAddress reads an address in which the local part, or all of it, is escaped. What is escaped is decoded after the
// address is split, so that it cannot change where the domain begins.
func bareAddress(s string) (string, error) {
	if !strings.Contains(s, "@") {
		decoded, err := url.PathUnescape(s)
		if err != nil || strings.Count(decoded, "@") > 1 {
			return "", fmt.Errorf("address cannot be read")
		}
		s = strings.ReplaceAll(decoded, "%", "%25")
	}
	s, _, _ = strings.Cut(s, "/")
	local, domain, hasLocal := strings.Cut(s, "@")
	if !hasLocal {
		local, domain = "", s
	}
	local, err1 := url.PathUnescape(local)
	domain, err2 := url.PathUnescape(domain)
	if err1 != nil || err2 != nil || hasLocal && local == "" {
		return "", fmt.Errorf("address cannot be read")
	}
	j, err := newAddress(local, domain)
	if err != nil {
		return "", fmt.Errorf("address: %w", err)
	}
	return survives(j)
}

// escapeLocal escapes what RFC 5122 §2.2 does not allow in the local part.
func escapeLocal(local string) string {
	var b strings.Builder
	for _, c := range []byte(local) {
		if c < utf8.RuneSelf && (unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c)) || strings.IndexByte("-._~!$()*+,;=", c) >= 0) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}
