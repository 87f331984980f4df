package trust

import (
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// theirs are the rules by which other clients read verification links, as measured in their sources: the address, and the
// keys by device id. A nil map is a link that they do not take for one.
var theirs = map[string]func(link string) (address string, keys map[string]string){
	// Conversations 2.19: what stands before "?" is the address, unescaped; parts between ";" are pairs, names in lower case,
	// values unescaped, the last of a name counts; those that begin with omemo-sid- are keys, the number a decimal int.
	"Conversations": func(link string) (string, map[string]string) {
		rest, ok := strings.CutPrefix(link, "xmpp:")
		if !ok {
			return "", nil
		}
		path, query, _ := strings.Cut(rest, "?")
		address, err := url.PathUnescape(path)
		if err != nil {
			return "", nil
		}
		keys := map[string]string{}
		for pair := range strings.SplitSeq(query, ";") {
			name, value, isPair := strings.Cut(pair, "=")
			sid, isKey := strings.CutPrefix(strings.ToLower(name), "omemo-sid-")
			if !isPair || !isKey {
				continue
			}
			if id, err := strconv.ParseInt(sid, 10, 32); err == nil && id > 0 {
				if value, err = url.PathUnescape(value); err == nil {
					keys[sid] = value
				}
			}
		}
		return address, keys
	},
	// Monal: a URL with the components of one; the query in items between ";" or "&", names as they are; the keys must be 64
	// hexadecimal digits.
	"Monal": func(link string) (string, map[string]string) {
		u, err := url.Parse(link)
		if err != nil || u.Scheme != "xmpp" {
			return "", nil
		}
		address, err := url.PathUnescape(u.Opaque)
		if err != nil {
			return "", nil
		}
		keys := map[string]string{}
		for item := range strings.FieldsFuncSeq(u.RawQuery, func(r rune) bool { return r == ';' || r == '&' }) {
			name, value, _ := strings.Cut(item, "=")
			if sid, ok := strings.CutPrefix(name, "omemo-sid-"); ok && len(value) == 64 && strings.Trim(value, "0123456789abcdef") == "" {
				keys[sid] = value
			}
		}
		return address, keys
	},
}

// TestOursIsReadByTheirs reads every kind of link that is made here by the rules of the clients that read links.
func TestOursIsReadByTheirs(t *testing.T) {
	keys := make([]LinkKey, 6)
	for i := range keys {
		keys[i] = LinkKey{uint32(2147483647 - i), fp(byte(i + 1))}
	}
	expect := func(keys []LinkKey) map[string]string {
		out := map[string]string{}
		for _, k := range keys {
			out[strconv.Itoa(int(k.Device))] = k.Fingerprint
		}
		return out
	}
	parts := Parts(bob, keys, "")
	for _, c := range []struct {
		name, address, link string
		keys                []LinkKey
	}{
		{"one device", bob, URI(bob, keys[:1]), keys[:1]},
		{"all devices", bob, URI(bob, keys), keys},
		{"a local part with signs", "a?b;c&d=e%@example.org", URI("a?b;c&d=e%@example.org", keys[:2]), keys[:2]},
		{"for one's own other computers", bob, VouchedURI(bob, keys[:3], "me;x&y@example.org"), keys[:3]},
		{"the first part", bob, parts[0], keys[:4]},
		{"the last part", bob, parts[1], keys[4:]},
	} {
		for client, read := range theirs {
			address, got := read(c.link)
			if address != c.address || !reflect.DeepEqual(got, expect(c.keys)) {
				t.Errorf("%s: %s reads %q and %v in %s", c.name, client, address, got, c.link)
			}
		}
	}
}
