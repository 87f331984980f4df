// # The laws
//
// Comments cite them by number.
//
//  1. Ratchet and message commit together. There is one bbolt file, and one transaction for one unit of work, handed down
//     visibly: trust.In and history.In are views that live as long as it does.
//  2. No network inside a transaction, no transaction inside a transaction, and only copies leave one. A live stanza has one
//     transaction, which it may share with messages that waited behind it; pages of an archive are taken in by parts, so that
//     an Update ends within about 50 ms. No call of the Service runs on the window's main goroutine. One View is long: a backup
//     reads all rows in one (backupfill.go), since rows of several would not fit each other; meanwhile the file grows by what
//     is written.
//  3. Authenticate first, write after. What fails to decrypt writes nothing but the row that reports it.
//  4. Acknowledge after commit. Stream counts, receipts and markers speak only of what is on disk.
//  5. Never content in clear by accident. Texts, quotations, names of files, links and subjects do not leave outside of the
//     encryption of an encrypted chat; what cannot be encrypted waits visibly. Ids, chat states, receipts and markers do
//     leave, and can be switched off.
//  6. Nothing vanishes. What could not be read, sent or stored has a row that says so, and what can be done about it.
//  7. The sender is checked before anything else is believed: carbons, archive results, roster pushes, PEP events, changes,
//     receipts, answers.
//  8. One goroutine owns an account's state, and it never waits. What needs the network is started by the loop, and comes
//     back as an event of the stream that it belongs to; constructors start nothing.
//  9. The screen is a function of a snapshot.
//  10. Words for people live in the window. Errors here are for code: a Kind, and verb, operand, %w.
//  11. Secrets reach no log, no argument list and no environment variable.
//
// # Transactions A, B and C
//
// An own message is stored with its outbox entry (A), made into a stanza while the stream is bound and it is next to be
// written (B), and finished by the server's acknowledgement (C). Before B nothing was encrypted, and trust may still
// change. From B on the message counts as perhaps written: it goes out again only when the server or the archive has said
// that it is missing, in the same bytes if every device that they were made for is still trusted.
//
// # The file
//
// Values are sealed with XChaCha20-Poly1305 under keys derived from one random master key; what is sealed is bound to its
// bucket and key. The first byte of a value is the format of that row, so old rows stay readable; they are rewritten in
// slices beside the work (migrate.go). Names in keys are keyed hashes. Rows of messages are ordered by chat
// (16 bytes), sort time (8 bytes, milliseconds) and tie (8), which their ids name. Index rows find them by archive and
// archive id, and by chat, sender, id attribute and digest; they outlive a message that was cleared. testdata/stores holds
// profiles of earlier versions, which a test reads, migrates and goes on with.
package app
