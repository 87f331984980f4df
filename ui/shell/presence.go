package shell

import (
	"vouch/app/view"
	"vouch/ui/draw"
)

// Presence is the mark beside a face for how a contact is available.
func Presence(p view.Presence) draw.Presence {
	switch p {
	case view.PresenceOnline:
		return draw.PresenceOn
	case view.PresenceAway:
		return draw.PresenceAway
	case view.PresenceOffline:
		return draw.PresenceOff
	}
	return draw.PresenceNone
}

// ChatPresence is the mark beside the face of a chat: rooms have none.
func ChatPresence(kind view.ChatKind, p view.Presence) draw.Presence {
	if kind.Room() {
		return draw.PresenceNone
	}
	return Presence(p)
}

// AccountPresence is the mark beside the face of the account: whether it is connected, and how it is available.
func AccountPresence(a *view.AccountView) draw.Presence {
	switch a.State {
	case view.StateOnline:
		if a.Show != view.ShowAvailable && a.Show != "" {
			return draw.PresenceAway
		}
		return draw.PresenceOn
	case view.StateConnecting:
		return draw.PresenceAway
	}
	return draw.PresenceOff
}

// ConnectionMark is the icon beside the line about the connection: quiet while all goes well.
func ConnectionMark(a *view.AccountView) (icon string, color draw.Token) {
	switch {
	case a.State == view.StateError:
		return "warn", draw.Rejected
	case a.State == view.StateOnline, a.State == view.StateConnecting && a.Err == nil:
		return "clock", draw.Muted
	}
	return "warn", draw.Muted
}
