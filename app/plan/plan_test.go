package plan

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/crypto"
	"vouch/trust"
)

// planned is one device in a table of plans: its key, what was decided about it, and whether there is a session with it.
// Device ids are the digits in its name.
type planned struct {
	who     string
	id      uint32
	level   trust.Level // "" while no bundle of it is known
	session bool
	broken  bool // its bundle cannot be used
}

const (
	planSelf  = "alice@example.org"
	planBob   = "bob@example.org"
	planCarol = "carol@example.org"
)

func TestPlanFor(t *testing.T) {
	toBob, notes := Audience{Self: planSelf, Others: []string{planBob}}, Audience{Self: planSelf}
	toBoth := Audience{Self: planSelf, Others: []string{planBob, planCarol}}
	group := Audience{Self: planSelf, Others: []string{planBob, planCarol}, Group: true}
	without := func(devices ...uint32) Audience {
		g := group
		g.Accepted = []history.Accepted{{JID: planCarol, Devices: devices}}
		return g
	}
	reads := func(who string, id uint32) planned {
		return planned{who: who, id: id, level: trust.Trusted, session: true}
	}
	for _, row := range []struct {
		name    string
		to      Audience
		how     Options
		devices []planned
		want    string
	}{
		{"nobody has a device", toBob, Options{}, nil, "no-devices"},
		{"one device reads", toBob, Options{}, []planned{reads(planBob, 1)}, "to bob/1"},
		{"verified reads as well", toBob, Options{}, []planned{{planBob, 1, trust.Verified, true, false}}, "to bob/1"},
		{"the list is not known", toBob, Options{Stale: []string{planBob}}, []planned{reads(planBob, 1)}, "list bob; to bob/1"},
		{"no bundle yet", toBob, Options{}, []planned{reads(planBob, 1), {who: planBob, id: 2}}, "bundle bob/2; to bob/1"},
		{"no session yet", toBob, Options{}, []planned{{planBob, 1, trust.Trusted, false, false}}, "bundle bob/1"},
		{"a bundle that cannot be used", toBob, Options{}, []planned{{who: planBob, id: 1, broken: true}}, "no-keys; not bob/1"},
		{"undecided waits", toBob, Options{}, []planned{reads(planBob, 1), {who: planBob, id: 2, level: trust.Undecided}}, "undecided; to bob/1; not bob/2"},
		{"released leaves it out", toBob, Options{Released: true}, []planned{reads(planBob, 1), {who: planBob, id: 2, level: trust.Undecided}}, "to bob/1; not bob/2"},
		{"released to nobody waits", toBob, Options{Released: true}, []planned{{who: planBob, id: 2, level: trust.Undecided}}, "undecided; not bob/2"},
		{"all rejected", toBob, Options{}, []planned{{who: planBob, id: 1, level: trust.Rejected}}, "none-trusted; not bob/1"},
		{"rejected is left out", toBob, Options{}, []planned{reads(planBob, 1), {who: planBob, id: 2, level: trust.Rejected}}, "to bob/1; not bob/2"},
		{"own devices read too", toBob, Options{}, []planned{reads(planBob, 1), reads(planSelf, 7)}, "to bob/1; to alice/7"},
		{"own undecided holds nothing", toBob, Options{}, []planned{reads(planBob, 1), {who: planSelf, id: 7, level: trust.Undecided}}, "to bob/1; not alice/7"},
		{"own without a bundle holds nothing", toBob, Options{}, []planned{reads(planBob, 1), {who: planSelf, id: 7}}, "to bob/1; not alice/7"},
		{"own trusted without a session is waited for", toBob, Options{}, []planned{reads(planBob, 1), {planSelf, 7, trust.Trusted, false, false}}, "bundle alice/7; to bob/1"},
		{"two people", toBoth, Options{}, []planned{reads(planBob, 1), reads(planCarol, 2)}, "to bob/1; to carol/2"},
		{"one of two is undecided", toBoth, Options{}, []planned{reads(planBob, 1), {who: planCarol, id: 2, level: trust.Undecided}}, "undecided; to bob/1; not carol/2"},
		{"one of two has no device", toBoth, Options{}, []planned{reads(planBob, 1)}, "no-devices; to bob/1"},
		{"a member who is undecided", group, Options{}, []planned{reads(planBob, 1), {who: planCarol, id: 2, level: trust.Undecided}}, "undecided; to bob/1; not carol/2"},
		{"a member without devices", group, Options{}, []planned{reads(planBob, 1)}, "to bob/1"},
		{"a member without a bundle", group, Options{}, []planned{reads(planBob, 1), {who: planCarol, id: 2}}, "bundle carol/2; to bob/1"},
		{"written without her", without(2), Options{}, []planned{reads(planBob, 1), {who: planCarol, id: 2, level: trust.Undecided}}, "to bob/1; not carol/2"},
		{"without her, and her bundle", without(2), Options{}, []planned{reads(planBob, 1), {who: planCarol, id: 2}}, "to bob/1; later carol/2"},
		{"without her, who has another device", without(3), Options{}, []planned{reads(planBob, 1), {who: planCarol, id: 2, level: trust.Undecided}}, "undecided; to bob/1; not carol/2"},
		{"without her, who reads by now", without(2), Options{}, []planned{reads(planBob, 1), reads(planCarol, 2)}, "to bob/1; to carol/2"},
		{"without somebody else", without(2), Options{}, []planned{{who: planBob, id: 1, level: trust.Undecided}, reads(planCarol, 2)}, "undecided; to carol/2; not bob/1"},
		{"a note for another device of ours", notes, Options{}, []planned{reads(planSelf, 7)}, "to alice/7"},
		{"a note for this device alone", notes, Options{}, nil, "kept"},
		{"a note waits for no decision", notes, Options{}, []planned{{who: planSelf, id: 7, level: trust.Undecided}}, "kept; not alice/7"},
		{"a note waits for a bundle", notes, Options{}, []planned{{planSelf, 7, trust.Trusted, false, false}}, "bundle alice/7"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			file, err := trust.Open(t.TempDir(), slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			if err := file.Update(func(tx *bbolt.Tx) error {
				ts := trust.In(tx, file.Seal(), planSelf)
				for _, d := range row.devices {
					if err := d.put(tx, file.Seal(), row.devices); err != nil {
						return err
					}
				}
				p, err := For(ts, row.to, row.how)
				if err != nil {
					return err
				}
				if got := p.words(); got != row.want {
					t.Errorf("got %q, want %q", got, row.want)
				}
				if ready := strings.HasPrefix(row.want, "to "); p.Ready() != ready {
					t.Errorf("ready: %t", !ready)
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// put makes a device, with those of the same person in its list, in the state that the table wants.
func (d planned) put(tx *bbolt.Tx, seal *trust.Seal, all []planned) error {
	ts := trust.In(tx, seal, planSelf)
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	if err := ts.CreateOwn(nil, now); err != nil {
		return err
	}
	var list []uint32
	for _, other := range all {
		if other.who == d.who {
			list = append(list, other.id)
		}
	}
	if _, _, err := ts.SeeList(d.who, list, now); err != nil {
		return err
	}
	if d.broken {
		return ts.SeeBroken(d.who, d.id)
	}
	if d.level == "" {
		return nil
	}
	bundle, err := d.bundle(tx, seal, now)
	if err != nil {
		return err
	}
	if _, _, err := ts.SeeKey(d.who, d.id, bundle.IdentityKey, now); err != nil {
		return err
	}
	if d.level != trust.Undecided {
		if err := ts.Decide(d.who, crypto.Fingerprint(bundle.IdentityKey), d.level, trust.ByHand, now); err != nil {
			return err
		}
	}
	if !d.session {
		return nil
	}
	return crypto.StartSession(ts, crypto.Address{JID: d.who, Device: d.id}, bundle)
}

// bundle is that of an account which is the device alone.
func (d planned) bundle(tx *bbolt.Tx, seal *trust.Seal, now time.Time) (crypto.Bundle, error) {
	ts := trust.In(tx, seal, fmt.Sprintf("%d.%s", d.id, d.who))
	if err := ts.CreateOwn(nil, now); err != nil {
		return crypto.Bundle{}, err
	}
	b, err := ts.Bundle()
	b.Device = d.id
	return b, err
}

// localpart is that of an address in the table.
func localpart(jid string) string { name, _, _ := strings.Cut(jid, "@"); return name }

// words are what a plan says, without this device.
func (p Plan) words() string {
	var out []string
	name := func(jid string, id uint32) string { return fmt.Sprintf("%s/%d", localpart(jid), id) }
	if p.Kind != "" {
		out = append(out, string(p.Kind))
	}
	if p.Kept {
		out = append(out, "kept")
	}
	for _, who := range p.Lists {
		out = append(out, "list "+localpart(who))
	}
	for _, n := range p.Bundles {
		out = append(out, "bundle "+name(n.JID, n.Device))
	}
	for _, t := range p.Targets {
		out = append(out, "to "+name(t.Addr.JID, t.Addr.Device))
	}
	for _, l := range p.Left {
		out = append(out, "not "+name(l.Device.JID, l.Device.ID))
	}
	for _, n := range p.Later {
		out = append(out, "later "+name(n.JID, n.Device))
	}
	return strings.Join(out, "; ")
}
