package input_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"vouch/app/input"
)

func TestLinksThatInvite(t *testing.T) {
	for _, row := range []struct {
		uri  string
		want input.Link
	}{
		{"xmpp:romeo@montague.example?roster;preauth=abc;name=Romeo%20%20M.", input.Link{JID: "romeo@montague.example", Token: "abc", Name: "Romeo M."}},
		{"xmpp:romeo@montague.example?roster;preauth=abc;ibr=y", input.Link{JID: "romeo@montague.example", Token: "abc", Server: "montague.example"}},
		{"xmpp:romeo@montague.example?roster;ibr=y", input.Link{JID: "romeo@montague.example"}},
		{"xmpp:montague.example?register;preauth=abc", input.Link{JID: "montague.example", Token: "abc", Server: "montague.example", Account: true}},
		{"xmpp:juliet@montague.example?register;preauth=abc", input.Link{JID: "juliet@montague.example", Token: "abc", Server: "montague.example", Account: true}},
		{"xmpp:juliet@montague.example?register", input.Link{JID: "juliet@montague.example"}},
		{"xmpp:juliet@montague.example?omemo-sid-7=" + strings.Repeat("ab", 32), input.Link{JID: "juliet@montague.example", Keys: 1}},
		{"xmpp:balcony@rooms.montague.example?join;password=x%20y", input.Link{JID: "balcony@rooms.montague.example", Room: true, Password: "x y"}},
		{"xmpp:balcony@rooms.montague.example?join;password=" + strings.Repeat("x", 1025), input.Link{JID: "balcony@rooms.montague.example", Room: true}},
		{"xmpp:balcony@rooms.montague.example?join;password=x%0Ay", input.Link{JID: "balcony@rooms.montague.example", Room: true}},
		{"xmpp:romeo@montague.example?message;password=x", input.Link{JID: "romeo@montague.example"}},
		{"xmpp:balcony@rooms.montague.example?invite;omemo-sid-7=" + strings.Repeat("ab", 32), input.Link{JID: "balcony@rooms.montague.example", Room: true}},
		{"xmpp:romeo@montague.example?roster", input.Link{JID: "romeo@montague.example"}},
		{"xmpp:romeo@montague.example?message;preauth=abc;body=hi", input.Link{JID: "romeo@montague.example", Body: "hi"}},
		{"xmpp:romeo@montague.example?roster;preauth=" + strings.Repeat("a", 257), input.Link{JID: "romeo@montague.example"}},
	} {
		if got, err := input.ParseLink(row.uri); err != nil || got != row.want {
			t.Errorf("%.60s: %#v, %v", row.uri, got, err)
		}
	}
}

// TestWhatALinkHoldsIsInNoLog: neither passwords nor tokens.
func TestWhatALinkHoldsIsInNoLog(t *testing.T) {
	for _, uri := range []string{"xmpp:balcony@rooms.montague.example?join;password=s3cret", "xmpp:romeo@montague.example?roster;preauth=s3cret"} {
		l, err := input.ParseLink(uri)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		slog.New(slog.NewTextHandler(&out, nil)).Info("link", "link", l)
		fmt.Fprintf(&out, "%v %+v %s", l, l, l)
		if strings.Contains(out.String(), "s3cret") || !strings.Contains(out.String(), l.JID) {
			t.Errorf("it says %q", out.String())
		}
	}
}
