package app

import (
	"errors"
	"sort"
	"strings"
	"unicode"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/preauth"
)

// defaultRows is how many rows a view without numbers gets.
const defaultRows = 100

// Look gives what a window shows. It reads the file, so it is not for a window's main goroutine.
func (s *Service) Look(v View) (*Snapshot, error) {
	s.mu.Lock()
	s.number++
	out := &Snapshot{View: v, Number: s.number}
	s.mu.Unlock()
	err := s.view("look", func(tx *bbolt.Tx) error {
		for _, a := range s.list() {
			view, err := s.accountView(tx, a)
			if err != nil {
				return err
			}
			out.Accounts = append(out.Accounts, view)
			news, err := s.news(tx, a)
			if err != nil {
				return err
			}
			out.News = append(out.News, news...)
		}
		a, err := s.account(v.Account)
		if err != nil {
			return nil // no account yet, or no longer
		}
		return s.fill(tx, a, out)
	})
	if err != nil {
		return nil, err
	}
	if a, err := s.account(v.Account); err == nil && out.Chat != nil {
		select {
		case a.inbox.looks <- look{out.Chat.Chat, v.Page == PageDevices}:
		default:
		}
	}
	return out, nil
}

// fill adds what depends on the account of the view.
func (s *Service) fill(tx *bbolt.Tx, a *account, out *Snapshot) (err error) {
	if out.Chats, err = s.chatRows(tx, a); err != nil {
		return err
	}
	v := out.View
	if v.Chat != "" {
		who, err := bareJID("chat", v.Chat)
		if err != nil {
			return err
		}
		if out.Chat, err = s.chatView(tx, a, who); err != nil {
			return err
		}
		if err := s.fillRows(tx, a, who, out); err != nil {
			return err
		}
	}
	switch v.Page {
	case PageTimeline, PageOwnTimeline:
		out.Moments = s.trust(tx, a.jid).LogEnd()
	}
	switch {
	case v.Page == PageOwn || v.Page == PageOwnTimeline:
		out.Devices, err = s.devicesView(tx, a, a.jid)
	case (v.Page == PageDevices || v.Page == PageTimeline) && v.Chat != "":
		out.Devices, err = s.devicesView(tx, a, out.Chat.Chat)
	}
	return err
}

func (s *Service) accountView(tx *bbolt.Tx, a *account) (*AccountView, error) {
	st := a.status()
	out := &AccountView{JID: a.jid, Picture: a.face(a.jid), Name: localpart(a.jid), Enabled: st.settings.enabled, State: st.conn.state, Err: st.conn.err, Retry: st.conn.retry, Resource: st.conn.resource, ListAlert: st.keys.listAlert, CanBlock: st.server.blocks, CanReport: st.server.reports, Show: st.settings.show, Words: st.settings.words, CatchingUp: st.archive.catchingUp, Privacy: st.settings.privacy, Archive: st.archive.prefs, IdleAfter: st.settings.idleAfter}
	_, out.Profile = a.said(a.jid)
	var weaker *xmpp.DowngradeError
	if st.conn.err != nil && errors.As(st.conn.err, &weaker) {
		out.LoginBefore = weaker.Before
	}
	out.Proxy, out.Resumed = st.settings.proxy, st.conn.resumed
	ts := s.trust(tx, a.jid)
	own, have, err := ts.Own()
	if err != nil {
		return nil, err
	}
	if have {
		out.DeviceID, out.Fingerprint = own.Device, own.Fingerprint()
	}
	if out.Doubt, err = ts.Doubt(); err != nil {
		return nil, err
	}
	devices, err := ts.Devices(a.jid)
	if err != nil {
		return nil, err
	}
	for _, d := range devices {
		if d.Active && d.ID != own.Device && d.Fingerprint != "" && d.Level == trust.Undecided {
			out.Undecided++
		}
	}
	h := s.history(tx, a.jid)
	open, err := h.Invitations(a.now())
	if err != nil {
		return nil, err
	}
	if out.Invitation, out.InvitePage = st.server.invited.URI, st.server.invited.Page; len(open) > 0 && out.Invitation == "" {
		out.Invitation = preauth.Link(a.addr, open[len(open)-1].Token)
	}
	archive, err := h.Archive(a.jid)
	if err != nil {
		return nil, err
	}
	for _, g := range archive.Gaps {
		out.Gaps = append(out.Gaps, Gap(g))
	}
	entries, err := h.Outbox()
	for _, e := range entries {
		if e.Purpose == history.ForMessage {
			out.Waiting++
		}
	}
	return out, err
}

