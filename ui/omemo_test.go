package ui

import (
	"strings"
	"testing"

	"vouch/ui/words"
)

func TestOmemoCommandsAreRead(t *testing.T) {
	dashes := func(s string) string {
		var out []string
		for i := 0; i < len(s); i += 8 {
			out = append(out, s[i:i+8])
		}
		return strings.Join(out, "-")
	}
	for text, want := range map[string]omemoCommand{
		"/omemo":                          {verb: "help"},
		" /OMEMO Help ":                   {verb: "help"},
		"/omemo gen":                      {verb: "gen"},
		"/omemo fingerprint":              {verb: "fingerprint"},
		"/omemo fingerprint " + carol:     {verb: "fingerprint", who: carol},
		"/omemo device_list":              {verb: "device_list", who: bob},
		"/omemo device_list xmpp:" + dave: {verb: "device_list", who: dave},
		"/omemo trust " + carol + "/phone " + dashes(printNew):           {verb: "trust", who: carol, digits: printNew},
		"/omemo trust " + dashes(strings.ToUpper(printNew)):              {verb: "trust", who: bob, digits: printNew},
		"/omemo untrust " + alice + " " + words.Grouped(printOther):      {verb: "untrust", who: alice, digits: printOther},
		"/omemo trust 05" + printNew:                                     {verb: "trust", who: bob, digits: printNew},
		"/omemo trust " + strings.ReplaceAll(dashes(printNew), "-", ":"): {verb: "trust", who: bob, digits: printNew},
		"/omemo trustmode":            {verb: "trustmode"},
		"/omemo trustmode manual":     {verb: "trustmode", policy: "ask"},
		"/omemo trustmode firstusage": {verb: "trustmode", policy: "first-use"},
		"/omemo trustmode BLIND":      {verb: "trustmode", policy: "until-verified"},
		"/omemo trustmode first-use":  {verb: "trustmode", policy: "first-use"},
		"/omemo start":                {verb: "start"},
		"/omemo end":                  {verb: "end"},
		"/omemo qrcode":               {verb: "qrcode"},
	} {
		if got, wrong := parseOmemo(text, bob); got != want || wrong != "" || !isOmemo(text) {
			t.Errorf("%q is %+v, %q", text, got, wrong)
		}
	}
	for text, want := range map[string]string{
		"/omemofoo":                           omemoUnknown,
		"/omemo tust":                         omemoUnknown,
		"/omemo clear_device_list":            omemoUnknown,
		"/omemo gen now":                      omemoSurplus,
		"/omemo fingerprint a@b c@d":          omemoSurplus,
		"/omemo fingerprint bob":              omemoAddress,
		"/omemo device_list @":                omemoAddress,
		"/omemo trust @x " + printNew:         omemoAddress,
		"/omemo trust":                        omemoDigitsToo,
		"/omemo untrust " + carol:             omemoDigitsToo,
		"/omemo trust 12345678":               omemoDigits,
		"/omemo trust " + printNew + "00":     omemoDigits,
		"/omemo trust 06" + printNew:          omemoDigits,
		"/omemo trust " + printNew[:63] + "g": omemoDigits,
		"/omemo trust bob " + printNew:        omemoDigits,
		"/omemo trustmode maybe":              omemoMode,
		"/omemo trustmode manual blind":       omemoSurplus,
		"/omemo start\nand a secret":          omemoSeveral,
	} {
		if got, wrong := parseOmemo(text, bob); wrong != want || !isOmemo(text) {
			t.Errorf("%q is %+v, %q", text, got, wrong)
		}
	}
	for _, text := range []string{"", "/", "/omem", "omemo start", "say /omemo start", "/me omemo"} {
		if isOmemo(text) {
			t.Errorf("%q is taken for a command", text)
		}
	}
}
