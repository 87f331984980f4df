package rooms

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/view"
)

// Vector 1: the room's own presence is no occupant, no code 100 is needed, and what it is its disco info says.
func TestEnteringARoom(t *testing.T) {
	s := newScript(t)
	s.answer = group(private, teaPeople)
	s.reply = func(sent string) []string {
		if !strings.Contains(sent, "protocol/muc\"") {
			return nil
		}
		return []string{"<presence from='" + grp + "'><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='v'/></presence>", ownPresence("alice", ""), subjectOf("", "Tea")}
	}
	got, err := s.Join(t.Context(), jid.MustParse(grp), "", "")
	if err != nil || got != (Joined{grp, "alice", history.ChatGroup, "Tea"}) {
		t.Fatalf("%+v, %v", got, err)
	}
	live := s.live.Rooms[grp]
	if live.State != view.RoomIn || live.Occupants != 1 || live.Held != "" || live.Affiliation != "owner" || live.Role != "moderator" {
		t.Errorf("%+v", live)
	}
	if k := s.room(); !k.Autojoin || !k.Kind.Private() || !k.BegunEncrypted || k.Subject != "Tea" || !k.Kind.Offers.OccupantIDs || !k.Bookmark.Here || k.Bookmark.Pending {
		t.Errorf("kept %+v", k)
	}
	if got := s.readers(); got != "alice bob carol" {
		t.Errorf("members %s", got)
	}
	if !s.Is(grp) || s.Is("other@r.example.org") {
		t.Error("what a room is, is not known")
	}
}

// Vector 2: one on two devices is one, and goes without a word about them.
func TestOneOnTwoDevices(t *testing.T) {
	s := joinedTo(newScript(t), private)
	two := item("bob", "member", "participant") + strings.Replace(item("bob", "member", "participant"), "/d", "/b", 1)
	s.presence("bob", "", x(two))
	if s.updates != 0 {
		t.Errorf("%d transactions", s.updates)
	}
	if who, ok := s.Sender(grp, "bob"); !ok || who.JID != bobs || s.live.Rooms[grp].Occupants != 3 {
		t.Errorf("%+v, %v, %d occupants", who, ok, s.live.Rooms[grp].Occupants)
	}
	s.raw(gonePresence("bob", ""))
	if _, ok := s.Sender(grp, "bob"); ok || s.readers() != "alice bob carol" {
		t.Errorf("there: %v, members %s", ok, s.readers())
	}
}

// However many are there, a way into the room costs as many transactions, and as little news, as with two.
func TestACrowdIsNothingToWriteDown(t *testing.T) {
	entered := func(people []string) (s *script, updates int) {
		s = newScript(t)
		s.answer, s.reply = group(private, teaPeople), letsIn(people...)
		s.settle()
		s.CaughtUp()
		before := s.updates
		if _, err := s.Join(t.Context(), jid.MustParse(grp), "", ""); err != nil || s.live.Rooms[grp].Occupants != len(people)+1 {
			t.Fatalf("%d occupants, %v", s.live.Rooms[grp].Occupants, err)
		}
		return s, s.updates - before
	}
	_, few := entered([]string{presenceIn("bob", "bob", "member", "participant"), presenceIn("carol", "carol", "member", "participant")})
	var crowd []string
	for i := range 2000 {
		crowd = append(crowd, presenceIn(fmt.Sprint("carol ", i), "carol", "member", "participant"))
	}
	if s, many := entered(crowd); many != few || len(s.news) > 0 {
		t.Errorf("%d transactions, with two people %d; told %v", many, few, s.news)
	}
}

