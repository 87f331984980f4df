package view_test

import (
	"testing"
	"time"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
)

// TestNoticesNamePeopleAsTheUserDoes where an address is known, else by nickname. A nickname that looks like an address is none.
func TestNoticesNamePeopleAsTheUserDoes(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.enter()
	for i, c := range []struct {
		name      string
		m         history.Message
		who, done string
	}{
		{"contacts", history.Message{About: bob, AboutNick: "bobby", By: bob, Nick: "bobby"}, "Robert", "Robert"},
		{"addresses with nicknames", history.Message{About: carol, AboutNick: "caro", By: dave, Nick: "davy"}, "caro", "davy"},
		{"addresses alone", history.Message{About: carol, By: dave}, carol, dave},
		{"nicknames alone", history.Message{About: "caro", AboutNick: "caro", Nick: "davy"}, "caro", "davy"},
		{"nicknames like the address of a contact", history.Message{About: bob, AboutNick: bob, Nick: bob}, bob, bob},
		{"by nobody known", history.Message{About: bob}, "Robert", ""},
		{"a whole server", history.Message{About: "example.org"}, "example.org", ""},
	} {
		c.m.Chat, c.m.From, c.m.Kind, c.m.Notice, c.m.Time = walk, walk, history.KindNotice, history.NoticeBanned, noon.Add(time.Duration(i)*time.Second)
		p.append(c.m)
		rows := p.look(view.View{Account: alice, Chat: walk}).Rows
		if r := rows[len(rows)-1]; r.Who != c.who || r.Name != c.done {
			t.Errorf("%s: %q by %q", c.name, r.Who, r.Name)
		}
	}
	p.update(func(h *history.Store, _ *trust.Store) error {
		is, _, err := h.Room(walk)
		if is.Out = (history.Out{Why: history.OutKicked, By: bob, Nick: "bobby"}); err != nil {
			return err
		}
		return h.PutRoom(is)
	})
	if got := p.look(view.View{Account: alice, Chat: walk}).Chat.Room.OutBy; got != "Robert" {
		t.Errorf("put out by %q", got)
	}
}
