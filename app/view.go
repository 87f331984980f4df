package app

import (
	"time"

	"vouch/app/history"
	"vouch/trust"
)

// Page is what a window shows beside the list of chats.
type Page int

// The pages of a window.
const (
	PageChat        Page = iota // the conversation
	PageDevices                 // the Encryption tab of the chat's contact
	PageOwn                     // the Encryption tab of the account
	PageTimeline                // the timeline of the chat's contact
	PageOwnTimeline             // the timeline of everybody
)

// View says what one window looks at. The zero View is a window without account and chat.
type View struct {
	Account string // bare JID, or "" before the first account
	Chat    string // the chat as in ChatRow.Chat, or "" for none
	Anchor  string // the row from which rows are counted, or "" for the newest
	Before  int    // rows wanted before the anchor (with no anchor: the newest Before rows)
	After   int    // rows wanted after the anchor
	Page    Page
}

// Snapshot is all that one window shows. It is immutable, and so is everything it points to; rows that did not change
// since the last snapshot of the same view are the same pointers.
type Snapshot struct {
	View     View
	Number   uint64 // grows with every snapshot: an older one than the one shown is dropped
	Accounts []*AccountView
	Chats    []*ChatRow // newest first
	Chat     *ChatView  // nil unless View.Chat is set
	Rows     []*Row     // of View.Chat, oldest first
	Devices  *DevicesView
	Moments  uint64  // on the pages of timelines: grows with every line that the log gets
	News     []*News // of all accounts
}

// ConnState is the state of an account's connection.
type ConnState string

// The states of a connection, as the control socket names them.
const (
	StateOffline    ConnState = "offline"
	StateConnecting ConnState = "connecting"
	StateOnline     ConnState = "online"
	StateError      ConnState = "error" // needs the user: wrong password, bad certificate
)

// AccountView is one account.
type AccountView struct {
	JID         string
	Profile     *Profile // nil until LookUp has fetched it
	Picture     *Picture // nil for none
	Name        string   // for people: the local part, until there are nicknames
	Enabled     bool
	State       ConnState
	Err         *Error    // why it is not online; nil when it is
	LoginBefore string    // with KindDowngrade: the mechanism that its server offered before, or ""
	Proxy       string    // as in SetProxy, with its password; "" for none
	Retry       time.Time // when the next try is made; zero when none is planned
	Resource    string
	DeviceID    uint32
	Fingerprint string // own, 64 digits; "" before the keys are made
	Undecided   int    // own other active devices that nobody decided on
	Doubt       string // why another copy of this profile may be in use; "" while there is no sign of it
	ListAlert   bool   // the server keeps dropping this device from the own list
	Waiting     int    // messages that have not left yet
	CanBlock    bool   // the server keeps a block list
	Invitation  string // the link of the newest invitation that nobody has used, as far as is known here
	InvitePage  string // the same as a web page of the server's, for people without an account; "" for none
	CanReport   bool   // and takes reports
	Show        Show   // what contacts are told while we are online
	Words       string // the user's words with it
	Resumed     bool   // the stream goes on where the last one was cut
	CatchingUp  bool   // what was missed is being fetched
	Gaps        []Gap  // oldest first
	Privacy     Privacy
	IdleAfter   int           // minutes without use after which contacts are told; 0 for never
	Archive     *ArchivePrefs // what the server says that its archive keeps, or nil
}

// Gap is a time of which the server no longer had what had not been fetched: messages of any chat may be missing
// between the last one that was fetched before, and the first one after.
type Gap struct{ From, To time.Time }

// Presence of a contact, coarse.
type Presence string

// The presences a list can show.
const (
	PresenceUnknown Presence = ""
	PresenceOnline  Presence = "online"
	PresenceAway    Presence = "away"
	PresenceOffline Presence = "offline"
)

// Show is how somebody is available.
type Show string

