package app

import (
	"vouch/app/files"
	"vouch/app/view"
)

// findPlace asks where our server takes files, before any is picked. An answer that a cut took is asked for on the next stream.
func (a *account) findPlace() {
	if a.facts.placeAsked {
		return
	}
	a.facts.placeAsked = true
	stream := a.conn.stream
	a.Work(func() func() {
		place, err := files.FindPlace(a.ctx, a.asRoomsSeeIt())
		return func() {
			if a.conn.stream != stream || !a.conn.online {
				return
			}
			a.facts.placeAsked = false
			a.takePlace(place, err)
			if !a.facts.placed {
				a.After(askAgain, a.findPlace)
			}
		}
	})
}

// takePlace takes what the server says about where it takes files. That nobody has said is not that it takes none.
func (a *account) takePlace(place files.Place, err error) {
	now := view.Files{State: view.FilesOffered, Limit: place.Limit}
	switch KindOf(err) {
	case "":
	case KindNotOffered:
		now = view.Files{State: view.FilesNone}
	default:
		return
	}
	a.transfers.place, a.facts.placed = place, true
	before := a.status().Server.Files
	a.Published(func(l *view.Live) { l.Server.Files = now })
	if now != before {
		a.changed(EventStatus, "", "")
	}
}

// doubtPlace has the server asked again: it has refused a file, so what it takes may be otherwise now.
func (a *account) doubtPlace() {
	a.transfers.place, a.facts.placed = files.Place{}, false
	if a.conn.online {
		a.findPlace()
	}
}

// forgetPlace forgets what held for the stream before.
func (a *account) forgetPlace() {
	a.transfers.place = files.Place{}
	a.Published(func(l *view.Live) { l.Server.Files = view.Files{} })
}
