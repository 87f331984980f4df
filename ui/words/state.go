package words

import (
	"vouch/app/keys"
	"vouch/app/view"
)

// TrustWord is the word for a decision about a key; nothing decided is undecided.
func TrustWord(t view.Trust) string {
	switch t {
	case view.TrustTrusted:
		return Tr("trust.trusted")
	case view.TrustVerified:
		return Tr("trust.verified")
	case view.TrustRejected:
		return Tr("trust.rejected")
	}
	return Tr("trust.undecided")
}

// StateWord is how far a message of one's own has come.
func StateWord(m view.MessageState) string {
	switch m {
	case view.MessagePending:
		return Tr("state.pending")
	case view.MessageSending:
		return Tr("state.sending")
	case view.MessageSent:
		return Tr("state.sent")
	case view.MessageDelivered:
		return Tr("state.delivered")
	case view.MessageRead:
		return Tr("state.read")
	case view.MessageFailed:
		return Tr("state.failed")
	}
	return Tr("state.unknownFate")
}

// DoubtText says in plain words why the keys of this device may be in use elsewhere.
func DoubtText(why string) string {
	switch why {
	case keys.DoubtMessage:
		return Tr("doubt.message")
	case keys.DoubtBundle:
		return Tr("doubt.bundle")
	}
	return Tr("doubt.key")
}

// ShowWord is how somebody is available, in words; "" when nothing is known.
func ShowWord(p view.Presence, show view.Show) string {
	switch {
	case p == view.PresenceOffline:
		return Tr("presence.offline")
	case show == view.ShowDND:
		return Tr("presence.dnd")
	case show == view.ShowXA:
		return Tr("presence.xa")
	case p == view.PresenceAway:
		return Tr("presence.away")
	case p == view.PresenceOnline:
		return Tr("presence.online")
	}
	return ""
}
