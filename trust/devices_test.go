package trust

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"vouch/crypto"
)

const bob = "bob@example.org"

func testKey(n byte) []byte { return append([]byte{5}, bytes.Repeat([]byte{n}, 32)...) }

func fp(n byte) string { return crypto.Fingerprint(testKey(n)) }

func at(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }

// one is the only device of bob with that id, or fails.
func one(t *testing.T, s *Store, id uint32) Device {
	t.Helper()
	d, found, err := s.Device(bob, id)
	must(t, err)
	if !found {
		t.Fatalf("no device %d", id)
	}
	return d
}

func ids(devices []Device) (ids []uint32) {
	for _, d := range devices {
		ids = append(ids, d.ID)
	}
	return ids
}

func TestSeeList(t *testing.T) {
	f := profile(t)
	for _, step := range []struct {
		name                   string
		list                   []uint32
		added, removed, active []uint32
	}{
		{"the first list adds all", []uint32{3, 1, 2}, []uint32{3, 1, 2}, nil, []uint32{1, 2, 3}},
		{"the same list changes nothing", []uint32{1, 2, 3}, nil, nil, []uint32{1, 2, 3}},
		{"a device comes and one goes", []uint32{1, 3, 4}, []uint32{4}, []uint32{2}, []uint32{1, 3, 4}},
		{"repetitions and 0 do not count", []uint32{0, 1, 1, 3, 0, 4, 1}, nil, nil, []uint32{1, 3, 4}},
		{"an empty list removes all", nil, nil, []uint32{1, 3, 4}, nil},
		{"one comes back", []uint32{3}, []uint32{3}, nil, []uint32{3}},
	} {
		t.Run(step.name, func(t *testing.T) {
			update(t, f, func(s *Store) {
				added, removed, err := s.SeeList(bob, step.list, start)
				must(t, err)
				if !slices.Equal(added, step.added) || !slices.Equal(removed, step.removed) {
					t.Errorf("added %v, removed %v", added, removed)
				}
				devices, err := s.Devices(bob)
				must(t, err)
				if got := ids(devices); !slices.Equal(got, step.active) {
					t.Errorf("devices %v", got)
				}
			})
		})
	}
}

func TestHugeListIsBounded(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		_, _, err := s.SeeList(bob, []uint32{7, 9}, start)
		must(t, err)
		var huge []uint32
		for id := uint32(10_000); id > 0; id-- {
			huge = append(huge, id)
		}
		_, removed, err := s.SeeList(bob, huge, start)
		must(t, err)
		devices, err := s.Devices(bob)
		must(t, err)
		if len(devices) != MaxDevices || len(removed) != 0 || one(t, s, 9).ID != 9 || one(t, s, 1).ID != 1 {
			t.Errorf("%d devices, removed %v", len(devices), removed)
		}
	})
}

func TestRowsAreBounded(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		_, _, err := s.SeeList(bob, []uint32{1}, start)
		must(t, err)
		_, _, err = s.SeeKey(bob, 1, testKey(1), start)
		must(t, err)
		_, _, err = s.SeeKey(bob, 2, testKey(2), start)
		must(t, err)
		must(t, s.Decide(bob, fp(2), Rejected, ByHand, start))
		for i := range 300 {
			k := testKey(9)
			k[1], k[2] = byte(i), byte(i>>8)
			_, _, err := s.SeeKey(bob, uint32(1000+i), k, at(i+1))
			must(t, err)
		}
		devices, err := s.Devices(bob)
		must(t, err)
		if len(devices) != maxRows || !one(t, s, 1).Active || one(t, s, 2).Level != Rejected {
			t.Errorf("%d rows", len(devices))
		}
	})
}

func TestSeeKey(t *testing.T) {
	f := profile(t)
	update(t, f, func(s *Store) {
		_, _, err := s.SeeList(bob, []uint32{1, 2}, start)
		must(t, err)
	})
	for i, step := range []struct {
		name  string
		jid   string
		id    uint32
		key   byte
		event KeyEvent
		want  Device // what is looked at: Active, Changed, Shared
	}{
		{"the first key of a listed device is new", bob, 1, 1, KeyNew, Device{Active: true}},
		{"the same key again is known", bob, 1, 1, KeyKnown, Device{Active: true}},
		{"a key of a device in no list is new and inactive", bob, 9, 9, KeyNew, Device{}},
		{"another key of the same id is a change", bob, 1, 11, KeyChanged, Device{Active: true, Changed: true}},
		{"the old key comes back", bob, 1, 1, KeyBack, Device{Active: true, Changed: true}},
		{"a key of another id is shared", bob, 2, 1, KeyShared, Device{Active: true, Shared: true}},
		{"a key of another JID is shared", "carol@example.org", 5, 9, KeyShared, Device{Shared: true}},
		{"a shared key is known the next time", bob, 2, 1, KeyKnown, Device{Active: true, Shared: true}},
	} {
		t.Run(step.name, func(t *testing.T) {
			update(t, f, func(s *Store) {
				d, event, err := s.SeeKey(step.jid, step.id, testKey(step.key), at(i))
				must(t, err)
				if event != step.event {
					t.Errorf("event %s", event)
				}
				if d.Active != step.want.Active || d.Changed != step.want.Changed || d.Shared != step.want.Shared {
					t.Errorf("device %+v", d)
				}
				if d.JID != step.jid || d.ID != step.id || d.Fingerprint != fp(step.key) || !d.LastSeen.Equal(at(i)) || d.Level != Undecided {
					t.Errorf("device %+v", d)
				}
				again, found, err := s.Device(step.jid, step.id)
				must(t, err)
				if !found || !reflect.DeepEqual(again, d) {
					t.Errorf("read back %+v", again)
				}
			})
		})
	}
	update(t, f, func(s *Store) {
		devices, err := s.Devices(bob)
		must(t, err)
		if got := ids(devices); !slices.Equal(got, []uint32{1, 2, 9, 1}) {
			t.Errorf("devices %v", got)
		}
		if old := devices[3]; old.Fingerprint != fp(11) || old.Active {
			t.Errorf("old key %+v", old)
		}
		if !devices[2].Shared {
			t.Error("the first owner of a shared key is not flagged")
		}
	})
}

