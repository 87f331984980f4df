package app

import (
	"errors"
	"slices"
	"sort"
	"strings"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/crypto"
	"vouch/trust"
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
		case a.looks <- out.Chat.Chat:
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
	switch {
	case v.Page == PageOwn:
		out.Devices, err = s.devicesView(tx, a, a.jid)
	case v.Page == PageDevices && v.Chat != "":
		out.Devices, err = s.devicesView(tx, a, out.Chat.Chat)
	}
	return err
}

func (s *Service) accountView(tx *bbolt.Tx, a *account) (*AccountView, error) {
	st := a.status()
	out := &AccountView{JID: a.jid, Name: localpart(a.jid), Enabled: st.enabled, State: st.state, Err: st.err, Retry: st.retry, Resource: st.resource, ListAlert: st.listAlert, CatchingUp: st.catchingUp}
	ts := s.trust(tx, a.jid)
	own, have, err := ts.Own()
	if err != nil {
		return nil, err
	}
	if have {
		out.DeviceID, out.Fingerprint = own.Device, own.Fingerprint()
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
	entries, err := s.history(tx, a.jid).Outbox()
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
	names := map[string]string{}
	for _, c := range contacts {
		names[c.JID] = c.Name
	}
	asks := a.asking()
	for who := range asks {
		if _, contact := names[who]; !contact {
			names[who] = ""
		}
	}
	for who := range names {
		if !slices.ContainsFunc(chats, func(c history.Chat) bool { return c.JID == who }) {
			chats = append(chats, history.Chat{JID: who, Listed: true})
		}
	}
	var out []*ChatRow
	for _, c := range chats {
		if _, contact := names[c.JID]; !c.Listed && !contact {
			continue
		}
		row, err := s.chatRow(h, ts, a, c, names[c.JID])
		if err != nil {
			return nil, err
		}
		row.Wants = asks[c.JID]
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

func (s *Service) chatRow(h *history.Store, ts *trust.Store, a *account, c history.Chat, name string) (*ChatRow, error) {
	presence, _ := a.presenceOf(c.JID)
	row := &ChatRow{Chat: c.JID, Name: displayName(name, c.JID), Presence: presence, Unread: c.Unread, Encrypted: !c.Plain}
	if c.Key == nil { // a contact without a chat
		return row, nil
	}
	last, err := h.Before(c.JID, nil, 1)
	if err != nil {
		return nil, err
	}
	if len(last) > 0 {
		m := last[0]
		row.Own, row.Kind, row.Time = m.Own, RowKind(m.Kind), m.Time
		row.Preview = firstLine(m.Body)
		if m.State == string(MessageFailed) || m.State == string(MessageUnknownFate) {
			row.Failed = 1
		}
		if m.State == string(MessagePending) && m.ErrKind != "" {
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

// chatView is header, coverage and question of a chat.
func (s *Service) chatView(tx *bbolt.Tx, a *account, who string) (*ChatView, error) {
	h, ts := s.history(tx, a.jid), s.trust(tx, a.jid)
	out := &ChatView{Chat: who, Encrypted: true}
	contact, ok, err := h.Contact(who)
	if err != nil {
		return nil, err
	}
	out.Name = displayName(contact.Name, who)
	if ok {
		out.Subscription, out.Ask = contact.Subscription, contact.Ask
	}
	out.Wants = a.asksFor(who)
	out.Presence, out.Status = a.presenceOf(who)
	chat, err := h.Chat(who)
	switch {
	case errors.Is(err, history.ErrNotFound):
	case err != nil:
		return nil, err
	default:
		out.Encrypted, out.KeyChanged = !chat.Plain, chat.Alarm
		if chat.Unread > 0 {
			next, err := h.After(who, chat.ReadTo, 1)
			if err != nil {
				return nil, err
			}
			if len(next) > 0 && !next[0].Own {
				out.UnreadFrom = next[0].ID
			}
		}
	}
	devices, err := ts.Devices(who)
	if err != nil {
		return nil, err
	}
	for _, d := range devices {
		if d.Active {
			out.Devices++
			if d.Fingerprint != "" && d.Level == trust.Undecided {
				out.Undecided++
			}
		}
	}
	out.Verified = allVerified(devices)
	if out.Coverage, err = coverage(ts, a.jid, who); err != nil {
		return nil, err
	}
	out.Question, err = s.question(h, ts, a, who)
	return out, err
}

// coverage says who could read a message sent now, as planFor would have it.
func coverage(ts *trust.Store, self, who string) (Coverage, error) {
	out := Coverage{Own: 1, OwnAll: 1}
	p, err := planFor(ts, self, who, true, true, true)
	if err != nil {
		return out, err
	}
	add := func(jid string, reads bool) {
		all, some := &out.TheirsAll, &out.Theirs
		if jid == self {
			all, some = &out.OwnAll, &out.Own
		}
		*all++
		if reads {
			*some++
		}
	}
	for _, t := range p.targets {
		add(t.addr.JID, true)
	}
	for _, n := range p.bundles {
		d, ok, err := ts.Device(n.jid, n.device)
		if err != nil {
			return out, err
		}
		reads := ok && (d.Level == trust.Trusted || d.Level == trust.Verified)
		add(n.jid, reads)
		if !reads {
			out.LeftOut = append(out.LeftOut, LeftOut{Own: n.jid == self, ID: n.device, Label: d.Label, Trust: TrustUndecided})
		}
	}
	for _, l := range p.left {
		add(l.device.JID, false)
		out.LeftOut = append(out.LeftOut, LeftOut{Own: l.own, Label: l.device.Label, ID: l.device.ID, Trust: Trust(l.device.Level), NoKeys: l.noKeys})
	}
	return out, nil
}

// question says why messages of a chat wait for the user, or nil.
func (s *Service) question(h *history.Store, ts *trust.Store, a *account, who string) (*Question, error) {
	entries, err := h.Outbox()
	if err != nil {
		return nil, err
	}
	var out *Question
	for _, e := range entries {
		if e.Chat != who || e.Purpose != history.ForMessage || e.Stanza != nil {
			continue
		}
		if out != nil {
			out.Waiting++
			continue
		}
		row, err := h.Get(e.Row)
		if err != nil {
			return nil, err
		}
		if row.ErrKind == "" {
			return nil, nil // only the network is waited for
		}
		out = &Question{Kind: Kind(row.ErrKind), Waiting: 1, First: row.ID}
	}
	if out == nil {
		return nil, nil
	}
	devices, err := ts.Devices(who)
	if err != nil {
		return nil, err
	}
	for _, d := range devices {
		if d.Active && (out.Kind != KindUndecided || d.Fingerprint != "" && d.Level == trust.Undecided) {
			out.Devices = append(out.Devices, deviceView(d, a.jid, 0))
		}
	}
	return out, nil
}

// fillRows adds the rows of the view.
func (s *Service) fillRows(tx *bbolt.Tx, a *account, who string, out *Snapshot) error {
	h := s.history(tx, a.jid)
	v := out.View
	before, after := v.Before, v.After
	if before+after <= 0 {
		before = defaultRows
	}
	var rows []history.Message
	anchor, err := h.InChat(who, v.Anchor)
	switch {
	case v.Anchor == "" || errors.Is(err, history.ErrNotFound):
		rows, err = h.Before(who, nil, before+after+1)
		if errors.Is(err, history.ErrNotFound) {
			return nil // no chat yet
		} else if err != nil {
			return err
		}
		if len(rows) > before+after {
			rows, out.Chat.More = rows[1:], true
		}
	case err != nil:
		return err
	default:
		older, err := h.Before(who, anchor.Sort, before+1)
		if err != nil {
			return err
		}
		newer, err := h.After(who, anchor.Sort, after+1)
		if err != nil {
			return err
		}
		if len(older) > before {
			older, out.Chat.More = older[1:], true
		}
		if len(newer) > after {
			newer, out.Chat.Newer = newer[:after], true
		}
		rows = slices.Concat(older, []history.Message{anchor}, newer)
	}
	labels, err := s.labels(tx, a, who)
	if err != nil {
		return err
	}
	for _, m := range rows {
		out.Rows = append(out.Rows, s.rows.same(s.row(a, out.Chat, labels, m)))
	}
	return nil
}

// labels are the names of the devices of both sides, by JID and device id.
func (s *Service) labels(tx *bbolt.Tx, a *account, who string) (map[string]map[uint32]string, error) {
	out := map[string]map[uint32]string{}
	for _, jid := range []string{who, a.jid} {
		devices, err := s.trust(tx, a.jid).Devices(jid)
		if err != nil {
			return nil, err
		}
		out[jid] = map[uint32]string{}
		for _, d := range devices {
			out[jid][d.ID] = d.Label
		}
	}
	return out, nil
}

func (s *Service) row(a *account, chat *ChatView, labels map[string]map[uint32]string, m history.Message) *Row {
	out := &Row{
		ID: m.ID, Kind: RowKind(m.Kind), Notice: Notice(m.Notice), Own: m.Own, From: m.From, Name: chat.Name, Body: m.Body, Time: m.Time,
		Encrypted: m.Encrypted, PlainIn: m.PlainIn, Trust: Trust(m.Trust), DeviceID: m.Device, Device: labels[m.From][m.Device],
		State: MessageState(m.State), Err: Kind(m.ErrKind), ErrText: m.ErrText, Count: m.Count,
	}
	if m.Own {
		out.Name = localpart(a.jid)
	}
	for _, r := range m.Recipients {
		out.Recipients = append(out.Recipients, Recipient{JID: r.JID, DeviceID: r.Device, Fingerprint: r.Fingerprint, Label: labels[r.JID][r.Device]})
	}
	return out
}

// devicesView is the Encryption tab of who.
func (s *Service) devicesView(tx *bbolt.Tx, a *account, who string) (*DevicesView, error) {
	ts := s.trust(tx, a.jid)
	contact, _, err := s.history(tx, a.jid).Contact(who)
	if err != nil {
		return nil, err
	}
	whose := who
	if who == a.jid {
		whose = "" // the policy for contacts; one's own devices are always the user's to decide about
	}
	policy, inherited, err := ts.Policy(whose)
	if err != nil {
		return nil, err
	}
	devices, err := ts.Devices(who)
	if err != nil {
		return nil, err
	}
	own, have, err := ts.Own()
	if err != nil {
		return nil, err
	}
	out := &DevicesView{JID: who, Name: displayName(contact.Name, who), Own: who == a.jid, Policy: string(policy), Inherited: inherited}
	if out.Own && have {
		this := thisDevice(own, a.jid)
		for _, d := range devices {
			if d.ID == own.Device {
				this.FirstSeen, this.LastSeen = d.FirstSeen, d.LastSeen
			}
		}
		out.Devices, out.Reading, out.Active = append(out.Devices, this), 1, 1
	}
	for _, d := range devices {
		if out.Own && d.ID == own.Device {
			continue
		}
		view := deviceView(d, a.jid, own.Device)
		out.Devices = append(out.Devices, view)
		if view.Active {
			out.Active++
			if view.Trust == TrustTrusted || view.Trust == TrustVerified {
				out.Reading++
			}
		}
	}
	return out, nil
}

func thisDevice(own crypto.Identity, account string) *DeviceView {
	return &DeviceView{JID: account, ID: own.Device, Fingerprint: own.Fingerprint(), Own: true, This: true, Active: true, Trust: TrustVerified, DecidedBy: "this"}
}

func deviceView(d trust.Device, account string, this uint32) *DeviceView {
	return &DeviceView{
		JID: d.JID, ID: d.ID, Fingerprint: d.Fingerprint, Label: d.Label, Own: d.JID == account, This: d.JID == account && d.ID == this,
		Active: d.Active, Broken: d.Broken, Changed: d.Changed, Trust: Trust(d.Level), FirstSeen: d.FirstSeen, LastSeen: d.LastSeen,
		LastMessage: d.LastMessage, DecidedAt: d.DecidedAt, DecidedBy: d.DecidedBy,
	}
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
	if name != "" {
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

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return cut(line, 200)
}
