package view

import (
	"slices"
	"strings"
	"time"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/xmpp/reactions"
)

// Row is one row of a conversation.
type Row struct {
	ID         string // opaque, stable in this profile
	Kind       RowKind
	Notice     Notice // of a RowNotice
	Own        bool
	From       string // bare JID; in a room of somebody whose address is not known their place there
	Name       string // of From, for people; in a room the nickname, of a notice there who did it, as the user calls them
	Who        string // of a notice about somebody in a room: what they are called, by the user or there
	Occupant   string // in a room: the occupant id of From, "" where there is none
	Mention    bool   // in a room: it names the user
	Ignored    bool   // in a room: by somebody of whom the user wants to hear nothing
	Policy     Policy // of NoticeAutoTrusted
	Subject    string // came in clear
	Body       string
	About      string // what a RowNotice, RowOther or RowUnreadable names
	Time       time.Time
	Encrypted  bool
	PlainIn    bool         // came in clear although the chat is encrypted
	Trust      Trust        // of the sending device when it was received; "" for own and clear rows
	DeviceID   uint32       // sending device of received encrypted rows, the device in question of a notice
	Device     string       // its label, or ""
	State      MessageState // of own rows
	Err        fault.Kind   // why it waits, failed or could not be read
	ErrText    string       // what the server said about a failure
	Count      int          // of a NoticeEarlier or NoticeTrusted: how many messages; of an own message that was too large for a room: how many devices it was for
	AskedAt    time.Time    // unreadable: when it was asked for again; own: when the other side said that it could not read it
	Keys       *KeyCard     // what it says about the sender's devices, or nil
	Key        string       // fingerprint of the device: of the sending key; of an unreadable row, the one that the device has now
	Repaired   time.Time    // unreadable: when the session with its device was begun anew since; else zero
	Recipients []Recipient  // devices an own row was encrypted for
	Edited     time.Time    // when Body was written, if it is not the first text; else zero
	Earlier    []Earlier    // what stood there before, oldest first
	Reactions  []Reaction   // one for each emoji, in the order they came
	Reply      *Reply       // the message that this one answers, or nil
	Retracted  time.Time    // when the text was taken back, by From unless Moderated; else zero
	Moderated  bool         // in a room: a moderator took it away; About is why
	TakenBy    string       // what that moderator is called, "" where the room does not say; with TakenByUs not to be shown
	TakenByUs  bool         // that moderator is the user
	RoomID     bool         // in a room: it gave the message an id, by which its moderators can take it away
	File       *FileView    // what stands in the place of Body, or nil
}

// Reaction is what somebody has for a message: an emoji, or words where a client allows them. What cannot be shown is "□".
type Reaction struct {
	Emoji string
	Words bool     // it is no emoji: somebody else's words, at most twenty letters
	From  []string // who else has it, by bare JID
	Own   bool     // we have it
}

// Earlier is a text that a row had before it was corrected.
type Earlier struct {
	Body string
	Time time.Time
}

// Recipient is a device that an own message was encrypted for.
type Recipient struct {
	JID         string
	DeviceID    uint32
	Fingerprint string
	Label       string
}

// row is one message.
func (src Source) row(chat *ChatView, labels map[string]map[uint32]string, m history.Message) (out *Row, err error) {
	out = &Row{
		ID: m.ID, Kind: m.Kind, Notice: m.Notice, Own: m.Own, From: m.From, Body: m.Body, Time: m.Time,
		Encrypted: m.Encrypted, PlainIn: m.PlainIn, Trust: m.Trust, DeviceID: m.Device, Device: labels[m.From][m.Device],
		State: m.State, Policy: m.Policy, Err: m.ErrKind, ErrText: m.ErrText, Count: m.Count, Key: m.Fingerprint, Subject: m.Subject, About: m.About,
	}
	if out.File = src.file(m); out.File != nil {
		out.Body = "" // a text that is the address of a file has its key in it
	}
	switch m.From {
	case src.self():
		out.Name = Localpart(src.self())
	case chat.Chat:
		if chat.Room == nil || m.Kind != RowNotice { // there Name is who did it, if anybody is known
			out.Name = chat.Name
		}
	default:
		out.Name = NameOf("", m.From)
	}
	if m.Nick != "" {
		out.Name = m.Nick
	}
	if chat.Room != nil && m.Kind == RowNotice {
		if err := src.nameIn(out, m); err != nil {
			return nil, err
		}
	}
	out.Occupant, out.Mention, out.Ignored = m.Occupant, m.Mention, chat.Room.ignores(m)
	out.Reactions = reactionsOf(src.self(), m)
	out.Edited, out.Retracted, out.AskedAt = m.EditedAt, m.RetractedAt, m.AskedAt
	if chat.Room != nil {
		out.RoomID = m.ArchiveID != ""
	}
	if m.Retracted() && m.Moderated {
		out.Moderated, out.TakenByUs = true, m.By == src.self()
		if nick := placeName(m.RetractedBy); m.By != "" || m.RetractedBy != m.Chat {
			if out.TakenBy, err = src.personName(m.By, nick); err != nil {
				return nil, err
			}
		}
	}
	for _, v := range m.Earlier {
		out.Earlier = append(out.Earlier, Earlier{v.Body, v.Time})
	}
	for _, r := range m.Recipients {
		out.Recipients = append(out.Recipients, Recipient{JID: r.JID, DeviceID: r.Device, Fingerprint: r.Fingerprint, Label: labels[r.JID][r.Device]})
	}
	return out, nil
}

// personName is what somebody in a room is called: as the user calls them where their address is known, else by their nickname.
func (src Source) personName(who, nick string) (string, error) {
	if who == "" {
		return nick, nil
	}
	contact, _, err := src.History.Contact(who)
	switch {
	case err != nil, !Blank(contact.Name):
		return contact.Name, err
	case Blank(nick):
		return who, nil
	}
	return nick, nil
}

// nameIn adds to the notice of a room who did what it tells, and to whom. What is a nickname alone is nobody's address.
func (src Source) nameIn(out *Row, m history.Message) (err error) {
	if m.By != "" || m.Nick != "" {
		if out.Name, err = src.personName(m.By, m.Nick); err != nil {
			return err
		}
	}
	who := m.About
	if who == m.AboutNick {
		who = ""
	}
	out.Who, err = src.personName(who, m.AboutNick)
	return err
}

// placeName is the name of somebody in a room: the nickname, else that of their address.
func placeName(who string) string {
	if _, nick, ok := strings.Cut(who, "/"); ok {
		return nick
	}
	return NameOf("", who)
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
