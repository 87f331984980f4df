package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

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

// loadFaces reads the pictures that are known. The loop keeps them in memory from then on: every look shows them.
func (a *account) loadFaces() error {
	faces := map[string]*view.Picture{}
	err := a.s.view("read pictures", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
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
	a.mu.Lock()
	a.live.People.Faces = faces
	a.mu.Unlock()
	return err
}

// face is the picture of somebody, or nil.
func (a *account) face(who string) *view.Picture {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.live.People.Faces[who]
}

// receiveAvatar takes what somebody says about their picture (XEP-0084). That counts for its sender alone, and only of
// contacts and ourselves.
func (a *account) receiveAvatar(from string, e pep.Event) error {
	if !a.shown(from) {
		return nil
	}
	var info avatar.Info
	if len(e.Items) > 0 {
		var err error
		if info, err = avatar.ParseMetadata(e.Items[len(e.Items)-1].Payload); err != nil {
			a.log.Warn("avatar", "peer", from, "err", err)
			return nil
		}
	} else if !e.Deleted && !e.Purged && len(e.Retracted) == 0 {
		return nil
	}
	return a.announced(wanted{who: from, hash: info.ID})
}

// receivePhoto takes what a presence says about the picture in a vCard (XEP-0153). The avatar node is the better source.
func (a *account) receivePhoto(p *xmpp.Presence) error {
	hash, told := photo.Of(p)
	from := p.FromJID.Bare().String()
	if !told || !a.shown(from) {
		return nil
	}
	if known := a.face(from); known != nil && !known.VCard {
		return nil
	}
	return a.announced(wanted{from, hash, true})
}

// shown tells whether pictures of who are looked at: contacts, and ourselves.
func (a *account) shown(who string) bool {
	if who == a.jid {
		return true
	}
	_, contact := a.contact(who)
	return contact
}

// announced forgets a picture, or fetches one that is not the known one. On a stream each is tried once.
func (a *account) announced(w wanted) error {
	known := a.face(w.who)
	switch {
	case w.hash == "" && (known == nil || known.VCard != w.vcard):
		return nil
	case w.hash == "":
		return a.forgetFace(w.who)
	case known != nil && known.Hash == w.hash && known.VCard == w.vcard, a.facts.pictured[w.who] == w:
		return nil
	case len(a.facts.pictures) >= maxWanted || len(a.facts.pictured) >= 10*maxWanted:
		return nil
	}
	a.facts.pictured[w.who] = w
	a.facts.pictures = append(slices.DeleteFunc(a.facts.pictures, func(other wanted) bool { return other.who == w.who }), w)
	a.fetchPictures()
	return nil
}

// fetchPictures begins as many fetches as may be under way.
func (a *account) fetchPictures() {
	for a.conn.online && a.people.picturing < avatarsAtOnce && len(a.facts.pictures) > 0 {
		w := a.facts.pictures[0]
		a.facts.pictures = a.facts.pictures[1:]
		to, err := a.askAddress(w.who)
		if err != nil {
			continue
		}
		a.people.picturing++
		payload := pep.ItemByID(avatar.NodeData, w.hash)
		if w.vcard {
			payload = vcard.Get{}
		}
		a.Ask(to, false, payload, func(answer *xmpp.Answer) { a.fetched(w, answer) })
	}
}

// fetched takes a picture that was asked for. Decoding it is not for the loop.
func (a *account) fetched(w wanted, answer *xmpp.Answer) {
	raw, err := pictureOf(w, answer)
	if err != nil {
		a.pictureDone(w, nil, err)
		return
	}
	a.Work(func() func() {
		small, err := shrinkFace(raw)
		return func() { a.pictureDone(w, small, err) }
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
func (a *account) pictureDone(w wanted, small []byte, err error) {
	a.people.picturing--
	defer a.fetchPictures()
	switch {
	case errors.Is(err, xmpp.ErrClosed):
		a.facts.pictures = append(a.facts.pictures, w) // for a stream that goes on; a new one is told anew
		return
	case err != nil:
		a.log.Info("picture not shown", "peer", w.who, "err", err)
		return
	case a.facts.pictured[w.who] != w:
		return
	}
	if err := a.s.update("store picture", func(tx *bbolt.Tx) error {
		return a.s.history(tx, a.jid).PutFace(history.Face{JID: w.who, Hash: w.hash, VCard: w.vcard}, small)
	}); err != nil {
		a.log.Error("store picture", "err", err)
		return
	}
	a.setFace(w.who, &view.Picture{Hash: w.hash, PNG: small, VCard: w.vcard})
}

func (a *account) forgetFace(who string) error {
	delete(a.facts.pictured, who)
	err := a.s.update("forget picture", func(tx *bbolt.Tx) error { return a.s.history(tx, a.jid).DropFace(who) })
	if err == nil {
		a.setFace(who, nil)
	}
	return err
}

// forgetStrangers forgets the pictures of those who are no longer contacts.
func (a *account) forgetStrangers() error {
	var gone []string
	a.mu.Lock()
	for who := range a.live.People.Faces {
		gone = append(gone, who)
	}
	a.mu.Unlock()
	for _, who := range gone {
		if !a.shown(who) {
			if err := a.forgetFace(who); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *account) setFace(who string, p *view.Picture) {
	a.mu.Lock()
	if p == nil {
		delete(a.live.People.Faces, who)
	} else {
		a.live.People.Faces[who] = p
	}
	a.mu.Unlock()
	a.changed(EventChanged, who, "")
}

// setAvatar publishes the picture in a file as ours: first the picture, then that there is one (XEP-0084 v1.1.4 §4.1).
// Without a path there is none any longer.
func (s *Service) setAvatar(ctx context.Context, c SetAvatar) error {
	a, err := s.account(c.Account)
	if err != nil {
		return err
	}
	publish := func(node, id string, payload any) error {
		return loop.Tell(ctx, a.asRoomsSeeIt(), pep.Publish(node, id, payload, pep.Options{}), nil)
	}
	if c.Path == "" {
		return publish(avatar.NodeMetadata, "", avatar.Metadata(nil))
	}
	picture, err := s.OwnPicture(c.Path)
	if err != nil {
		return err
	}
	id := avatar.ID(picture)
	if err := publish(avatar.NodeData, id, avatar.Data(picture)); err != nil {
		return err
	}
	return publish(avatar.NodeMetadata, id, avatar.Metadata(&avatar.Info{ID: id, Type: "image/png", Bytes: len(picture), Width: ownSide, Height: ownSide}))
}

// Avatar is the picture of somebody as it is shown; the zero Picture when there is none.
func (s *Service) Avatar(account, who string) (view.Picture, error) {
	a, err := s.account(account)
	if err != nil {
		return view.Picture{}, err
	}
	if who, err = bareJID("jid", who); err != nil {
		return view.Picture{}, err
	}
	if p := a.face(who); p != nil {
		return *p, nil
	}
	return view.Picture{}, nil
}
