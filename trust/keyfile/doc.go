// Package keyfile reads and writes vouch.key, the file of a profile that holds its master key: in clear, or wrapped in slots, each
// of which one secret opens.
//
// # Format 1
//
// The key in clear, protected by the mode of the file (0600) alone. A new profile has it, until the first protection is set:
//
//	"vouch master key"  16
//	format               1  1
//	zero                 1
//	master key          32
//	sum                  4  of a SHA-256 over all before it
//
// # Format 2
//
// Numbers are big-endian, sizes in bytes.
//
//	"vouch master key"  16
//	format               1  2
//	profile id          16  random
//	number of slots      1  1 to 8
//	slots                   each: size of its body 2, body
//	code                32  HMAC-SHA256 over all before it
//	sum                  8  of a SHA-256 over all before it
//
// The body of a slot, up to 4,096:
//
//	id                   8  random, not zero
//	kind                 1  1 file, 2 passphrase, 3 keyring, 4 dpapi, 5 recovery
//	replaces             8  id of the slot in whose place this one was made, or zero
//	made                 8  seconds since 1970, UTC
//	KDF                  1  1 HKDF alone, 2 argon2id (RFC 9106, version 0x13) and then HKDF
//	t, m, p        4, 4, 1  passes, KiB, threads of argon2id; else zero
//	salt                16
//	blob                    size 2, bytes: of dpapi what Windows has sealed, of file 32 bytes in clear; else empty
//	nonce               24
//	wrapped key         48  the master key, by XChaCha20-Poly1305
//
// A slot's key is HKDF-SHA256 over its secret, with the salt and with "vouch key file slot " and the word for the kind as
// info, 32 bytes long. The secret is, of a passphrase, what argon2id makes of its NFC with the same salt, 32 bytes; of
// keyring and dpapi 32 random bytes; of a recovery key its 16 bytes; of file the blob. The wrapped key is bound (associated
// data) to the magic words, the format, the profile id and all of the body that stands before it. Other slots are not part of that, since
// they change while this one's secret is not at hand: the code has the whole list, under the HKDF of the master key without salt,
// with "vouch key file list" as info. The sum tells a damaged file from a wrong secret, to whoever has none.
//
// A body whose kind, or kind with that KDF, is not known is a newer version's: it is kept as it is, shown, and not used. argon2id takes
// at most 1 GiB, 16 passes and 16 threads; slots that ask for more open nothing (ErrCost).
//
// # Changes
//
// A change first writes the file with the old and the new slot, reads it back, opens it by the new one, and then writes it without
// the old one; each write is a new file, synced, renamed, and the folder synced. What a crash leaves in between has two ways in, the
// later of which says whose place it was to take: State.Level is then NotYet, until Settle is told by a secret which one stays, or
// the change is made again. One of the eight places is for that, so a file with eight slots takes no change. No call makes a
// new master key where there is a file, and none falls back to another way in than the one that its secret is for.
//
// The last slot for every day goes by Unprotect alone.
//
// # What it does not do
//
//   - An older copy of the file, with an older passphrase, opens: it is the same key. Only a new master key changes that. It needs the
//     secrets of all slots that are to stay, or has them made anew; the whole database written under the new key beside the old one
//     (names are keyed hashes, so rows move, and the seals of chats are sealed again); and a file that opens both databases until the
//     renamed one is on the disk. None of that is here.
//   - Whoever can write the file can keep the user out of it, and can put an older copy in its place, which nothing tells from
//     the newer one.
//   - The secrets are overwritten where this package holds them: passphrases, keys, and the master key when Forget is called.
//     The states of ciphers and hashes, what argon2id has worked in, the copies that others made (the field it was typed
//     into, the connection to the keyring) and those of the garbage collector are not in its reach. What argon2id worked in is given
//     back to the system, which clears it before another program has it.
//   - What the disk keeps of replaced files is not overwritten.
package keyfile