// Vectors 3, 6, muc-affil-from-occupant: what an occupant says in the room's words changes nothing, and has nothing asked.
func TestAnOccupantIsNotTheRoom(t *testing.T) {
	for _, row := range []struct{ name, message string }{
		{"a change and a code", "<message type='groupchat' from='grp@r.example.org/mallory'>" + x("<item affiliation='none' jid='carol@example.org'/><status code='104'/>") + "</message>"},
		{"without a type", "<message from='grp@r.example.org/mallory'>" + x("<item affiliation='none' jid='carol@example.org'/><status code='321'/>") + "</message>"},
		{"an address", "<message type='groupchat' id='m1' from='grp@r.example.org/bob'><body>hi</body>" + x("<item jid='carol@example.org'/>") + "</message>"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := joinedTo(newScript(t), private)
			taken := s.raw(row.message)
			if s.readers() != "alice bob carol" || len(s.asked) > 0 || s.Held(grp) != "" || s.updates != 0 || taken {
				t.Errorf("members %s, asked %d, held %q, %d transactions, taken %v", s.readers(), len(s.asked), s.Held(grp), s.updates, taken)
			}
			if who, ok := s.Sender(grp, "bob"); !ok || who.JID != bobs {
				t.Errorf("bob is %+v", who)
			}
		})
	}
}

// Vectors 6 and 7: whoever belongs to the room no more is no member any more in the transaction that reads it; who is only
// kicked, or goes, stays one.
func TestWhoBelongsToARoomNoMore(t *testing.T) {
	for _, row := range []struct{ name, stanza, members, told string }{
		{"removed while away", "<message from='grp@r.example.org'>" + x("<item affiliation='none' jid='carol@example.org'/><status code='321'/>") + "</message>", "alice bob", "removed carol"},
		{"banned while away", "<message from='grp@r.example.org'>" + x("<item affiliation='outcast' jid='carol@example.org'/>") + "</message>", "alice bob", "banned carol"},
		{"banned", gonePresence("carol", item("carol", "outcast", "none")+"<status code='301'/>"), "alice bob", "banned carol"},
		{"removed", gonePresence("carol", item("carol", "none", "none")+"<status code='321'/>"), "alice bob", "removed carol"},
		{"kicked", gonePresence("carol", item("carol", "member", "none")+"<status code='307'/>"), "alice bob carol", ""},
		{"gone", gonePresence("carol", item("carol", "member", "none")), "alice bob carol", ""},
		{"gone without a word", gonePresence("carol", ""), "alice bob carol", ""},
		{"no word of how she stands", gonePresence("carol", "<item jid='carol@example.org/d' role='none'/>"), "alice bob carol", ""},
		{"removed, and still there", presenceIn("carol", "carol", "none", "visitor"), "alice bob", "removed carol"},
		{"risen", presenceIn("carol", "carol", "admin", "moderator"), "alice bob carol", ""},
		{"a new one, away", "<message from='grp@r.example.org'>" + x("<item affiliation='member' jid='dave@example.org'/>") + "</message>", "alice bob carol dave", "added dave"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := joinedTo(newScript(t), private)
			s.raw(row.stanza)
			if got, told := s.readers(), s.toldOf(); got != row.members || told != row.told {
				t.Errorf("members %q, told %q", got, told)
			}
			if row.told == "" && row.name != "risen" && s.updates != 0 {
				t.Errorf("%d transactions", s.updates)
			}
		})
	}
}

// One who is there as an owner and on no list is an administrator of the server: the lists are asked, once, and decide.
func TestWhoIsOnNoListIsNoMember(t *testing.T) {
	s := joinedTo(newScript(t), private)
	asked := 0
	answer := s.answer
	s.answer = func(q *question) string {
		if strings.Contains(q.payload, "muc#admin") {
			asked++
		}
		return answer(q)
	}
	for range 3 {
		s.raw(presenceIn("root", "root", "owner", "moderator"))
		s.raw(gonePresence("root", item("root", "owner", "none")))
	}
	if got := s.readers(); got != "alice bob carol" || asked != 3 {
		t.Errorf("members %s; %d lists asked", got, asked)
	}
}

