// Package app is the service layer: one goroutine per account turns stanzas and commands into committed state, and a
// window or a script looks at that state.
//
// This page has the flows first, then what strangers can make us do, the laws, the map of the files with where something
// new would go, and the words.
//
// # One incoming message
//
// The stream hands out one ordered sequence of events. The account's loop takes one at a time (account.go), and messages
// that wait behind one another together (together.go). receive.go establishes the true sender, and intake.go has the steps
// of a message in their order, in one db.Update: recognise a message seen before, read what its sender has said
// (content.go), take what programs tell programs, then decrypt (decrypt.go), read the level of trust of the sending key,
// and append the message or a visible row that says why it could not be read; or take what it says in clear (words.go), and
// leave a row for whatever else is for people (things.go). What must follow is written as rows of the same transaction:
// outbox entries (receipts, key transports) and todo rows (publish the bundle, fetch a list). Only after the commit does
// the stanza enter the XEP-0198 count. Then the outbox and the todo rows are worked off, and whoever watches is told that
// something changed.
//
// Nothing that stands outside of an encryption hides or changes what is inside. What refers to a message that is not here
// waits for it (late.go, refs.go). A stanza that cannot be stored is set aside visibly and acknowledged (aside.go); only
// where the file fails does the stream end. What a server says about when a message came is believed for what it kept
// (stamps.go).
//
// # One outgoing message
//
// SendText stores the message and an outbox entry (transaction A), and returns. A message that waits is derived, not remembered: each
// time something changed, package plan reads the device list, the keys and the trust of the moment and says what is missing —
// the device list, bundles, a decision of the user — and the loop asks the network for what can be asked for; how long a
// device list counts, who is asked at all, and how a refusal reaches the row is in lists.go. When
// nothing is missing, and only while the stream is bound, one transaction (B) reads trust once more, writes the letter
// (letter.go), encrypts it for the trusted devices of its audience (plan/audience.go) and our own, and stores the stanza and for
// whom it was made; then it is written (send.go, write.go). The acknowledgement of the server takes it out of the outbox (C).
//
// What was made but not acknowledged when a stream ended is decided about on the next one (unacked.go). A stream that goes on
// (XEP-0198) writes it again itself, in the same bytes; it is not continued when a device that these bytes were made for
// has lost its trust meanwhile. Else the server's count or the archive tells what arrived, and the rest goes out again.
// Where nobody can say, an encrypted message goes out in the same bytes, which the ratchet of the receiver silences if
// it has them already, and one in clear waits for the user.
//
// A text that was under encryption never leaves in clear, whatever entry of the outbox is made again. What the server finds
// too large is not written (limit.go), and what ends the stream each time that it is written is given up after three
// times (blame.go), so that no entry holds up the account. Of two words about where a message is the stronger one stands
// (evidence.go).
//
// # Files
//
// A file is encrypted once into the store beside the database, under a key that stands in the sealed row of its message alone, and
// what lies there is uploaded in the very bytes (files.go): the user's own file may change or go meanwhile. It takes its place in the
// chat when it is attached, and a todo row has it uploaded (transfers.go); only then its message gets an outbox entry, whose body is
// the address with the key in it, and leaves like any other. That is the one case in which messages of a chat do not leave in the
// order written. The server is asked before whether it has what it took. What a message says to be a file (fileintake.go) is fetched
// by a todo row as well, by itself up to a size that the user sets. Its name in the store is noted before its first byte is there, so
// that another run goes on where one has ended; it is here when it fits its tag, or the hash that its sender told. The body of such a
// row is empty, so that no key can be copied, quoted or logged by accident.
// Where the server takes files, and how large ones, is asked at each bind (place.go), and what a file comes to is made before it is
// sent by the same path as what is sent (fileweigh.go), so that nobody hears of a limit from a message that has failed.
// What other programs are to open is a copy in clear (fileclear.go), in a folder of the profile: that is on the same disk, of whose
// room one knows, and no other Vouch has it, so that all of it can go at the end and at the start. What may run is never opened.
//
// # History
//
// The texts of messages lie once more, folded, in blocks under the key of their
// chat (package search, history/text.go), so that a search opens a block of some
// hundred and not each row. A new row costs a key; texts.go has them put
// into blocks beside the work, and those of earlier versions first. A search
// (search.go) looks at the file for a moment at a time, and begins anew where the
// blocks have moved meanwhile.
//
// What the user wants gone goes in slices (clearing.go), and what is left of that
// when the program ends goes with the next one; what goes by its age is never
// unread, and never on its way. Index rows stay, the chat remembers up to where it
// was cleared, and older pages are not asked for, so that nothing comes back by
// itself. A backup (backup.go, restore.go) is read in one transaction, the one
// exception to the second law, and holds no key of this device: who restores it
// has a new one. What an export writes (package export) is in clear.
//
// # Catching up
//
// After every bind the archive is asked for what came after the cursor (catchup.go, cursor.go), which moves in the transaction that
// takes in a part of a page, and by live messages while no catch-up is under way. The first sign-in goes backwards, and
// counts what it cannot read. What comes in live meanwhile is taken in at once; archiveorder.go keeps both in the order of the
// archive, also across a catch-up that was cut short. All ways of a message end in takeIn (intake.go).
//
// Two things make a catch-up begin before the cursor. An own message that may have arrived is looked for from where the
// archive was when it was made, since what came in live after it has moved the cursor past it. And where the server sent
// again what it had kept during a cut, the archive is asked for the order of it: a row of the other side that stands
// wrong is moved. Beside own messages in rooms that is the one case in which a row changes its place.
//
// # Rooms
//
// Package rooms knows where we are and who else is there; no transaction sees their presences. A stanza from the address of a
// room that is known is never one between two people, whichever way it comes (receive.go, roomintake.go). Who wrote a live message
// is whoever the room said has that nickname; in an archive it is what the room says, held against all else that is known,
// and where that is not sure an encrypted message is not opened (seat.go). The audience of a private room are its members,
// as transaction B reads them (plan/audience.go); of one that is not private, or no longer, nobody can say who reads it,
// and what was written under encryption waits (roomsend.go).
//
// A message is in a room when the room has sent it back to us, and stands where the room has it. What was not sent back when we
// came in again is looked for in the archive of the room, which has a place, a cursor and gaps of its own (roomarchive.go);
// where it is not there it goes out again, in the same bytes if all whom they were made for may read them still. So it is with what
// does not come back although we are in (roomsend.go): it goes out once more, and then its row says so.
//
// What somebody writes in a room is held against what the user wants to hear as it is stored (ignore.go, mention.go): of who is ignored
// nothing is told, and the window folds it, by what the room's record says then.
//
// # Whom to trust
//
// What happens to the file is in package keys, within a transaction; what has to follow is done here (keyring.go). Decisions
// are made in one place (decide.go, onDecisions, around Keyring.Deciding): by hand, by what a code, link or page says
// (keys/claim.go and keys/check.go read it and change nothing), by the word of another device of the same person (keys/card.go),
// each with where it came from, and taken back by Undo. A code never puts a rejected key right, and a key that differs from
// the known one is never used. Policies decide in keys/policy.go, and never about a key that a device has changed to, or that
// another device shows: that is an alarm (keys/alarm.go). What was seen and decided is the timeline (view/story.go).
//
// The own devices are in keys/own.go and keys/setup.go; ownkeys.go and own.go ask and publish. A removed one is rejected in the
// same transaction in which its leaving the list is asked for. Where another copy of the profile seems to be in use nothing is encrypted until the user has decided, since
// two copies of one ratchet would use the same message keys twice.
//
// A session belongs to a JID, a device and a key: what comes under another key has one of its own, and costs the old one
// neither its place nor its memory of what was read. Sessions are begun anew (repair.go, keys/session.go) by the user, and by
// themselves in one case alone: a trusted device that writes under a prekey which is no more, once a stream and after the
// catch-up.
//
// # Who may do what
//
// The parts of an account (conn, facts, outbox, archive, devices) are touched by its loop alone; commands reach the
// loop as functions. The loop never waits: what needs the network is asked for (ask.go), and the answer is an event. What
// holds for one stream are the facts, which a new stream replaces whole; the other parts say in began and ended what a
// stream changes in them.
//
// What needs the loop, and is no part of its work on messages, is a room: a package below this one that is handed a
// loop.Account, which is all it knows of the account (door.go). It keeps its own state, of which the loop says when a stream
// began; package people is the first. Commands about it are lines of the same table, and call it.
//
// Reading for a window (look.go) happens on the caller's goroutine in a View of its own, and with a copy of the little state
// that only lives in memory (view/live.go), which a mutex guards; package view makes the snapshot of both.
package app
