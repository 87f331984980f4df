package shell

import (
	"vouch/app"
	"vouch/ui/draw"
)

// Presence is the mark beside a face for how a contact is available.
func Presence(p app.Presence) draw.Presence {
	switch p {
	case app.PresenceOnline:
		return draw.PresenceOn
	case app.PresenceAway:
		return draw.PresenceAway
	case app.PresenceOffline:
		return draw.PresenceOff
	}
	return draw.PresenceNone
}

// AccountPresence is the mark beside the face of the account: whether it is connected, and how it is available.
func AccountPresence(a *app.AccountView) draw.Presence {
	switch a.State {
	case app.StateOnline:
		if a.Show != app.ShowAvailable && a.Show != "" {
			return draw.PresenceAway
		}
		return draw.PresenceOn
	case app.StateConnecting:
		return draw.PresenceAway
	}
	return draw.PresenceOff
}

// ConnectionMark is the icon beside the line about the connection: quiet while all goes well.
func ConnectionMark(a *app.AccountView) (icon string, color draw.Token) {
	switch {
	case a.State == app.StateError:
		return "warn", draw.Rejected
	case a.State == app.StateOnline, a.State == app.StateConnecting && a.Err == nil:
		return "clock", draw.Muted
	}
	return "warn", draw.Muted
}
