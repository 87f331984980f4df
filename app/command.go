package app

// Command is something a window or a script asks the Service to do. The concrete types below are all there are; each
// documents its own errors. A Command is a value: it is not changed by being carried out.
type Command interface{ command() }

// AddAccount signs in and keeps the account. KindAuth, KindTLS, KindNotFound, KindDowngrade: nothing is kept.
// KindNotConnected: the account is kept and tried again. KindConflict: it is there already.
type AddAccount struct {
	JID       string
	Password  string
	Host      string // "" for the JID's domain through SRV
	Port      uint16 // 0 with no Host
	DirectTLS bool   // TLS from the first byte; only with a Host
	CAFile    string // path of a PEM file whose authorities are accepted too
	Proxy     string // as in SetProxy
	CertFile  string // path of a PEM file with a certificate and its key, to sign in with; the Password may then be ""
	// Register makes the account on the server first. KindNotConnected then keeps nothing; KindRefused: it makes none;
	// KindInvalid "fields": it wants to know more.
	Register bool
	// Invitation is the token of a link that lets somebody make an account (XEP-0445); Register or Service.Register shows it.
	Invitation string
}

// RemoveAccount signs out and forgets the account; its messages stay when KeepHistory is set. OnServer also deletes it on
// the server, for ever, which takes a connection; unless the server says yes nothing is removed here (KindRefused).
type RemoveAccount struct {
	Account     string
	KeepHistory bool
	OnServer    bool
}

// EnableAccount connects an account or takes it offline.
type EnableAccount struct {
	Account string
	On      bool
}

// SetProxy makes everything of an account go through a SOCKS5 proxy, names to look up included, and connects again. Proxy is
// a URL such as socks5://user:password@localhost:9050, or "" for none. KindInvalid: it is not one.
type SetProxy struct{ Account, Proxy string }

// ChangePassword gives an account that is there another password for signing in, and connects again with it. The account
// on the server is not changed. It returns when the account is online (KindAuth: the server refuses this one too, and the
// old one is kept). With OnServer the server is told to change it, over the connection that is there (KindRefused: it does
// not; KindNotConnected: there is none, or it broke before the answer, and the old one is kept; KindInvalid "current": it wants
// the password until now, which nobody has to remember otherwise, and "fields": more than that).
type ChangePassword struct {
	Account, Password string
	OnServer          bool
	Current           string // for a server that wants it
}

// AcceptLogin lets an account sign in by a weaker mechanism than before, where its last try ended with KindDowngrade and
// the Detail Mechanism, and connects. KindConflict: it did not, or the server offers something else by now.
type AcceptLogin struct{ Account, Mechanism string }

// AddContact puts JID in the roster, asks to see its presence and opens the chat. An empty Name or no Groups keep those of
// a contact who is there already. Token is that of an invitation, or "": who made it then accepts without being asked.
type AddContact struct {
	Account, JID, Name string
	Groups             []string
	Token              string
}

// MakeInvitation is Service.Invite; AccountView.Invitation is the link.
type MakeInvitation struct{ Account string }

// EditContact changes the name, the groups, or both of a contact; nil leaves them. It returns when the server has taken
// the change. KindNotFound: JID is no contact.
type EditContact struct {
	Account, JID string
	Name         *string
	Groups       *[]string
}

// RemoveContact takes JID out of the roster; neither sees any longer when the other is online. Messages stay.
type RemoveContact struct{ Account, JID string }

// Block has the server keep JID, a person or a whole server, away: no message, presence or question of theirs comes, and
// ours do not go there. Report is "", "spam" or "abuse"; a report, with Text as the user's own words, goes to the operator
// of the server. KindNotOffered: the server has no block list, or takes no reports.
type Block struct{ Account, JID, Report, Text string }

// Unblock ends that.
type Unblock struct{ Account, JID string }

// NameDevice gives a device, one's own or a contact's, a label and a note that only this profile knows. KindNotFound: there
// is no such device.
type NameDevice struct {
	Account, JID string
	DeviceID     uint32
	Label, Note  string
}

// SetPresence says how the user is available, with words of the user's that may be empty. It is kept, and shown whenever
// the account is online.
type SetPresence struct {
	Account string
	Show    Show
	Status  string
}

// SetActive says whether somebody looks at the program. Servers may hold back what can wait while nobody does.
type SetActive struct{ On bool }

// Active says that the user is doing something here. Contacts are told when that was not said for a while.
type Active struct{}

// SetIdle says after how many minutes without use an account is shown as away, up to a day; 0 for never.
type SetIdle struct {
	Account string
	Minutes int
}

// SetAvatar publishes the picture in a file (PNG, JPEG, GIF or WebP) as the account's, made square, small and upright, without
// what cameras note in it; without Path there is none any longer. KindInvalid: it cannot be used.
type SetAvatar struct{ Account, Path string }

// LookUp asks for what JID says about themselves, for ChatView.Profile.
type LookUp struct{ Account, JID string }

