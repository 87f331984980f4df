package view

import (
	"vouch/app/history"
	"vouch/trust"
)

// The words of a row and of a decision are those of app/history and trust, which a window does not import.
type (
	RowKind      = history.Kind
	Notice       = history.Notice
	MessageState = history.State
	Answer       = history.Answer
	ChatKind     = history.ChatKind
	Level        = history.Level
	Trust        = trust.Level
	Author       = trust.Author
	Policy       = trust.Policy
)

// The kinds of rows.
const (
	RowText       = history.KindText
	RowNotice     = history.KindNotice
	RowUnreadable = history.KindUnreadable
	RowOther      = history.KindOther
)

// What a RowNotice is about.
const (
	NoticeEncryptionOff = history.NoticeEncryptionOff
	NoticeEncryptionOn  = history.NoticeEncryptionOn
	NoticeKeyChanged    = history.NoticeKeyChanged
	NoticeKeyShared     = history.NoticeKeyShared
	NoticeBroken        = history.NoticeBroken
	NoticeAutoTrusted   = history.NoticeAutoTrusted
	NoticeTrusted       = history.NoticeTrusted
	NoticeEarlier       = history.NoticeEarlier
	NoticeUnknown       = history.NoticeUnknown
	NoticeStrangers     = history.NoticeStrangers
)

// What a RowOther is about.
const (
	NoticeInvitation = history.NoticeInvitation
	NoticeCall       = history.NoticeCall
	NoticeForm       = history.NoticeForm
	NoticeAttention  = history.NoticeAttention
	NoticeContacts   = history.NoticeContacts
	NoticeFile       = history.NoticeFile
	NoticeLocation   = history.NoticeLocation
	NoticeChanged    = history.NoticeChanged
)

// What a RowNotice of a room is about.
const (
	NoticeKicked    = history.NoticeKicked
	NoticeBanned    = history.NoticeBanned
	NoticeRemoved   = history.NoticeRemoved
	NoticeClosed    = history.NoticeClosed
	NoticeDestroyed = history.NoticeDestroyed
	NoticeGone      = history.NoticeGone
	NoticeAdded     = history.NoticeAdded
	NoticePublic    = history.NoticePublic
	NoticePrivate   = history.NoticePrivate
	NoticeSubject   = history.NoticeSubject
)

// The kinds of chats.
const (
	ChatContact  = history.ChatContact
	ChatNotes    = history.ChatNotes
	ChatGroup    = history.ChatGroup
	ChatChannel  = history.ChatChannel
	ChatOccupant = history.ChatOccupant
)

// The levels of what in a room the user is told.
const (
	LevelDefault  = history.LevelDefault
	LevelAll      = history.LevelAll
	LevelMentions = history.LevelMentions
	LevelMuted    = history.LevelMuted
)

// The reasons for being out of a room.
const (
	OutKicked    = history.OutKicked
	OutBanned    = history.OutBanned
	OutRemoved   = history.OutRemoved
	OutClosed    = history.OutClosed
	OutDestroyed = history.OutDestroyed
	OutGone      = history.OutGone
)

// The states of own messages.
const (
	MessagePending     = history.StatePending
	MessageSending     = history.StateSending
	MessageSent        = history.StateSent
	MessageDelivered   = history.StateDelivered
	MessageRead        = history.StateRead
	MessageFailed      = history.StateFailed
	MessageUnknownFate = history.StateUnknownFate
)

// The answers to a KeyCard.
const (
	KeysAccepted  = history.AnswerAccepted
	KeysDismissed = history.AnswerDismissed
)

// The decisions.
const (
	TrustUndecided = trust.Undecided
	TrustTrusted   = trust.Trusted
	TrustVerified  = trust.Verified
	TrustRejected  = trust.Rejected
)

// The authors of decisions.
const (
	ByHand        = trust.ByHand
	ByCode        = trust.ByCode
	ByLink        = trust.ByLink
	ByPage        = trust.ByPage
	ByMessage     = trust.ByMessage
	ByOtherDevice = trust.ByOtherDevice
	ByUndo        = trust.ByUndo
	ByRemoval     = trust.ByRemoval
	ByThis        = trust.ByThis
	ByHealing     = trust.ByHealing
)

// The policies.
const (
	PolicyAsk           = trust.Ask
	PolicyFirstUse      = trust.FirstUse
	PolicyUntilVerified = trust.UntilVerified
)
