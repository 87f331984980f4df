package rooms

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// Person offers what may be done about who wrote a row of the room that is shown, as the page with its people does. The room is asked
// first who is there: a nickname may be somebody else's by now.
func (w *Room) Person(r *view.Row, at fyne.Position) {
	w.askPeople(func(people []app.RoomPerson) {
		who, ok := author(people, r)
		if !ok && !strings.Contains(r.From, "/") {
			who, ok = app.RoomPerson{JID: r.From, Nick: r.Name}, true
		}
		if items := w.page.items(who); ok && len(items) > 0 {
			w.PopUp(at, items...)
			return
		}
		w.Fail(words.Tr("private.gone", "Name", words.NameOf(r.Name, r.From)))
	})
}

// askPeople asks who is in the room that is shown; then gets them, if it is shown still.
func (w *Room) askPeople(then func([]app.RoomPerson)) {
	v := w.View()
	var got []app.RoomPerson
	w.Ask(func(ctx context.Context, s shell.Service) (err error) {
		got, err = s.RoomMembers(ctx, v.Account, v.Chat)
		return err
	}, func(err error) {
		now := w.View()
		switch {
		case now.Account != v.Account || now.Chat != v.Chat || w.Shown == nil || w.Shown.Chat == nil || w.Shown.Chat.Room == nil:
		case err != nil:
			w.Fail(words.ErrText(err, words.HostOf(v.Chat)))
		default:
			then(got)
		}
	})
}

// author finds who wrote a row: by their address where the room shows it, else by the occupant id or, where it gives none, the
// nickname that nobody else has had since.
func author(people []app.RoomPerson, r *view.Row) (app.RoomPerson, bool) {
	_, nick, place := strings.Cut(r.From, "/")
	i := slices.IndexFunc(people, func(p app.RoomPerson) bool {
		switch {
		case !place:
			return p.JID == r.From
		case p.Occupant != "" || r.Occupant != "":
			return p.Here && p.Occupant == r.Occupant
		}
		return p.Here && p.Nick == nick && !r.Time.Before(p.Since)
	})
	if i < 0 {
		return app.RoomPerson{}, false
	}
	return people[i], true
}

// private opens the chat with somebody who is known by nickname alone (XEP-0045 v1.35.5 §7.5), if the nickname is theirs still.
func (w *Room) private(who app.RoomPerson) {
	w.askPeople(func(people []app.RoomPerson) {
		if slices.ContainsFunc(people, func(p app.RoomPerson) bool {
			return p.Here && p.Nick == who.Nick && p.Occupant == who.Occupant && p.Since.Equal(who.Since)
		}) {
			w.OpenChat(w.View().Chat + "/" + who.Nick)
			return
		}
		w.Fail(words.Tr("private.gone", "Name", w.nameOf(who)))
	})
}
