package rooms

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/xmpp/pep"
	"vouch/xmpp/xmpptest"
)

// bookmark is an item of grp's bookmark.
func bookmark(t *testing.T, inside string) pep.Item {
	return pep.Item{ID: grp, Payload: xmpptest.Element(t, "<conference xmlns='urn:xmpp:bookmarks:1'"+inside+"</conference>")}
}

// tell has our own account tell of the bookmark of grp.
func (s *script) tell(e pep.Event) {
	s.t.Helper()
	if err := s.ReceiveBookmarks(e); err != nil {
		s.t.Fatal(err)
	}
	s.settle()
}

// listing answers the question for all bookmarks with these conferences, by room.
func listing(next func(*question) string, items ...string) func(*question) string {
	return func(q *question) string {
		if q.to == "" && !q.set && strings.Contains(q.payload, "urn:xmpp:bookmarks:1") {
			return "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:bookmarks:1'>" + strings.Join(items, "") + "</items></pubsub>"
		}
		return next(q)
	}
}

func kept(room, attributes string) string {
	return "<item id='" + room + "'><conference xmlns='urn:xmpp:bookmarks:1'" + attributes + "/></item>"
}

// A bookmark has us enter and leave, and not to and fro: some programs take one away and put it back.
func TestABookmarkDoesNotFlip(t *testing.T) {
	s := newScript(t)
	s.answer = group(channel, nil)
	s.reply = letsIn()
	s.settle()
	s.CaughtUp()
	s.tell(pep.Event{Items: []pep.Item{bookmark(t, " autojoin='true'><nick>al</nick>")}})
	if at, ok := s.Place(grp); !ok || at.Resourcepart() != "al" {
		t.Fatalf("a bookmark that wants us in: at %s, %v", at, ok)
	}
	for range 3 {
		s.wait(time.Second)
		s.tell(pep.Event{Retracted: []string{grp}})
		s.wait(time.Second)
		s.tell(pep.Event{Items: []pep.Item{bookmark(t, " autojoin='true'>")}})
	}
	if got := len(s.sent); got != 1 {
		t.Errorf("within ten seconds sent %v", s.sent)
	}
	s.wait(calm)
	if !s.In(grp) || len(s.sent) != 1 {
		t.Errorf("then in %v, sent %v", s.In(grp), s.sent)
	}
	s.tell(pep.Event{Retracted: []string{grp}})
	if s.In(grp) || len(s.sent) != 2 || !strings.Contains(s.sent[1], "unavailable") {
		t.Errorf("in the end in %v, sent %v", s.In(grp), s.sent)
	}
	if k := s.room(); k.JID == "" || k.Autojoin || !s.Is(grp) {
		t.Errorf("a bookmark that goes leaves %+v", k)
	}
}

// A bookmark of somebody in the roster, or of ourselves, is none of a room: it would take their messages for a room's.
func TestABookmarkOfAPerson(t *testing.T) {
	s := newScript(t)
	s.answer = group(channel, nil)
	if err := s.Update("", func(h *history.Store) error { return h.PutContact(history.Contact{JID: bobs}) }); err != nil {
		t.Fatal(err)
	}
	b := bookmark(t, ">")
	for who, want := range map[string]bool{bobs: false, self: false, grp: true} {
		b.ID = who
		s.tell(pep.Event{Items: []pep.Item{b}})
		if s.Is(who) != want {
			t.Errorf("%s is a room: %v", who, s.Is(who))
		}
	}
}

// All bookmarks at once, gone with their node or from the list, take us out of no room.
func TestAllBookmarksAtOnce(t *testing.T) {
	for name, e := range map[string]pep.Event{"purged": {Purged: true}, "deleted": {Deleted: true}} {
		s := joinedTo(newScript(t), private)
		s.wait(calm)
		s.tell(e)
		if !s.In(grp) || !s.room().Autojoin {
			t.Errorf("%s: in %v", name, s.In(grp))
		}
	}
	s := joinedTo(newScript(t), private)
	s.Rooms.Began()
	s.settle()
	s.CaughtUp()
	s.settle()
	if !s.In(grp) {
		t.Error("an empty list takes us out")
	}
	s.answer = listing(s.answer, kept("other@r.example.org", ""))
	s.Rooms.Began()
	s.settle()
	s.CaughtUp()
	s.settle()
	if s.In(grp) || s.room().Autojoin || !s.Is("other@r.example.org") {
		t.Errorf("a list of others: in %v, %+v", s.In(grp), s.room())
	}
}

