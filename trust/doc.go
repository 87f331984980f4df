// Package trust opens, seals and migrates the one bbolt file of a profile, and gives typed views of what it knows about
// keys: accounts, own keys, sessions, device lists, trust decisions and their log.
//
// # The profile
//
// A profile is a folder (0700) with two files (0600): vouch.db, the database, and vouch.key, the random master key, in clear
// or protected by a passphrase, a keyring, the system and a recovery key (package keyfile, which has the format).
// Every value in the database is sealed with XChaCha20-Poly1305 under a key derived from the master key, bound to the
// place where it is stored; names that would tell something (JIDs, fingerprints) are keyed hashes. What a reader of
// vouch.db alone can see is how many rows there are and when the file changed. Not covered: somebody who can read both
// files while the key is not protected, and somebody who puts back an older copy of the whole file.
//
// The lock on vouch.db is the single-instance lock of the program. Whatever replaces the file (creation, migration,
// compaction) writes vouch.db.new, syncs it, renames it and syncs the folder; a power cut leaves the old file or the new
// one.
//
// # The view
//
// In gives the view of one account through one transaction: the Store. It implements crypto.Store, so the ratchet, the
// message and the decision commit together. It lives as long as the transaction; what it returns are copies.
//
// # Devices and decisions
//
// A device is one device id with one key. The user's decision belongs to a key of a JID: Level and Decide take a JID and
// a fingerprint, also of a key that no device has shown yet. It is never carried to another JID. When a device id comes
// with another key, the old key keeps its row and its decision, and the new one begins as undecided.
//
// Of an own device the user can say that it is no more: it is Removed until its key is trusted again, also when its program
// puts it back into the list. Keys that were verified before a device has shown them are Expected. What a code or a page
// says about keys is held against what is known by Compare; package page reads pages, package qr pictures.
//
// # Grace times
//
// A used prekey leaves the bundle at once; its private part stays for UsedPreKeyGrace, because two senders may pick the
// same prekey, and because a message may wait that long in an archive or at a sender that is offline. Of more than MaxUsed
// those go first that were on offer for the shortest time: somebody who uses them up one after the other cannot push out
// those that others had the time to pick. The signed prekey
// before the present one stays for one more rotation, for the same reason. Prune and RotateSigned remove them.
package trust