// Vector 8, muc-104-opened: from a code until the fresh answer the room is held; then it is what it says.
func TestACodeHoldsTheRoom(t *testing.T) {
	for _, code := range []int{102, 103, 104, 170, 172, 173} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			s := joinedTo(newScript(t), private)
			s.answer = nil
			s.raw(fmt.Sprintf("<message type='groupchat' from='%s'>%s</message>", grp, x(fmt.Sprintf("<status code='%d'/>", code))))
			if s.Held(grp) != view.HeldAsking || s.live.Rooms[grp].Held != view.HeldAsking || len(s.asked) != 1 {
				t.Fatalf("held %q, asked %d", s.Held(grp), len(s.asked))
			}
			s.answer = group("muc_open muc_nonanonymous muc_persistent", teaPeople)
			s.settle()
			if s.Held(grp) != "" || s.room().Kind.Private() || s.toldOf() != "public" {
				t.Errorf("held %q, %+v", s.Held(grp), s.room().Kind)
			}
			var chat history.Chat
			if err := s.View("", func(h *history.Store) (err error) { chat, err = h.Chat(grp); return err }); err != nil || chat.Kind != history.ChatChannel || chat.Plain {
				t.Errorf("its chat is %+v, %v", chat, err)
			}
		})
	}
}

// A hint that comes while the answer is on its way has it asked once more: that answer may be older than the hint.
func TestAHintDuringTheAnswerIsAskedAgain(t *testing.T) {
	s := joinedTo(newScript(t), private)
	hint := "<message type='groupchat' from='" + grp + "'>" + x("<status code='104'/>") + "</message>"
	s.answer = nil
	s.raw(hint)
	s.raw(hint)
	first := s.asked[0]
	s.asked = nil
	first.then(answerOf(s, first, discoOf(private)))
	if s.Held(grp) != view.HeldAsking || len(s.asked) != 1 {
		t.Fatalf("held %q, asked %d", s.Held(grp), len(s.asked))
	}
	s.answer = group(private, teaPeople)
	s.settle()
	if s.Held(grp) != "" {
		t.Errorf("held %q", s.Held(grp))
	}
}

// Vector 9: a room that is not there is not entered.
func TestARoomThatIsNotThereIsNotMade(t *testing.T) {
	for _, row := range []struct {
		answer, instead string
		want            history.OutReason
	}{
		{failed("item-not-found"), "", history.OutGone},
		{"<error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:new@r.example.org?join</gone></error>", "new@r.example.org", history.OutDestroyed},
	} {
		s := stored(newScript(t), history.Room{Autojoin: true, Kind: history.RoomKind{MembersOnly: true, NonAnonymous: true}})
		s.answer = func(q *question) string {
			if q.to == grp {
				return row.answer
			}
			return group(private, nil)(q)
		}
		s.CaughtUp()
		s.settle()
		if k := s.room(); len(s.sent) > 0 || k.Out.Why != row.want || k.Out.Instead != row.instead || s.toldOf() != string(row.want)+" we" {
			t.Errorf("sent %v, out %+v", s.sent, k.Out)
		}
		s.wait(latestAgain * 4)
		s.CaughtUp()
		s.settle()
		if slices.ContainsFunc(s.sent, func(text string) bool { return strings.Contains(text, grp) }) || s.toldOf() != "" {
			t.Errorf("later sent %v", s.sent)
		}
	}
}

