package words

import "vouch/app"

// TrustWord is the word for a decision about a key; nothing decided is undecided.
func TrustWord(t app.Trust) string {
	switch t {
	case app.TrustTrusted:
		return Tr("trust.trusted")
	case app.TrustVerified:
		return Tr("trust.verified")
	case app.TrustRejected:
		return Tr("trust.rejected")
	}
	return Tr("trust.undecided")
}

// StateWord is how far a message of one's own has come.
func StateWord(m app.MessageState) string {
	switch m {
	case app.MessagePending:
		return Tr("state.pending")
	case app.MessageSending:
		return Tr("state.sending")
	case app.MessageSent:
		return Tr("state.sent")
	case app.MessageDelivered:
		return Tr("state.delivered")
	case app.MessageRead:
		return Tr("state.read")
	case app.MessageFailed:
		return Tr("state.failed")
	}
	return Tr("state.unknownFate")
}

// DoubtText says in plain words why the keys of this device may be in use elsewhere.
func DoubtText(why string) string {
	switch why {
	case app.DoubtMessage:
		return Tr("doubt.message")
	case app.DoubtBundle:
		return Tr("doubt.bundle")
	}
	return Tr("doubt.key")
}

// ShowWord is how somebody is available, in words; "" when nothing is known.
func ShowWord(p app.Presence, show app.Show) string {
	switch {
	case p == app.PresenceOffline:
		return Tr("presence.offline")
	case show == app.ShowDND:
		return Tr("presence.dnd")
	case show == app.ShowXA:
		return Tr("presence.xa")
	case p == app.PresenceAway:
		return Tr("presence.away")
	case p == app.PresenceOnline:
		return Tr("presence.online")
	}
	return ""
}
