// Package history keeps chats, messages, their indexes, the outbox and the todo rows of one account as a typed view over
// one bbolt transaction.
//
// Everything lies below the bucket "history", in one bucket an account whose name is an HMAC:
//
//	chats     HMAC of the chat (16)                                  → sealed Chat, which holds the chat's own key
//	messages  HMAC of the chat (16) | sort time (8, ms) | tie (8)    → Message, sealed under the chat's key
//	ids       row id                                                 → key in messages
//	archive   HMAC of (by, archive id)                               → row id
//	dedupe    HMAC of (sender, message id, digest)                   → row id
//	own       HMAC of an own message id                              → row id
//	sent      HMAC of (sender, message id)                           → row id
//	outbox    sequence (8)                                           → sealed Entry
//	todo      HMAC of what is to be done                             → sealed Todo
//	roster    HMAC of the contact                                    → sealed Contact
//	meta      "archive"                                              → sealed Archive
//
// Index rows outlive a cleared message: a copy that the archive or the server repeats must stay known. What they hold
// are HMACs and times; nothing of a message can be read from them.
//
// A view lives as long as its transaction, returns copies only, and is used by one goroutine.
package history
