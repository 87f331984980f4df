package chat

import (
	"strings"
	"testing"

	"vouch/app/view"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// TestWhatHappensInARoomIsSaid: what concerns the user is a card, the rest a quiet line; who did it and why is said where it is known.
func TestWhatHappensInARoomIsSaid(t *testing.T) {
	snap := uitest.GroupScene()
	for _, c := range []struct {
		name string
		row  view.Row
		kind timeline.Kind
		want string // title and details of a card, or the text of a note
		act  string
	}{
		{"kicked", view.Row{Notice: view.NoticeKicked, Own: true, Name: "Bob", Body: "off topic"}, timeline.Card, "You were kicked out/By Bob. Reason: “off topic”/Vouch does not come back by itself. You can.", ""},
		{"banned", view.Row{Notice: view.NoticeBanned, Own: true}, timeline.Card, "You were banned/You cannot come back until an admin lifts the ban.", ""},
		{"removed", view.Row{Notice: view.NoticeRemoved, Own: true, Name: "Bob"}, timeline.Card, "You are no longer a member/By Bob./Only members can come in; one of the admins can make you one.", ""},
		{"closed", view.Row{Notice: view.NoticeClosed, Own: true}, timeline.Card, "The room is now for members only, and you are none/Only members can come in; one of the admins can make you one.", ""},
		{"destroyed", view.Row{Notice: view.NoticeDestroyed, Body: "over"}, timeline.Card, "This room was ended for all/Reason: “over”/What was written stays here.", ""},
		{"destroyed with another in its place", view.Row{Notice: view.NoticeDestroyed, About: "new@rooms.example.org"}, timeline.Card, "This room was ended for all/What was written stays here.", actInstead},
		{"gone", view.Row{Notice: view.NoticeGone}, timeline.Card, "There is no such room any more/What was written stays here.", ""},
		{"public", view.Row{Notice: view.NoticePublic}, timeline.Card, "This group is no longer private/Others can come in and read along. Nothing is encrypted for it any more, and nothing leaves in clear by itself.", ""},
		{"added", view.Row{Notice: view.NoticeAdded, Own: true, Name: "Bob"}, timeline.Note, "You are a member now by Bob", ""},
		{"dave kicked", view.Row{Notice: view.NoticeKicked, About: "dave", Name: "Bob", Body: "casino\nlinks"}, timeline.Note, "dave was kicked out by Bob: “casino links”", ""},
		{"dave banned by nobody known", view.Row{Notice: view.NoticeBanned, About: "dave"}, timeline.Note, "dave was banned", ""},
		{"dave removed", view.Row{Notice: view.NoticeRemoved, About: uitest.Dave}, timeline.Note, "dave@example.com is no longer a member", ""},
		{"dave added, who has a name", view.Row{Notice: view.NoticeAdded, About: uitest.Dave, Who: "David", Name: "Bob"}, timeline.Note, "David is a member now by Bob", ""},
		{"dave added", view.Row{Notice: view.NoticeAdded, About: uitest.Dave, Name: "Bob"}, timeline.Note, "dave@example.com is a member now by Bob", ""},
		{"private", view.Row{Notice: view.NoticePrivate}, timeline.Note, "The room is private now: only members come in, and all see who they are", ""},
		{"subject", view.Row{Notice: view.NoticeSubject, Name: "Bob", Body: "Tea"}, timeline.Note, "Bob set the subject: “Tea”", ""},
		{"subject taken away", view.Row{Notice: view.NoticeSubject, Name: "Bob"}, timeline.Note, "Bob took the subject away", ""},
		{"own subject", view.Row{Notice: view.NoticeSubject, Own: true, Name: "alice", Body: "Tea"}, timeline.Note, "You set the subject: “Tea”", ""},
		{"own subject taken away", view.Row{Notice: view.NoticeSubject, Own: true}, timeline.Note, "You took the subject away", ""},
		{"subject of nobody", view.Row{Notice: view.NoticeSubject, Body: "Tea"}, timeline.Note, "The subject is “Tea”", ""},
		{"no subject of nobody", view.Row{Notice: view.NoticeSubject}, timeline.Note, "The subject was taken away", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.row.ID, c.row.Kind, c.row.From, c.row.Time = "n", view.RowNotice, uitest.Walk, uitest.Now
			got := newRow(&c.row, snap, true, true, words.Calendar{Now: uitest.Now})
			said := got.Text
			if got.Kind == timeline.Card {
				said = got.Title + "/" + strings.ReplaceAll(got.Detail, "\n", "/")
			}
			if said = plain(said); got.Kind != c.kind || said != c.want || got.Actions[0].Act != c.act {
				t.Errorf("kind %d, %q, action %q", got.Kind, said, got.Actions[0].Act)
			}
		})
	}
}

// plain is a text of ours without the marks that keep names apart from what stands around them.
func plain(said string) string { return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(said) }
