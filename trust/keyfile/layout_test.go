package keyfile

import (
	"bytes"
	"errors"
	"slices"
	"testing"
)

// reseal changes the list of a file as somebody without the master key can: the code stays, the sum is right.
func reseal(t testing.TB, b []byte, how func(*list)) []byte {
	t.Helper()
	c, err := parse(b)
	must(t, err)
	how(c.list)
	out := append(c.list.appendSlots(nil), c.list.code[:]...)
	return append(out, sum(out, sumSize)...)
}

// resum makes the sum of changed bytes right.
func resum(b []byte) []byte {
	body := b[:max(0, len(b)-sumSize)]
	return append(bytes.Clone(body), sum(body, sumSize)...)
}

// everyWay has a slot of each kind.
func everyWay(t testing.TB, all secrets) []byte {
	return all.with(t, "old", "keyring", "dpapi", "recovery")
}

// typed errors are all that a bad file may give.
func typedError(err error) bool {
	for _, e := range []error{ErrDamaged, ErrNewer, ErrChanged, ErrWrongSecret, ErrNoSlot, ErrCost, errGone} {
		if errors.Is(err, e) {
			return true
		}
	}
	var locked *LockedError
	return errors.As(err, &locked)
}

func TestCutAtEveryByte(t *testing.T) {
	all := known()
	for _, b := range [][]byte{plain(), everyWay(t, all)} {
		for n := range len(b) {
			f := fileOf(b[:n])
			for name, s := range all {
				if _, err := f.Open(s); !errors.Is(err, ErrDamaged) {
					t.Errorf("%d bytes, by %s: %v", n, name, err)
				}
			}
			if _, err := f.Read(); !errors.Is(err, ErrDamaged) {
				t.Errorf("%d bytes: %v", n, err)
			}
			if _, err := f.Create(); err == nil {
				t.Errorf("%d bytes: a new key beside them", n)
			}
		}
	}
}

func TestEveryBitFlipped(t *testing.T) {
	all := known()
	for _, b := range [][]byte{plain(), everyWay(t, all)} {
		for bit := range 8 * len(b) {
			flipped := bytes.Clone(b)
			flipped[bit/8] ^= 1 << (bit % 8)
			f := fileOf(flipped)
			for _, name := range []string{"none", "old", "keyring"} {
				if _, err := f.Open(all[name]); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
					t.Errorf("bit %d, by %s: %v", bit, name, err)
				}
			}
		}
	}
}

// Whoever flips a bit and makes the sum right is found by the slot or by the code over the list.
func TestEveryBitFlippedWithCare(t *testing.T) {
	all := known()
	b := everyWay(t, all)
	for bit := range 8 * (len(b) - sumSize) {
		flipped := bytes.Clone(b)
		flipped[bit/8] ^= 1 << (bit % 8)
		flipped = resum(flipped)
		c, err := parse(flipped)
		for _, name := range []string{"none", "old", "keyring", "dpapi", "recovery"} {
			if name == "old" && err == nil && slices.ContainsFunc(c.list.slots, func(s slot) bool { return s.cost.sane() && s.cost.memory > 1<<10 }) {
				continue // takes long, and no other way
			}
			k, err := fileOf(flipped).Open(all[name])
			if err == nil || !typedError(err) || k != nil {
				t.Errorf("bit %d, by %s: %v", bit, name, err)
			}
		}
	}
}

// Slots are bound to their file, and the list to its order.
func TestChangedLists(t *testing.T) {
	all := known()
	now := everyWay(t, all)
	other := parsed(t, all.with(t, "old", "recovery")) // another profile with the same secrets, as it were
	f := fileOf(now)
	_, err := f.Change(all["old"], all["new"])
	must(t, err)
	older, newer := now, f.bytes()

	for name, c := range map[string]struct {
		file     []byte
		by       string
		expected error
	}{
		"reversed":                  {reseal(t, now, func(l *list) { slices.Reverse(l.slots) }), "recovery", ErrChanged},
		"one dropped":               {reseal(t, now, func(l *list) { l.slots = l.slots[1:] }), "keyring", ErrChanged},
		"of another file, that one": {reseal(t, now, func(l *list) { l.slots[0] = other.slots[0] }), "old", ErrWrongSecret},
		"of another file, our own":  {reseal(t, now, func(l *list) { l.slots[0] = other.slots[0] }), "keyring", ErrChanged},
		"of an older copy, the older passphrase": {reseal(t, newer, func(l *list) {
			l.slots = append(l.slots, parsed(t, older).slots[0])
		}), "old", ErrChanged},
		"of an older copy, the newer passphrase": {reseal(t, newer, func(l *list) {
			l.slots = append(l.slots, parsed(t, older).slots[0])
		}), "new", ErrChanged},
		"an older code":                          {reseal(t, newer, func(l *list) { l.code = parsed(t, older).code }), "new", ErrChanged},
		"the older copy, the older passphrase":   {older, "old", nil},
		"the older copy, the newer passphrase":   {older, "new", ErrWrongSecret},
		"the present file, the older passphrase": {newer, "old", ErrWrongSecret},
	} {
		t.Run(name, func(t *testing.T) {
			f := fileOf(c.file)
			if _, err := f.Open(all[c.by]); !errors.Is(err, c.expected) {
				t.Errorf("error %v", err)
			}
			if c.expected == nil {
				return
			}
			for _, change := range []func(File, secrets) error{add(c.by, "third"), change(c.by, "third"), settle(c.by), unprotect(c.by)} {
				if err := change(f, all); !errors.Is(err, c.expected) {
					t.Errorf("built upon: %v", err)
				}
			}
			if !bytes.Equal(f.bytes(), c.file) {
				t.Error("written")
			}
		})
	}
}

func parsed(t testing.TB, b []byte) *list {
	t.Helper()
	c, err := parse(b)
	must(t, err)
	return c.list
}

func FuzzParse(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add(unhex(f, v.File))
	}
	f.Add([]byte(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, b := range [][]byte{b, resum(b)} {
			c, err := parse(b)
			if err != nil {
				if !typedError(err) {
					t.Error(err)
				}
				continue
			}
			s := c.state()
			if len(s.Slots) == 0 || s.String() == "" {
				t.Errorf("state %v", s)
			}
			if c.list == nil {
				continue
			}
			again := append(c.list.appendSlots(nil), c.list.code[:]...)
			if again = append(again, sum(again, sumSize)...); !bytes.Equal(again, b) {
				t.Errorf("%x is written as %x", b, again)
			}
			for _, v := range []Secret{{}, Keyring(ring{}.get, nil), DPAPI(scramble, nil)} {
				if _, err := fileOf(b).Open(v); err != nil && !typedError(err) {
					t.Error(err)
				}
			}
		}
	})
}
