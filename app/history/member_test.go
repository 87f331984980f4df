package history_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/app/history"
)

const dave = "dave@example.org"

// said is who belongs to a room, as name:affiliation.
func said(t *testing.T, h *history.Store, room string) string {
	t.Helper()
	all, err := h.Members(room)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range all {
		out = append(out, strings.TrimSuffix(m.JID, "@example.org")+":"+m.Affiliation)
	}
	return strings.Join(out, " ")
}

func as(affiliation string, who ...string) (out []history.Member) {
	for _, w := range who {
		out = append(out, history.Member{JID: w, Affiliation: affiliation, Since: noon})
	}
	return out
}

// A list replaces those of its own affiliation alone, and says who is new and who is gone.
func TestMembersByAffiliation(t *testing.T) {
	f := open(t, t.TempDir())
	for n, row := range []struct {
		name       string
		lists      string // affiliations
		members    []history.Member
		want       string
		came, went []string
	}{
		{"all at once", "owner admin member", slices.Concat(as("owner", alice), as("member", carol, bob)), "alice:owner bob:member carol:member", []string{alice, bob, carol}, nil},
		{"the same", "owner admin member", slices.Concat(as("owner", alice), as("member", carol, bob)), "alice:owner bob:member carol:member", nil, nil},
		{"one list", "member", as("member", carol, dave), "alice:owner carol:member dave:member", []string{dave}, []string{bob}},
		{"one who rises", "admin", as("admin", carol), "alice:owner carol:admin dave:member", nil, nil},
		{"whose old list no longer has them", "member", as("member", dave), "alice:owner carol:admin dave:member", nil, nil},
		{"nobody", "owner admin member", nil, "", nil, []string{alice, carol, dave}},
	} {
		for i := range row.members {
			row.members[i].Since = noon.Add(time.Duration(n) * time.Hour)
		}
		f.update(func(h *history.Store) error {
			came, went, err := h.SetMembers(tea, strings.Fields(row.lists), row.members)
			if all, _ := h.Members(tea); row.name == "one who rises" && !all[1].Since.Equal(noon) {
				t.Errorf("since %v", all[1].Since)
			}
			if got := said(t, h, tea); got != row.want || !slices.Equal(came, row.came) || !slices.Equal(went, row.went) {
				t.Errorf("%s: %s, came %v, went %v", row.name, got, came, went)
			}
			return err
		})
	}
}

// Members come and go one by one, in their own room; since when they belong to it stays.
func TestOneMember(t *testing.T) {
	f := open(t, t.TempDir())
	f.update(func(h *history.Store) error {
		for _, room := range []string{tea, cake} {
			for _, m := range as("member", bob, carol) {
				if err := h.PutMember(room, m); err != nil {
					return err
				}
			}
		}
		if err := h.PutMember(tea, history.Member{JID: bob, Affiliation: "admin", Since: noon.Add(time.Hour)}); err != nil {
			return err
		}
		all, err := h.Members(tea)
		if len(all) != 2 || all[0] != (history.Member{JID: bob, Affiliation: "admin", Since: noon}) {
			t.Errorf("%+v", all)
		}
		for _, want := range []bool{true, false} {
			if was, err := h.DropMember(tea, bob); err != nil || was != want {
				t.Errorf("dropped %v, %v", was, err)
			}
		}
		if got := said(t, h, tea) + "; " + said(t, h, cake); got != "carol:member; bob:member carol:member" {
			t.Error(got)
		}
		return err
	})
}

// A host that may enter is nobody to encrypt for, and is told.
func TestDomainsAreNoMembers(t *testing.T) {
	f := open(t, t.TempDir())
	f.update(func(h *history.Store) error {
		_, _, err := h.SetMembers(tea, []string{"member"}, as("member", bob))
		if has, err := h.HasDomains(tea); has || err != nil {
			t.Errorf("domains: %v, %v", has, err)
		}
		return errors.Join(err, h.PutMember(tea, history.Member{JID: "example.net", Affiliation: "member"}))
	})
	f.view(func(h *history.Store) error {
		has, err := h.HasDomains(tea)
		if got := said(t, h, tea); !has || got != "bob:member" {
			t.Errorf("domains %v, members %s", has, got)
		}
		return err
	})
}

// More than may be kept is refused whole, and nothing of what was there is lost.
func TestMembersHaveABound(t *testing.T) {
	f := open(t, t.TempDir())
	many := make([]history.Member, history.MaxMembers)
	for i := range many {
		many[i] = history.Member{JID: fmt.Sprintf("m%05d@example.org", i), Affiliation: "member"}
	}
	f.update(func(h *history.Store) error {
		if _, _, err := h.SetMembers(tea, []string{"member"}, many); err != nil {
			return err
		}
		if _, _, err := h.SetMembers(tea, []string{"owner"}, as("owner", alice)); !errors.Is(err, history.ErrFull) {
			t.Errorf("a list too many: %v", err)
		}
		if err := h.PutMember(tea, as("member", bob)[0]); !errors.Is(err, history.ErrFull) {
			t.Errorf("one too many: %v", err)
		}
		if err := h.PutMember(tea, history.Member{JID: many[7].JID, Affiliation: "admin"}); err != nil {
			t.Errorf("one who is there: %v", err)
		}
		all, err := h.Members(tea)
		if len(all) != history.MaxMembers {
			t.Errorf("%d members", len(all))
		}
		return err
	})
}

// The first word about an occupant id stands, in its own room.
func TestOccupantIDs(t *testing.T) {
	f := open(t, t.TempDir())
	f.update(func(h *history.Store) error {
		if err := errors.Join(h.PutOccupant(tea, "o1", bob), h.PutOccupant(tea, "o1", carol), h.PutOccupant(cake, "o1", carol)); err != nil {
			return err
		}
		for room, want := range map[string]string{tea: bob, cake: carol} {
			if got, err := h.OccupantOf(room, "o1"); err != nil || got != want {
				t.Errorf("in %s: %q, %v", room, got, err)
			}
		}
		many := map[string]string{"o1": carol}
		for i := range history.MaxMembers - 1 {
			many[fmt.Sprint("x", i)] = bob
		}
		if err := h.PutOccupants(tea, many); err != nil {
			return err
		}
		if err := h.PutOccupant(tea, "o2", bob); !errors.Is(err, history.ErrFull) {
			t.Errorf("one too many: %v", err)
		}
		if err := h.PutOccupants(tea, many); err != nil {
			t.Errorf("those that are there: %v", err)
		}
		if got, err := h.OccupantOf(tea, "o2"); err != nil || got != "" {
			t.Errorf("an id that nobody has: %q, %v", got, err)
		}
		if err := h.ForgetPeople(tea); err != nil {
			return err
		}
		got, err := h.OccupantOf(tea, "o1")
		if other, _ := h.OccupantOf(cake, "o1"); got != "" || other != carol {
			t.Errorf("forgotten: %q, and elsewhere %q", got, other)
		}
		return err
	})
}
