package imports

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"vouch/app/imports/sqlite"
)

// gajimLogs reads a logs.db of Gajim 1.0 to 1.8: one table, one row a message, with the newest text in it.
type gajimLogs struct {
	gajim
	rooms map[int64]bool // jids.jid_id
}

func (g *gajimLogs) look(ctx context.Context) error {
	g.rooms = map[int64]bool{}
	if err := g.addresses(ctx, "jids", "jid_id", func(id int64, text string) { g.remotes[id] = text }); err != nil {
		return err
	}
	if err := g.load(ctx, g.db, "jids", []string{"jid_id"}, []string{"type"}, "WHERE type = 1", func(r sqlite.Row) error {
		var id int64
		err := r.Scan(&id)
		g.rooms[id] = true
		return err
	}); err != nil {
		return err
	}
	group := "GROUP BY account_id, jid_id, kind ORDER BY account_id, jid_id, kind"
	if !g.db.Has("logs", "account_id") {
		group = "GROUP BY jid_id, kind ORDER BY jid_id, kind"
	}
	chats, none := map[gajimKey]*Counts{}, 0
	var order []gajimKey
	err := g.load(ctx, g.db, "logs", []string{"account_id", "jid_id", "kind", "count(*)"}, nil, group, func(r sqlite.Row) error {
		var k gajimKey
		var kind, n int64
		if err := r.Scan(&k.account, &k.remote, &kind, &n); err != nil {
			return err
		}
		c := chats[k]
		if c == nil {
			c = &Counts{}
			chats[k], order = c, append(order, k)
		}
		switch {
		case kind >= logRoom && kind <= logOut:
			c.Messages += int(n)
		case kind == 8 || kind == 9:
			c.Files += int(n)
		default:
			c.Others += int(n)
		}
		if kind == logRoom {
			g.rooms[k.remote] = true
		}
		return nil
	})
	for _, k := range order {
		p, ok := g.place(k)
		if !ok || !g.add(k, p, *chats[k]) {
			none += chats[k].Messages
		}
	}
	if none > 0 {
		g.warn(ErrAddress, "%d messages in logs.db", none)
	}
	return err
}

// place tells which chat it is. Rows from before Gajim 1.0 have no account.
func (g *gajimLogs) place(k gajimKey) (p Place, ok bool) {
	if k.account != 0 {
		if p.Account = bareOf(g.remotes[k.account]); p.Account == "" {
			return p, false
		}
		g.accounts[k.account] = p.Account
	}
	text := g.remotes[k.remote]
	p.With, p.Kind = bareOf(text), Contact
	switch nick := resourceOf(text); {
	case g.rooms[k.remote]:
		p.Kind = Room
	case nick != "":
		p.Kind, p.Nick = Private, nick
	}
	return p, true
}

func (g *gajimLogs) messages(ctx context.Context, yield func(Message, error) bool) {
	line, err := g.db.Prepare([]string{"contact_name", "occupant_id", "real_jid", "time", "kind", "message", "error", "subject", "additional_data", "stanza_id", "message_id", "marker"}, "logs", "WHERE log_line_id = ?")
	if err != nil {
		failed(yield, err)
		return
	}
	defer line.Close()
	order := "account_id, jid_id, time, log_line_id"
	if !g.db.Has("logs", "account_id") {
		order = "jid_id, time, log_line_id"
	}
	chats := g.chatOf()
	for r, err := range g.db.All(ctx, []string{"log_line_id", "account_id", "jid_id"}, "logs", "WHERE "+logsAreMessages+" ORDER BY "+order) {
		var id int64
		var k gajimKey
		if err == nil {
			err = r.Scan(&id, &k.account, &k.remote)
		}
		if err != nil {
			failed(yield, err)
			return
		}
		c := chats[k]
		if c == nil {
			continue // its address is none, which was told
		}
		m, err := g.read(ctx, line, id, c.Place)
		if !pass(ctx, yield, row("log", id), m, err) {
			return
		}
	}
}

func (g *gajimLogs) read(ctx context.Context, line *sqlite.Query, id int64, p Place) (Message, error) {
	m := Message{Chat: p, Row: row("log", id), Encryption: Clear}
	var nick, occupant, real, body, wrong, more, archive, message string
	var at float64
	var kind int64
	for r, err := range line.Rows(ctx, id) {
		if err == nil {
			var marker int64
			err = r.Scan(&nick, &occupant, &real, &at, &kind, &body, &wrong, &m.Subject, &more, &archive, &message, &marker)
			m.State = logState(r.Integer(11), marker)
		}
		if err != nil {
			return m, fmt.Errorf("logs: %w", err)
		}
	}
	m.Time, m.Resolution = fraction(at)
	m.Own = kind == logOut || kind == logSingleOut
	if p.Kind == Room {
		m.Nick, m.Real, m.Occupant = clip(nick, 1023), bareOf(real), clip(occupant, 128)
		m.Own = m.Own || m.Real != "" && m.Real == p.Account
	}
	if !m.Own {
		m.State = ""
	} else if wrong != "" {
		m.State, m.About.Error = Failed, clip(wrong, MaxQuoted)
	}
	m.IDs = logIDs(message, archive, kind == logOut || kind == logSingleOut)
	m.setBody(body)
	m.logMore(more)
	return m, nil
}

// logIDs: Gajim puts an archive's id into stanza_id where it has one, and else the message's own, as it does for all that is sent.
func logIDs(message, archive string, sent bool) IDs {
	if sent || message == "" || message == archive {
		if sent && message == "" {
			message = archive
		}
		return IDs{ID: message}
	}
	return IDs{ID: message, Archive: archive}
}

func logState(known bool, marker int64) State {
	switch {
	case known && marker == 0:
		return Delivered
	case known && marker == 1:
		return Read
	}
	return Sent
}

// logMore reads additional_data, JSON that Gajim and its plugins keep beside a message.
func (m *Message) logMore(text string) {
	if text == "" || len(text) > 256<<10 {
		return
	}
	var more struct {
		Encrypted *struct {
			Name        string `json:"name"`
			Fingerprint string `json:"fingerprint"`
			Trust       int    `json:"trust"`
		} `json:"encrypted"`
		Corrected *struct {
			Text string `json:"original_text"`
		} `json:"corrected"`
		Gajim struct {
			URL string `json:"oob_url"`
		} `json:"gajim"`
	}
	if err := json.Unmarshal([]byte(text), &more); err != nil {
		return // not Gajim's; the text stands without it
	}
	if c := more.Corrected; c != nil {
		m.Change = &Change{}
		if c.Text != "" {
			m.Change.Earlier = []Version{{Body: clipBytes(c.Text)}}
		}
	}
	if l, ok := linkOf(more.Gajim.URL); ok && m.File == nil {
		m.File = &File{Name: l.name(), Links: []Link{l}}
	}
	if e := more.Encrypted; e != nil {
		m.gajimEncryption(e.Name, e.Fingerprint, e.Trust)
	}
}

// gajimEncryption fills how a message was encrypted. Untrusted without a key is not for this device: what stands there is a translated
// sentence. Own messages have no key either.
func (m *Message) gajimEncryption(protocol, key string, trust int) {
	switch strings.ToUpper(protocol) {
	case "OMEMO":
		m.Encryption = OMEMO
	case "PGP", "OPENPGP":
		m.Encryption = PGP
	case "OTR":
		m.Encryption = OTR
	default:
		m.Encryption = Unknown
	}
	m.Key = fingerprint(key)
	if m.Encryption == OMEMO && m.Key == "" && trust == 0 && !m.Own {
		m.Marks.Unreadable, m.Text = true, Text{}
	}
}
