package aesgcm_test

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"vouch/app/files/aesgcm"
)

const (
	secret = "a0a1a2a3a4a5a6a7a8a9aaab000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
	word   = "aesgcm://up.example/x/q.jpg#" + secret
)

func TestLinksThatAreTaken(t *testing.T) {
	sixteen := strings.Repeat("0f", 16) + secret[24:]
	for _, c := range []struct{ body, url, iv string }{
		{word, "https://up.example/x/q.jpg", secret[:24]},
		{"  " + word + "\r\n", "https://up.example/x/q.jpg", secret[:24]},
		{"aesgcm://up.example/x/q.jpg#" + strings.ToUpper(secret), "https://up.example/x/q.jpg", secret[:24]},
		{"AESGCM://up.example/x#" + secret, "https://up.example/x", secret[:24]},
		{"https://up.example/x#" + secret, "https://up.example/x", secret[:24]},
		{"aesgcm://up.example:8443/a%2Fb/%e4?q=%20&r#" + sixteen, "https://up.example:8443/a%2Fb/%e4?q=%20&r", sixteen[:32]},
		{"aesgcm://[::1]:5443/x#" + secret, "https://[::1]:5443/x", secret[:24]},
	} {
		l, thumbnail, ok := aesgcm.ParseBody(c.body)
		if !ok || l.URL != c.url || hex.EncodeToString(l.Key.IV) != c.iv || l.Key.Key[31] != 0x1f || thumbnail != nil {
			t.Errorf("%q: %v, %v %t", c.body, l.URL, hex.EncodeToString(l.Key.IV), ok)
		}
	}
	l, _, _ := aesgcm.ParseBody(word)
	if l.Text() != word {
		t.Errorf("sent as %q", l.Text())
	}
}

func TestLinksThatAreTexts(t *testing.T) {
	for _, body := range []string{
		"", "vouch", "http://up.example/x#" + secret, "aesgcm:///x#" + secret, "aesgcm://u@h/x#" + secret, "aesgcm://u:p@h/x#" + secret,
		"look " + word, word + " look", word + "\nlook", word + "\n\n" + word, "aesgcm://up.example/a b#" + secret, "aesgcm://up.example/a\tb#" + secret,
		word[:len(word)-1], word + "0", word + "00", word + "0000000", word + "000000000", strings.Replace(word, "1f", "1g", 1),
		"aesgcm://up.example/x", "aesgcm://up.example/x#", "aesgcm://up.example/x#y#" + secret, "aesgcm:up.example/x#" + secret,
		"aesgcm://up.example/" + strings.Repeat("x", 4000) + "#" + secret, "aesgcm://%zz/x#" + secret, "aesgcm://:80/x#" + secret,
	} {
		if l, _, ok := aesgcm.ParseBody(body); ok {
			t.Errorf("%q is taken as %s", body, l)
		}
	}
}

func TestSmallPictureBehindALink(t *testing.T) {
	data := base64.StdEncoding.EncodeToString([]byte("picture"))
	for _, line := range []string{"data:image/jpeg," + data, "data:image/png;base64," + data, "data:image/jpeg;base64," + data + "\n"} {
		if _, thumbnail, ok := aesgcm.ParseBody(word + "\n" + line); !ok || string(thumbnail) != "picture" {
			t.Errorf("%q: %q %t", line, thumbnail, ok)
		}
	}
	for _, line := range []string{"data:image/svg+xml," + data, "data:image/jpeg," + data + "\nmore", "data:image/jpeg,%", "data:image/jpeg", "data:text/html," + data,
		"data:image/png," + base64.StdEncoding.EncodeToString(make([]byte, 17<<10))} {
		if _, _, ok := aesgcm.ParseBody(word + "\n" + line); ok {
			t.Errorf("%.60q is taken", line)
		}
	}
}

// Whatever comes in, a link that is taken is sent on as it came, but for the case of its letters.
func FuzzParseBody(f *testing.F) {
	f.Add(word)
	f.Add("https://up.example/x?y#" + secret)
	f.Add(word + "\ndata:image/png;base64,AAAA")
	for _, body := range []string{word[:len(word)-1], word + "0", word + "00000000", strings.ToUpper(word), "aesgcm:///x#" + secret, "aesgcm://u@h/x#" + secret, word + "\n\n" + word,
		"aesgcm://up.example/x#" + strings.Repeat("0f", 16) + secret[24:]} { // files that are none, and those that are
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		l, thumbnail, ok := aesgcm.ParseBody(body)
		if !ok {
			return
		}
		again, _, ok := aesgcm.ParseBody(l.Text())
		if !ok || again.URL != l.URL || again.Key.Key != l.Key.Key || len(thumbnail) > 16<<10 {
			t.Fatalf("%q is sent on as %q", body, l.Text())
		}
		if strings.ContainsAny(l.URL, " #\n") || !strings.HasPrefix(l.URL, "https://") || l.Key.Valid() != nil {
			t.Fatalf("%q asks for %q", body, l.URL)
		}
	})
}
