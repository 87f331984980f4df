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
// not; KindNotConnected: there is none, or it broke before the answer, and the old one is kept).
type ChangePassword struct {
	Account, Password string
	OnServer          bool
}

// AcceptLogin lets an account sign in by a weaker mechanism than before, where its last try ended with KindDowngrade and
// the Detail Mechanism, and connects. KindConflict: it did not, or the server offers something else by now.
type AcceptLogin struct{ Account, Mechanism string }

// AddContact puts JID in the roster, asks to see its presence and opens the chat.
type AddContact struct{ Account, JID, Name string }

// RemoveContact takes JID out of the roster. Messages stay.
type RemoveContact struct{ Account, JID string }

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

// TakeBack removes an own message that has not been written yet. KindConflict: too late.
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

// ClearChat deletes the rows of a chat.
type ClearChat struct{ Account, Chat string }

// MarkRead says that the user has seen the chat up to its newest row.
type MarkRead struct{ Account, Chat string }

// Decide records the user's decision about one key. From then on it counts for what is written.
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
func (RemoveContact) command()  {}
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
func (ClearChat) command()      {}
func (MarkRead) command()       {}
func (Decide) command()         {}
