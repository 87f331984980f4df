package app

import (
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
)

// When a message came is what a stamp in our server's name says, where it can be what the server kept, and now for all else.
func TestArrivalTime(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	kept, between, long := now.Add(-time.Hour), now.Add(-time.Minute), now.AddDate(-10, 0, 0)
	for _, row := range []struct {
		name   string
		kept   time.Time
		from   string
		stamps []time.Time
		at     time.Time
		late   bool
	}{
		{"no stamp", kept, "", nil, now, false},
		{"kept since the last word", kept, "example.org", []time.Time{between}, between, true},
		{"of our account", kept, "alice@example.org", []time.Time{between}, between, true},
		{"older than the last word", kept, "example.org", []time.Time{long}, now, true},
		{"of the future", kept, "example.org", []time.Time{now.Add(time.Hour)}, now, true},
		{"a forged one before the server's", kept, "example.org", []time.Time{long, between}, between, true},
		{"of somebody else", kept, "elsewhere.example", []time.Time{between}, now, false},
		{"when nothing kept can come any more", time.Time{}, "example.org", []time.Time{between}, now, false},
	} {
		a := &account{s: &Service{opt: Options{Now: func() time.Time { return now }}}, addr: jid.MustParse("alice@example.org"), archive: archive{span: keptSpan{since: row.kept}}}
		text := "<message from='bob@example.org/x'>"
		for _, at := range row.stamps {
			text += "<delay xmlns='urn:xmpp:delay' from='" + row.from + "' stamp='" + at.Format(time.RFC3339) + "'/>"
		}
		e, err := xmpp.ParseElement(text + "</message>")
		if err != nil {
			t.Fatal(err)
		}
		m, err := xmpp.ParseMessage(e)
		if err != nil {
			t.Fatal(err)
		}
		if at, late := a.arrivalTime(m); !at.Equal(row.at) || late != row.late {
			t.Errorf("%s: %s, %v, want %s, %v", row.name, at, late, row.at, row.late)
		}
	}
}
