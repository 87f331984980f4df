package xmpp_test

import (
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/roster"
	"vouch/xmpp/xmpptest"
)

func TestRosterVersionsAtEachServer(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		s := at(t, server, "alice", "desk", nil, nil)
		if !s.Offers(roster.NSVersions, "ver") || s.Offers(roster.NSVersions, "unheard-of") {
			t.Fatal("the server does not offer versions")
		}
		none := ""
		first := fetch(s, &none)
		if first.Unchanged || len(first.Items) != 1 || first.Ver == "" {
			t.Fatalf("at first %+v", first)
		}
		if again := fetch(s, &first.Ver); !again.Unchanged {
			t.Errorf("by version %q again %+v", first.Ver, again)
		}
		item := roster.Item{JID: jid.MustParse("bob@localhost"), Name: "Bobby", Groups: []string{"friends", "climbing"}}
		if a := s.ask(xmpp.Request{Set: true, Payload: roster.Set(item)}); a.Err != nil {
			t.Fatal(a.Err)
		}
		after := fetch(s, &first.Ver) // all of it, or what changed as a push
		if !after.Unchanged && (len(after.Items) != 1 || after.Items[0].Name != "Bobby" || len(after.Items[0].Groups) != 2 || after.Ver == first.Ver) {
			t.Errorf("after a change %+v", after)
		}
	}, xmpptest.Friends("alice", "bob"), xmpptest.RosterVersions())
}

func fetch(s *session, ver *string) roster.Result {
	s.t.Helper()
	a := s.ask(xmpp.Request{Payload: roster.Get{Ver: ver}})
	if a.Err != nil {
		s.t.Fatal(a.Err)
	}
	r, err := roster.ParseResult(a.Payload)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}
