package rooms

import (
	"context"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/xmpp"
	"vouch/xmpp/avatar"
	"vouch/xmpp/photo"
	"vouch/xmpp/vcard"
)

// The picture of a room lies in its vCard, which owners write. Which one it is, disco info says or, at ejabberd, a presence of the room
// itself; nobody fetches it before it is to be shown (XEP-0486 v0.1.0 §3).

// receivePhoto takes what the presence of a room says about its picture (XEP-0153).
func (r *Rooms) receivePhoto(rm *room, p *xmpp.Presence) {
	hash, told := photo.Of(p)
	if !told || hash == rm.photo {
		return
	}
	rm.photo = hash
	r.pictured(rm)
}

// picture is the hash of a room's picture, "" for none.
func (rm *room) picture() string {
	for _, hash := range rm.kept.Kind.Profile.Avatars {
		if avatar.IsID(hash) {
			return hash
		}
	}
	return rm.photo
}

// pictured tells which picture a room has, once it has said what it is.
func (r *Rooms) pictured(rm *room) {
	if r.Pictured != nil && rm.in && rm.entry == nil && !rm.fresh.asking {
		r.Pictured(rm.name, rm.picture())
	}
}

// Pictures are the hashes of the pictures of the rooms that we are in, by bare JID.
func (r *Rooms) Pictures() map[string]string {
	out := map[string]string{}
	for _, rm := range r.all {
		if rm.in && rm.entry == nil && !rm.fresh.asking {
			out[rm.name] = rm.picture()
		}
	}
	return out
}

// SetPicture gives a room a picture, a PNG, or with nil takes it away. What else stands in its vCard stays. KindNotOffered: it has
// none; KindNotAllowed: we are no owner.
func (r *Rooms) SetPicture(ctx context.Context, at jid.JID, picture []byte) error {
	if err := r.onRoom(ctx, at, func(rm *room) error {
		if !rm.kept.Kind.Offers.Pictures {
			return &fault.Error{Kind: fault.KindNotOffered, Param: "room"}
		}
		return nil
	}); err != nil {
		return err
	}
	var card vcard.Card
	answer, err := r.askRoom(ctx, at, false, vcard.Get{})
	switch {
	case fault.KindOf(err) == fault.KindNotFound: // there is no card as yet
	case err != nil:
		return err
	default:
		if card, err = vcard.Parse(answer.Payload); err != nil {
			return &fault.Error{Kind: fault.KindMalformed, Err: err}
		}
	}
	_, err = r.askRoom(ctx, at, true, card.WithPhoto("image/png", picture).Payload())
	return err
}
