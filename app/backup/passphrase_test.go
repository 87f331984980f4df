package backup

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
)

func TestPassphrases(t *testing.T) {
	const composed, apart = "Gr\u00fc\u00dfe an \u1e69 bob", "Gru\u0308\u00dfe an s\u0307\u0323 bob"
	for _, c := range []struct {
		what, written, read string
		want                error
	}{
		{"the same", composed, composed, nil},
		{"typed where letters and marks are apart", composed, apart, nil},
		{"written where letters and marks are apart", apart, composed, nil},
		{"another", composed, "Gruesse", ErrPassphrase},
		{"none", composed, "", ErrNoPassphrase},
		{"with a space behind it", composed, composed + " ", ErrPassphrase},
		{"in other case", composed, strings.ToUpper(composed), ErrPassphrase},
	} {
		var b bytes.Buffer
		if _, err := Write(t.Context(), &b, c.written, manifest(), quick, content{}.fill); err != nil {
			t.Fatal(err)
		}
		_, err := Verify(t.Context(), &b, c.read, nil)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.what, err)
		}
		if err != nil && (strings.Contains(err.Error(), composed) || strings.Contains(err.Error(), "Gru")) {
			t.Errorf("%s: it is in the error %q", c.what, err)
		}
	}
	if _, err := Write(t.Context(), io.Discard, "", manifest(), quick, content{}.fill); !errors.Is(err, ErrNoPassphrase) {
		t.Errorf("written without one: %v", err)
	}
	for _, factor := range []int{-1, 21, 99} {
		if _, err := Write(t.Context(), io.Discard, password, manifest(), Options{WorkFactor: factor}, content{}.fill); !errors.Is(err, ErrCostly) {
			t.Errorf("work factor %d: %v", factor, err)
		}
	}
}

// TestWorkFactor: whoever guesses pays what the file says, which is what was asked for.
func TestWorkFactor(t *testing.T) {
	var b bytes.Buffer
	if _, err := Write(t.Context(), &b, password, manifest(), Options{WorkFactor: 3}, content{}.fill); err != nil {
		t.Fatal(err)
	}
	line := strings.Split(b.String(), "\n")[1]
	if f := strings.Fields(line); len(f) != 4 || f[1] != "scrypt" || f[3] != "3" {
		t.Errorf("%q", line)
	}
	usual, err := recipient(password, 0)
	if want, err2 := recipient(password, 18); err != nil || err2 != nil || !reflect.DeepEqual(usual, want) {
		t.Error("2^18 is not the usual", err, err2)
	}
}
