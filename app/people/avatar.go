package people

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"vouch/app/history"
	"vouch/app/loop"
	"vouch/app/view"
	"vouch/xmpp"
	"vouch/xmpp/avatar"
	"vouch/xmpp/pep"
	"vouch/xmpp/photo"
	"vouch/xmpp/vcard"
)

const (
	avatarsAtOnce = 2    // fetched and decoded at a time
	maxWanted     = 2000 // that wait for it
)

// wanted is a picture that somebody has announced.
type wanted struct {
	who, hash string
	vcard     bool
}

// Load reads the pictures that are known. The room keeps them in memory from then on: every look shows them.
func (r *Room) Load() error {
	faces := map[string]*view.Picture{}
	err := r.View("read pictures", func(h *history.Store) error {
		all, err := h.Faces()
		if err != nil {
			return err
		}
		for _, f := range all {
			picture, err := h.Picture(f.Hash)
			if err != nil {
				return err
			}
			faces[f.JID] = &view.Picture{Hash: f.Hash, PNG: picture, VCard: f.VCard}
		}
		return nil
	})
	r.Published(func(l *view.Live) { l.People.Faces = faces })
	return err
}

// face is the picture of somebody, or nil.
func (r *Room) face(who string) (p *view.Picture) {
	r.Published(func(l *view.Live) { p = l.People.Faces[who] })
	return p
}

// ReceiveAvatar takes what somebody says about their picture (XEP-0084). That counts for its sender alone, and only of
// contacts and ourselves.
func (r *Room) ReceiveAvatar(from string, e pep.Event) error {
	if !r.shown(from) {
		return nil
	}
	var info avatar.Info
	if len(e.Items) > 0 {
		var err error
		if info, err = avatar.ParseMetadata(e.Items[len(e.Items)-1].Payload); err != nil {
			r.Log.Warn("avatar", "peer", from, "err", err)
			return nil
		}
	} else if !e.Deleted && !e.Purged && len(e.Retracted) == 0 {
		return nil
	}
	return r.announced(wanted{who: from, hash: info.ID})
}

// receivePhoto takes what a presence says about the picture in a vCard (XEP-0153). The avatar node is the better source.
func (r *Room) receivePhoto(p *xmpp.Presence) error {
	hash, told := photo.Of(p)
	from := p.FromJID.Bare().String()
	if !told || !r.shown(from) {
		return nil
	}
	if known := r.face(from); known != nil && !known.VCard {
		return nil
	}
	return r.announced(wanted{from, hash, true})
}

// RoomPicture takes which picture a room has, by its SHA-1; "" for none. One that is not the known one is fetched.
func (r *Room) RoomPicture(room, hash string) error { return r.announced(wanted{room, hash, true}) }

// shown tells whether pictures of who are looked at: contacts, and ourselves.
func (r *Room) shown(who string) bool {
	if who == r.JID {
		return true
	}
	_, contact := r.Contact(who)
	return contact
}

// announced forgets a picture, or fetches one that is not the known one. On a stream each is tried once.
func (r *Room) announced(w wanted) error {
	known := r.face(w.who)
	switch {
	case w.hash == "" && (known == nil || known.VCard != w.vcard):
		return nil
	case w.hash == "":
		return r.forgetFace(w.who)
	case known != nil && known.Hash == w.hash && known.VCard == w.vcard, r.facts.pictured[w.who] == w:
		return nil
	case len(r.facts.pictures) >= maxWanted || len(r.facts.pictured) >= 10*maxWanted:
		return nil
	}
	r.facts.pictured[w.who] = w
	r.facts.pictures = append(slices.DeleteFunc(r.facts.pictures, func(other wanted) bool { return other.who == w.who }), w)
	r.fetchPictures()
	return nil
}

// fetchPictures begins as many fetches as may be under way.
func (r *Room) fetchPictures() {
	for r.Online() && r.picturing < avatarsAtOnce && len(r.facts.pictures) > 0 {
		w := r.facts.pictures[0]
		r.facts.pictures = r.facts.pictures[1:]
		to, err := r.entity(w.who)
		if err != nil {
			continue
		}
		r.picturing++
		payload := pep.ItemByID(avatar.NodeData, w.hash)
		if w.vcard {
			payload = vcard.Get{}
		}
		r.Ask(to, false, payload, func(answer *xmpp.Answer) { r.fetched(w, answer) })
	}
}

