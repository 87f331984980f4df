package keyfile

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

// deed is a change of a file, as the user asks for it.
type deed struct {
	name   string
	before func(t testing.TB, all secrets) []byte
	do     func(f File, all secrets) error
	opens  []string // afterwards, in order
	level  Level
}

var deeds = []deed{
	{"the first passphrase", with(), add("none", "old"), []string{"old"}, Protected},
	{"the first keyring", with(), add("none", "keyring"), []string{"keyring"}, Protected},
	{"the first by the system", with(), add("none", "dpapi"), []string{"dpapi"}, Protected},
	{"a recovery key more", with("old"), add("old", "recovery"), []string{"old", "recovery"}, Protected},
	{"a keyring more", with("old", "recovery"), add("recovery", "keyring"), []string{"keyring", "old", "recovery"}, Protected},
	{"another passphrase", with("old", "recovery"), change("old", "new"), []string{"new", "recovery"}, Protected},
	{"another recovery key, by a passphrase", with("keyring", "recovery"), change("recovery", "old"), []string{"keyring", "old"}, Protected},
	{"a passphrase instead of the keyring", with("keyring"), change("keyring", "old"), []string{"old"}, Protected},
	{"a recovery key less", with("old", "recovery"), remove("old", KindRecovery), []string{"old"}, Protected},
	{"a keyring less, after a loss", with("old", "keyring", "recovery"), remove("recovery", KindKeyring), []string{"old", "recovery"}, Protected},
	{"no protection", with("old", "keyring", "recovery"), unprotect("recovery"), []string{"none"}, NotProtected},
	{"no protection, again", unfinished(with("old", "recovery"), unprotect("old")), unprotect("recovery"), []string{"none"}, NotProtected},
	{"protection after there was none", func(t testing.TB, all secrets) []byte {
		f := fileOf(with("old")(t, all))
		must(t, f.Unprotect(all["old"]))
		return f.bytes()
	}, add("none", "new"), []string{"new"}, Protected},
	{"an unfinished change, the new one stays", unfinished(with("old"), change("old", "new")), settle("new"), []string{"new"}, Protected},
	{"an unfinished change, the old one stays", unfinished(with("old"), change("old", "new")), settle("old"), []string{"old"}, Protected},
	{"an unfinished change, and another by the old one", unfinished(with("old"), change("old", "new")), change("old", "third"), []string{"third"}, Protected},
	{"an unfinished change, and another by the new one", unfinished(with("old"), change("old", "new")), change("new", "third"), []string{"third"}, Protected},
	{"two unfinished changes", unfinished(unfinished(with("old"), change("old", "new")), change("new", "third")), settle("third"), []string{"third"}, Protected},
	{"two unfinished changes of one passphrase, which is removed", func(t testing.TB, all secrets) []byte {
		f := fileOf(unfinished(unfinished(with("old"), change("old", "new")), change("old", "third"))(t, all))
		must(t, f.Remove(all["third"], parsed(t, f.bytes()).slots[0].ID))
		if s, err := f.Read(); err != nil || s.Level() != NotYet {
			t.Errorf("%v, %v", s, err)
		}
		return f.bytes()
	}, settle("new"), []string{"new"}, Protected},
	{"an unfinished first protection is finished", unfinished(with(), add("none", "old")), settle("old"), []string{"old"}, Protected},
	{"an unfinished first protection, and another", unfinished(with(), add("none", "old")), add("none", "keyring"), []string{"keyring"}, Protected},
	{"an unfinished first protection, and one more", unfinished(with(), add("none", "old")), add("old", "keyring"), []string{"keyring", "old"}, Protected},
	{"an unfinished end of protection is taken back", unfinished(with("old", "recovery"), unprotect("old")), settle("old"), []string{"old", "recovery"}, Protected},
	{"a changed list is accepted", func(t testing.TB, all secrets) []byte {
		return reseal(t, with("old", "keyring", "recovery")(t, all), func(l *list) { slices.Reverse(l.slots) })
	}, func(f File, all secrets) error { _, err := f.Accept(all["old"]); return err }, []string{"old"}, Protected},
}

func with(names ...string) func(testing.TB, secrets) []byte {
	return func(t testing.TB, all secrets) []byte { return all.with(t, names...) }
}

func unfinished(before func(testing.TB, secrets) []byte, do func(File, secrets) error) func(testing.TB, secrets) []byte {
	return func(t testing.TB, all secrets) []byte {
		return half(t, before(t, all), func(f File) error { return do(f, all) })
	}
}

func add(by, with string) func(File, secrets) error {
	return func(f File, all secrets) error { _, err := f.Add(all[by], all[with]); return err }
}

func change(by, with string) func(File, secrets) error {
	return func(f File, all secrets) error { _, err := f.Change(all[by], all[with]); return err }
}

func settle(by string) func(File, secrets) error {
	return func(f File, all secrets) error { return f.Settle(all[by]) }
}

func unprotect(by string) func(File, secrets) error {
	return func(f File, all secrets) error { return f.Unprotect(all[by]) }
}

