package history

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"vouch/app/fault"
	"vouch/trust"
)

// Message is one row of a chat.
type Message struct {
	ID          string       `json:"id"` // 32 hex digits, stable
	MessageID   string       `json:"mid,omitempty"`
	ArchiveID   string       `json:"aid,omitempty"`
	Chat        string       `json:"chat"`
	Nick        string       `json:"nick,omitempty"`    // in a room: the nickname of From, or of who did what a notice tells
	Occupant    string       `json:"occ,omitempty"`     // in a room: the occupant id of From (XEP-0421)
	Mention     bool         `json:"mention,omitempty"` // in a room: it names the user
	Ignored     bool         `json:"ignored,omitempty"` // in a room: the user ignored who wrote it when it came, and is not told of it
	From        string       `json:"from"`
	Own         bool         `json:"own,omitempty"`
	Time        time.Time    `json:"time"`
	Subject     string       `json:"subject,omitempty"` // came in clear, beside the text or without one
	Body        string       `json:"body,omitempty"`
	Kind        Kind         `json:"kind"`
	Notice      Notice       `json:"notice,omitempty"`
	Policy      trust.Policy `json:"policy,omitempty"`     // of NoticeAutoTrusted
	About       string       `json:"about,omitempty"`      // what a notice, another thing or an unreadable row names: a room, an encryption, an element
	AboutNick   string       `json:"about_nick,omitempty"` // of a notice about somebody in a room: their nickname; About is the same where nothing else is known
	Encrypted   bool         `json:"enc,omitempty"`        // own: written under encryption; others: came encrypted
	Private     bool         `json:"private,omitempty"`    // a text of it was under encryption, though its first one was not
	PlainIn     bool         `json:"plain_in,omitempty"`
	Device      uint32       `json:"dev,omitempty"`
	Fingerprint string       `json:"fp,omitempty"`
	Trust       trust.Level  `json:"trust,omitempty"` // the decision about the key of the sending device when it came; "" of own and clear rows
	State       State        `json:"state,omitempty"`
	ErrKind     fault.Kind   `json:"err,omitempty"`
	ErrText     string       `json:"err_text,omitempty"`
	Recipients  []Recipient  `json:"to,omitempty"`
	Count       int          `json:"count,omitempty"` // of a notice that counts; of an own message to a room that was too large: of how many devices it had keys
	Raw         string       `json:"raw,omitempty"`   // of unreadable rows: the stanza, bounded, for the curious
	EditID      string       `json:"edit,omitempty"`  // id attribute of the last change of a row, "" while there is none
	EditedAt    time.Time    `json:"edited,omitzero"` // when the text that stands here was written, if it is not the first one
	Earlier     []Version    `json:"earlier,omitempty"`
	Markable    bool         `json:"markable,omitempty"` // the sender wants to know when it is seen
	ReplyTo     string       `json:"re,omitempty"`       // id attribute of the message that this one answers
	ReplyRow    string       `json:"re_row,omitempty"`   // its row, if it was here
	Quoted      string       `json:"quoted,omitempty"`   // what is quoted of it, if it was not here: nobody's words
	Reactions   []Reaction   `json:"react,omitempty"`
	RetractedAt time.Time    `json:"gone,omitzero"` // when the text was taken back
	RetractedBy string       `json:"gone_by,omitempty"`
	Moderated   bool         `json:"moderated,omitempty"` // RetractedBy is the moderator of a room, or the room; About is why
	By          string       `json:"by,omitempty"`        // in a room: bare JID of the moderator, or of who did what a notice tells; "" where it is not known
	Unread      string       `json:"unread,omitempty"`    // id attribute of the other side's message that this own one asks for again
	AskedAt     time.Time    `json:"asked,omitzero"`      // unreadable: when it was asked for again; own: when the other side did so
	Answered    Answer       `json:"answered,omitempty"`
	File        *File        `json:"file,omitempty"`   // what stands in the place of Body, or nil
	Source      string       `json:"source,omitempty"` // whence the row is that this profile did not write itself: SourceBackup; else ""

	Sort []byte `json:"-"` // key of the row: chat | sort time | tie; set when read or appended
}

// Recipient is a device that an own message was encrypted for.
type Recipient struct {
	JID         string `json:"jid"`
	Device      uint32 `json:"dev"`
	Fingerprint string `json:"fp"`
}

// Secret tells whether a text of the message was under encryption: none of it may leave in clear.
func (m *Message) Secret() bool { return m.Encrypted || m.Private }

// Sealed tells whether the text that stands in the message was under encryption. Of a message whose first text was not, the
// first one alone is known not to have been.
func (m *Message) Sealed() bool { return m.Encrypted || m.Private && m.EditID != "" }