// chatRows lists chats and contacts, newest first, then by name.
func (s *Service) chatRows(tx *bbolt.Tx, a *account) ([]*ChatRow, error) {
	h, ts := s.history(tx, a.jid), s.trust(tx, a.jid)
	chats, err := h.Chats()
	if err != nil {
		return nil, err
	}
	contacts, err := h.Roster()
	if err != nil {
		return nil, err
	}
	known := map[string]history.Contact{}
	for _, c := range contacts {
		known[c.JID] = c
	}
	away, err := h.Blocked()
	if err != nil {
		return nil, err
	}
	asks := a.asking()
	for who := range asks {
		if _, contact := known[who]; !contact {
			known[who] = history.Contact{}
		}
	}
	has := map[string]bool{}
	for _, c := range chats {
		has[c.JID] = true
	}
	for who := range known {
		if !has[who] {
			chats = append(chats, history.Chat{JID: who, Listed: true})
		}
	}
	var out []*ChatRow
	for _, c := range chats {
		if _, contact := known[c.JID]; !c.Listed && !contact {
			continue
		}
		row, err := s.chatRow(h, ts, a, c, known[c.JID])
		if err != nil {
			return nil, err
		}
		row.Wants, row.Blocked = asks[c.JID], blocked(away, c.JID)
		out = append(out, row)
	}
	sort.Slice(out, func(i, j int) bool {
		if !out[i].Time.Equal(out[j].Time) {
			return out[i].Time.After(out[j].Time)
		}
		return out[i].Name+out[i].Chat < out[j].Name+out[j].Chat
	})
	return out, nil
}

func (s *Service) chatRow(h *history.Store, ts *trust.Store, a *account, c history.Chat, contact history.Contact) (*ChatRow, error) {
	nickname, _ := a.said(c.JID)
	row := &ChatRow{Nickname: nickname, Chat: c.JID, Name: displayName(contact.Name, c.JID), Presence: a.presenceOf(c.JID).presence, Picture: a.face(c.JID), Unread: c.Unread, Encrypted: !c.Plain, Typing: a.isTyping(c.JID),
		Given: contact.Name, Groups: contact.Groups, Subscription: contact.Subscription}
	if c.Key == nil { // a contact without a chat
		return row, nil
	}
	last, err := h.Before(c.JID, nil, 1)
	if err != nil {
		return nil, err
	}
	if len(last) > 0 {
		m := last[0]
		row.Own, row.Kind, row.Notice, row.Time = m.Own, m.Kind, m.Notice, m.Time
		row.Preview, row.Retracted = summary(m), m.Retracted()
		if m.State.Sendable() {
			row.Failed = 1
		}
		if m.State == history.StatePending && m.ErrKind != "" {
			row.Waiting = 1
		}
	}
	devices, err := ts.Devices(c.JID)
	if err != nil {
		return nil, err
	}
	row.Verified = allVerified(devices)
	return row, nil
}

func allVerified(devices []trust.Device) bool {
	active := 0
	for _, d := range devices {
		if !d.Active {
			continue
		}
		active++
		if d.Level != trust.Verified {
			return false
		}
	}
	return active > 0
}

// contact reads one roster entry.
func (a *account) contact(who string) (c history.Contact, ok bool) {
	if err := a.s.view("read contact", func(tx *bbolt.Tx) (err error) {
		c, ok, err = a.s.history(tx, a.jid).Contact(who)
		return err
	}); err != nil {
		a.log.Error("read contact", "err", err)
	}
	return c, ok
}

func displayName(name, who string) string {
	if !Blank(name) {
		return name
	}
	return localpart(who)
}

// localpart is the part of an address before the @, or the whole of one without.
func localpart(who string) string {
	if j, err := jid.Parse(who); err == nil && j.Localpart() != "" {
		return j.Localpart()
	}
	return who
}

// firstLine is the first line of a text in which there is something to see.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimLeftFunc(text, BlankRune), "\n")
	return cut(strings.TrimRightFunc(line, unicode.IsSpace), 200)
}

// summary is what a message says in one line: its subject, and the first line of its text.
func summary(m history.Message) string {
	line := firstLine(m.Body)
	switch {
	case m.Subject == "":
		return line
	case line == "":
		return firstLine(m.Subject)
	}
	return firstLine(m.Subject) + ": " + line
}
