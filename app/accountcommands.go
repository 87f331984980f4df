package app

import "vouch/app/view"

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
	Account     string `json:"jid"`
	KeepHistory bool   `json:"keep_history,omitempty" about:"keep the messages"`
	OnServer    bool   `json:"on_server,omitempty" about:"delete the account on its server first, for ever"`
}

// EnableAccount connects an account or takes it offline.
type EnableAccount struct {
	Account string `json:"jid"`
	On      bool   `json:"on"`
}

// SetProxy makes everything of an account go through a SOCKS5 proxy, names to look up included, and connects again.
// KindInvalid: Proxy is none.
type SetProxy struct {
	Account string `json:"jid"`
	Proxy   string `json:"proxy" about:"a URL such as socks5://user:password@localhost:9050; \"\" for none"`
}

// ChangePassword gives an account that is there another password for signing in, and connects again with it. The account
// on the server is not changed. It returns when the account is online (KindAuth: the server refuses this one too, and the
// old one is kept). With OnServer the server is told to change it, over the connection that is there (KindRefused: it does
// not; KindNotConnected: there is none, or it broke before the answer, and the old one is kept; KindInvalid "current": it wants
// the password until now, which nobody has to remember otherwise, and "fields": more than that).
type ChangePassword struct {
	Account  string `json:"jid"`
	Password string `json:"password"`
	OnServer bool   `json:"on_server,omitempty" about:"have the server change it; without, it is only what to sign in with"`
	Current  string `json:"current,omitempty" about:"the password until now, for a server that wants it"`
}

// AcceptLogin lets an account sign in by a weaker mechanism than before, where its last try ended with KindDowngrade and
// About Mechanism, and connects. KindConflict: it did not, or the server offers something else by now.
type AcceptLogin struct {
	Account   string `json:"jid"`
	Mechanism string `json:"mechanism" about:"the one that the error of status names"`
}

// SetPresence says how the user is available, with words of the user's that may be empty. It is kept, and shown whenever
// the account is online.
type SetPresence struct {
	Account string    `json:"jid"`
	Show    view.Show `json:"show,omitempty" setting:"true" about:"available, away, dnd or xa"`
	Status  string    `json:"status,omitempty" setting:"true" about:"words that go with it; where they are left out there are none"`
}

// SetActive says whether somebody looks at the program. Servers may hold back what can wait while nobody does.
type SetActive struct {
	On bool `json:"on"`
}

// Active says that the user is doing something here. Contacts are told when that was not said for a while.
type Active struct{}

// SetIdle says after how many minutes without use an account is shown as away.
type SetIdle struct {
	Account string `json:"jid"`
	Minutes int    `json:"minutes,omitempty" setting:"true" about:"up to a day (1440); 0 for never"`
}

// SetAvatar publishes the picture in a file (PNG, JPEG, GIF or WebP) as the account's, made square, small and upright, without
// what cameras note in it; without Path there is none any longer. KindInvalid: it cannot be used.
type SetAvatar struct {
	Account string `json:"jid"`
	Path    string `json:"path" about:"a file with a PNG, JPEG, GIF or WebP picture; \"\" for no picture"`
}

// SetProfile publishes what the user says about themselves, for those who may see our presence. Empty fields are taken away.
// With Older it is put where programs of old look too, which anybody who knows the address may read; without, what stands
// there already is kept in step, and nothing is added.
type SetProfile struct {
	Account string       `json:"jid"`
	Profile view.Profile `json:"profile,omitempty" setting:"true" about:"all of it; a field that is left out is taken away"`
	Older   bool         `json:"older,omitempty" about:"also where old programs look, which anybody may read"`
}

// SetPrivacy says what an account tells contacts from now on.
type SetPrivacy struct {
	Account      string `json:"jid"`
	view.Privacy `setting:"true"`
}

// SetHighlights says by which words the user is named in rooms, beside the nickname there: what was read before stays as it is.
// KindInvalid: there are too many, one is too long, or has a comma.
type SetHighlights struct {
	Account string   `json:"jid"`
	Words   []string `json:"words" setting:"true" about:"at most twenty, of at most fifty letters; none for the nickname alone"`
}

// SetUnasked says up to which size files of contacts and of our own devices are fetched by themselves from now on. KindInvalid: out of
// range.
type SetUnasked struct {
	Account   string `json:"jid"`
	Megabytes int    `json:"megabytes,omitempty" setting:"true" about:"up to 4096; 0 for never"`
}

// LookArchive asks what the archive keeps, for AccountView.Archive. KindNotOffered: the server does not say.
type LookArchive struct{ Account string }

// SetArchive says what the archive is to keep. KindNotOffered: the server does not let the user choose.
type SetArchive struct {
	Account           string `json:"account"`
	view.ArchivePrefs `setting:"true"`
}

func (AddAccount) command()     {}
func (RemoveAccount) command()  {}
func (EnableAccount) command()  {}
func (SetProxy) command()       {}
func (ChangePassword) command() {}
func (AcceptLogin) command()    {}
func (SetPresence) command()    {}
func (SetActive) command()      {}
func (Active) command()         {}
func (SetIdle) command()        {}
func (SetAvatar) command()      {}
func (SetProfile) command()     {}
func (SetPrivacy) command()     {}
func (SetHighlights) command()  {}
func (SetUnasked) command()     {}
func (LookArchive) command()    {}
func (SetArchive) command()     {}
