package words

import "vouch/app/view"

// refusals are the words for what keeps somebody out of a room, by those of package muc.
var refusals = map[string]string{
	"password":    "refused.password",
	"members":     "refused.members",
	"banned":      "refused.banned",
	"nick":        "refused.nick",
	"reserved":    "refused.reserved",
	"none":        "refused.none",
	"forbidden":   "refused.forbidden",
	"full":        "refused.full",
	"captcha":     "refused.captcha",
	"gone":        "refused.gone",
	"address":     "refused.address",
	"unreachable": "refused.unreachable",
}

// RefusalText says why a room does not let us in, by a word of package muc.
func RefusalText(why string) string {
	if text, ok := RefusedText(why); ok {
		return text
	}
	return Tr("refused.other")
}

// RefusedText is RefusalText for what may be another word; then it is false.
func RefusedText(why string) (text string, ok bool) {
	key, ok := refusals[why]
	if !ok {
		return "", false
	}
	return Tr(key), true
}

// OutText says why we are out of a room, and do not come back by ourselves.
func OutText(o view.Out) string {
	switch o.Why {
	case view.OutKicked:
		return Tr("notice.kickedOwn")
	case view.OutBanned:
		return Tr("notice.bannedOwn")
	case view.OutRemoved:
		return Tr("notice.removedOwn")
	case view.OutClosed:
		return Tr("notice.closed")
	case view.OutDestroyed:
		return Tr("notice.destroyed")
	case view.OutGone:
		return Tr("notice.gone")
	}
	return Tr("room.left")
}

// affiliations and roles are the words for how somebody stands to a room, and what they may do in it (XEP-0045 v1.35.5 §5).
var (
	affiliations = map[string]string{"owner": "room.owner", "admin": "room.admin", "member": "room.member", "outcast": "room.outcast"}
	roles        = map[string]string{"moderator": "room.moderator", "participant": "room.participant", "visitor": "room.visitor"}
)

// AffiliationWord is the word for an affiliation; "" for none.
func AffiliationWord(a string) string { return wordIn(affiliations, a) }

// RoleWord is the word for a role; "" for none.
func RoleWord(r string) string { return wordIn(roles, r) }

func wordIn(keys map[string]string, of string) string {
	if key, ok := keys[of]; ok {
		return Tr(key)
	}
	return ""
}
