package imports

import "vouch/app/imports/sqlite"

// Versions of logs.db, in PRAGMA user_version: 1 is Gajim 1.0, 2 is 1.1, 5 is 1.2, 6 is 1.3 to 1.5, 7 is 1.6 to 1.8; with other tables
// 11 is 1.9 to 2.1, 13 is 2.2, 15 is 2.4, 19 is 2.5.
const newestGajim = 20

// gajimLogColumns is all that is read of logs.db up to Gajim 1.8.
var gajimLogColumns = sqlite.Columns{
	"jids": {"jid_id", "jid", "type"},
	"logs": {"log_line_id", "account_id", "jid_id", "contact_name", "occupant_id", "real_jid", "time", "kind", "message", "error", "subject",
		"additional_data", "stanza_id", "message_id", "marker"},
}

// gajimColumns is all that is read of logs.db from Gajim 1.9 on. The column key of encryption is a fingerprint.
var gajimColumns = sqlite.Columns{
	"account":    {"pk", "jid"},
	"remote":     {"pk", "jid"},
	"encryption": {"pk", "protocol", "key", "trust"},
	"occupant":   {"pk", "id", "fk_real_remote_pk", "nickname"},
	"message": {"pk", "fk_account_pk", "fk_remote_pk", "resource", "type", "direction", "timestamp", "state", "id", "stanza_id", "text",
		"fk_occupant_pk", "fk_encryption_pk", "correction_id"},
	"reply":            {"fk_message_pk", "id", "to", "fallback_start", "fallback_end"},
	"reaction":         {"fk_account_pk", "fk_remote_pk", "fk_occupant_pk", "id", "direction", "emojis", "timestamp"},
	"receipt":          {"fk_account_pk", "fk_remote_pk", "id"},
	"displayed_marker": {"fk_account_pk", "fk_remote_pk", "id"},
	"retraction":       {"fk_account_pk", "fk_remote_pk", "fk_occupant_pk", "id", "direction", "timestamp"},
	"moderation":       {"fk_account_pk", "fk_remote_pk", "fk_occupant_pk", "stanza_id", "by", "reason", "timestamp"},
	"error":            {"fk_account_pk", "fk_remote_pk", "message_id", "text", "condition"},
	"oob":              {"fk_message_pk", "url"},
}

// gajimTrustColumns is all that is read of omemo_….db.
var gajimTrustColumns = sqlite.Columns{"identities": {"recipient_id", "public_key", "timestamp", "trust"}}

// Kinds of logs: 0 and 1 are changes of status, 7 errors, 8 to 11 files and calls.
const (
	logRoom         = 2
	logSingleIn     = 3 // type='normal', with a subject
	logIn           = 4
	logSingleOut    = 5
	logOut          = 6
	logsAreMessages = "kind IN (2, 3, 4, 5, 6)"
)

// Types and directions of message.
const (
	gajimRoom    = 2
	gajimPrivate = 3
	gajimOut     = 2
)
