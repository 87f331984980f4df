package keys_test

import (
	"slices"
	"testing"

	"vouch/app/fault"
	"vouch/app/keys"
	"vouch/trust"
)

func TestRemoveOwn(t *testing.T) {
	t.Parallel()
	p := open(t)
	this, phone := p.this().Device, p.device(alice, 7, trust.Verified)
	p.must(func(k keys.Keyring) error { return k.RemoveOwn(7) })
	if got := p.level(alice, phone); got != trust.Rejected {
		t.Errorf("%s", got)
	}
	if got := p.todos(); !slices.Equal(sorted(got), []string{"delete-bundle 7", "publish-list"}) {
		t.Errorf("to be done: %q", got)
	}
	p.refuses(fault.KindInvalid, "device_id", func(k keys.Keyring) error { return k.RemoveOwn(this) })
	p.refuses(fault.KindNotFound, "device_id", func(k keys.Keyring) error { return k.RemoveOwn(8) })
}

func TestRenewOwn(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.device(alice, 7, trust.Verified)
	was := p.this()
	p.must(func(k keys.Keyring) error {
		for _, c := range []struct {
			why   string
			first bool
		}{{keys.DoubtBundle, true}, {keys.DoubtMessage, false}} {
			if first, err := k.Doubt(c.why); err != nil || first != c.first {
				t.Errorf("%s is the first sign: %t, %v", c.why, first, err)
			}
		}
		return k.RenewOwn()
	})
	now := p.this()
	if now.Device == was.Device || now.Fingerprint() == was.Fingerprint() {
		t.Errorf("%d as %d", now.Device, was.Device)
	}
	if got := p.level(alice, was.Fingerprint()); got != trust.Rejected {
		t.Errorf("the old key: %s", got)
	}
	p.must(func(k keys.Keyring) error {
		todos, err := k.History.Todos()
		if err != nil {
			return err
		}
		var tasks []string
		for _, todo := range todos {
			tasks = append(tasks, string(todo.Task))
			if todo.Device != 0 && todo.Device != was.Device {
				t.Errorf("%+v", todo)
			}
		}
		if !slices.Equal(sorted(tasks), []string{"delete-bundle", "publish-bundle", "publish-list"}) {
			t.Errorf("to be done: %q", tasks)
		}
		if why, err := k.Trust.Doubt(); err != nil || why != "" {
			t.Errorf("in doubt: %q, %v", why, err)
		}
		log, err := k.Trust.Log(alice)
		if n := len(log); n == 0 || log[n-1].Event != trust.EventRenewed || log[n-1].Detail != keys.DoubtBundle {
			t.Errorf("%+v", log)
		}
		return err
	})
}

// Listing is what is published, Others is what stays when this device goes.
func TestListingAndOthers(t *testing.T) {
	t.Parallel()
	p := open(t)
	this := p.this().Device
	p.device(alice, 1, trust.Verified)
	p.device(alice, 2, trust.Rejected)
	p.device(alice, 3, trust.Undecided)
	p.device(alice, 4, trust.Undecided)
	p.must(func(k keys.Keyring) error {
		if err := k.RemoveOwn(3); err != nil {
			return err
		}
		_, _, err := k.Trust.SeeList(alice, []uint32{this, 1, 2, 3}, p.now) // 3 puts itself back, 4 has left
		return err
	})
	p.must(func(k keys.Keyring) error {
		listing, err := k.Listing()
		if err != nil {
			return err
		}
		if !slices.Equal(listing, []uint32{this, 1, 2}) {
			t.Errorf("%d", listing)
		}
		device, others, err := k.Others()
		slices.Sort(others)
		if device != this || !slices.Equal(others, []uint32{1, 2, 3}) {
			t.Errorf("%d beside %d", others, device)
		}
		return err
	})
}

func sorted(words []string) []string {
	slices.Sort(words)
	return words
}