// Vector 9, muc-recreated-201: a room that was made by our entering is left at once, and nothing is taken over to it.
func TestARoomThatWeMadeUnawaresIsLeft(t *testing.T) {
	s := stored(newScript(t), history.Room{Autojoin: true, Accepted: []history.Accepted{{JID: bobs}}, Kind: history.RoomKind{MembersOnly: true, NonAnonymous: true}})
	s.answer = group(private, teaPeople)
	s.reply = func(sent string) []string {
		if strings.Contains(sent, "protocol/muc\"") {
			return []string{ownPresence("alice", "<status code='201'/>"), subjectOf("", "")}
		}
		return nil
	}
	s.CaughtUp()
	s.settle()
	if len(s.sent) != 2 || !strings.Contains(s.sent[1], "unavailable") || s.In(grp) || s.room().Out.Why != history.OutGone || s.toldOf() != "gone we" {
		t.Errorf("sent %v, in %v, out %+v", s.sent, s.In(grp), s.room().Out)
	}
	if slices.ContainsFunc(s.asked, func(q *question) bool { return q.set || strings.Contains(q.payload, "owner") }) {
		t.Errorf("asked %+v", s.asked)
	}
	if err := s.Update("", func(h *history.Store) error {
		return errors.Join(h.PutOccupant(grp, "o1", bobs), h.PutMember(grp, history.Member{JID: "erin@example.org", Affiliation: "member"}))
	}); err != nil {
		t.Fatal(err)
	}
	s.reply = letsIn()
	if _, err := s.Join(t.Context(), jid.MustParse(grp), "", ""); err != nil {
		t.Fatal(err)
	}
	if k := s.room(); len(k.Accepted) > 0 || k.Out.Why != "" || s.readers() != "alice bob carol" {
		t.Errorf("another room at the address has %+v, members %s", k, s.readers())
	}
	if err := s.View("", func(h *history.Store) error {
		who, err := h.OccupantOf(grp, "o1")
		if who != "" {
			t.Errorf("an id of the old room is %s", who)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// muc-domain-member: a host that may enter is no member to encrypt for, and is known.
func TestAHostThatMayEnter(t *testing.T) {
	s := newScript(t)
	s.answer = group(private, map[string][]string{"owner": {self}, "member": {bobs, "example.net"}})
	s.reply = letsIn()
	if _, err := s.Join(t.Context(), jid.MustParse(grp), "", ""); err != nil {
		t.Fatal(err)
	}
	var has bool
	if err := s.View("", func(h *history.Store) (err error) { has, err = h.HasDomains(grp); return err }); err != nil || !has || s.readers() != "alice bob" {
		t.Errorf("domains %v, %v; members %s", has, err, s.readers())
	}
}

// Vector 10: what a ping to our own place says.
func TestSelfPing(t *testing.T) {
	for _, row := range []struct {
		name, pong, disco string
		entered           bool
		in                bool
		out               history.OutReason
	}{
		{"in", failed("service-unavailable"), "", false, true, ""},
		{"out", failed("not-acceptable"), "", true, true, ""},
		{"the other server is away", failed("remote-server-timeout"), "", false, true, ""},
		{"nobody of that name", failed("item-not-found"), discoOf(private), true, true, ""},
		{"no room", failed("item-not-found"), failed("item-not-found"), false, false, history.OutGone},
		{"destroyed", "<error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:new@r.example.org?join</gone></error>", "", false, false, history.OutDestroyed},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := joinedTo(newScript(t), private)
			answer := s.answer
			s.answer = func(q *question) string {
				switch {
				case strings.Contains(q.payload, "urn:xmpp:ping"):
					if q.to != grp+"/alice" {
						t.Errorf("pinged %s", q.to)
					}
					return row.pong
				case strings.Contains(q.payload, "disco#info") && row.disco != "":
					return row.disco
				}
				return answer(q)
			}
			s.Doubt(grp)
			s.settle()
			k := s.room()
			if got := strings.Contains(strings.Join(s.sent, ""), "protocol/muc\""); got != row.entered || s.In(grp) != row.in || k.Out.Why != row.out {
				t.Errorf("entered again %v, in %v, out %+v; sent %v", got, s.In(grp), k.Out, s.sent)
			}
			if row.out == history.OutDestroyed && (k.Out.Instead != "new@r.example.org" || k.Autojoin) {
				t.Errorf("%+v", k)
			}
		})
	}
}

// A room that has been silent for long is pinged; one that speaks is not.
func TestIdleRoomsArePinged(t *testing.T) {
	s := joinedTo(newScript(t), private)
	pings := 0
	answer := s.answer
	s.answer = func(q *question) string {
		if strings.Contains(q.payload, "urn:xmpp:ping") {
			pings++
		}
		return answer(q)
	}
	for range 20 {
		s.wait(idle / 3)
		s.raw(presenceIn("bob", "bob", "member", "participant"))
	}
	if pings != 0 {
		t.Errorf("%d pings of a room that speaks", pings)
	}
	s.wait(idle + 2*lookEvery)
	if pings != 1 {
		t.Errorf("%d pings of a silent room", pings)
	}
}