func remove(by string, k Kind) func(File, secrets) error {
	return func(f File, all secrets) error {
		s, err := f.Read()
		for _, sl := range s.Slots {
			if err == nil && sl.Kind == k {
				err = f.Remove(all[by], sl.ID)
			}
		}
		return err
	}
}

// TestKilled ends every deed at every step of the disk, and looks at everything that a power cut may leave: the file is the old or
// the new one, or has both ways in and says so; and the deed can be done again.
func TestKilled(t *testing.T) {
	steps, states := 0, 0
	for _, d := range deeds {
		t.Run(d.name, func(t *testing.T) {
			for at := 1; ; at++ {
				all := known()
				before := d.before(t, all)
				m := folderOf(map[string][]byte{fileName: before})
				m.breaks, m.dies = at, true
				err := d.do(File{m}, all)
				if m.steps < at {
					must(t, err)
					for i, files := range m.outcomes() { // what is done lasts
						if f := (File{folderOf(files)}); !slices.Equal(all.opening(t, f), d.opens) || len(files) > 1 {
							t.Errorf("done, outcome %d: %v open it, %d files", i, all.opening(t, f), len(files))
						}
					}
					break
				}
				if !errors.Is(err, errDisk) {
					t.Fatalf("step %d: error %v", at, err)
				}
				steps++
				for i, files := range m.outcomes() {
					states++
					when := fmt.Sprintf("step %d, outcome %d", at, i)
					d.check(t, when, before, File{folderOf(files)}, all)
				}
			}
		})
	}
	t.Logf("%d deeds, %d steps, %d folders found", len(deeds), steps, states)
}

// TestDiskThatFails lets every deed go on after one step of the disk has failed, with its work done or not.
func TestDiskThatFails(t *testing.T) {
	for _, d := range deeds {
		t.Run(d.name, func(t *testing.T) {
			for at := 1; ; at++ {
				all := known()
				before := d.before(t, all)
				m := folderOf(map[string][]byte{fileName: before})
				m.breaks, m.after = (at+1)/2, at%2 == 0
				err := d.do(File{m}, all)
				if m.steps < m.breaks {
					must(t, err)
					break
				}
				when := fmt.Sprintf("step %d (done: %t)", m.breaks, m.after)
				if !errors.Is(err, errDisk) {
					t.Errorf("%s: error %v", when, err)
				}
				m.breaks = 0
				d.check(t, when, before, File{m}, all)
			}
		})
	}
}

// TestDiskThatRots gives back something else than one of the files that a deed has written: what was before is put back.
func TestDiskThatRots(t *testing.T) {
	for _, d := range deeds {
		t.Run(d.name, func(t *testing.T) {
			for n := 1; ; n++ {
				all := known()
				before := d.before(t, all)
				m := folderOf(map[string][]byte{fileName: before})
				m.rots = n
				err := d.do(File{m}, all)
				if m.written < n {
					must(t, err)
					break
				}
				if !errors.Is(err, ErrDamaged) {
					t.Errorf("file %d: error %v", n, err)
				}
				d.check(t, fmt.Sprintf("file %d", n), before, File{m}, all)
			}
		})
	}
}

// check holds a file against what was before the deed and what was to be afterwards.
func (d deed) check(t *testing.T, when string, before []byte, f File, all secrets) {
	t.Helper()
	state, err := f.Read()
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	was := fileOf(before)
	wasState, err := was.Read()
	must(t, err)
	opened, opens := all.opening(t, was), all.opening(t, f)
	both := slices.Concat(opened, d.opens)
	slices.Sort(both)
	switch {
	case state.Leftover && state.Level() == Protected:
		t.Errorf("%s: an unfinished write lies there, and nothing is said", when)
	case slices.Equal(opens, d.opens) && (state.Level() == d.level || state.Leftover):
	case slices.Equal(opens, opened) && (state.Level() == wasState.Level() || state.Leftover):
	case slices.Equal(opens, slices.Compact(both)) && state.Level() == NotYet:
	default:
		t.Errorf("%s: %v open it, it is %v", when, opens, state.Level())
	}
	must(t, f.Tidy())
	if names := f.disk.(*memory).list(); !slices.Equal(names, []string{fileName}) {
		t.Errorf("%s: %v", when, names)
	}
	if slices.Equal(opens, d.opens) && state.Level() == d.level {
		return
	}
	if err := d.do(f, all); err != nil {
		t.Errorf("%s: done again: %v", when, err)
	}
	if state, err := f.Read(); err != nil || !slices.Equal(all.opening(t, f), d.opens) || state.Level() != d.level {
		t.Errorf("%s: done again: %v open it, %v, %v", when, all.opening(t, f), state.Level(), err)
	}
}

// TestCreateKilled: a first start that is killed leaves no file or a whole one.
func TestCreateKilled(t *testing.T) {
	for at := 1; ; at++ {
		m := folderOf(nil)
		m.breaks, m.dies = at, true
		_, err := File{m}.Create()
		if m.steps < at {
			must(t, err)
			return
		}
		for _, files := range m.outcomes() {
			f := File{folderOf(files)}
			if _, err := f.Open(Secret{}); errors.Is(err, ErrMissing) {
				_, err = f.Create()
				must(t, err)
			} else {
				must(t, err)
			}
		}
	}
}
