package app

import "time"

// CreateBackup writes a backup of the profile into a folder, reads it back whole, and with Keep removes older ones of this profile then.
// Neither passwords nor anything that signs in or decrypts is in it. KindNotFound "folder": it is not there. KindInvalid "passphrase":
// it is empty. KindBusy: another backup is being made or restored.
type CreateBackup struct {
	Folder     string   `json:"folder" about:"an absolute path; it has to be there"`
	Passphrase string   `json:"passphrase" about:"without it nobody can read the backup, nor can anybody help"`
	Accounts   []string `json:"accounts,omitempty" about:"of these; where it is left out of all"`
	NoFiles    bool     `json:"no_files,omitempty" about:"leave the files of chats out"`
	Keep       int      `json:"keep,omitempty" about:"how many backups of this profile stay in the folder once this one is verified; where it is left out all"`
}

// MadeBackup says what CreateBackup has made.
type MadeBackup struct {
	Path     string   `json:"path"`
	Bytes    int64    `json:"bytes"`
	Messages int      `json:"messages"`
	Files    int      `json:"files"`
	Missing  int      `json:"missing"` // files that should be on this computer and could not be read
	Removed  []string `json:"removed"` // older backups
}

// ListBackups gives the backups of this profile in a folder, the newest first, by their names alone.
type ListBackups struct {
	Folder string `json:"folder" about:"an absolute path"`
}

// FoundBackup is one of them.
type FoundBackup struct {
	Path  string    `json:"path"`
	Time  time.Time `json:"time"` // to the minute
	Bytes int64     `json:"bytes"`
}

// VerifyBackup reads all of a backup and says what it has. One that is good only in part is no error: Damage says what is not.
// KindNotFound "path": it is not there. KindInvalid "passphrase": a wrong one; "path": no backup. KindNewer: of a later version.
// KindDamaged: not even its beginning can be read.
type VerifyBackup struct {
	Path       string `json:"path" about:"an absolute path"`
	Passphrase string `json:"passphrase" about:"that of when it was made"`
}

// CheckedBackup is what a backup is.
type CheckedBackup struct {
	Whole    bool           `json:"whole"` // all of it is what was written
	Version  string         `json:"version"`
	Time     time.Time      `json:"time"`
	Accounts []string       `json:"accounts"`
	Members  int            `json:"members"` // that are whole
	Bytes    int64          `json:"bytes"`   // of them, unpacked
	Damage   []BackupDamage `json:"damage"`
	Unknown  []string       `json:"unknown"` // members of a later version
}

// BackupDamage is a place of a backup that is not good.
type BackupDamage struct {
	Member string `json:"member"` // "" where that is not known
	Good   int64  `json:"good"`   // bytes of it from its beginning
	Why    string `json:"why"`    // cut, changed or malformed
}

// RestoreBackup takes a backup into this profile, beside what is here. Nothing here is removed, and nothing comes twice. An account that
// is not here is signed out until it is given a password, and becomes a new device. When it was cut short it can be run again. It fails
// as VerifyBackup does, and with KindDamaged before anything is written where the backup is damaged, unless Damaged is set.
type RestoreBackup struct {
	Path       string   `json:"path" about:"an absolute path"`
	Passphrase string   `json:"passphrase" about:"that of when it was made"`
	Accounts   []string `json:"accounts,omitempty" about:"these; where it is left out all that it has"`
	Damaged    bool     `json:"damaged,omitempty" about:"take what can be had of a backup that is good only in part"`
}

// RestoredBackup says what RestoreBackup has brought.
type RestoredBackup struct {
	Accounts   []string       `json:"accounts"` // that are new here, and signed out
	New        int            `json:"new"`      // messages
	Known      int            `json:"known"`    // that were here
	Changed    int            `json:"changed"`  // of those, which have learned something
	Cleared    int            `json:"cleared"`  // that were cleared or deleted here, and stay away
	Keys       int            `json:"keys"`     // decisions, devices and lines of the log
	Files      int            `json:"files"`
	Skipped    int            `json:"skipped"` // rows that make no sense
	OldDevices []OldDevice    `json:"old_devices"`
	Damage     []BackupDamage `json:"damage"`
	Unknown    []string       `json:"unknown"`
}

// OldDevice is the device that an account had in the profile of the backup. Its keys are not in it: two copies of them would lose
// messages on both sides. It stays among the own devices until it is removed.
type OldDevice struct {
	Account     string `json:"account"`
	Device      uint32 `json:"device_id"`
	Fingerprint string `json:"fingerprint"`
}

func (CreateBackup) command()  {}
func (ListBackups) command()   {}
func (VerifyBackup) command()  {}
func (RestoreBackup) command() {}

var backupTable = []Spec{
	gives("backup.create", "write an encrypted backup of accounts, contacts, keys, messages and files",
		(*Service).createBackup, fails(KindNotFound, KindBusy), more("It answers when the backup was read back whole. No password, no private key and no session is in it. `age -d x.age | tar xz` opens it without Vouch.")),
	gives("backup.list", "backups of this profile in a folder, the newest first", (*Service).listBackups, fails(KindNotFound)),
	gives("backup.verify", "read a backup and say whether it is whole",
		(*Service).verifyBackup, fails(KindNotFound, KindNewer, KindDamaged)),
	gives("backup.restore", "take a backup into this profile, beside what is here",
		(*Service).restoreBackup, fails(KindNotFound, KindNewer, KindDamaged, KindBusy), more("An account that is not here is signed out until account.password. This computer becomes a new device of it: `old_devices` names the one of the backup, for devices.remove. Cut short, it can be run again.")),
}
