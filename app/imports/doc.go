// Package imports reads the histories of other programs: Dino (0.1 to master), Gajim (1.0 to 2.5) and the backups of Conversations
// (.ceb, versions 1 and 2). It gives records of its own to whoever asks, and knows no loop, no history and no decisions of Vouch:
// what is here already, and what becomes of a record, is somebody else's work.
//
// # How to use it
//
// Find lists what lies on this machine, At tells what a file or folder is that somebody has chosen. Open opens one Source; its Messages
// come chat by chat, oldest first, one at a time: a history of any size takes little memory, and ends with its context. What is odd
// about a source, and no reason to stop, is told by Warnings.
//
// # What is never read
//
// Passwords, tokens, private keys, sessions and prekeys. Two programs with one ratchet lose messages on both sides without a word. Of
// databases, SQLite itself refuses all columns but those in the tables of dinocolumns.go and gajimcolumns.go; of a backup only what
// cebrow.go names becomes values.
//
// # What is not believed
//
// Files come from anywhere. Nothing in them is executed; texts are bounded (MaxBody), lists too; times outside of what can be are none;
// addresses that are none lose their row. A row that cannot be read is a RowError, and the next ones follow.
//
// The formats are as Vouch's authors measured them with Dino 0.4.2 and Gajim 1.7.3, or read them in the sources of Dino at 45723ac2,
// Gajim at 67350349 and Conversations 2.19.5. Neither has a specification.
package imports
