package imports

import (
	"encoding/json"
)

// cebRow is a row of any table of a backup, with all columns that are read and no other. Of a column key, which holds a private key
// where ownkey is 1, it is only noted whether there is one.
type cebRow struct {
	Table string `json:"-"`

	UUID     word `json:"uuid"` // accounts, conversations, messages
	Username word `json:"username"`
	Server   word `json:"server"`

	AccountUUID word `json:"accountUuid"` // conversations
	ContactJID  word `json:"contactJid"`
	Mode        word `json:"mode"`
	Status      word `json:"status"` // messages too
	Attributes  word `json:"attributes"`

	ConversationUUID word `json:"conversationUuid"` // messages
	TimeSent         word `json:"timeSent"`
	Counterpart      word `json:"counterpart"`
	TrueCounterpart  word `json:"trueCounterpart"`
	OccupantID       word `json:"occupantId"`
	Body             word `json:"body"`
	Encryption       word `json:"encryption"`
	Type             word `json:"type"`
	Path             word `json:"relativeFilePath"`
	ServerID         word `json:"serverMsgId"`
	RemoteID         word `json:"remoteMsgId"`
	Carbon           word `json:"carbon"`
	Key              word `json:"axolotl_fingerprint"`
	Edited           word `json:"edited"`
	Error            word `json:"errorMsg"`
	Reactions        word `json:"reactions"`

	Account     word    `json:"account"` // identities
	Name        word    `json:"name"`
	OwnKey      word    `json:"ownkey"`
	Fingerprint word    `json:"fingerprint"`
	Trust       word    `json:"trust"`
	Active      word    `json:"active"`
	Seen        word    `json:"last_activation"`
	HasKey      present `json:"key"`
}

// word is a value: a text, or a number as it stands there. NULL is "".
type word string

func (w *word) UnmarshalJSON(b []byte) error {
	switch b[0] {
	case '"':
		return json.Unmarshal(b, (*string)(w))
	case '{', '[', 'n', 't', 'f':
		*w = "" // NULL, or nothing that a backup has
	default:
		*w = word(b)
	}
	return nil
}

// present tells whether there is a value, and forgets it.
type present bool

func (p *present) UnmarshalJSON(b []byte) error {
	*p = b[0] != 'n'
	return nil
}

// nested reads JSON that stands in a value.
func (w word) nested(to any) bool {
	return w != "" && len(w) <= 256<<10 && json.Unmarshal([]byte(w), to) == nil
}