// SortTime is the time that the row sorts by, in milliseconds since 1970.
func (m *Message) SortTime() uint64 { return binary.BigEndian.Uint64(m.Sort[chatLen:]) }

const (
	chatLen = 16
	sortLen = chatLen + 8 + 8

	// SortLen is how long Message.Sort is, in bytes.
	SortLen = sortLen
)

// Place says where in its chat a row belongs that is not the newest by itself.
type Place struct {
	Floor uint64 // sort time, in ms, that the row must not be below
	Ceil  uint64 // sort time that it must not be above, unless the floor is; 0: none
	Quiet bool   // the row is of the past: it is not unread, and says nothing about what was read
}

// Append stores a new row at the end of its chat and sets its ID, unless the caller chose one, and its Sort. The sort
// time is m.Time, but never smaller than that of the chat's newest row: what arrives later stands later, whatever a clock
// says. The chat counts as settled up to this row: nothing from the archive will have to stand before it.
func (s *Store) Append(m *Message) error {
	c, err := s.Begin(m.Chat, m.Time)
	if err != nil {
		return err
	}
	c.Settled = max(milliseconds(m.Time), c.LastLive)
	return s.insert(m, c, c.Settled, false)
}

// AppendLoose is Append for a row that is new while there may be older ones to come from the archive. It leaves room
// before it, and does not count as settled.
func (s *Store) AppendLoose(m *Message) error {
	c, err := s.Begin(m.Chat, m.Time)
	if err != nil {
		return err
	}
	return s.insert(m, c, max(milliseconds(m.Time), c.LastLive+1), false)
}

// Insert stores a row from the archive: at its own time, within the bounds of its place.
func (s *Store) Insert(m *Message, at Place) error {
	c, err := s.Begin(m.Chat, m.Time)
	if err != nil {
		return err
	}
	sort := milliseconds(m.Time)
	if at.Ceil > 0 {
		sort = min(sort, at.Ceil)
	}
	sort = max(sort, at.Floor)
	if !at.Quiet {
		c.Settled = max(c.Settled, sort)
	}
	return s.insert(m, c, sort, at.Quiet)
}

// Settle says that nothing from the archive will have to stand before the chat's rows up to this sort time.
func (s *Store) Settle(jid string, sort uint64) error {
	c, err := s.Chat(jid)
	if err != nil || c.Settled >= sort {
		return err
	}
	c.Settled = sort
	return s.PutChat(c)
}

// Move gives a row another place: the last one of that sort time.
func (s *Store) Move(m *Message, sort uint64) error {
	c, err := s.Chat(m.Chat)
	if err != nil {
		return err
	}
	if err := errors.Join(s.textGone(c, m.Sort), s.remove(bktRows, m.Sort)); err != nil {
		return err
	}
	if m.Sort, err = s.newKey(m.Chat, sort); err != nil {
		return err
	}
	err = errors.Join(s.keep(m.ID, m.Sort), s.write(c, m.Sort, m), s.textNew(m.Sort, m))
	if c.LastLive < sort {
		c.LastLive = sort
		err = errors.Join(err, s.PutChat(c))
	}
	return err
}

// newKey is the key of a row that is the last of its sort time.
func (s *Store) newKey(chat string, sort uint64) ([]byte, error) {
	rows, err := s.writable(bktRows)
	if err != nil {
		return nil, err
	}
	tie, err := rows.NextSequence()
	if err != nil {
		return nil, fmt.Errorf("number row: %w", err)
	}
	name := s.seal.Name("chat", s.account, chat)
	key := make([]byte, 0, sortLen)
	key = append(key, name[:]...)
	key = binary.BigEndian.AppendUint64(key, sort)
	return binary.BigEndian.AppendUint64(key, tie), nil
}

// Unsettled gives the newest rows of a chat that the archive has not come to, at most n.
func (s *Store) Unsettled(c Chat, n int) ([]Message, error) {
	if c.LastLive <= c.Settled {
		return nil, nil
	}
	rows, err := s.Before(c.JID, nil, n)
	if err != nil {
		return nil, err
	}
	for len(rows) > 0 && rows[0].SortTime() <= c.Settled {
		rows = rows[1:]
	}
	return rows, nil
}

// How full pages of rows are when they are split. What comes at the end of a chat fills them, since nothing will come
// between; what comes between leaves room for more of it, or each row would leave a page behind that is almost empty.
const (
	crowded = 0.95
	roomy   = 0.6
)

// crowd says how the pages of rows that this transaction writes are split.
func (s *Store) crowd(atEnd bool) error {
	rows, err := s.writable(bktRows)
	if err != nil {
		return err
	}
	if !atEnd {
		rows.FillPercent = roomy
	} else if rows.FillPercent != roomy {
		rows.FillPercent = crowded
	}
	return nil
}

