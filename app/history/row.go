package history

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"vouch/trust"
)

// messageFormat is the format of rows of messages: JSON without what follows from the place of the row. Those of earlier
// versions are in rowFormat, with all of it.
const messageFormat = 2

// stored is a row of a message as it is stored. Its fields stand before those of the same name in Message.
type stored struct {
	*Message
	ID          string      `json:"id,omitempty"`   // if it is not 32 hex digits
	RawID       []byte      `json:"i,omitempty"`    // else, if it does not follow from the place
	Chat        string      `json:"chat,omitempty"` // never: it is the chat of the row's key
	From        *string     `json:"from,omitempty"` // if it is not the account's of an own row, and the chat's of others
	Kind        *Kind       `json:"kind,omitempty"` // if it is no text
	Time        *time.Time  `json:"time,omitempty"` // if the next two cannot say it
	After       int64       `json:"at,omitempty"`   // nanoseconds that it is after the sort time; before it: less than 0
	Zone        int         `json:"zone,omitempty"` // seconds east of UTC
	Fingerprint string      `json:"fp,omitempty"`   // if it is not hex
	Key         []byte      `json:"f,omitempty"`    // else
	Recipients  []recipient `json:"to,omitempty"`
}

// recipient is a Recipient as it is stored.
type recipient struct {
	JID         *string `json:"jid,omitempty"` // if it is neither the chat nor the account
	Own         bool    `json:"own,omitempty"` // it is the account
	Device      uint32  `json:"dev"`
	Fingerprint string  `json:"fp,omitempty"`
	Key         []byte  `json:"f,omitempty"`
}

// write stores a row of c at key.
func (s *Store) write(c Chat, key []byte, m *Message) error {
	plain, err := json.Marshal(s.shorten(key, m))
	if err != nil {
		return fmt.Errorf("encode row of %s: %w", bktRows, err)
	}
	return s.put(bktRows, key, s.sealOf(c).Box(messageFormat, s.path(bktRows), key, plain))
}

// row opens a row of c. Up to Vouch 0.1.0 a notice had its policy in the body.
func (s *Store) row(c Chat, key, sealed []byte) (Message, error) {
	var m Message
	format, plain, err := s.sealOf(c).Unbox(s.path(bktRows), key, sealed)
	if err != nil {
		return Message{}, fmt.Errorf("open row of %s: %w", bktRows, err)
	}
	switch format {
	case rowFormat:
		err = json.Unmarshal(plain, &m)
	case messageFormat:
		short := stored{Message: &m}
		if err = json.Unmarshal(plain, &short); err == nil {
			s.complete(c, key, short)
		}
	default:
		err = fmt.Errorf("unknown format %d", format)
	}
	if err != nil {
		return Message{}, fmt.Errorf("decode row of %s: %w", bktRows, err)
	}
	if m.Notice == NoticeAutoTrusted && m.Policy == "" {
		m.Policy, m.Body = trust.Policy(m.Body), ""
	}
	m.Sort = bytes.Clone(key)
	return m, nil
}

// shorten leaves out of a row at key what complete finds again.
func (s *Store) shorten(key []byte, m *Message) stored {
	short := stored{Message: m}
	if own, ok := idAt(key); !ok || own != m.ID {
		short.RawID, short.ID = shortHex(m.ID)
	}
	if m.From != s.sender(m.Chat, m.Own) {
		short.From = &m.From
	}
	if m.Kind != KindText {
		short.Kind = &m.Kind
	}
	sort := sortTime(key)
	_, zone := m.Time.Zone()
	if after := m.Time.Sub(sort); zone%60 == 0 && sort.Add(after).Equal(m.Time) {
		short.After, short.Zone = int64(after), zone
	} else {
		short.Time = &m.Time
	}
	short.Key, short.Fingerprint = shortHex(m.Fingerprint)
	for _, r := range m.Recipients {
		to := recipient{Device: r.Device, Own: r.JID == s.account}
		to.Key, to.Fingerprint = shortHex(r.Fingerprint)
		if r.JID != m.Chat && !to.Own {
			to.JID = &r.JID
		}
		short.Recipients = append(short.Recipients, to)
	}
	return short
}

// complete gives the message of a row what was left out of it.
func (s *Store) complete(c Chat, key []byte, short stored) {
	m := short.Message
	if m.ID = longHex(short.RawID, short.ID); m.ID == "" {
		m.ID, _ = idAt(key)
	}
	m.Chat = c.JID
	m.From, m.Kind = s.sender(c.JID, m.Own), KindText
	if short.From != nil {
		m.From = *short.From
	}
	if short.Kind != nil {
		m.Kind = *short.Kind
	}
	if short.Time != nil {
		m.Time = *short.Time
	} else {
		m.Time = inZone(sortTime(key).Add(time.Duration(short.After)), short.Zone)
	}
	m.Fingerprint = longHex(short.Key, short.Fingerprint)
	for _, r := range short.Recipients {
		to := Recipient{JID: s.sender(c.JID, r.Own), Device: r.Device, Fingerprint: longHex(r.Key, r.Fingerprint)}
		if r.JID != nil {
			to.JID = *r.JID
		}
		m.Recipients = append(m.Recipients, to)
	}
}

// sender is whose a row or a device is that does not say it.
func (s *Store) sender(chat string, own bool) string {
	if own {
		return s.account
	}
	return chat
}

// sortTime is the sort time of a row key as a time.
func sortTime(key []byte) time.Time {
	return time.UnixMilli(int64(binary.BigEndian.Uint64(key[chatLen:]))).UTC()
}

// inZone gives t the zone that a time has which was read from JSON.
func inZone(t time.Time, zone int) time.Time {
	if zone == 0 {
		return t.UTC()
	}
	if _, here := t.Local().Zone(); here == zone {
		return t.Local()
	}
	return t.In(time.FixedZone("", zone))
}

// shortHex is text as bytes if it is hex in the form that longHex gives, else as it is.
func shortHex(text string) (raw []byte, rest string) {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) == 0 || hex.EncodeToString(raw) != text {
		return nil, text
	}
	return raw, ""
}

func longHex(raw []byte, rest string) string {
	if len(raw) > 0 {
		return hex.EncodeToString(raw)
	}
	return rest
}