func TestSeeKeyRefusesWhatIsNoKey(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		for name, key := range map[string][]byte{"none": nil, "32 bytes": testKey(1)[1:], "34 bytes": append(testKey(1), 0), "another type": bytes.Repeat([]byte{6}, 33)} {
			if _, _, err := s.SeeKey(bob, 1, key, start); err == nil {
				t.Error(name)
			}
		}
		if devices, _ := s.Devices(bob); len(devices) != 0 {
			t.Errorf("%d devices", len(devices))
		}
	})
}

// The decision stays with the key: it does not follow the device id to another key, nor the key to another JID, and comes
// back with it.
func TestDecisionsStayWithTheKey(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		_, _, err := s.SeeKey(bob, 1, testKey(1), start)
		must(t, err)
		must(t, s.Decide(bob, fp(1), Verified, ByHand, at(1)))
		d, event, err := s.SeeKey(bob, 1, testKey(2), at(2))
		must(t, err)
		if d.Level != Undecided || event != KeyChanged {
			t.Errorf("after the change: %s, %s", d.Level, event)
		}
		d, event, err = s.SeeKey("carol@example.org", 1, testKey(1), at(3))
		must(t, err)
		if d.Level != Undecided || event != KeyShared {
			t.Errorf("at another JID: %s, %s", d.Level, event)
		}
		d, _, err = s.SeeKey(bob, 1, testKey(1), at(5))
		must(t, err)
		if d.Level != Verified {
			t.Errorf("the old key back: %s", d.Level)
		}
	})
}

func TestBrokenMessageLabel(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		for name, err := range map[string]error{
			"broken": s.SeeBroken(bob, 1), "message": s.SeeMessage(bob, 1, fp(1), start), "label": s.SetLabel(bob, 1, "x", "", start),
		} {
			if err == nil {
				t.Errorf("%s of an unknown device", name)
			}
		}
		_, _, err := s.SeeList(bob, []uint32{1}, start)
		must(t, err)
		must(t, s.SeeBroken(bob, 1))
		must(t, s.SetLabel(bob, 1, "Phone", "blue", start))
		must(t, s.SetLabel(bob, 1, "Phone", "blue, old", start))
		log, err := s.Log(bob)
		must(t, err)
		if len(log) != 1 || log[0].Event != EventNamed || log[0].Device != 1 || log[0].Detail != "Phone" {
			t.Errorf("log %+v", log)
		}
		if d := one(t, s, 1); !d.Broken || d.Label != "Phone" || d.Note != "blue, old" || d.Fingerprint != "" || d.Level != Undecided {
			t.Errorf("%+v", d)
		}
		_, _, err = s.SeeKey(bob, 1, testKey(1), at(1))
		must(t, err)
		must(t, s.SeeMessage(bob, 1, fp(1), at(1)))
		must(t, s.SeeMessage(bob, 1, fp(1), at(2)))
		if d := one(t, s, 1); d.Broken || d.Label != "Phone" || d.Note != "blue, old" || !d.Wrote.Equal(at(1)) || !d.FirstSeen.Equal(start) || !d.LastMessage.Equal(at(2)) || !d.LastSeen.Equal(at(2)) {
			t.Errorf("%+v", d)
		}
		if err := s.SeeMessage(bob, 1, fp(2), at(3)); err == nil {
			t.Error("a message under a key never seen")
		}
	})
}

func TestAccountsAreApart(t *testing.T) {
	f := profile(t)
	update(t, f, func(s *Store) {
		other := In(s.tx, s.seal, "other@example.org")
		_, _, err := s.SeeKey(bob, 1, testKey(1), start)
		must(t, err)
		must(t, s.Decide(bob, fp(1), Verified, ByHand, start))
		must(t, s.SetPolicy(bob, FirstUse, start))
		must(t, s.PutSession(crypto.Address{JID: bob, Device: 1}, fp(1), []byte{1}))
		devices, _ := other.Devices(bob)
		level, _ := other.Level(bob, fp(1))
		p, _, _ := other.Policy(bob)
		sessions, _ := other.Sessions(crypto.Address{JID: bob, Device: 1})
		entries, _ := other.Log("")
		if got := fmt.Sprintf("%d %s %s %t %d", len(devices), level, p, len(sessions) == 0, len(entries)); got != "0 undecided ask true 0" {
			t.Error(got)
		}
	})
}
