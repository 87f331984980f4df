package aesgcm

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strings"
)

// mostLink bounds the length of a link, in bytes.
const mostLink = 4000

// mostThumbnail bounds a small picture that stands behind a link, in bytes of its file.
const mostThumbnail = 16 << 10

// Link names an encrypted file and its key (XEP-0454 v0.1.0 §3).
type Link struct {
	URL string // https, as it is asked for: without the key
	Key Key
}

// Text is the link as it is sent, the key in it. It may stand inside of an encryption only.
func (l Link) Text() string {
	return "aesgcm" + strings.TrimPrefix(l.URL, "https") + "#" + hex.EncodeToString(l.Key.IV) + hex.EncodeToString(l.Key.Key[:])
}

// String is the link without the key, so that it does not get into a log.
func (l Link) String() string { return "aesgcm" + strings.TrimPrefix(l.URL, "https") + "#…" }

// ParseBody reads a message that is a link to an encrypted file and nothing else, perhaps with a small picture of it in a second
// line (XEP-0454 v0.1.0 §4), which is a JPEG or PNG that nobody has looked at. false: it is a text, in which no key may be clicked.
func ParseBody(body string) (l Link, thumbnail []byte, ok bool) {
	first, second, two := strings.Cut(strings.TrimSpace(body), "\n")
	if l, ok = ParseLink(strings.TrimSuffix(first, "\r")); !ok || !two {
		return l, nil, ok
	}
	thumbnail, ok = parseThumbnail(second)
	return l, thumbnail, ok
}

// ParseLink reads a link. Programs also write one with https in the place of aesgcm.
func ParseLink(text string) (Link, bool) {
	rest, ok := cutScheme(text)
	if !ok || len(text) > mostLink {
		return Link{}, false
	}
	address, fragment, ok := strings.Cut(rest, "#")
	if !ok || strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return Link{}, false
	}
	secret, err := hex.DecodeString(fragment)
	if err != nil || len(secret) != 44 && len(secret) != 48 {
		return Link{}, false
	}
	l := Link{URL: "https" + address}
	u, err := url.Parse(l.URL)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Opaque != "" {
		return Link{}, false
	}
	l.Key.IV = secret[:len(secret)-32]
	copy(l.Key.Key[:], secret[len(secret)-32:])
	return l, true
}

// cutScheme gives what stands behind the scheme, from the colon on.
func cutScheme(text string) (rest string, ok bool) {
	i := strings.Index(text, "://")
	if i < 0 || !strings.EqualFold(text[:i], "aesgcm") && !strings.EqualFold(text[:i], "https") {
		return "", false
	}
	return text[i:], true
}

// parseThumbnail reads the second line of a message.
func parseThumbnail(line string) ([]byte, bool) {
	kind, data, ok := strings.Cut(strings.TrimSpace(line), ",")
	if !ok || strings.ContainsAny(data, " \r\n") || len(data) > base64.StdEncoding.EncodedLen(mostThumbnail) {
		return nil, false
	}
	switch strings.TrimSuffix(strings.ToLower(kind), ";base64") {
	case "data:image/jpeg", "data:image/jpg", "data:image/png":
	default:
		return nil, false
	}
	picture, err := base64.StdEncoding.DecodeString(data)
	return picture, err == nil
}
