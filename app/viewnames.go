package app

import "vouch/app/view"

// The names of this file are those of app/view. They are for the window, and go when it names view itself.

// The types of a snapshot.
type (
	Page         = view.Page
	View         = view.View
	Snapshot     = view.Snapshot
	ConnState    = view.ConnState
	AccountView  = view.AccountView
	Gap          = view.Gap
	Presence     = view.Presence
	Show         = view.Show
	ChatRow      = view.ChatRow
	ChatView     = view.ChatView
	Older        = view.Older
	Coverage     = view.Coverage
	LeftOut      = view.LeftOut
	Question     = view.Question
	Row          = view.Row
	Reaction     = view.Reaction
	Reply        = view.Reply
	Earlier      = view.Earlier
	Recipient    = view.Recipient
	DevicesView  = view.DevicesView
	ExpectedKey  = view.ExpectedKey
	DeviceView   = view.DeviceView
	News         = view.News
	MomentKind   = view.MomentKind
	Moment       = view.Moment
	Picture      = view.Picture
	Privacy      = view.Privacy
	Profile      = view.Profile
	ArchivePrefs = view.ArchivePrefs
	KeyCard      = view.KeyCard
	Contact      = view.Contact
)

// The words of a row and of a decision.
type (
	RowKind      = view.RowKind
	Notice       = view.Notice
	MessageState = view.MessageState
	Answer       = view.Answer
	Trust        = view.Trust
	Author       = view.Author
	Policy       = view.Policy
)

// The pages of a window.
const (
	PageChat        = view.PageChat
	PageDevices     = view.PageDevices
	PageOwn         = view.PageOwn
	PageTimeline    = view.PageTimeline
	PageOwnTimeline = view.PageOwnTimeline
)

// The states of a connection, as the control socket names them.
const (
	StateOffline    = view.StateOffline
	StateConnecting = view.StateConnecting
	StateOnline     = view.StateOnline
	StateError      = view.StateError
)

// The presences a list can show.
const (
	PresenceUnknown = view.PresenceUnknown
	PresenceOnline  = view.PresenceOnline
	PresenceAway    = view.PresenceAway
	PresenceOffline = view.PresenceOffline
)

// The shows (RFC 6121 §4.7.2.1); chat counts as available.
const (
	ShowAvailable = view.ShowAvailable
	ShowAway      = view.ShowAway
	ShowDND       = view.ShowDND
	ShowXA        = view.ShowXA
)

// What can be known of them.
const (
	OlderUnknown  = view.OlderUnknown
	OlderLoading  = view.OlderLoading
	OlderFailed   = view.OlderFailed
	OlderComplete = view.OlderComplete
	OlderNone     = view.OlderNone
)

// The kinds of moments.
const (
	MomentDecision = view.MomentDecision
	MomentSeen     = view.MomentSeen
	MomentChanged  = view.MomentChanged
	MomentPolicy   = view.MomentPolicy
	MomentNamed    = view.MomentNamed
	MomentWrote    = view.MomentWrote
	MomentLeft     = view.MomentLeft
	MomentRemoved  = view.MomentRemoved
	MomentRenewed  = view.MomentRenewed
	MomentRepaired = view.MomentRepaired
	MomentTold     = view.MomentTold
)

// The kinds of rows.
const (
	RowText       = view.RowText
	RowNotice     = view.RowNotice
	RowUnreadable = view.RowUnreadable
	RowOther      = view.RowOther
)

// What a RowNotice is about.
const (
	NoticeEncryptionOff = view.NoticeEncryptionOff
	NoticeEncryptionOn  = view.NoticeEncryptionOn
	NoticeKeyChanged    = view.NoticeKeyChanged
	NoticeKeyShared     = view.NoticeKeyShared
	NoticeBroken        = view.NoticeBroken
	NoticeAutoTrusted   = view.NoticeAutoTrusted
	NoticeTrusted       = view.NoticeTrusted
	NoticeEarlier       = view.NoticeEarlier
	NoticeUnknown       = view.NoticeUnknown
	NoticeStrangers     = view.NoticeStrangers
)

// What a RowOther is about.
const (
	NoticeInvitation = view.NoticeInvitation
	NoticeCall       = view.NoticeCall
	NoticeForm       = view.NoticeForm
	NoticeAttention  = view.NoticeAttention
	NoticeContacts   = view.NoticeContacts
	NoticeFile       = view.NoticeFile
	NoticeLocation   = view.NoticeLocation
	NoticeChanged    = view.NoticeChanged
)

// The states of own messages.
const (
	MessagePending     = view.MessagePending
	MessageSending     = view.MessageSending
	MessageSent        = view.MessageSent
	MessageDelivered   = view.MessageDelivered
	MessageRead        = view.MessageRead
	MessageFailed      = view.MessageFailed
	MessageUnknownFate = view.MessageUnknownFate
)

// The answers to a KeyCard.
const (
	KeysAccepted  = view.KeysAccepted
	KeysDismissed = view.KeysDismissed
)

// The decisions.
const (
	TrustUndecided = view.TrustUndecided
	TrustTrusted   = view.TrustTrusted
	TrustVerified  = view.TrustVerified
	TrustRejected  = view.TrustRejected
)

// The authors of decisions.
const (
	ByHand        = view.ByHand
	ByCode        = view.ByCode
	ByLink        = view.ByLink
	ByPage        = view.ByPage
	ByMessage     = view.ByMessage
	ByOtherDevice = view.ByOtherDevice
	ByUndo        = view.ByUndo
	ByRemoval     = view.ByRemoval
	ByThis        = view.ByThis
	ByHealing     = view.ByHealing
)

// The policies.
const (
	PolicyAsk           = view.PolicyAsk
	PolicyFirstUse      = view.PolicyFirstUse
	PolicyUntilVerified = view.PolicyUntilVerified
)

// Blank tells whether a text is empty to the eye.
func Blank(text string) bool { return view.Blank(text) }

// BlankRune tells whether a rune shows nothing where it stands alone.
func BlankRune(r rune) bool { return view.BlankRune(r) }
