package app

import (
	"time"

	"vouch/app/history"
	"vouch/trust"
)

// The rows of a backup. Members of rows hold them one a line; what they hold is never read under another name.
type (
	// keptAccount is an account in accounts.json: how to reach it, and nothing that signs in.
	keptAccount struct {
		JID       string    `json:"jid"`
		Added     time.Time `json:"added"`
		Host      string    `json:"host,omitempty"`
		Port      uint16    `json:"port,omitempty"`
		DirectTLS bool      `json:"direct_tls,omitempty"`
		Proxy     string    `json:"proxy,omitempty"` // without its password
		CAs       []byte    `json:"cas,omitempty"`   // PEM
		Strongest string    `json:"strongest,omitempty"`
		Device    uint32    `json:"device,omitempty"` // that it was
		Key       string    `json:"key,omitempty"`    // the fingerprint of that
	}

	// keptSettings are those of an account in settings.json.
	keptSettings struct {
		Account     string   `json:"account"`
		Show        string   `json:"show,omitempty"`
		Words       string   `json:"words,omitempty"`
		NoReceipts  bool     `json:"no_receipts,omitempty"`
		NoMarkers   bool     `json:"no_markers,omitempty"`
		NoTyping    bool     `json:"no_typing,omitempty"`
		NoDisplayed bool     `json:"no_displayed,omitempty"`
		IdleAfter   int      `json:"idle_after,omitempty"`
		FetchUpTo   int      `json:"fetch_up_to,omitempty"`
		Highlights  []string `json:"highlights,omitempty"`
	}

	keptContact struct {
		Account string          `json:"account"`
		Contact history.Contact `json:"contact"`
	}

	keptRecord struct {
		Account string `json:"account"`
		trust.Record
	}

	// keptChat is a chat, or a room, or how far an archive was read.
	keptChat struct {
		Account string           `json:"account"`
		Chat    *history.Chat    `json:"chat,omitempty"`
		ReadTo  *keptPlace       `json:"read_to,omitempty"`
		Room    *history.Room    `json:"room,omitempty"` // without its password
		Of      string           `json:"of,omitempty"`   // whose archive
		Archive *history.Archive `json:"archive,omitempty"`
	}

	// keptPlace is a row by its id and, where it is no more, by its sort time.
	keptPlace struct {
		Row  string `json:"row,omitempty"`
		Sort uint64 `json:"sort"`
	}

	keptMessage struct {
		Account string          `json:"account"`
		Sort    uint64          `json:"sort"`           // ms; rows of a chat are in their order
		File    string          `json:"file,omitempty"` // SHA-256 of what is in files/ of it
		Message history.Message `json:"message"`
	}
)
