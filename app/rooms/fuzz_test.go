package rooms

import (
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/xmpp"
)

// FuzzWhatARoomSends feeds a room that we are in, or enter, with any stanza of its own: what is held stays within its bounds
// and in agreement with itself, and whoever belongs to the room came from what it said itself.
func FuzzWhatARoomSends(f *testing.F) {
	for _, text := range []string{
		ownPresence("alice", ""), presenceIn("bob", "bob", "owner", "moderator"), gonePresence("bob", item("bob", "outcast", "none")+"<status code='301'/>"),
		gonePresence("alice", item("alice", "none", "none")+"<status code='321'/><status code='110'/>"), gonePresence("alice", "<destroy jid='n@r'/>"),
		gonePresence("alice", "<item nick='al'/><status code='303'/><status code='110'/>"), subjectOf("bob", "Tea"), subjectOf("", ""),
		"<message from='" + grp + "'>" + x("<item affiliation='none' jid='carol@example.org'/><status code='104'/>") + "</message>",
		"<message type='groupchat' from='" + grp + "/bob'><body>hi</body>" + x("<status code='104'/><item affiliation='owner' jid='eve@example.org'/>") + "</message>",
		"<presence type='error' from='" + grp + "/alice'>" + failed("conflict") + "</presence>",
	} {
		f.Add(text, true)
		f.Add(text, false)
	}
	f.Fuzz(func(t *testing.T, text string, inside bool) {
		e, err := xmpp.ParseElement(text)
		if err != nil {
			return
		}
		s := newScript(t)
		s.answer = group(private, teaPeople)
		if inside {
			joinedTo(s, private)
		} else {
			s.settle()
			s.CaughtUp()
			s.begun(func(error) {})
		}
		s.reply = nil
		for range 2 {
			if p, err := readPresence(e); err == nil && e.Name.Local == "presence" {
				_, err = s.ReceivePresence(p)
				agree(t, s, err)
			}
			if m, err := xmpp.ParseMessage(e); err == nil {
				before := s.readers()
				_, err = s.ReceiveNotice(m)
				agree(t, s, err)
				if m.FromJID.Resourcepart() != "" && s.readers() != before {
					t.Errorf("an occupant changes the members to %s", s.readers())
				}
			}
			s.settle()
		}
		s.wait(2 * quiet)
		agree(t, s, nil)
	})
}

// agree holds what is in memory against itself and the file.
func agree(t *testing.T, s *script, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	rm := s.all[grp]
	if rm == nil {
		return
	}
	for nick, o := range rm.here {
		if nick == "" || o.Nick != nick {
			t.Errorf("%q is %+v", nick, o)
		}
	}
	if rm.fresh.lists != nil || !rm.fresh.listed || !rm.in {
		return
	}
	if err := s.View("", func(h *history.Store) error {
		all, err := h.Members(grp)
		for _, m := range all {
			if string(rm.members[m.JID]) != m.Affiliation {
				t.Errorf("%s is %s in the file, and %q in memory", m.JID, m.Affiliation, rm.members[m.JID])
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := jid.Parse(rm.name); err != nil {
		t.Error(err)
	}
}
