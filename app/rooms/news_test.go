package rooms

import (
	"testing"

	"vouch/app/history"
)

// TestWhoDidSomethingIsToldByAddress where the room says it, or shows whose the nickname is; else by nickname alone.
func TestWhoDidSomethingIsToldByAddress(t *testing.T) {
	banned := func(actor string) string {
		return gonePresence("carol", "<item jid='carol@example.org/d' affiliation='outcast' role='none'>"+actor+"</item><status code='301'/>")
	}
	for _, c := range []struct {
		name, raw string
		want      News
	}{
		{"by nickname", banned("<actor nick='bob'/>"), News{By: bobs, ByNick: "bob", Nick: "carol"}},
		{"by address", banned("<actor nick='admin' jid='root@example.org'/>"), News{By: "root@example.org", ByNick: "admin", Nick: "carol"}},
		{"by somebody who is not there", banned("<actor nick='dave'/>"), News{ByNick: "dave", Nick: "carol"}},
		{"by nobody", banned(""), News{Nick: "carol"}},
		{"in a message", "<message from='" + grp + "'>" + x("<item affiliation='none' jid='carol@example.org'><actor nick='bob'/></item><status code='321'/>") + "</message>", News{By: bobs, ByNick: "bob"}},
		{"the subject", subjectOf("bob", "Tea"), News{By: bobs, Nick: "bob"}},
	} {
		s := joinedTo(newScript(t), private)
		s.raw(c.raw)
		if len(s.news) != 1 {
			t.Errorf("%s: told %+v", c.name, s.news)
			continue
		}
		if n := s.news[0]; n.By != c.want.By || n.ByNick != c.want.ByNick || n.Nick != c.want.Nick {
			t.Errorf("%s: told %+v", c.name, n)
		}
	}
	s := joinedTo(newScript(t), private)
	s.raw(gonePresence("alice", "<item affiliation='member' role='none'><actor nick='bob'/></item><status code='307'/><status code='110'/>"))
	if out := s.room().Out; out.Why != history.OutKicked || out.By != bobs || out.Nick != "bob" {
		t.Errorf("out by %+v", out)
	}
}
