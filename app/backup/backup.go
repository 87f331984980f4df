// Package backup writes and reads the file form of a backup: everything of a profile as rows of JSON, so that it can be read
// without Vouch and outlives its database. It knows no loop, no history and no meaning of a row: who fills a backup hands over rows,
// who restores one is handed them.
//
// # The form
//
// A backup is encrypted by age with a passphrase and nothing else, within it gzip, within that tar, so that
//
//	age -d x.age | tar xz
//
// opens it anywhere. Its members, in this order, of which only the first and the last must be there:
//
//	manifest.json         | the format, the program, the profile, the time, which parts there are, the accounts
//	accounts.json         | one document
//	settings.json         | one document
//	roster.jsonl          | a row a line
//	trust.jsonl           | a row a line
//	chats.jsonl           | a row a line
//	messages/000001.jsonl | a row a line; where 8 MiB are full, 000002 goes on
//	files/<sha256>        | the files of chats, under the digest of what they hold
//	end.json              | how many members there are before it, and size and SHA-256 of each
//
// Where roster, trust or chats fill their 8 MiB, roster/000002.jsonl and so on go on behind them. Without end.json the file was cut. A
// member of another name is of a later version: its name is told, and it is passed over. A manifest of another format is refused.
//
// Every member is a gzip stream of its own, which gzip and tar do not mind: behind damage in the middle of the file, reading can begin
// again at the next member.
//
// # What it does not do
//
// Bytes that age has let through were written by somebody who knew the passphrase. What they mean is still held against bounds: a
// backup may be a stranger's, with the passphrase beside it.
package backup

// Format is the format that is written, and the newest one that is read.
const Format = 1

// PartSize is how much a member of rows holds at most, in bytes; so it bounds a row as well.
const PartSize = 8 << 20

// What is written, and what is taken at most from a file that says so itself.
const (
	workFactor    = 18 // scrypt with N = 2^18: half a second and 256 MiB
	maxWorkFactor = 20 // 2^20: 1 GiB. The library itself would let a file ask for 4 GiB
)

// limits bound what a file may have. Tests lower them.
type limits struct {
	members int   // how many, end.json included
	file    int64 // bytes of a file, and of a member that is not known
	total   int64 // bytes of all members
	end     int64 // bytes of end.json
}

var bounds = limits{members: 1 << 18, file: 64 << 30, total: 4 << 40, end: 64 << 20}
