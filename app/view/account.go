package view

import (
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/trust"
	"vouch/xmpp/preauth"
)

// AccountView is one account.
type AccountView struct {
	JID         string
	Profile     *Profile // nil until LookUp has fetched it
	Picture     *Picture // nil for none
	Name        string   // for people: the local part, until there are nicknames
	Enabled     bool
	State       ConnState
	Err         *fault.Error // why it is not online; nil when it is
	LoginBefore string       // with KindDowngrade: the mechanism that its server offered before, or ""
	Proxy       string       // as in SetProxy, with its password; "" for none
	Retry       time.Time    // when the next try is made; zero when none is planned
	Resource    string
	DeviceID    uint32
	Fingerprint string         // own, 64 digits; "" before the keys are made
	Undecided   int            // own other active devices that nobody decided on
	Doubt       string         // why another copy of this profile may be in use; "" while there is no sign of it
	ListAlert   bool           // the server keeps dropping this device from the own list
	Waiting     int            // messages that have not left yet
	CanBlock    bool           // the server keeps a block list
	Invitation  string         // the link of the newest invitation that nobody has used, as far as is known here
	InvitePage  string         // the same as a web page of the server's, for people without an account; "" for none
	CanReport   bool           // and takes reports
	Files       Files          // whether it takes files, and how large ones
	Show        Show           // what contacts are told while we are online
	Words       string         // the user's words with it
	Resumed     bool           // the stream goes on where the last one was cut
	CatchingUp  bool           // what was missed is being fetched
	Puzzles     map[string]int // rooms that want something solved before they let us in, by bare JID: each has its number
	Gaps        []Gap          // oldest first
	Privacy     Privacy
	IdleAfter   int           // minutes without use after which contacts are told; 0 for never
	Highlights  []string      // words that name the user in rooms, beside the nickname
	Keep        int           // days for which messages are kept; 0 for ever
	Unasked     int           // megabytes up to which files are fetched by themselves; 0 for never
	Archive     *ArchivePrefs // what the server says that its archive keeps, or nil
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

// Gap is a time of which the server no longer had what had not been fetched: messages of any chat may be missing
// between the last one that was fetched before, and the first one after.
type Gap struct{ From, To time.Time }

// Privacy is what an account tells contacts, and never anybody else; and what it tells its own devices.
type Privacy struct {
	Receipts bool `json:"receipts" about:"that a message has arrived"`
	Markers  bool `json:"markers" about:"that it was seen"`
	Typing   bool `json:"typing" about:"that the user is writing"`
	Devices  bool `json:"devices" about:"the own devices, and with them the server: how far chats were read"`
}

// ArchivePrefs is what the archive of an account keeps: by default everything (always), what is exchanged with contacts
// (roster), or nothing (never); and the bare or full addresses for which it is otherwise.
type ArchivePrefs struct {
	Default string   `json:"default" about:"always, roster (what is exchanged with contacts) or never"`
	Always  []string `json:"always" about:"addresses that it keeps all the same"`
	Never   []string `json:"never" about:"addresses that it does not keep"`
}

// account is one account.
func (src Source) account() (*AccountView, error) {
	out := src.Live.account(src.self())
	ts := src.Trust
	own, have, err := ts.Own()
	if err != nil {
		return nil, err
	}
	if have {
		out.DeviceID, out.Fingerprint = own.Device, own.Fingerprint()
	}
	if out.Doubt, err = ts.Doubt(); err != nil {
		return nil, err
	}
	devices, err := ts.Devices(src.self())
	if err != nil {
		return nil, err
	}
	for _, d := range devices {
		if d.Active && d.ID != own.Device && d.Fingerprint != "" && d.Level == trust.Undecided {
			out.Undecided++
		}
	}
	h := src.History
	open, err := h.Invitations(src.Now)
	if err != nil {
		return nil, err
	}
	if len(open) > 0 && out.Invitation == "" {
		out.Invitation = src.link(open[len(open)-1])
	}
	if out.Gaps, err = src.Gaps(""); err != nil {
		return nil, err
	}
	entries, err := h.Outbox()
	for _, e := range entries {
		if e.Purpose == history.ForMessage {
			out.Waiting++
		}
	}
	return out, err
}

// account is what the state in memory says about an account.
func (l Live) account(self string) *AccountView {
	var puzzles map[string]int
	for room, now := range l.Rooms {
		if now.Puzzle == 0 {
			continue
		}
		if puzzles == nil {
			puzzles = map[string]int{}
		}
		puzzles[room] = now.Puzzle
	}
	return &AccountView{
		Puzzles: puzzles,
		JID:     self, Name: Localpart(self), Picture: l.People.Faces[self], Profile: l.People.Profiles[self],
		Enabled: l.Settings.Enabled, Proxy: l.Settings.Proxy, Show: l.Settings.Show, Words: l.Settings.Words,
		Privacy: l.Settings.Privacy, IdleAfter: l.Settings.IdleAfter, Highlights: l.Settings.Highlights, Unasked: l.Settings.Unasked, Keep: l.Settings.Keep,
		State: l.Conn.State, Err: l.Conn.Err, LoginBefore: l.Conn.LoginBefore, Retry: l.Conn.Retry, Resource: l.Conn.Resource,
		Resumed: l.Conn.Resumed, CatchingUp: l.Archive.CatchingUp, Archive: l.Archive.Prefs, ListAlert: l.Keys.ListAlert,
		CanBlock: l.Server.Blocks, CanReport: l.Server.Reports, Files: l.Server.Files, Invitation: l.Server.Invitation, InvitePage: l.Server.InvitePage,
	}
}

// link is the link of an invitation that was made here.
func (src Source) link(i history.Invitation) string {
	self, err := jid.Parse(src.self())
	if err != nil {
		return ""
	}
	return preauth.Link(self, i.Token)
}
