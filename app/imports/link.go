package imports

import (
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"
)

// maxLink bounds the length of a link, in bytes.
const maxLink = 4096

// Link is where a file was uploaded. One of an encrypted file holds the key (XEP-0454 v0.1.0 §3): whatever prints a Link, prints no
// key. Text alone has it.
type Link struct{ text string }

// Text is the whole link.
func (l Link) Text() string { return l.text }

// Encrypted tells whether the link has the key of an encrypted file.
func (l Link) Encrypted() bool {
	return strings.HasPrefix(strings.ToLower(l.text), "aesgcm:") || strings.Contains(l.text, "#")
}

// String is the link without its key.
func (l Link) String() string {
	if address, _, ok := strings.Cut(l.text, "#"); ok {
		return address + "#…"
	}
	return l.text
}

// Format prints String, whatever the verb.
func (l Link) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, l.String()) }

// LogValue is String.
func (l Link) LogValue() slog.Value { return slog.StringValue(l.String()) }

// MarshalText is String: a Link is no form to keep a key in.
func (l Link) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// linkOf reads a text that is one link to a file and nothing else. Programs put small pictures and other links into lines below.
func linkOf(text string) (Link, bool) {
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	first = strings.TrimSpace(first)
	if len(first) > maxLink || strings.ContainsAny(first, " \t") {
		return Link{}, false
	}
	u, err := url.Parse(first)
	if err != nil || u.Host == "" {
		return Link{}, false
	}
	switch u.Scheme {
	case "http", "https", "aesgcm":
		return Link{first}, true
	}
	return Link{}, false
}

// fileOf makes a file of a body that is the link of an encrypted file: such a text is no text for people, and holds a key.
func fileOf(body string) *File {
	l, ok := linkOf(body)
	if !ok || !strings.HasPrefix(strings.ToLower(l.text), "aesgcm:") {
		return nil
	}
	return &File{Name: l.name(), Links: []Link{l}}
}

// name is the last part of the path.
func (l Link) name() string {
	u, err := url.Parse(l.text)
	if err != nil {
		return ""
	}
	return lastPart(u.Path)
}
