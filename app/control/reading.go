package control

import (
	"context"

	"vouch/app"
)

// reading are the methods about people, chats and devices that are no command: most change nothing.
var reading = []Method{
	reads("roster.list", "the contacts of an account",
		func(s *app.Service, p account) ([]contactRecord, error) {
			contacts, err := s.Roster(p.Account)
			return each(contacts, err, newContactRecord)
		}),
	reads("invite.list", "invitations that nobody has used",
		func(s *app.Service, p account) ([]app.Invitation, error) {
			return s.Invitations(p.Account)
		}),
	answers("invite.withdraw", "make an invitation worthless",
		func(ctx context.Context, s *Server, p withdrawParams) (none, error) {
			return none{}, s.service.Withdraw(ctx, p.Account, p.URI)
		}),
	reads("people.avatar", "the picture of somebody", func(s *app.Service, p accountJID) (avatarRecord, error) {
		picture, err := s.Avatar(p.Account, p.JID)
		return avatarRecord{picture.Hash, picture.PNG}, err
	}),
	reads("people.blocked", "who is kept away",
		func(s *app.Service, p account) ([]blockedRecord, error) {
			all, err := s.Blocked(p.Account)
			return each(all, err, func(who string) blockedRecord { return blockedRecord{who} })
		}),

	reads("chat.list", "the chats of an account, newest first",
		func(s *app.Service, p account) ([]chatRecord, error) {
			chats, err := s.Chats(p.Account)
			return each(chats, err, newChatRecord)
		}),
	reads("chat.messages", "the messages of a chat, oldest first",
		func(s *app.Service, p messagesParams) ([]messageRecord, error) {
			rows, err := s.Messages(p.Account, p.Chat, p.Limit, p.Before, p.After)
			return each(rows, err, newMessageRecord)
		}),
	reads("chat.gaps", "times of which messages may be missing, oldest first",
		func(s *app.Service, p gapsParams) ([]gapRecord, error) {
			gaps, err := s.Gaps(p.Account, p.Chat)
			return each(gaps, err, newGapRecord)
		}),
	reads("chat.missed", "own messages of a chat that were not for a device",
		func(s *app.Service, p missedParams) ([]messageRecord, error) {
			rows, err := s.MissedMessages(p.Account, p.Chat, p.Fingerprint)
			return each(rows, err, newMessageRecord)
		}),

	reads("devices.list", "the devices of somebody, with what was decided",
		func(s *app.Service, p accountJID) ([]deviceRecord, error) {
			devices, err := s.Devices(p.Account, p.JID)
			return each(devices, err, newDeviceRecord)
		}),
	reads("devices.expected", "keys that were verified before a device showed them",
		func(s *app.Service, p accountJID) ([]expectedRecord, error) {
			keys, err := s.Expected(p.Account, p.JID)
			return each(keys, err, newExpectedRecord)
		}),
	reads("devices.log", "the decisions about devices, oldest first",
		func(s *app.Service, p ofWhom) ([]logRecord, error) {
			lines, err := s.Log(p.Account, p.JID)
			return each(lines, err, newLogRecord)
		}),
	reads("devices.timeline", "everything that was seen and decided, newest first",
		func(s *app.Service, p ofWhom) ([]momentRecord, error) {
			moments, err := s.Timeline(p.Account, p.JID)
			return each(moments, err, newMomentRecord)
		}),
	answers("devices.tell", "tell contacts about a new device",
		func(ctx context.Context, s *Server, p tellParams) (leftRecord, error) {
			left, err := s.service.Tell(ctx, p.Account, p.To, p.Body)
			return leftRecord{append([]string{}, left...)}, err
		}),
}

type withdrawParams struct {
	Account string `json:"account"`
	URI     string `json:"uri" about:"that of invite.list"`
}

type avatarRecord struct {
	Hash string `json:"hash"`
	PNG  []byte `json:"png_base64"`
}

type blockedRecord struct {
	JID string `json:"jid"` // of a person, or a domain
}

type messagesParams struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	Limit   int    `json:"limit,omitempty" about:"how many at most"`
	Before  string `json:"before,omitempty" about:"id of a message: those before it"`
	After   string `json:"after,omitempty" about:"id of a message: those after it"`
}

type gapsParams struct {
	Account string `json:"account"`
	Chat    string `json:"chat,omitempty" about:"left out: of the whole account"`
}

type missedParams struct {
	Account     string `json:"account"`
	Chat        string `json:"chat"`
	Fingerprint string `json:"fingerprint" about:"of the device"`
}

type ofWhom struct {
	Account string `json:"account"`
	JID     string `json:"jid,omitempty" about:"left out: of everybody"`
}

type tellParams struct {
	Account string   `json:"account"`
	To      []string `json:"to" about:"contacts"`
	Body    string   `json:"body" about:"a text with the link of devices.uri in it"`
}

type leftRecord struct {
	LeftOut []string `json:"left_out" about:"contacts who were not told, because the encryption of their chat is off"`
}
