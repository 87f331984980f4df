package report

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"unicode"

	"mellium.im/xmpp/jid"
)

// FuzzMask: whatever characters are in the address of a contact, neither its local part nor its resource is left of what a
// log says about it.
func FuzzMask(f *testing.F) {
	f.Add("", "", "", "")
	f.Add(`o\27brien`, "=", `Roe "`, `" phone\`)
	f.Add(`\\\`, "=", `Roe "`, `" phone\`)
	f.Add("(", "),!", ": ", `\"`)
	f.Add("", "", "'", "")
	f.Fuzz(func(t *testing.T, before, after, first, last string) {
		const local, resource = "qxlocalxq", "qxresourcexq"
		who, err := jid.New(before+local+after, "example.org", first+resource+last)
		if err != nil || strings.ContainsFunc(who.Localpart(), unicode.IsSpace) {
			t.Skip()
		}
		var log bytes.Buffer
		to := slog.New(slog.NewTextHandler(&log, nil))
		to.Info("wire", "in", fmt.Sprintf("<message from=%q to=%q>[6]</message>", who.String(), who.Bare().String()))
		to.Info("here", "peer", who.Bare().String(), "err", fmt.Errorf("ask %s: %s: no answer", who.Bare(), who))
		to.Info("there", "peer", who.String())
		got := NewMask(who.Bare().String()).text(log.String())
		if strings.Contains(got, local) || strings.Contains(got, resource) || strings.Contains(got, "example") {
			t.Errorf("of\n%s is left\n%s", log.String(), got)
		}
	})
}
