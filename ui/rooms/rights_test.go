package rooms

import (
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
)

// TestWhatMayBeDoneAboutWhom: what is offered is what the room allows by affiliation and role.
func TestWhatMayBeDoneAboutWhom(t *testing.T) {
	here := func(affiliation, role string) app.RoomPerson {
		return app.RoomPerson{Nick: "p", JID: "p@example.org", Affiliation: affiliation, Role: role, Here: true}
	}
	away := app.RoomPerson{JID: "p@example.org", Affiliation: "member"}
	ignored := here("member", "participant")
	ignored.Ignored = true
	known := app.RoomPerson{Nick: "p", Occupant: "o", Affiliation: "none", Role: "participant", Here: true}
	unknown := app.RoomPerson{Nick: "p", Affiliation: "none", Role: "participant", Here: true}
	ours := here("owner", "moderator")
	ours.Ours = true
	for _, c := range []struct {
		name, affiliation, role string
		who                     app.RoomPerson
		want                    string
	}{
		{"a participant about a member", "member", "participant", here("member", "participant"), "chat ignore"},
		{"a moderator about a visitor", "none", "moderator", here("none", "visitor"), "chat ignore voice kick"},
		{"a moderator about an admin", "none", "moderator", here("admin", "moderator"), "chat ignore"},
		{"an admin about a participant", "admin", "moderator", here("none", "participant"), "chat ignore mute moderator member kick ban"},
		{"an admin about a member", "admin", "moderator", here("member", "participant"), "chat ignore mute moderator remove kick ban"},
		{"an admin about an owner", "admin", "moderator", here("owner", "moderator"), "chat ignore"},
		{"an admin about an admin", "admin", "moderator", here("admin", "moderator"), "chat ignore"},
		{"an admin about who is not there", "admin", "moderator", away, "chat ignore remove ban"},
		{"an admin about nobody's address", "admin", "moderator", unknown, "private mute moderator kick"},
		{"a participant about nobody's address", "none", "participant", unknown, "private"},
		{"about nobody's address who is not there", "none", "participant", app.RoomPerson{Nick: "p", Affiliation: "none"}, ""},
		{"an owner about an admin", "owner", "moderator", here("admin", "moderator"), "chat ignore member owner kick ban"},
		{"an owner about a member", "owner", "moderator", here("member", "participant"), "chat ignore mute moderator admin owner remove kick ban"},
		{"an owner about who is banned", "owner", "moderator", app.RoomPerson{JID: "p@example.org", Affiliation: "outcast"}, "chat unban"},
		{"about who is ignored", "member", "participant", ignored, "chat heed"},
		{"about who has an occupant id alone", "none", "participant", known, "ignore private"},
		{"about ourselves", "owner", "moderator", ours, ""},
	} {
		r := &view.RoomView{RoomLive: view.RoomLive{State: view.RoomIn, Affiliation: c.affiliation, Role: c.role}}
		var got []string
		for _, d := range mayDo(r, c.who) {
			got = append(got, string(d))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, strings.Join(got, " "), c.want)
		}
		r.State = view.RoomOut
		if got := mayDo(r, c.who); slices.ContainsFunc(got, func(d deed) bool { return d != deedChat && d != deedIgnore && d != deedHeed }) {
			t.Errorf("%s, while we are out: %q", c.name, got)
		}
	}
}
