package imports

// hang fills what names the message by an id: in rooms the one that the room gave.
func (g *gajimNew) hang(m *Message, ref gajimRef, texts []gajimRow) {
	refs := []gajimRef{ref}
	for _, t := range texts {
		refs = append(refs, gajimRef{ref.account, ref.remote, t.id})
	}
	byRoom := refs
	if m.Chat.Kind == Room {
		byRoom = nil
		for _, t := range texts {
			if t.archive != "" {
				byRoom = append(byRoom, gajimRef{ref.account, ref.remote, t.archive})
			}
		}
	}
	if m.Own {
		m.State = Sent
		if texts[len(texts)-1].state == 1 { // pending: it never came back from the room, or never left
			m.State = Failed
		}
		g.state(m, refs)
	}
	seen := map[gajimRef]bool{}
	for _, r := range byRoom {
		if seen[r] {
			continue
		}
		seen[r] = true
		for _, a := range g.side.reactions[r] {
			g.react(m, a)
		}
		if a, ok := g.side.gone[r]; ok {
			g.take(m, a)
		}
		if a, ok := g.side.moderated[r]; ok {
			g.take(m, a)
		}
	}
}

// state finds out what became of an own message; in rooms a marker is of one of many.
func (g *gajimNew) state(m *Message, refs []gajimRef) {
	for _, r := range refs {
		if why, ok := g.side.failed[r]; ok {
			m.State, m.About.Error = Failed, why
			return
		}
	}
	for _, r := range refs {
		switch {
		case m.Chat.Kind == Room:
		case g.side.displayed[r]:
			m.State = Read
		case g.side.received[r] && m.State != Read:
			m.State = Delivered
		}
	}
}

// by is who did something to a message.
func (g *gajimNew) by(m *Message, a gajimMark) (s Sender, jid string) {
	s.Own = a.own
	switch {
	case a.own:
		jid = m.Chat.Account
	case m.Chat.Kind == Contact:
		jid = m.Chat.With
	default:
		o := g.side.occupants[a.occupant]
		s.Nick, s.Occupant, s.Real = o.nick, clip(o.id, 128), bareOf(g.remotes[o.real])
		jid = s.Real
	}
	return s, jid
}

func (g *gajimNew) react(m *Message, a gajimMark) {
	r := Reaction{Emojis: emojisOf(a.text, ";")}
	if len(r.Emojis) == 0 || len(m.About.Reactions) >= MaxReactions {
		return
	}
	r.Sender, r.From = g.by(m, a)
	r.Time, _ = fraction(a.at)
	m.About.Reactions = append(m.About.Reactions, r)
}

// take fills that a message was taken back, by its sender or by a moderator. Gajim keeps the text; it is not brought along.
func (g *gajimNew) take(m *Message, a gajimMark) {
	s, jid := g.by(m, a)
	c := &Change{Gone: true, By: jid, Reason: clip(a.text, MaxQuoted)}
	if c.By == "" {
		c.By = s.Nick
	}
	if c.By == "" {
		c.By = bareOf(a.by)
	}
	c.Time, _ = fraction(a.at)
	m.Change, m.Text = c, Text{}
}
