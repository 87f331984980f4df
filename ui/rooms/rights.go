package rooms

import (
	"vouch/app"
	"vouch/app/view"
)

// deed is something that may be done about somebody in a room.
type deed string

// The deeds, in the order in which they are offered.
const (
	deedChat      deed = "chat"      // open the chat with them
	deedPrivate   deed = "private"   // the same, with their place in the room
	deedVoice     deed = "voice"     // may write
	deedMute      deed = "mute"      // may read only
	deedModerator deed = "moderator" // as long as they are there
	deedNoMore    deed = "nomore"    // a moderator no more
	deedMember    deed = "member"
	deedAdmin     deed = "admin"
	deedOwner     deed = "owner"
	deedRemove    deed = "remove" // from the members
	deedKick      deed = "kick"
	deedBan       deed = "ban"
	deedUnban     deed = "unban"
	deedIgnore    deed = "ignore" // here, whoever may do what there
	deedHeed      deed = "heed"   // ignored no more
)

// ranks of affiliations: who stands higher may change those below.
var ranks = map[string]int{"outcast": -1, "member": 1, "admin": 2, "owner": 3}

// mayDo are the deeds that a room allows us about somebody (XEP-0045 v1.35.5 §5.1.1, §5.2.1). Owners may do everything, also about
// each other; the server decides in the end.
func mayDo(r *view.RoomView, p app.RoomPerson) (out []deed) {
	if p.JID != "" && !p.Ours {
		out = append(out, deedChat)
	}
	if !p.Ours && (p.JID != "" || p.Occupant != "") && p.Affiliation != "outcast" {
		if p.Ignored {
			out = append(out, deedHeed)
		} else {
			out = append(out, deedIgnore)
		}
	}
	if p.Ours || r == nil || r.State != view.RoomIn {
		return out
	}
	if p.JID == "" && p.Here && p.Nick != "" {
		out = append(out, deedPrivate)
	}
	mine, theirs := ranks[r.Affiliation], ranks[p.Affiliation]
	owner, admin := mine == ranks["owner"], mine >= ranks["admin"]
	below := owner || theirs < mine
	add := func(d deed, may bool) {
		if may {
			out = append(out, d)
		}
	}
	moderates := r.Role == "moderator" && p.Here && p.Nick != ""
	add(deedVoice, moderates && p.Role == "visitor")
	add(deedMute, moderates && p.Role == "participant" && theirs < ranks["admin"])
	add(deedModerator, moderates && admin && (p.Role == "participant" || p.Role == "visitor"))
	add(deedNoMore, moderates && admin && p.Role == "moderator" && theirs < ranks["admin"])
	known := p.JID != "" && admin
	if p.Affiliation == "outcast" {
		add(deedUnban, known)
		return out
	}
	add(deedMember, known && below && p.Affiliation != "member")
	add(deedAdmin, known && owner && p.Affiliation != "admin")
	add(deedOwner, known && owner && p.Affiliation != "owner")
	add(deedRemove, known && below && p.Affiliation == "member")
	add(deedKick, moderates && (below || theirs <= ranks["member"]))
	add(deedBan, known && below)
	return out
}
