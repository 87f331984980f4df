package app

import (
	"errors"
	"slices"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
	"vouch/xmpp/reactions"
)

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
	away, err := h.Blocked()
	if err != nil {
		return nil, err
	}
	out.Blocked = blocked(away, who)
	out.Picture = a.face(who)
	out.Nickname, out.Profile = a.said(who)
	seen := a.presenceOf(who)
	out.Presence, out.Show, out.Status, out.Idle = seen.presence, seen.show, seen.status, seen.idle
	out.Typing = a.isTyping(who)
	out.Older, out.OlderErr = a.olderOf(who)
	chat, err := h.Chat(who)
	switch {
	case errors.Is(err, history.ErrNotFound):
	case err != nil:
		return nil, err
	default:
		out.Encrypted, out.KeyChanged, out.Reacts = !chat.Plain, chat.Alarm, chat.Reacts
		if chat.Older.All {
			out.Older, out.OlderErr = OlderComplete, ""
		}
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
	to, err := audienceIn(h, a.jid, who)
	if err != nil {
		return nil, err
	}
	if out.Coverage, err = coverage(ts, to); err != nil {
		return nil, err
	}
	if out.Wrote, err = firstToWrite(ts, who, devices); err != nil {
		return nil, err
	}
	out.Question, err = s.question(h, ts, a, who)
	return out, err
}

// firstToWrite is the undecided active device from which a contact of whom nothing was ever decided wrote last, or nil.
func firstToWrite(ts *trust.Store, who string, devices []trust.Device) (*DeviceView, error) {
	decided, err := ts.Decisions(who)
	if err != nil || len(decided) > 0 || who == ts.Account() {
		return nil, err
	}
	var last trust.Device
	for _, d := range devices {
		if d.Active && d.Fingerprint != "" && d.LastMessage.After(last.LastMessage) {
			last = d
		}
	}
	if last.Fingerprint == "" {
		return nil, nil
	}
	return deviceView(last, ts.Account(), 0), nil
}

// coverage says who could read a message sent now, as planFor would have it.
func coverage(ts *trust.Store, to audience) (Coverage, error) {
	out := Coverage{Own: 1, OwnAll: 1}
	p, err := planFor(ts, to, planOptions{released: true})
	if err != nil {
		return out, err
	}
	add := func(jid string, reads bool) {
		all, some := &out.TheirsAll, &out.Theirs
		if jid == to.self {
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
		reads := ok && d.Level.Reads()
		add(n.jid, reads)
		if !reads {
			out.LeftOut = append(out.LeftOut, LeftOut{Own: n.jid == to.self, ID: n.device, Label: d.Label, Trust: trust.Undecided})
		}
	}
	for _, l := range p.left {
		add(l.device.JID, false)
		out.LeftOut = append(out.LeftOut, LeftOut{Own: l.own, Label: l.device.Label, ID: l.device.ID, Trust: l.device.Level, NoKeys: l.noKeys})
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
	to, err := audienceIn(h, a.jid, who)
	if err != nil {
		return err
	}
	labels, err := s.labels(tx, a, to)
	if err != nil {
		return err
	}
	mends, err := s.mendsOf(tx, a, to, rows)
	if err != nil {
		return err
	}
	for _, m := range rows {
		row := s.row(a, out.Chat, labels, m)
		mends.fill(row)
		if row.Reply, err = a.replyOf(h, m, out.Chat.Name); err != nil {
			return err
		}
		if row.Keys, err = keyCard(s.trust(tx, a.jid), m); err != nil {
			return err
		}
		out.Rows = append(out.Rows, s.rows.same(row))
	}
	return nil
}

// labels are the names of the devices of an audience and ourselves, by JID and device id.
func (s *Service) labels(tx *bbolt.Tx, a *account, to audience) (map[string]map[uint32]string, error) {
	out := map[string]map[uint32]string{}
	for _, jid := range to.everybody() {
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
		ID: m.ID, Kind: m.Kind, Notice: m.Notice, Own: m.Own, From: m.From, Body: m.Body, Time: m.Time,
		Encrypted: m.Encrypted, PlainIn: m.PlainIn, Trust: m.Trust, DeviceID: m.Device, Device: labels[m.From][m.Device],
		State: m.State, Policy: m.Policy, Err: Kind(m.ErrKind), ErrText: m.ErrText, Count: m.Count, Key: m.Fingerprint, Subject: m.Subject, About: m.About,
	}
	switch m.From {
	case a.jid:
		out.Name = localpart(a.jid)
	case chat.Chat:
		out.Name = chat.Name
	default:
		out.Name = displayName("", m.From)
	}
	out.Reactions = reactionsOf(a.jid, m)
	out.Edited, out.Retracted, out.AskedAt = m.EditedAt, m.RetractedAt, m.AskedAt
	for _, v := range m.Earlier {
		out.Earlier = append(out.Earlier, Earlier{v.Body, v.Time})
	}
	for _, r := range m.Recipients {
		out.Recipients = append(out.Recipients, Recipient{JID: r.JID, DeviceID: r.Device, Fingerprint: r.Fingerprint, Label: labels[r.JID][r.Device]})
	}
	return out
}

// reactionsOf are the reactions to a message by emoji, whichever style they came in.
func reactionsOf(self string, m history.Message) (out []Reaction) {
	for _, r := range m.Reactions {
		for _, emoji := range r.Emoji {
			i := slices.IndexFunc(out, func(o Reaction) bool { return reactions.Same(o.Emoji, emoji) })
			if i < 0 {
				out = append(out, Reaction{Emoji: emoji, Words: !reactions.IsEmoji(emoji)})
				i = len(out) - 1
			}
			if len(emoji) > len(out[i].Emoji) { // says that it is one in colours
				out[i].Emoji = emoji
			}
			if r.From == self {
				out[i].Own = true
			} else {
				out[i].From = append(out[i].From, r.From)
			}
		}
	}
	return out
}
