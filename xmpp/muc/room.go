package muc

import (
	"strconv"
	"strings"

	"vouch/xmpp/disco"
)

// Room is what the disco info of a room says about it (§6.4). Nothing else says of what kind a room is: no code, no form and no
// memory.
type Room struct {
	Name, Description, Subject, Language string // up to 1024 bytes each
	Occupants                            int    // how many are there, or -1

	MembersOnly   bool // only those who Belong enter
	NonAnonymous  bool // everybody sees everybody's real address
	Password      bool
	Moderated     bool // newcomers only listen
	Persistent    bool // stays when it is empty
	Hidden        bool // in no list
	SubjectByAll  bool // every Participant may set the subject
	MemberInvites bool // every Member may invite
	StableIDs     bool // what comes back of our messages has the id we gave it

	Avatars []string // hashes of the room's pictures (XEP-0486 v0.1.0 §3.3), up to 20
}

// nsVCardMUC is how Prosody's mod_vcard_muc calls a hash.
const nsVCardMUC = "{http://modules.prosody.im/mod_vcard_muc}avatar#sha1"

// RoomOf reads the disco info of a room. It is false for what is none; a service looks the same, and has no localpart.
func RoomOf(info disco.Info) (Room, bool) {
	r := Room{Occupants: -1}
	is := false
	for _, i := range info.Identities {
		if i.Category == "conference" && !is {
			is, r.Name = true, cut(i.Name, maxReason)
		}
	}
	if !is || !info.Has(NS) {
		return Room{}, false
	}
	// With one feature and its opposite a room is what lets more people read.
	r.MembersOnly = info.Has("muc_membersonly") && !info.Has("muc_open")
	r.NonAnonymous = info.Has("muc_nonanonymous") && !info.Has("muc_semianonymous") && !info.Has("muc_fullyanonymous")
	r.Password = info.Has("muc_passwordprotected")
	r.Moderated = info.Has("muc_moderated")
	r.Persistent = info.Has("muc_persistent") && !info.Has("muc_temporary")
	r.Hidden = info.Has("muc_hidden") && !info.Has("muc_public")
	r.StableIDs = info.Has(NS + "#stable_id")
	for _, form := range info.Forms {
		if form.Type == NS+"#roominfo" {
			r.readForm(form)
		}
	}
	return r, true
}

func (r *Room) readForm(form disco.Form) {
	for _, f := range form.Fields {
		value := ""
		if len(f.Values) > 0 {
			value = cut(strings.TrimSpace(f.Values[0]), maxReason)
		}
		switch f.Var {
		case "muc#roominfo_description":
			r.Description = value
		case "muc#roominfo_subject":
			r.Subject = value
		case "muc#roominfo_lang":
			r.Language = value
		case "muc#roominfo_occupants":
			if n, err := strconv.ParseUint(value, 10, 31); err == nil {
				r.Occupants = int(n)
			}
		case "muc#roominfo_changesubject", "muc#roomconfig_changesubject":
			r.SubjectByAll = value == "1" || value == "true"
		case "muc#roomconfig_allowinvites", "{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites":
			r.MemberInvites = value == "1" || value == "true"
		case "muc#roominfo_avatarhash", nsVCardMUC:
			for _, hash := range f.Values {
				if hash != "" && len(hash) <= 256 && len(r.Avatars) < 20 {
					r.Avatars = append(r.Avatars, hash)
				}
			}
		}
	}
}

// Private tells whether a room is one in which encrypting for its members makes sense: only they enter, and everybody sees who
// they are.
func (r Room) Private() bool { return r.MembersOnly && r.NonAnonymous }