// SetProfile publishes what the user says about themselves, for those who may see our presence. Empty fields are taken away.
// With Older it is put where programs of old look too, which anybody who knows the address may read; without, what stands
// there already is kept in step, and nothing is added.
type SetProfile struct {
	Account string
	Profile Profile
	Older   bool
}

// LookArchive asks what the archive keeps, for AccountView.Archive. KindNotOffered: the server does not say.
type LookArchive struct{ Account string }

// SetArchive says what the archive is to keep. KindNotOffered: the server does not let the user choose.
type SetArchive struct {
	Account string
	Prefs   ArchivePrefs
}

// OpenChat makes a chat appear in the list, with or without a contact behind it.
type OpenChat struct{ Account, JID string }

// AnswerContact accepts or declines JID's request to see our presence.
type AnswerContact struct {
	Account, JID string
	Accept       bool
}

// SendText stores a message, which goes out when it can. With ReplyTo it answers the row with that id.
type SendText struct{ Account, Chat, Body, ReplyTo string }

// CorrectText gives an own message another text. What has been sent is corrected for the other side too. KindConflict:
// whether the message arrived is not known, or it did not.
type CorrectText struct{ Account, Chat, ID, Body string }

// Retract takes an own message back: its text is gone, and the other side is told. KindConflict: it was taken back already.
type Retract struct{ Account, Chat, ID string }

// React adds or removes one own reaction to a message. KindReadable: servers can read reactions, and nobody has allowed
// that in this encrypted chat yet; Allow does.
type React struct {
	Account, Chat, ID, Emoji string
	On, Allow                bool
}

// SetPrivacy says what an account tells contacts from now on.
type SetPrivacy struct {
	Account string
	Privacy Privacy
}

// Typing tells the contact what the user does: active, composing, paused, inactive or gone.
type Typing struct{ Account, Chat, State string }

// Release lets a message that waits for a decision, and those before it, go out to the devices trusted now.
type Release struct{ Account, Chat, ID string }

// TakeBack removes an own message that is not known to have arrived, or brings back the text before a correction that is
// not; where it may have arrived the other side is told, as by Retract. KindConflict: it has arrived.
type TakeBack struct{ Account, Chat, ID string }

// SendAgain puts a failed message, or one of unknown fate, back in the queue.
type SendAgain struct{ Account, Chat, ID string }

// SetEncryption turns a chat's encryption on or off for messages written from now on.
type SetEncryption struct {
	Account, Chat string
	On            bool
}

// LookAgain fetches the contact's device list and bundles anew.
type LookAgain struct{ Account, Chat string }

// FetchOlder asks the archive for what was written in a chat before its first row. KindNotOffered: there is no archive;
// KindRefused: it does not tell; KindMalformed: its answer makes no sense; KindBusy: all that it gave for a while has
// nothing to show, and it can be asked on.
type FetchOlder struct{ Account, Chat string }

// ClearChat deletes the rows of a chat. What has not left does not leave any more, apart from retractions.
type ClearChat struct{ Account, Chat string }

// MarkRead says that the user has seen the chat up to its newest row.
type MarkRead struct{ Account, Chat string }

// Decide records the user's decision about one key. From then on it counts for what is written. KindNotFound: no device has
// shown that key, and nothing was decided about it before.
type Decide struct {
	Account, JID, Fingerprint string
	Trust                     Trust
}

func (AddAccount) command()     {}
func (RemoveAccount) command()  {}
func (EnableAccount) command()  {}
func (SetProxy) command()       {}
func (ChangePassword) command() {}
func (AcceptLogin) command()    {}
func (AddContact) command()     {}
func (MakeInvitation) command() {}
func (EditContact) command()    {}
func (RemoveContact) command()  {}
func (Block) command()          {}
func (Unblock) command()        {}
func (SetPresence) command()    {}
func (SetActive) command()      {}
func (Active) command()         {}
func (SetIdle) command()        {}
func (SetAvatar) command()      {}
func (LookUp) command()         {}
func (SetProfile) command()     {}
func (LookArchive) command()    {}
func (SetArchive) command()     {}
func (OpenChat) command()       {}
func (AnswerContact) command()  {}
func (SendText) command()       {}
func (CorrectText) command()    {}
func (Retract) command()        {}
func (React) command()          {}
func (SetPrivacy) command()     {}
func (Typing) command()         {}
func (Release) command()        {}
func (TakeBack) command()       {}
func (SendAgain) command()      {}
func (SetEncryption) command()  {}
func (LookAgain) command()      {}
func (FetchOlder) command()     {}
func (ClearChat) command()      {}
func (MarkRead) command()       {}
func (Decide) command()         {}
func (Verify) command()         {}
func (NameDevice) command()     {}
func (RepairSession) command()  {}
func (AskAgain) command()       {}
func (SendCopies) command()     {}
func (AnswerKeys) command()     {}
func (RemoveDevice) command()   {}
func (RenewKeys) command()      {}
func (KeepKeys) command()       {}
