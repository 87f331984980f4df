package keyfile

import (
	"bytes"
	"errors"
	"slices"
	"testing"
)

// What is refused changes nothing.
func TestRefusals(t *testing.T) {
	all := known()
	full := func(t testing.TB, all secrets) []byte {
		f := fileOf(all.with(t, "old"))
		for range maxSlots - 1 {
			_, err := f.Add(all["old"], NewRecoveryKey().Secret())
			must(t, err)
		}
		return f.bytes()
	}
	for name, c := range map[string]struct {
		before   func(testing.TB, secrets) []byte
		do       func(File, secrets) error
		expected error
	}{
		"a recovery key alone":                       {with(), add("none", "recovery"), ErrLast},
		"a recovery key in place of the passphrase":  {with("old"), change("old", "recovery"), ErrLast},
		"no protection, by Add":                      {with("old"), add("old", "none"), ErrLast},
		"no protection, by Change":                   {with("old"), change("old", "none"), ErrLast},
		"no protection, by Remove":                   {with("old", "recovery"), remove("recovery", KindPassphrase), ErrLast},
		"no protection, by Remove, beside the clear": {unfinished(with(), add("none", "old")), remove("none", KindPassphrase), ErrLast},
		"no protection, by Settle":                   {unfinished(with(), add("none", "old")), settle("none"), ErrLast},
		"the slot that opens":                        {with("old", "recovery"), remove("recovery", KindRecovery), ErrOpensBy},
		"a slot that is not there": {with("old"), func(f File, all secrets) error {
			return f.Remove(all["old"], SlotID{1})
		}, ErrNoSlot},
		"a ninth slot":         {full, add("old", "keyring"), ErrFull},
		"a change of eight":    {full, change("old", "new"), ErrFull},
		"a wrong passphrase":   {with("old"), change("third", "new"), ErrWrongSecret},
		"no secret":            {with("old"), change("none", "new"), nil},
		"a keyring not asked":  {with("old"), add("keyring", "new"), ErrNoSlot},
		"a short passphrase":   {with("old"), add("old", "short"), ErrWeak},
		"one short in NFC":     {with("old"), add("old", "decomposed"), ErrWeak},
		"nothing to put":       {with("old"), add("old", "read-only"), ErrCannotMake},
		"a keyring that fails": {with("old"), add("old", "failing"), errGone},
		"one that forgets":     {with("old"), add("old", "forgetful"), errGone},
		"one that gives other": {with("old"), change("old", "other"), ErrUnproven},
		"a first that forgets": {with(), add("none", "forgetful"), errGone},
	} {
		t.Run(name, func(t *testing.T) {
			before := c.before(t, all)
			all := known2(all)
			f := fileOf(before)
			err := c.do(f, all)
			var locked *LockedError
			if c.expected != nil && !errors.Is(err, c.expected) || c.expected == nil && !errors.As(err, &locked) {
				t.Errorf("error %v", err)
			}
			if !bytes.Equal(f.bytes(), before) {
				t.Error("the file is another")
			}
		})
	}
}

// known2 are secrets that make no slots, beside the known ones.
func known2(all secrets) secrets {
	lost := func(ID, SlotID, []byte) error { return nil }
	fails := func(ID, SlotID, []byte) error { return errGone }
	other := func(ID, SlotID) ([]byte, error) { return make([]byte, secretSize), nil }
	more := secrets{
		"short":      CheapPassphrase([]byte("seven77")),
		"decomposed": CheapPassphrase([]byte("e\u0301e\u0301e\u0301e\u0301")),
		"read-only":  Keyring(ring{}.get, nil),
		"failing":    Keyring(ring{}.get, fails),
		"forgetful":  Keyring(ring{}.get, lost),
		"other":      Keyring(other, lost),
	}
	for name, s := range all {
		more[name] = s
	}
	return more
}

// The same passphrase may be set again: the new slot is the one that is tried.
func TestChangeToTheSame(t *testing.T) {
	all := known()
	f := fileOf(all.with(t, "old"))
	s, err := f.Change(all["old"], all["old"])
	must(t, err)
	k, err := f.Open(all["old"])
	must(t, err)
	if state, err := k.State(); err != nil || len(state.Slots) != 1 || k.By() != s.ID || state.Level() != Protected {
		t.Errorf("%v, %v", state, err)
	}
}

// A slot of a newer version is listed, kept by every change, and can be removed.
func TestUnknownSlotsAreKept(t *testing.T) {
	all := known()
	l := parsed(t, all.with(t, "old"))
	unknown := slot{Slot: Slot{ID: SlotID{9}, Kind: 77}, kdf: 3, wrapped: []byte("what it likes")}
	unknown.bound = unknown.appendBound(nil)
	l.slots = slices.Insert(l.slots, 0, unknown)
	f := fileOf(l.encode(listKey(alicesMaster)))
	for _, do := range []func(File, secrets) error{change("old", "new"), add("new", "keyring"), remove("keyring", KindPassphrase)} {
		must(t, do(f, all))
		s, err := f.Read()
		must(t, err)
		if got := s.Slots[0]; got.ID != unknown.ID || got.Usable || got.Kind.String() != "kind 77" || s.Level() != Protected {
			t.Errorf("%+v", s)
		}
	}
	var locked *LockedError
	if _, err := f.Open(Secret{}); !errors.As(err, &locked) || !locked.Has(77) || !locked.Has(KindKeyring) || locked.Has(KindPassphrase) {
		t.Errorf("error %v", err)
	}
	must(t, f.Remove(all["keyring"], unknown.ID))
	if s, err := f.Read(); err != nil || len(s.Slots) != 1 {
		t.Errorf("%v, %v", s, err)
	}
}

// A file that is opened without success is read once, and nothing is written.
func TestWrongSecretReadsOneFile(t *testing.T) {
	all := known()
	before := all.with(t, "old", "recovery")
	for _, name := range []string{"new", "none", "keyring"} {
		m := folderOf(map[string][]byte{fileName: before})
		if _, err := (File{m}).Open(all[name]); err == nil {
			t.Errorf("opened by %s", name)
		}
		if m.reads != 1 || m.steps != 0 {
			t.Errorf("%d reads, %d steps", m.reads, m.steps)
		}
	}
}
