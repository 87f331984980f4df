package view_test

import (
	"fmt"
	"testing"
	"time"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
)

// chatLines are the lines of the list of chats, in words.
func chatLines(snap *view.Snapshot) (out []string) {
	for _, c := range snap.Chats {
		line := fmt.Sprintf("%s %q unread %d", c.Name, c.Preview, c.Unread)
		for _, word := range []struct {
			text string
			said bool
		}{{" typing", c.Typing}, {" wants", c.Wants}, {" verified", c.Verified}} {
			if word.said {
				line += word.text
			}
		}
		if c.Failed+c.Waiting > 0 {
			line += fmt.Sprintf(" failed %d waiting %d", c.Failed, c.Waiting)
		}
		if c.Blocked != "" {
			line += " blocked " + c.Blocked
		}
		if c.Presence != view.PresenceOffline {
			line += " " + string(c.Presence)
		}
		out = append(out, line)
	}
	return out
}

func TestChatsStandNewestFirst(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.update(func(h *history.Store, _ *trust.Store) error {
		for _, c := range []history.Contact{{JID: bob, Name: "Robert"}, {JID: dave, Name: "\u200b"}} {
			if err := h.PutContact(c); err != nil {
				return err
			}
		}
		return h.PutBlocked([]string{"shut.example"})
	})
	p.got(carol, "not in the list", noon.Add(4*time.Minute))
	p.got(bob, "\n first line \nsecond", noon)
	p.append(history.Message{Chat: erin, From: erin, Kind: history.KindUnreadable, Time: noon.Add(time.Minute)})
	p.update(func(h *history.Store, _ *trust.Store) error {
		c, err := h.Chat(carol)
		c.Listed = false
		if err != nil {
			return err
		}
		return h.PutChat(c)
	})
	p.live.People.Asks["frank@example.org"] = true
	p.live.People.Typing = map[string]time.Time{bob: noon.Add(time.Hour - time.Second), dave: noon}
	p.live.People.Presence[bob] = map[string]view.Seen{"phone": {Presence: view.PresenceAway, Show: view.ShowXA}}
	p.device(bob, 1, trust.Verified)
	same(t, "chats", chatLines(p.look(view.View{Account: "ALICE@example.org"})), []string{
		`erin "" unread 1 blocked shut.example`,
		`Robert "first line" unread 1 typing verified away`,
		`dave "" unread 0`,
		`frank "" unread 0 wants`,
	})
	p.device(bob, 2, trust.Trusted)
	p.append(history.Message{Chat: bob, From: alice, Own: true, Body: "mine", Kind: history.KindText, Time: noon.Add(5 * time.Minute), State: history.StateFailed})
	p.live.Conn.State = view.StateOffline
	same(t, "chats later", chatLines(p.look(view.View{Account: alice}))[:1], []string{`Robert "mine" unread 0 typing failed 1 waiting 0 `})
}

func TestWindowWithoutItsAccountShowsTheOthers(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.got(bob, "hello", noon)
	for _, account := range []string{"", "bob@example.org", "no address at all"} {
		if snap := p.look(view.View{Account: account, Chat: bob}); len(snap.Accounts) != 1 || snap.Chats != nil || snap.Chat != nil || len(snap.News) != 1 {
			t.Errorf("%q: %+v", account, snap)
		}
	}
}

func TestPresenceIsTheBestOfAllClients(t *testing.T) {
	t.Parallel()
	away, dnd, here := view.Seen{Presence: view.PresenceAway, Show: view.ShowAway}, view.Seen{Presence: view.PresenceAway, Show: view.ShowDND}, view.Seen{Presence: view.PresenceOnline, Show: view.ShowAvailable}
	words := func(s view.Seen, status string) view.Seen { s.Status = status; return s }
	for _, row := range []struct {
		state   view.ConnState
		clients map[string]view.Seen
		want    view.Seen
	}{
		{view.StateOnline, nil, view.Seen{Presence: view.PresenceOffline}},
		{view.StateOnline, map[string]view.Seen{"a": away, "b": here, "c": dnd}, here},
		{view.StateOnline, map[string]view.Seen{"a": away, "c": dnd}, dnd},
		{view.StateOnline, map[string]view.Seen{"b": words(here, "second"), "a": words(here, "first")}, words(here, "first")},
		{view.StateConnecting, map[string]view.Seen{"b": here}, view.Seen{}},
	} {
		live := view.NewLive(view.Settings{})
		live.Conn.State, live.People.Presence[bob] = row.state, row.clients
		if got := live.PresenceOf(bob); got != row.want {
			t.Errorf("%s %v: %v, want %v", row.state, row.clients, got, row.want)
		}
	}
}

// TestCopyDoesNotChange holds that what the account does to its maps afterwards is not seen by a snapshot in the making.
func TestCopyDoesNotChange(t *testing.T) {
	t.Parallel()
	live := view.NewLive(view.Settings{})
	live.Conn.State = view.StateOnline
	copied := live.Copy()
	live.People.Presence[bob] = map[string]view.Seen{"a": {Presence: view.PresenceOnline, Show: view.ShowAvailable}}
	live.People.Asks[bob], live.People.Nicks[bob] = true, "b"
	live.People.Faces[bob], live.People.Profiles[bob] = &view.Picture{}, &view.Profile{}
	live.Archive.Older[bob] = view.OlderState{Loading: true}
	if n := len(copied.People.Presence) + len(copied.People.Asks) + len(copied.People.Nicks) + len(copied.People.Faces) + len(copied.People.Profiles) + len(copied.Archive.Older); n != 0 {
		t.Errorf("%+v", copied)
	}
}

// What a file is stands in the list: names of encrypted files say nothing.
func TestTheListSaysWhatAFileIs(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		file *history.File
		want view.FileKind
	}{
		{nil, ""}, {&history.File{Name: "a.JPG"}, view.FilePicture}, {&history.File{Name: "a", Width: 3, Height: 4}, view.FilePicture},
		{&history.File{Name: "a.oga"}, view.FileSound}, {&history.File{Length: 20}, view.FileSound}, {&history.File{Name: "a.pdf"}, view.FileOther}, {&history.File{}, view.FileOther},
	} {
		p := open(t)
		p.append(history.Message{Chat: bob, From: bob, Kind: history.KindText, Time: noon, Body: "words", File: row.file})
		if got := p.look(view.View{Account: alice}).Chats[0].File; got != row.want {
			t.Errorf("%+v is %q, want %q", row.file, got, row.want)
		}
	}
}

// A picture is shown where it is here, and not too large to be decoded.
func TestWhichPicturesAreShown(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		file *history.File
		want int
	}{
		{&history.File{State: history.FileHere, Width: 3, Height: 4, Size: 32 << 20}, 3}, {&history.File{State: history.FileHere, Width: 3, Height: 4, Size: 32<<20 + 1}, 0},
		{&history.File{State: history.FileOffered, Width: 3, Height: 4}, 0},
	} {
		if got, _, _ := view.Shown(row.file); got != row.want {
			t.Errorf("%+v: %d", row.file, got)
		}
	}
}
