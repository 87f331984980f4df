package app

// AddContact puts JID in the roster, asks to see its presence and opens the chat. An empty Name or no Groups keep those of
// a contact who is there already.
type AddContact struct {
	Account string   `json:"account"`
	JID     string   `json:"jid"`
	Name    string   `json:"name,omitempty" about:"what the user calls the contact"`
	Groups  []string `json:"groups,omitempty"`
	Token   string   `json:"token,omitempty" about:"that of an invitation: who made it accepts without being asked"`
}

// MakeInvitation is Service.Invite; AccountView.Invitation is the link.
type MakeInvitation struct {
	Account string `json:"account"`
}

// EditContact changes the name, the groups, or both of a contact; nil leaves them. It returns when the server has taken
// the change. KindNotFound: JID is no contact.
type EditContact struct {
	Account string    `json:"account"`
	JID     string    `json:"jid"`
	Name    *string   `json:"name,omitempty" about:"where it is left out the name stays"`
	Groups  *[]string `json:"groups,omitempty" about:"all of them; where they are left out they stay"`
}

// RemoveContact takes JID out of the roster; neither sees any longer when the other is online. Messages stay.
type RemoveContact struct {
	Account string `json:"account"`
	JID     string `json:"jid"`
}

// AnswerContact accepts or declines JID's request to see our presence.
type AnswerContact struct {
	Account string `json:"account"`
	JID     string `json:"jid"`
	Accept  bool   `json:"accept"`
}

// Block has the server keep JID, a person or a whole server, away: no message, presence or question of theirs comes, and
// ours do not go there. A report, with Text as the user's own words, goes to the operator of the server. KindNotOffered: the
// server has no block list, or takes no reports.
type Block struct {
	Account string `json:"account"`
	JID     string `json:"jid" about:"a person or a whole server"`
	Report  string `json:"report,omitempty" about:"spam or abuse, for the operator of the server"`
	Text    string `json:"text,omitempty" about:"words that go with the report"`
}

// Unblock ends that.
type Unblock struct {
	Account string `json:"account"`
	JID     string `json:"jid"`
}

// LookUp asks for what JID says about themselves, for ChatView.Profile.
type LookUp struct {
	Account string `json:"account"`
	JID     string `json:"jid"`
}

func (AddContact) command()     {}
func (MakeInvitation) command() {}
func (EditContact) command()    {}
func (RemoveContact) command()  {}
func (AnswerContact) command()  {}
func (Block) command()          {}
func (Unblock) command()        {}
func (LookUp) command()         {}
