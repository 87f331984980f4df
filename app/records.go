package app

import "vouch/app/view"

// PresenceRecord is the own presence of an account, whether or not it is connected.
type PresenceRecord struct {
	Show   view.Show `json:"show"`
	Status string    `json:"status"`
}

// BlockedRecord is one entry of people.blocked.
type BlockedRecord struct {
	JID string `json:"jid"` // of a person, or a domain
}

// OlderRecord is what a fetch of older messages has brought.
type OlderRecord struct {
	Added    int  `json:"added"`    // rows
	Complete bool `json:"complete"` // there are no older ones
}
