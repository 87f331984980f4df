package rooms

import (
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
)

const (
	oneHash   = "0123456789abcdef0123456789abcdef01234567"
	otherHash = "76543210fedcba9876543210fedcba9876543210"
)

// withPicture is the disco info of a room that has a picture by that field.
func withPicture(field, hash string) string {
	form := "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/muc#roominfo</value></field>" +
		"<field var='" + field + "'><value>sha256-and-so-on</value><value>" + hash + "</value></field></x></query>"
	return strings.Replace(discoOf(channel+" vcard-temp"), "</query>", form, 1)
}

// TestWhichPictureARoomHas: disco info says it, else the room's own presence; nobody else's presence does.
func TestWhichPictureARoomHas(t *testing.T) {
	photoOf := func(from, hash string) string {
		return "<presence from='" + place(from) + "'><x xmlns='vcard-temp:x:update'><photo>" + hash + "</photo></x></presence>"
	}
	for _, c := range []struct {
		name, disco string
		raw         []string
		want        string
	}{
		{"by its disco info", withPicture("muc#roominfo_avatarhash", oneHash), nil, oneHash},
		{"by that of Prosody", withPicture("{http://modules.prosody.im/mod_vcard_muc}avatar#sha1", oneHash), nil, oneHash},
		{"by its presence", discoOf(channel), []string{photoOf("", oneHash)}, oneHash},
		{"another by its presence", discoOf(channel), []string{photoOf("", oneHash), photoOf("", otherHash)}, otherHash},
		{"taken away", discoOf(channel), []string{photoOf("", oneHash), photoOf("", "")}, ""},
		{"none", discoOf(channel), nil, ""},
		{"that of an occupant", discoOf(channel), []string{strings.Replace(presenceIn("bob", "bob", "none", "participant"), "</presence>", "<x xmlns='vcard-temp:x:update'><photo>"+oneHash+"</photo></x></presence>", 1)}, ""},
		{"no hash", withPicture("muc#roominfo_avatarhash", "../"+oneHash), nil, ""},
	} {
		s := newScript(t)
		told := "nothing"
		s.Pictured = func(room, hash string) {
			if room != grp {
				t.Errorf("%s: of %s", c.name, room)
			}
			told = hash
		}
		joinedTo(s, channel)
		s.answer = func(q *question) string {
			if strings.Contains(q.payload, "disco#info") && q.to == grp {
				return c.disco
			}
			return ""
		}
		s.raw("<message type='groupchat' from='" + grp + "'>" + x("<status code='104'/>") + "</message>")
		for _, raw := range c.raw {
			s.raw(raw)
		}
		if told != c.want || s.Pictures()[grp] != c.want {
			t.Errorf("%s: told %q, has %q", c.name, told, s.Pictures()[grp])
		}
	}
}

// TestTheCardOfARoomKeepsWhatItHas when its picture is set, and is not written where the room has none.
func TestTheCardOfARoomKeepsWhatItHas(t *testing.T) {
	for _, c := range []struct {
		name, features, card, refusal string
		kind                          fault.Kind
		want                          string
	}{
		{"a card", channel + " vcard-temp", "<vCard xmlns='vcard-temp'><FN>Harbour</FN></vCard>", "", "", "<FN"},
		{"none as yet", channel + " vcard-temp", failed("item-not-found"), "", "", "<PHOTO"},
		{"we are no owner", channel + " vcard-temp", failed("item-not-found"), failed("forbidden"), fault.KindNotAllowed, "<PHOTO"},
		{"what cannot be read", channel + " vcard-temp", failed("internal-server-error"), "", fault.KindRefused, ""},
		{"a room without cards", channel, "<vCard xmlns='vcard-temp'/>", "", fault.KindNotOffered, ""},
	} {
		s := newScript(t)
		joinedTo(s, c.features)
		written := ""
		s.answer = func(q *question) string {
			switch {
			case strings.Contains(q.payload, "vcard-temp") && q.set:
				written = q.payload
				if c.refusal != "" {
					return c.refusal
				}
				return "<none/>"
			case strings.Contains(q.payload, "vcard-temp"):
				return c.card
			}
			return ""
		}
		err := s.SetPicture(t.Context(), jid.MustParse(grp), []byte("picture"))
		if fault.KindOf(err) != c.kind || (written == "") != (c.want == "") || !strings.Contains(written, c.want) || written != "" && !strings.Contains(written, "cGljdHVyZQ==") {
			t.Errorf("%s: %v, written %q", c.name, err, written)
		}
	}
}