// What the user did without a stream is published on the next one, and stands against what the server has.
func TestWhatTheUserDidOffline(t *testing.T) {
	s := joinedTo(newScript(t), private)
	if k := s.room(); !k.Bookmark.Here || k.Bookmark.Pending {
		t.Fatalf("joined: %+v", k.Bookmark)
	}
	s.offline, s.answer = true, nil
	s.Rooms.Began()
	s.asked = nil
	if err := s.Leave(t.Context(), jid.MustParse(grp)); err != nil {
		t.Fatal(err)
	}
	if k := s.room(); !k.Bookmark.Pending || k.Autojoin {
		t.Fatalf("left without a stream: %+v", k)
	}
	s.offline = false
	published := ""
	answer := listing(group(private, teaPeople), "<item id='"+grp+"'><conference xmlns='urn:xmpp:bookmarks:1' autojoin='true' name='Tea'><extensions><state xmlns='urn:s'/></extensions></conference></item>")
	s.answer = func(q *question) string {
		if q.set && strings.Contains(q.payload, "publish") {
			published = q.payload
		}
		return answer(q)
	}
	s.Rooms.Began()
	s.CaughtUp()
	s.settle()
	if s.In(grp) || s.room().Bookmark.Pending || !strings.Contains(published, "urn:s") || strings.Contains(published, "autojoin=") || !strings.Contains(published, "Tea") {
		t.Errorf("in %v, %+v, published %s", s.In(grp), s.room().Bookmark, published)
	}
}

// A room that ended is not brought back by a bookmark that another program puts back; one that we were kicked from is, when the
// user has joined it again elsewhere.
func TestWhichRoomsABookmarkBringsBack(t *testing.T) {
	for why, want := range map[history.OutReason]bool{history.OutDestroyed: false, history.OutGone: false, history.OutKicked: true, history.OutBanned: true} {
		s := stored(newScript(t), history.Room{Out: history.Out{Why: why}})
		s.answer = group(channel, nil)
		s.reply = letsIn()
		s.settle()
		s.CaughtUp()
		s.tell(pep.Event{Items: []pep.Item{bookmark(t, " autojoin='true'>")}})
		if s.In(grp) != want {
			t.Errorf("%s: in %v", why, s.In(grp))
		}
	}
}

// The older lists are read where the server does not keep them in step, and written only where they have the room.
func TestOlderLists(t *testing.T) {
	const private0049 = "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'><conference jid='" + grp + "' autojoin='true'><nick>al</nick></conference><conference jid='old@r.example.org'/></storage></query>"
	for _, compat := range []bool{false, true} {
		t.Run(fmt.Sprint(compat), func(t *testing.T) {
			s := newScript(t)
			asked, written, made := false, "", 0
			answer := group(channel, nil)
			s.answer = func(q *question) string {
				if q.set && strings.Contains(q.payload, "<publish") {
					made++
				}
				switch {
				case q.to != "":
				case strings.Contains(q.payload, "disco#info") && compat:
					return "<query xmlns='http://jabber.org/protocol/disco#info'><feature var='urn:xmpp:bookmarks:1#compat'/></query>"
				case strings.Contains(q.payload, "iq:private") && q.set:
					written = q.payload
				case strings.Contains(q.payload, "iq:private"):
					asked = true
					return private0049
				}
				return answer(q)
			}
			s.reply = letsIn()
			s.settle()
			s.CaughtUp()
			s.settle()
			if asked == compat || s.In(grp) == compat {
				t.Fatalf("asked %v, in %v", asked, s.In(grp))
			}
			if compat {
				return
			}
			if err := s.Leave(t.Context(), jid.MustParse(grp)); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(written, grp) || !strings.Contains(written, "old@r.example.org") || strings.Contains(written, "autojoin=\"true\"") {
				t.Errorf("written %s", written)
			}
			if made != 0 { // of a room that is left none is made
				t.Errorf("%d bookmarks made", made)
			}
			written = ""
			if _, err := s.Join(t.Context(), jid.MustParse("new@r.example.org"), "", ""); err != nil || written != "" {
				t.Errorf("of a room that was not there written %s, %v", written, err)
			}
		})
	}
}
