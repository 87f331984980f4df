package imports

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// cebEdit is an entry of the column edited.
type cebEdit struct {
	ID      string `json:"edited_id"`
	Archive string `json:"server_msg_id"`
}

// cebReaction is an entry of the column reactions.
type cebReaction struct {
	From     string `json:"from"`
	Real     string `json:"trueJid"`
	Occupant string `json:"occupantId"`
	Emoji    string `json:"reaction"`
	Received bool   `json:"received"`
}

// message makes a message of a row; ok is false for calls and changes of status.
func (r *cebRow) message(p Place) (m Message, ok bool) {
	m = Message{Chat: p, Row: "message " + clip(string(r.UUID), 64), Resolution: time.Millisecond}
	if ms, err := strconv.ParseInt(string(r.TimeSent), 10, 64); err == nil {
		m.Time = millis(ms)
	}
	m.Own = r.Status != "0"
	if m.Own {
		m.State, m.About.Error = cebState(r.Status), clip(string(r.Error), MaxQuoted)
	}
	if nick := resourceOf(string(r.Counterpart)); p.Kind == Room {
		m.Nick, m.Real, m.Occupant = clip(nick, 1023), bareOf(string(r.TrueCounterpart)), clip(string(r.OccupantID), 128)
		if r.Type == "4" || r.Type == "5" {
			m.Chat.Kind, m.Chat.Nick = Private, m.Nick
		}
	}
	switch r.Type {
	case "0", "4":
		m.setBody(string(r.Body))
	case "1", "2", "5":
		m.File = r.file()
	default:
		return m, false
	}
	m.Key = fingerprint(string(r.Key))
	r.encryption(&m)
	r.ids(&m)
	r.reactions(&m)
	return m, true
}

// encryption: 1 is PGP that was not decrypted yet, 4 that could not be; 6 OMEMO for other devices, 7 that could not be decrypted.
func (r *cebRow) encryption(m *Message) {
	switch r.Encryption {
	case "0":
		m.Encryption = Clear
	case "1", "3", "4":
		m.Encryption = PGP
	case "2":
		m.Encryption = OTR
	case "5", "6", "7":
		m.Encryption = OMEMO
	}
	switch r.Encryption {
	case "1", "4", "6", "7":
		m.Marks.Unreadable, m.Text = true, Text{}
	}
}

func cebState(status word) State {
	switch status {
	case "2":
		return Sent
	case "7":
		return Delivered
	case "8":
		return Read
	}
	return Failed // 1, 5 and 6 wait; 3 has failed
}

// ids: of what was sent here, uuid is the id of the last text, and edited has the first; of what came, remoteMsgId is the first, and
// edited lists the later ones. The texts between are not kept.
func (r *cebRow) ids(m *Message) {
	m.IDs = IDs{ID: string(r.RemoteID), Archive: string(r.ServerID)}
	sent := m.Own && (r.Carbon != "1" || r.RemoteID == "")
	if sent {
		m.ID = string(r.UUID)
	}
	var edits []cebEdit
	if !r.Edited.nested(&edits) && r.Edited != "" && !strings.HasPrefix(string(r.Edited), "[") {
		edits = []cebEdit{{ID: clip(string(r.Edited), 1023)}} // until version 45 one id
	}
	if len(edits) == 0 {
		return
	}
	if sent {
		m.Change = &Change{ID: m.ID, Archive: m.Archive}
		m.IDs = IDs{edits[0].ID, edits[0].Archive}
		return
	}
	last := edits[len(edits)-1]
	m.Change = &Change{ID: last.ID, Archive: last.Archive}
}

// file reads URL|size|width|height.
func (r *cebRow) file() *File {
	f := &File{Name: lastPart(string(r.Path))} // where it lies is on the phone
	parts := strings.Split(clip(string(r.Body), 2*maxLink), "|")
	if l, ok := linkOf(parts[0]); ok {
		f.Links = []Link{l}
		if f.Name == "" {
			f.Name = l.name()
		}
	}
	number := func(i int, most int64) int64 {
		if i >= len(parts) {
			return 0
		}
		n, err := strconv.ParseInt(parts[i], 10, 64)
		if err != nil || n < 0 || n > most {
			return 0
		}
		return n
	}
	f.Size, f.Width, f.Height = number(1, math.MaxInt64), int(number(2, math.MaxInt32)), int(number(3, math.MaxInt32))
	return f
}

// reactions gathers the emojis of each sender.
func (r *cebRow) reactions(m *Message) {
	var all []cebReaction
	if !r.Reactions.nested(&all) {
		return
	}
	at := map[[2]string]int{}
	for _, a := range all {
		one := emojisOf(strings.ReplaceAll(a.Emoji, ",", ""), ",")
		if len(one) == 0 || len(m.About.Reactions) >= MaxReactions {
			continue
		}
		who := [2]string{a.From, a.Occupant}
		i, ok := at[who]
		if !ok {
			i = len(m.About.Reactions)
			at[who] = i
			n := Reaction{Sender: Sender{Own: !a.Received, Occupant: clip(a.Occupant, 128)}, From: bareOf(a.From)}
			if m.Chat.Kind == Room {
				n.Nick, n.Real, n.From = clip(resourceOf(a.From), 1023), bareOf(a.Real), bareOf(a.Real)
			}
			if n.Own {
				n.From = m.Chat.Account
			}
			m.About.Reactions = append(m.About.Reactions, n)
		}
		if e := &m.About.Reactions[i].Emojis; len(*e) < MaxEmojis {
			*e = append(*e, one[0])
		}
	}
}

func (r *cebRow) nextEncryption() Encryption {
	var a struct {
		Next word `json:"next_encryption"`
	}
	if !r.Attributes.nested(&a) {
		return Unknown
	}
	m := Message{}
	n := cebRow{Encryption: a.Next}
	n.encryption(&m)
	return m.Encryption
}

// decision makes a decision of a row of identities; ok is false for what is none.
func (r *cebRow) decision(account string) (d Decision, ok bool) {
	d = Decision{Account: account, JID: bareOf(string(r.Name)), Fingerprint: fingerprint(string(r.Fingerprint)), Inactive: r.Active == "0", Unseen: !bool(r.HasKey)}
	if ms, err := strconv.ParseInt(string(r.Seen), 10, 64); err == nil {
		d.Time = millis(ms)
	}
	d.Origin = ByHand
	switch r.Trust {
	case "VERIFIED", "VERIFIED_X509":
		d.Level = Verified
	case "TRUSTED":
		d.Level, d.Origin = Trusted, Unclear
	case "UNTRUSTED", "COMPROMISED":
		d.Level = Rejected
	}
	return d, d.Account != "" && d.JID != "" && d.Fingerprint != "" && d.Level != ""
}
