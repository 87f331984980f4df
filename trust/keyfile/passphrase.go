package keyfile

import (
	"flag"
	"fmt"
	"runtime/debug"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// MinPassphrase is how many characters a new passphrase must have, counted in NFC.
const MinPassphrase = 8

// The memory of new slots is an eighth of that of the machine, within these bounds (RFC 9106 §4 has the lower one as its second choice).
const (
	leastMemory = 64 << 10  // KiB
	mostMemory  = 256 << 10 // KiB
)

// What a slot may ask for. A file is not allowed to keep the machine busy for longer, or to take it all.
const (
	limitMemory  = 1 << 20 // KiB
	limitTime    = 16
	limitThreads = 16
)

// costOn is the cost of new slots on a machine with that many bytes of memory; 0 is not known.
func costOn(memory uint64) cost {
	return cost{time: 3, memory: uint32(min(max(memory/1024/8, leastMemory), mostMemory)), threads: 4}
}

// sane says whether c is within what is allowed, and within what argon2id is defined for (RFC 9106 §3.1).
func (c cost) sane() bool {
	return c.time >= 1 && c.time <= limitTime && c.threads >= 1 && c.threads <= limitThreads &&
		c.memory >= 8*uint32(c.threads) && c.memory <= limitMemory
}

// Passphrase is the secret of slots that are opened by what the user types, and makes one. text is copied; in whatever form of
// Unicode it was typed, it counts in NFC. A try takes about 0.4 s and 256 MiB (BenchmarkOpen).
func Passphrase(text []byte) Secret {
	return Secret{typed{hide(norm.NFC.Append(nil, text...)), costOn(totalMemory())}}
}

// CheapPassphrase is Passphrase for tests, with next to no work. It panics in any other program.
func CheapPassphrase(text []byte) Secret {
	if flag.Lookup("test.v") == nil {
		panic("keyfile: cheap passphrase outside of a test")
	}
	return Secret{typed{hide(norm.NFC.Append(nil, text...)), cost{time: 1, memory: 32, threads: 1}}}
}

type typed struct {
	text hidden
	cost cost
}

func (typed) kind() Kind { return KindPassphrase }

func (w typed) material(_ ID, s *slot) ([]byte, error) {
	if !s.cost.sane() {
		return nil, ErrCost
	}
	key := argon2.IDKey(w.text(), s.salt, s.cost.time, s.cost.memory, s.cost.threads, secretSize)
	if s.cost.memory >= leastMemory {
		debug.FreeOSMemory() // else the process keeps it for minutes
	}
	return key, nil
}

func (w typed) settle(profile ID, s *slot) ([]byte, error) {
	if n := utf8.RuneCount(w.text()); n < MinPassphrase {
		return nil, fmt.Errorf("%w: at least %d characters", ErrWeak, MinPassphrase)
	}
	s.kdf, s.cost = kdfArgon2id, w.cost
	return w.material(profile, s)
}

func (w typed) forget() { clear(w.text()[:cap(w.text())]) }