// The shows (RFC 6121 §4.7.2.1); chat counts as available.
const (
	ShowAvailable Show = "available"
	ShowAway      Show = "away"
	ShowDND       Show = "dnd" // does not want to be disturbed
	ShowXA        Show = "xa"  // away for longer
)

// ChatRow is a line of the list of chats.
type ChatRow struct {
	Chat         string   // bare JID
	Nickname     string   // what the contact calls itself: a suggestion
	Picture      *Picture // nil for none
	Name         string
	Given        string   // the name that the roster has, "" for none
	Groups       []string // of the roster
	Blocked      string   // the blocked address that keeps it away, its own or its server's; "" when it is not blocked
	Subscription string   // of the roster: none, to, from, both; "" when not in it
	Presence     Presence
	Preview      string // first line of the newest message, or "" when there is none, it could not be read or is Blank
	Own          bool   // the newest message is ours
	Kind         RowKind
	Notice       Notice    // of the newest row, if that is a RowOther
	Time         time.Time // zero without messages
	Unread       int
	Waiting      int // own messages that wait for the user's decision
	Failed       int // own messages that failed
	Encrypted    bool
	Verified     bool // every active device of the contact is verified
	Wants        bool // wants to see our presence, and waits for AnswerContact
	Retracted    bool // the newest message was taken back
	Typing       bool // the contact is writing
}

// ChatView is what the header and the composer of a chat show.
type ChatView struct {
	Chat         string
	Nickname     string   // what the contact calls itself: a suggestion
	Profile      *Profile // nil until LookUp has fetched it
	Picture      *Picture // nil for none
	Name         string
	Presence     Presence
	Show         Show      // how it is available; "" when it is not
	Status       string    // the contact's words about itself
	Idle         time.Time // since when it was not active, as it says; zero when it does not
	Subscription string    // roster subscription: none, to, from, both; "" when not in the roster
	Ask          bool      // our subscription request has not been answered
	Encrypted    bool
	Devices      int // active devices of the contact
	Undecided    int // of them undecided
	Verified     bool
	KeyChanged   bool // a device of the contact came with another key than before, or with that of another, and nobody looked yet
	Coverage     Coverage
	Wrote        *DeviceView // the undecided device that a contact of whom nothing was ever decided wrote from last; else nil
	Question     *Question   // nil when nothing waits
	UnreadFrom   string      // first row that was unread when the chat was opened, or ""
	More         bool        // there are rows before the first one of the snapshot
	Older        Older       // what is known of messages before the first row there is
	OlderErr     Kind        // why they could not be fetched, with OlderFailed
	Newer        bool        // there are rows after the last one
	Typing       bool        // the contact is writing
	Reacts       bool        // the user has allowed reactions here although servers can read them
	Blocked      string      // the blocked address that keeps the contact away, its own or its server's; "" when it is not blocked
	Wants        bool        // the contact asks to see our presence, and nobody has answered
}

// Older says what is known of messages of a chat before its first row.
type Older string

// What can be known of them.
const (
	OlderUnknown  Older = ""         // there may be some: FetchOlder tells
	OlderLoading  Older = "loading"  // they are being fetched
	OlderFailed   Older = "failed"   // they could not be fetched
	OlderComplete Older = "complete" // there are none
	OlderNone     Older = "none"     // the server keeps none
)

// Coverage says who could read a message sent now.
type Coverage struct {
	Theirs, TheirsAll int // active devices of the contact: trusted and reachable, all
	Own, OwnAll       int // own active devices, this one included
	LeftOut           []LeftOut
}

// LeftOut is an active device that a message sent now would not be encrypted for.
type LeftOut struct {
	Own    bool
	Label  string // "" when it has none
	ID     uint32
	Trust  Trust
	NoKeys bool // trusted, but its bundle is absent or invalid
}