// fetched takes a picture that was asked for. Decoding it is not for the loop.
func (r *Room) fetched(w wanted, answer *xmpp.Answer) {
	raw, err := pictureOf(w, answer)
	if err != nil {
		r.pictureDone(w, nil, err)
		return
	}
	r.Work(func() func() {
		small, err := shrinkFace(raw)
		return func() { r.pictureDone(w, small, err) }
	})
}

func pictureOf(w wanted, answer *xmpp.Answer) ([]byte, error) {
	if answer.Err != nil {
		return nil, answer.Err
	}
	if w.vcard {
		card, err := vcard.Parse(answer.Payload)
		if err != nil {
			return nil, err
		}
		return avatar.Decode(card.Photo, w.hash)
	}
	items, _, err := pep.ParseItems(answer.Payload)
	if err != nil {
		return nil, err
	}
	if len(items) != 1 {
		return nil, fmt.Errorf("parse avatar: %d items", len(items))
	}
	return avatar.ParseData(items[0].Payload, w.hash)
}

// pictureDone keeps a picture, unless another was announced meanwhile.
func (r *Room) pictureDone(w wanted, small []byte, err error) {
	r.picturing--
	defer r.fetchPictures()
	switch {
	case errors.Is(err, xmpp.ErrClosed):
		r.facts.pictures = append(r.facts.pictures, w) // for a stream that goes on; a new one is told anew
		return
	case err != nil:
		r.Log.Info("picture not shown", "peer", w.who, "err", err)
		return
	case r.facts.pictured[w.who] != w:
		return
	}
	if err := r.Update("store picture", func(h *history.Store) error {
		return h.PutFace(history.Face{JID: w.who, Hash: w.hash, VCard: w.vcard}, small)
	}); err != nil {
		r.Log.Error("store picture", "err", err)
		return
	}
	r.setFace(w.who, &view.Picture{Hash: w.hash, PNG: small, VCard: w.vcard})
}

func (r *Room) forgetFace(who string) error {
	delete(r.facts.pictured, who)
	err := r.Update("forget picture", func(h *history.Store) error { return h.DropFace(who) })
	if err == nil {
		r.setFace(who, nil)
	}
	return err
}

// forgetStrangers forgets the pictures of those who are no longer contacts.
func (r *Room) forgetStrangers() error {
	var gone []string
	r.Published(func(l *view.Live) {
		for who := range l.People.Faces {
			gone = append(gone, who)
		}
	})
	for _, who := range gone {
		if !r.shown(who) && (r.Rooms == nil || !r.Rooms(who)) {
			if err := r.forgetFace(who); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *Room) setFace(who string, p *view.Picture) {
	r.Published(func(l *view.Live) {
		if p == nil {
			delete(l.People.Faces, who)
		} else {
			l.People.Faces[who] = p
		}
	})
	r.Changed(who)
}

// SetAvatar publishes a picture as OwnPicture makes it as ours: first the picture, then that there is one (XEP-0084 v1.1.4
// §4.1). With nil there is none any longer.
func (r *Room) SetAvatar(ctx context.Context, picture []byte) error {
	publish := func(node, id string, payload any) error {
		return loop.Tell(ctx, r.Account, pep.Publish(node, id, payload, pep.Options{}), nil)
	}
	if picture == nil {
		return publish(avatar.NodeMetadata, "", avatar.Metadata(nil))
	}
	id := avatar.ID(picture)
	if err := publish(avatar.NodeData, id, avatar.Data(picture)); err != nil {
		return err
	}
	return publish(avatar.NodeMetadata, id, avatar.Metadata(&avatar.Info{ID: id, Type: "image/png", Bytes: len(picture), Width: ownSide, Height: ownSide}))
}

// Avatar is the picture of somebody as it is shown; the zero Picture when there is none. It is for any goroutine.
func (r *Room) Avatar(who string) view.Picture {
	if p := r.face(who); p != nil {
		return *p
	}
	return view.Picture{}
}
