// Package history keeps chats, messages, their indexes, the outbox and the todo rows of one account as a typed view over
// one bbolt transaction.
//
// Everything lies below the bucket "history", in one bucket an account whose name is an HMAC:
//
//	chats     HMAC of the chat (16)                                  → sealed Chat, which holds the chat's own key
//	messages  HMAC of the chat (16) | sort time (8, ms) | tie (8)    → Message, sealed under the chat's key
//	ids       row id (16)                                            → key in messages, if the id does not say it (place.go)
//	archive   HMAC of (by, archive id)                               → row id
//	seen      HMAC of (chat, sender, message id)                     → what came under it, and the row it finds (seen.go)
//	own       HMAC of (chat, own message id)                         → row id; without the chat: known in some chat
//	outbox    sequence (8)                                           → sealed Entry
//	todo      HMAC of what is to be done                             → sealed Todo
//	roster    HMAC of the contact                                    → sealed Contact
//	rooms     HMAC of the room                                       → sealed Room
//	members   HMAC of the room (16) | HMAC of the member (16)        → sealed Member
//	occupants HMAC of the room (16) | HMAC of the occupant id (16)   → sealed bare JID
//	meta      "archive"                                              → sealed Archive
//	text      key of a block's first row                             → search.Block of folded texts, sealed under the chat's key (text.go)
//	textdir   the same key                                           → sort time (8, ms) of the block's last row
//	fresh     key in messages                                        → nothing: its text is in no block yet
//
// A row of messages leaves out what follows from its place (row.go), and an index row holds ids as bytes (indexrow.go).
// "format" beside the buckets says that no earlier version wrote here (format.go). Those had, and what they wrote is read:
//
//	dedupe    HMAC of (chat, sender, message id, digest)             → row id
//	sent      HMAC of (chat, sender, message id)                     → row id
//
// in 0.1.0 without the chat; ids and row ids in hex; messages with all that they say. It is rewritten in slices, as far as
// it can be found again, and "migrated" says how far (migrate.go). Their texts are put into blocks in slices as well, and "texts" says
// how far (textbuild.go).
//
// Index rows outlive a cleared message: a copy that the archive or the server repeats must stay known. What they hold
// are HMACs and times; nothing of a message can be read from them.
//
// A view lives as long as its transaction, returns copies only, and is used by one goroutine.
package history