// Question is why messages of a chat wait, and what the user can decide.
type Question struct {
	Kind    Kind          // KindUndecided, KindNoDevices, KindNoneTrusted or KindNoKeys; or what a question about keys was answered
	Waiting int           // messages that wait
	First   string        // id of the first of them
	Devices []*DeviceView // the undecided ones, oldest first; all active ones with KindNoneTrusted and KindNoKeys
}

// The words of a row and of a decision are those of app/history and trust, which a window does not import.
type (
	RowKind      = history.Kind
	Notice       = history.Notice
	MessageState = history.State
	Answer       = history.Answer
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

// Row is one row of a conversation.
type Row struct {
	ID         string // opaque, stable in this profile
	Kind       RowKind
	Notice     Notice // of a RowNotice
	Own        bool
	From       string // bare JID
	Name       string // of From, for people
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
	Err        Kind         // why it waits, failed or could not be read
	ErrText    string       // what the server said about a failure
	Count      int          // of a NoticeEarlier or NoticeTrusted: how many messages
	AskedAt    time.Time    // unreadable: when it was asked for again; own: when the other side said that it could not read it
	Keys       *KeyCard     // what it says about the sender's devices, or nil
	Key        string       // fingerprint of the device: of the sending key; of an unreadable row, the one that the device has now
	Repaired   time.Time    // unreadable: when the session with its device was begun anew since; else zero
	Recipients []Recipient  // devices an own row was encrypted for
	Edited     time.Time    // when Body was written, if it is not the first text; else zero
	Earlier    []Earlier    // what stood there before, oldest first
	Reactions  []Reaction   // one for each emoji, in the order they came
	Reply      *Reply       // the message that this one answers, or nil
	Retracted  time.Time    // when the text was taken back, by From; else zero
}

// Reaction is what somebody has for a message: an emoji, or words where a client allows them. What cannot be shown is "□".
type Reaction struct {
	Emoji string
	Words bool     // it is no emoji: somebody else's words, at most twenty letters
	From  []string // who else has it, by bare JID
	Own   bool     // we have it
}

// Reply is the message that another one answers, as far as it is known here.
type Reply struct {
	ID        string // its row; "" when it is not here
	Own       bool
	From      string // who wrote it; "" when it is not here
	Name      string
	Text      string // its first line now, "" when that is Blank; when it is not here, what the answer says that it said
	Retracted bool
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

// DevicesView is an Encryption tab.
type DevicesView struct {
	JID       string
	Name      string
	Own       bool
	Policy    Policy // with Own: what counts for contacts without one of their own
	Inherited bool   // the policy is that of the account
	Devices   []*DeviceView
	Expected  []ExpectedKey // verified, and not seen yet
	Reading   int           // active devices that read what is written now
	Active    int
	Refused   Kind   // what the last question about these keys was answered; "" when it brought them
	Said      string // by the server about that, for the curious
}

// ExpectedKey is a key that was verified before any device has shown it.
type ExpectedKey struct {
	Fingerprint string
	DecidedAt   time.Time
	DecidedBy   Author
	Detail      string
}

// DeviceView is one device in an Encryption tab.
type DeviceView struct {
	JID         string
	ID          uint32
	Fingerprint string // 64 digits; "" while its bundle has not been seen
	Label       string // the user's, as Note is
	Note        string
	Own         bool
	This        bool // the device this program is
	Active      bool
	Broken      bool // its bundle is absent or invalid
	Removed     bool // an own device that the user has taken out of the account; active again when it came back by itself
	Changed     bool // its id came with another key before
	Shared      bool // another device, of the same or of another account, has shown the same key
	Trust       Trust
	FirstSeen   time.Time
	LastSeen    time.Time // last time in the published list
	Wrote       time.Time // first message from it; zero when none came
	LastMessage time.Time // zero when none came from it
	DecidedAt   time.Time // zero when undecided
	DecidedBy   Author
	Detail      string // where it was read: camera, screen, ..., or where a page is from
}
