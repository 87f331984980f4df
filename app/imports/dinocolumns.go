package imports

import "vouch/app/imports/sqlite"

// Versions of dino.db, in its table _meta: 11 is Dino 0.1, 17 is 0.2, 22 is 0.3, 25 and 26 are 0.4, 29 is 0.5.
const newestDino = 32

// dinoColumns is all that is read of dino.db. The column password of account is not among it.
var dinoColumns = sqlite.Columns{
	"_meta":               {"name", "int_val"},
	"account":             {"id", "bare_jid", "enabled"},
	"jid":                 {"id", "bare_jid"},
	"conversation":        {"id", "account_id", "jid_id", "resource", "active", "type", "encryption"},
	"content_item":        {"id", "conversation_id", "time", "content_type", "foreign_id", "hide"},
	"message":             {"id", "stanza_id", "server_id", "account_id", "counterpart_id", "counterpart_resource", "direction", "time", "body", "encryption", "marked"},
	"message_correction":  {"message_id", "to_stanza_id", "to_message_db_id"},
	"message_occupant_id": {"message_id", "occupant_id"},
	"real_jid":            {"message_id", "real_jid"},
	"occupant_id":         {"id", "last_nick", "jid_id", "occupant_id"},
	"reply":               {"message_id", "quoted_message_id", "quoted_message_stanza_id", "quoted_message_from"},
	"body_meta":           {"message_id", "from_char", "to_char", "info_type", "info"},
	"reaction":            {"content_item_id", "occupant_id", "jid_id", "time", "emojis"},
	"file_transfer":       {"id", "counterpart_resource", "direction", "encryption", "file_name", "path", "mime_type", "size", "state", "info", "width", "height"},
	"sfs_sources":         {"file_transfer_id", "type", "data"},
}

// dinoNeeds is without what a file is no dino.db. Tables that came later are there from the day on which a newer Dino opened it.
var dinoNeeds = sqlite.Columns{
	"account":      {"id", "bare_jid"},
	"jid":          {"id", "bare_jid"},
	"conversation": {"id", "account_id", "jid_id"},
	"content_item": {"id", "conversation_id", "time", "content_type", "foreign_id"},
	"message":      {"id", "body", "direction"},
}

// dinoTrustColumns is all that is read of omemo.db: of the table identity, which holds the private key, two numbers.
var dinoTrustColumns = sqlite.Columns{
	"identity":      {"id", "account_id"},
	"identity_meta": {"identity_id", "address_name", "device_id", "identity_key_public_base64", "trust_level", "now_active", "last_active"},
}

// Kinds of content_item.
const (
	dinoMessage = 1
	dinoFile    = 2
)

// dinoEncryption translates the numbers of conversation, message and file_transfer; 3 and 4 are of calls.
func dinoEncryption(n int64) Encryption {
	switch n {
	case 0:
		return Clear
	case 1:
		return PGP
	case 2:
		return OMEMO
	}
	return Unknown
}

// dinoState translates message.marked. What waits (4 unsent, 6 sending) has failed: nothing here may send it.
func dinoState(marked int64) State {
	switch marked {
	case 1: // received
		return Delivered
	case 2, 3: // read, acknowledged
		return Read
	case 4, 5, 6, 8:
		return Failed
	}
	return Sent
}

// dinoKind translates conversation.type.
func dinoKind(n int64) Kind {
	switch n {
	case 1:
		return Room
	case 2:
		return Private
	}
	return Contact
}
