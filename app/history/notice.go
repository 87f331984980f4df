package history

// Notice says what a row of KindNotice or KindOther is about.
type Notice string

// The notices of KindNotice.
const (
	NoticeEncryptionOff Notice = "encryption-off" // the user turned it off
	NoticeEncryptionOn  Notice = "encryption-on"
	NoticeKeyChanged    Notice = "key-changed"  // a known device id came with another key
	NoticeKeyShared     Notice = "key-shared"   // a device came with the key of another one, of the contact or of somebody else
	NoticeBroken        Notice = "broken"       // a stanza that could not be taken in; Body is empty
	NoticeAutoTrusted   Notice = "auto-trusted" // a policy trusted the device: Policy
	NoticeTrusted       Notice = "trusted"      // the user lets the device read from here on; Count own messages before were not for it
	NoticeEarlier       Notice = "earlier"      // Count messages were written before this device existed
	NoticeUnknown       Notice = "unknown"      // Count times something came that nobody here knows; About names it
	NoticeStrangers     Notice = "strangers"    // Count things of strangers that are no texts; About is the last of them, From its sender
)

// The notices of KindNotice in the chat of a room. About is to whom, by bare JID or nickname, with Own ourselves; From is the
// room, Nick who did it, by bare JID or nickname; Body their reason.
const (
	NoticeKicked    Notice = "room-kicked"
	NoticeBanned    Notice = "room-banned"
	NoticeRemoved   Notice = "room-removed"   // from the members
	NoticeClosed    Notice = "room-closed"    // the room became one for members, and we are none
	NoticeDestroyed Notice = "room-destroyed" // About is the room to go to instead, or ""
	NoticeGone      Notice = "room-gone"      // there is no such room any more; About as of NoticeDestroyed
	NoticeAdded     Notice = "room-added"     // to the members
	NoticePublic    Notice = "room-public"    // a private room is none any more: nothing is encrypted for it
	NoticePrivate   Notice = "room-private"   // it has become private
	NoticeSubject   Notice = "room-subject"   // Body is the subject, "" when it was taken away; Nick who set it
)

// The notices of KindOther. Body is what the sender says about it, in clear.
const (
	NoticeInvitation Notice = "invitation" // to the room About; From may be the room itself, which names the contact of the chat
	NoticeCall       Notice = "call"       // About is "audio", "audio, video" or ""
	NoticeForm       Notice = "form"       // About is its title
	NoticeAttention  Notice = "attention"
	NoticeContacts   Notice = "contacts" // About are their addresses
	NoticeFile       Notice = "file"     // About is its name; it has no link
	NoticeLocation   Notice = "location" // About are coordinates, or words
	NoticeChanged    Notice = "changed"  // the earlier message that ReplyRow names was changed
)

// Answer is what the user has done about the keys that a message names.
type Answer string

// The answers; "" while there is none.
const (
	AnswerAccepted  Answer = "accepted" // the keys are verified
	AnswerDismissed Answer = "dismissed"
)
