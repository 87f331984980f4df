package view

import "time"

// Picture is a small square picture of somebody.
type Picture struct {
	Hash string // of what was published; tells one picture from another
	PNG  []byte // made by us, so it is safe to decode

	VCard bool // from a vCard (XEP-0153), not from the avatar node (XEP-0084)
}

// Profile is what somebody says about themselves. Each text is a claim.
type Profile struct {
	FullName     string `json:"full_name,omitempty"`
	Nickname     string `json:"nickname,omitempty"`
	Email        string `json:"email,omitempty"`
	Phone        string `json:"phone,omitempty"`
	URL          string `json:"url,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Title        string `json:"title,omitempty"`
	Birthday     string `json:"birthday,omitempty"`
	Note         string `json:"note,omitempty"`
}

// Contact is an entry of the roster, with what is known of the contact now.
type Contact struct {
	JID          string
	Name         string
	Nickname     string // what the contact calls itself
	Groups       []string
	Subscription string // none, to, from, both
	Presence     Presence
	Show         Show
	Status       string
	Idle         time.Time // since when it was not active, as it says
}

// Roster gives the contacts of an account, with what is known of them now.
func (src Source) Roster() (out []Contact, err error) {
	contacts, err := src.History.Roster()
	for _, c := range contacts {
		seen := src.Live.PresenceOf(c.JID)
		out = append(out, Contact{
			JID: c.JID, Name: c.Name, Nickname: src.Live.People.Nicks[c.JID], Groups: c.Groups, Subscription: c.Subscription,
			Presence: seen.Presence, Show: seen.Show, Status: seen.Status, Idle: seen.Idle,
		})
	}
	return out, err
}
