package backup

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// A backup is vouch-1a2b3c4d-2026-11-30T1530Z.age: the beginning of a digest of the profile's id, and the time in UTC, so that names
// sort by time through the year. The second of the same minute has -2 behind the time.
const (
	timeForm = "2006-01-02T1504Z"
	suffix   = ".age"
	partly   = ".part" // ends the name of what was not verified yet
)

var nameForm = regexp.MustCompile(`^vouch-([0-9a-f]{8})-([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{4}Z)(?:-([2-9]|[1-9][0-9]))?\.age$`)

// maxSame is how many backups a minute may have.
const maxSame = 99

func short(profile string) string {
	sum := sha256.Sum256([]byte(profile))
	return hex.EncodeToString(sum[:4])
}

// name is the n-th name of a minute, from 1.
func name(profile string, at time.Time, n int) string {
	text := fmt.Sprintf("vouch-%s-%s", short(profile), at.UTC().Format(timeForm))
	if n > 1 {
		text += fmt.Sprintf("-%d", n)
	}
	return text + suffix
}

// named is what a name says.
type named struct {
	time time.Time
	n    int
}

func (a named) compare(b named) int {
	return cmp.Or(a.time.Compare(b.time), cmp.Compare(a.n, b.n))
}

// parseName reads the name of a backup of a profile.
func parseName(text, profile string) (named, bool) {
	m := nameForm.FindStringSubmatch(text)
	if m == nil || m[1] != short(profile) {
		return named{}, false
	}
	at, err := time.Parse(timeForm, m[2])
	if err != nil {
		return named{}, false
	}
	n := 1
	if m[3] != "" {
		n, _ = strconv.Atoi(m[3])
	}
	return named{at, n}, true
}
