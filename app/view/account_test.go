package view_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
)

func TestAccountIsFileAndStateTogether(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.device(alice, 7, trust.Undecided)
	p.device(alice, 8, trust.Rejected)
	p.live.Settings = view.Settings{Proxy: "socks5://proxy", Show: view.ShowDND, Words: "busy", IdleAfter: 5, Privacy: view.Privacy{Markers: true}}
	p.live.Conn = view.Conn{State: view.StateError, Err: &fault.Error{Kind: fault.KindDowngrade}, LoginBefore: "SCRAM-SHA-256", Retry: noon}
	p.live.Keys.ListAlert, p.live.Server.Blocks = true, true
	p.update(func(h *history.Store, ts *trust.Store) error {
		if err := h.PutInvitation(history.Invitation{Token: "token", Made: noon, Expires: noon.Add(24 * time.Hour)}); err != nil {
			return err
		}
		return ts.SetDoubt("key")
	})
	a := p.look(view.View{}).Accounts[0]
	if a.JID != alice || a.Name != "alice" || len(a.Fingerprint) != 64 || a.DeviceID == 0 || a.Undecided != 1 || a.Doubt != "key" {
		t.Errorf("of the file: %+v", a)
	}
	if a.Enabled || a.Proxy != "socks5://proxy" || a.Show != view.ShowDND || a.Words != "busy" || a.IdleAfter != 5 || a.Privacy != p.live.Settings.Privacy ||
		a.State != view.StateError || a.Err.Kind != fault.KindDowngrade || a.LoginBefore != "SCRAM-SHA-256" || !a.Retry.Equal(noon) || !a.ListAlert || !a.CanBlock || a.CanReport {
		t.Errorf("of the state: %+v", a)
	}
	if !strings.Contains(a.Invitation, alice) || !strings.Contains(a.Invitation, "token") {
		t.Errorf("invitation %q", a.Invitation)
	}
	p.live.Server.Invitation, p.live.Server.InvitePage = "xmpp:made-by-server", "https://example.org/i"
	if a := p.look(view.View{}).Accounts[0]; a.Invitation != "xmpp:made-by-server" || a.InvitePage != "https://example.org/i" {
		t.Errorf("invitation %q, page %q", a.Invitation, a.InvitePage)
	}
}

func TestGapsOfAChatAreThoseAfterItsFirstRow(t *testing.T) {
	t.Parallel()
	p := open(t)
	at := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
	p.update(func(h *history.Store, _ *trust.Store) error {
		return h.PutArchive(alice, history.Archive{Gaps: []history.Gap{{From: at(0), To: at(1)}, {From: at(2), To: at(3)}}})
	})
	p.got(bob, "between", at(1).Add(time.Minute))
	p.got(carol, "before", at(-1))
	p.got(dave, "after", at(4))
	for chat, want := range map[string]int{"": 2, bob: 1, carol: 2, dave: 0, erin: 0} {
		p.read(func(src view.Source) error {
			gaps, err := src.Gaps(chat)
			if len(gaps) != want || err != nil || want == 1 && !gaps[0].From.Equal(at(2)) {
				t.Errorf("%q: %v, %v", chat, gaps, err)
			}
			return nil
		})
	}
	if snap := p.look(view.View{}); len(snap.Accounts[0].Gaps) != 2 {
		t.Errorf("the account has %v", snap.Accounts[0].Gaps)
	}
}

func TestNewsAreUnreadChatsAndThoseWhoAsk(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.got(bob, "older\nline", noon)
	p.append(history.Message{Chat: bob, From: bob, Kind: history.KindNotice, Notice: history.NoticeKeyChanged, Time: noon.Add(time.Minute)})
	p.append(history.Message{Chat: carol, From: carol, Kind: history.KindUnreadable, Time: noon.Add(2 * time.Minute)})
	p.got(dave, "read", noon.Add(3*time.Minute))
	p.got(erin, "from a blocked server", noon)
	p.update(func(h *history.Store, _ *trust.Store) error {
		if err := h.PutBlocked([]string{"shut.example"}); err != nil {
			return err
		}
		read, err := h.Chat(dave)
		if read.Unread = 0; err != nil {
			return err
		}
		return h.PutChat(read)
	})
	p.live.People.Asks = map[string]bool{"gina@example.org": true, "hal@shut.example": true, "fred@example.org": true}
	var got []string
	for _, n := range p.look(view.View{}).News {
		got = append(got, fmt.Sprintf("%s %d %s %q wants:%t", n.Name, n.Count, n.Kind, n.Text, n.Wants))
	}
	same(t, "news", got, []string{
		`carol 1 unreadable "" wants:false`,
		`bob 1 text "older" wants:false`,
		`fred 0  "" wants:true`,
		`gina 0  "" wants:true`,
	})
}