func (s *Store) insert(m *Message, c Chat, at uint64, quiet bool) error {
	key, err := s.newKey(m.Chat, at)
	if err != nil {
		return err
	}
	if err := s.crowd(at >= c.LastLive); err != nil {
		return err
	}
	m.Sort = key
	if m.ID == "" || placed(m.ID, key) { // the second: of a transaction that was rolled back
		if id, ok := idAt(key); ok {
			m.ID = id
		} else {
			m.ID = NewID()
		}
	}
	if err := s.keep(m.ID, key); err != nil {
		return err
	}
	if quiet && c.LastLive <= c.Settled { // all that is here is in order, and so it stays
		c.Settled = max(c.Settled, at)
	}
	c.LastLive, c.Listed = max(c.LastLive, at), true
	c.Wrote = c.Wrote || m.Own && m.Kind != KindNotice
	switch {
	case quiet || m.Kind == KindNotice || m.Ignored:
	case m.Own:
		c.Unread, c.Mentions = 0, 0 // whoever answers, here or on another device, has read
	default:
		c.Unread++
		if m.Mention {
			c.Mentions++
		}
	}
	if err := s.PutChat(c); err != nil {
		return err
	}
	return errors.Join(s.write(c, key, m), s.textNew(key, m))
}

// wroteScan bounds the rows in which WroteTo looks for one of the user's, in a chat of a version that did not note them.
const wroteScan = 50

// WroteTo tells whether the user has written to jid. It is false where there is no chat.
func (s *Store) WroteTo(jid string) (bool, error) {
	c, err := s.Chat(jid)
	switch {
	case errors.Is(err, ErrNotFound):
		return false, nil
	case err != nil || c.Wrote:
		return c.Wrote, err
	}
	rows, err := s.Before(jid, nil, wroteScan)
	return slices.ContainsFunc(rows, func(m Message) bool { return m.Own && m.Kind != KindNotice }), err
}

// Get gives the row with id, or ErrNotFound.
func (s *Store) Get(id string) (Message, error) {
	key := s.find(id)
	if key == nil {
		return Message{}, fmt.Errorf("read message %s: %w", id, ErrNotFound)
	}
	return s.at(id, key)
}

// InChat is Get for a row that must be of the chat jid.
func (s *Store) InChat(jid, id string) (Message, error) {
	m, err := s.Get(id)
	if err == nil && m.Chat != jid {
		return Message{}, fmt.Errorf("read message %s: %w", id, ErrNotFound)
	}
	return m, err
}

func (s *Store) at(id string, key []byte) (Message, error) {
	stored := s.get(bktRows, key)
	if stored == nil {
		return Message{}, fmt.Errorf("read message %s: %w", id, ErrNotFound)
	}
	c, err := s.chatOf(key)
	if err != nil {
		return Message{}, err
	}
	m, err := s.row(c, key, stored)
	if err == nil && m.ID != id { // another row is where the id says
		return Message{}, fmt.Errorf("read message %s: %w", id, ErrNotFound)
	}
	return m, err
}

// chatOf is the chat that a row key belongs to.
func (s *Store) chatOf(key []byte) (Chat, error) {
	name := key[:chatLen]
	stored := s.get(bktChats, name)
	if stored == nil {
		return Chat{}, fmt.Errorf("read chat of a row: %w", ErrNotFound)
	}
	var c Chat
	return c, s.open(s.seal, bktChats, name, stored, &c)
}

// Put writes a changed row back to its place. The id and the chat of a row never change; its place only by Move.
func (s *Store) Put(m Message) error {
	key := s.find(m.ID)
	if key == nil {
		return fmt.Errorf("write message %s: %w", m.ID, ErrNotFound)
	}
	c, err := s.Chat(m.Chat)
	if err != nil {
		return err
	}
	return errors.Join(s.write(c, key, &m), s.textChanged(c, key, &m))
}

// Delete removes one row. Its index rows stay, so that a copy of it stays known.
func (s *Store) Delete(m Message) error {
	key := s.find(m.ID)
	if key == nil {
		return nil
	}
	c, err := s.Chat(m.Chat)
	if err != nil {
		return err
	}
	return errors.Join(s.DropFile(&m), s.textGone(c, key), s.remove(bktRows, key))
}

// NewID makes the id attribute of a stanza, or another id that nobody can guess: 128 random bits.
func NewID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails, crypto/rand
	return hex.EncodeToString(b[:])
}

// milliseconds are those since 1970; times outside the range of the key count as its ends.
func milliseconds(t time.Time) uint64 {
	ms := t.UnixMilli()
	if ms < 0 {
		return 0
	}
	return min(uint64(ms), math.MaxUint64-1)
}
