// # The words
//
// One word for one thing, as comments and names here use it.
//
//	account    | an address of the user with its password and settings, and the loop that owns its state
//	archive    | what a server keeps of messages (XEP-0313); each has a place here: cursor, gaps, how far back
//	arrival    | an incoming message and what was established about it before anything in it is believed
//	audience   | who shall be able to read an encrypted message
//	catch-up   | fetching from the archive what came after the cursor, after a stream began anew
//	chat       | a conversation of a kind: contact, notes, group, channel, occupant; not the same as an address or a sender
//	change     | a correction or a retraction of a message that is here
//	claim      | what a code, link, page or message says about keys; data until it is verified
//	command    | something that a window or script has the Service do (table.go); those of XEP-0050 are ad-hoc commands
//	content    | what an authenticated sender has said, in clear or out of an encryption
//	copy       | an earlier own message that is sent again, for devices that could not read it
//	coverage   | which devices a message sent now would reach
//	decision   | the user's word, or a policy's, about a key: trusted, verified or rejected; without one it is undecided
//	device list, bundle, prekey | as in XEP-0384 v0.3.0
//	entry      | a row of the outbox: something that has to leave
//	evidence   | what is known about where an own message is: sent, delivered, read, failed; the stronger word stands
//	facts      | what holds for one stream
//	fate       | what becomes of an entry that may have been written on a stream that ended
//	letter     | an outgoing message before it is encrypted: what is outside, and what is inside
//	live       | the published copy of an account's state in memory
//	notice     | a row by the program
//	order      | the order of rows in a chat, which is the archive's
//	page       | of an archive: one answer with its results; of the web: a text with fingerprints
//	payer      | whose budget the work of decrypting is charged to
//	policy     | what decides about new keys when the user does not
//	question   | to the network: an IQ of ours; to the user: why messages of a chat wait
//	reference  | what names a message by its id: reaction, receipt, marker, reply
//	report     | a problem report for the authors (report.go); to a server: spam or abuse, with a block
//	row        | what a chat consists of: text, notice, unreadable message, or other thing
//	stamp      | a time that somebody wrote on a message (XEP-0203)
//	stranger   | who is no contact and was never written to
//	stream     | one connection that is bound; a resumed one goes on (XEP-0198)
//	todo       | a row that says what must be asked or published, until it is done
//	unread     | not yet seen by the user; what cannot be decrypted is unreadable
package app
