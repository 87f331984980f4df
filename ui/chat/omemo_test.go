package chat

import (
	"strings"
	"testing"

	"vouch/app/view"
	"vouch/ui/uitest"
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
		"/omemo":                                 {verb: "help"},
		" /OMEMO Help ":                          {verb: "help"},
		"/omemo gen":                             {verb: "gen"},
		"/omemo fingerprint":                     {verb: "fingerprint"},
		"/omemo fingerprint " + uitest.Carol:     {verb: "fingerprint", who: uitest.Carol},
		"/omemo device_list":                     {verb: "device_list", who: uitest.Bob},
		"/omemo device_list xmpp:" + uitest.Dave: {verb: "device_list", who: uitest.Dave},
		"/omemo trust " + uitest.Carol + "/phone " + dashes(uitest.PrintNew):      {verb: "trust", who: uitest.Carol, digits: uitest.PrintNew},
		"/omemo trust " + dashes(strings.ToUpper(uitest.PrintNew)):                {verb: "trust", who: uitest.Bob, digits: uitest.PrintNew},
		"/omemo untrust " + uitest.Alice + " " + words.Grouped(uitest.PrintOther): {verb: "untrust", who: uitest.Alice, digits: uitest.PrintOther},
		"/omemo trust 05" + uitest.PrintNew:                                       {verb: "trust", who: uitest.Bob, digits: uitest.PrintNew},
		"/omemo trust " + strings.ReplaceAll(dashes(uitest.PrintNew), "-", ":"):   {verb: "trust", who: uitest.Bob, digits: uitest.PrintNew},
		"/omemo trustmode":            {verb: "trustmode"},
		"/omemo trustmode manual":     {verb: "trustmode", policy: view.PolicyAsk},
		"/omemo trustmode firstusage": {verb: "trustmode", policy: view.PolicyFirstUse},
		"/omemo trustmode BLIND":      {verb: "trustmode", policy: view.PolicyUntilVerified},
		"/omemo trustmode first-use":  {verb: "trustmode", policy: view.PolicyFirstUse},
		"/omemo start":                {verb: "start"},
		"/omemo end":                  {verb: "end"},
		"/omemo qrcode":               {verb: "qrcode"},
	} {
		if got, wrong := parseOmemo(text, uitest.Bob); got != want || wrong != "" || !isOmemo(text) {
			t.Errorf("%q is %+v, %q", text, got, wrong)
		}
	}
	for text, want := range map[string]string{
		"/omemofoo":                                  omemoUnknown,
		"/omemo tust":                                omemoUnknown,
		"/omemo clear_device_list":                   omemoUnknown,
		"/omemo gen now":                             omemoSurplus,
		"/omemo fingerprint a@b c@d":                 omemoSurplus,
		"/omemo fingerprint bob":                     omemoAddress,
		"/omemo device_list @":                       omemoAddress,
		"/omemo trust @x " + uitest.PrintNew:         omemoAddress,
		"/omemo trust":                               omemoDigitsToo,
		"/omemo untrust " + uitest.Carol:             omemoDigitsToo,
		"/omemo trust 12345678":                      omemoDigits,
		"/omemo trust " + uitest.PrintNew + "00":     omemoDigits,
		"/omemo trust 06" + uitest.PrintNew:          omemoDigits,
		"/omemo trust " + uitest.PrintNew[:63] + "g": omemoDigits,
		"/omemo trust bob " + uitest.PrintNew:        omemoDigits,
		"/omemo trustmode maybe":                     omemoMode,
		"/omemo trustmode manual blind":              omemoSurplus,
		"/omemo start\nand a secret":                 omemoSeveral,
	} {
		if got, wrong := parseOmemo(text, uitest.Bob); wrong != want || !isOmemo(text) {
			t.Errorf("%q is %+v, %q", text, got, wrong)
		}
	}
	for _, text := range []string{"", "/", "/omem", "omemo start", "say /omemo start", "/me omemo"} {
		if isOmemo(text) {
			t.Errorf("%q is taken for a command", text)
		}
	}
}
