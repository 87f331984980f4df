package trust

import "slices"

// Result says how a key that somebody names as that of a JID stands to what is known.
type Result string

// The results, in the order in which they are shown.
const (
	Differs Result = "differs" // a device with that id is known with another key
	Matches Result = "matches" // a device with that key is known
	New     Result = "new"     // no device with that key is known
	Missing Result = "missing" // a known device with a key that was not named
)

var resultOrder = []Result{Differs, Matches, New, Missing}

// Finding is what a code, a link or a page says about one key, beside what is known.
type Finding struct {
	Result  Result
	Claimed LinkKey // zero when Missing
	Device  Device  // the known device; zero when New
	Level   Level   // the decision about the claimed key, or about the known one when Missing
}

// Compare holds the keys that somebody names against the devices of jid: Differs first, Missing last. A key is known by
// its fingerprint, whatever id it comes with, unless it is Doubted there; a key that its device had before another one is
// not known any longer. It changes nothing.
func (s *Store) Compare(jid string, claimed []LinkKey) ([]Finding, error) {
	devices, err := s.devices(jid, func(r deviceRow) bool { return !r.Former && r.Fingerprint != "" })
	if err != nil {
		return nil, err
	}
	var out []Finding
	named := map[string]bool{}
	for _, k := range claimed {
		if named[k.Fingerprint] {
			continue
		}
		named[k.Fingerprint] = true
		f := Finding{Result: New, Claimed: k}
		if f.Level, err = s.Level(jid, k.Fingerprint); err != nil {
			return nil, err
		}
		for _, d := range devices {
			switch {
			case d.Fingerprint == k.Fingerprint && (!d.Doubted || d.ID == k.Device || !claimedOther(devices, k)):
				if f.Result != Matches || d.ID == k.Device {
					f.Result, f.Device = Matches, d
				}
			case d.ID == k.Device && d.Fingerprint != k.Fingerprint && f.Result == New:
				f.Result, f.Device = Differs, d
			}
		}
		if f.Result == Matches && f.Device.Doubted {
			f.Level = Undecided
		}
		out = append(out, f)
	}
	for _, d := range devices {
		if !named[d.Fingerprint] && !slices.ContainsFunc(out, func(f Finding) bool { return f.Result == Differs && f.Device.ID == d.ID }) {
			out = append(out, Finding{Result: Missing, Device: d, Level: d.Level})
		}
	}
	slices.SortStableFunc(out, func(a, b Finding) int {
		return slices.Index(resultOrder, a.Result) - slices.Index(resultOrder, b.Result)
	})
	return out, nil
}

// claimedOther says whether the device that k names is known with another key.
func claimedOther(devices []Device, k LinkKey) bool {
	return slices.ContainsFunc(devices, func(d Device) bool { return d.ID == k.Device && d.Fingerprint != k.Fingerprint })
}

// Expected are the keys of jid that were verified and that no device has shown yet, by when that was, oldest first.
func (s *Store) Expected(jid string) ([]Decision, error) {
	decisions, err := s.Decisions(jid)
	if err != nil {
		return nil, err
	}
	devices, err := s.Devices(jid)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(decisions, func(d Decision) bool {
		return d.Level != Verified || slices.ContainsFunc(devices, func(k Device) bool { return k.Fingerprint == d.Fingerprint })
	}), nil
}
