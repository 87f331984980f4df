package app

import (
	"errors"
	"strings"

	"go.etcd.io/bbolt"
	"gosrc.io/xmpp/stanza"

	"vouch/app/files/filename"
	"vouch/app/history"
	"vouch/app/plan"
	"vouch/crypto"
	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/chatstates"
	"vouch/xmpp/corrections"
	"vouch/xmpp/eme"
	"vouch/xmpp/fallback"
	"vouch/xmpp/hints"
	"vouch/xmpp/ids"
	"vouch/xmpp/markers"
	"vouch/xmpp/metadata"
	"vouch/xmpp/muc"
	"vouch/xmpp/omemo"
	"vouch/xmpp/oob"
	"vouch/xmpp/receipts"
	"vouch/xmpp/retractions"
	"vouch/xmpp/sharing"
	"vouch/xmpp/unread"
)

// letter is an outgoing message before it is encrypted.
type letter struct {
	id      string                // id attribute
	outside []stanza.MsgExtension // for servers and programs on the way: ids, hints, chat states
	inside  envelope
}

// envelope is what is for the audience. OMEMO as deployed (XEP-0384 v0.3.0) encrypts the body alone; the elements beside it
// stand outside, and hold ids but no words.
type envelope struct {
	body     string
	elements []stanza.MsgExtension
}

// messageStanza makes the bytes of a message, or of a change of one, and its row.
func (a *account) messageStanza(tx *bbolt.Tx, chat history.Chat, e *history.Entry, out stanza.Message) ([]byte, history.Message, error) {
	h := a.s.history(tx, a.jid)
	row, err := h.Get(e.Row)
	if errors.Is(err, history.ErrNotFound) {
		return nil, row, errSuperseded
	} else if err != nil {
		return nil, row, err
	}
	l, err := a.letterOf(h, *e, row)
	if err != nil {
		return nil, row, err
	}
	out.Id, out.Body, out.Extensions = l.id, l.inside.body, append(l.inside.elements, l.outside...)
	if e.Encrypted {
		if err := a.encryptBody(h, a.s.trust(tx, a.jid), chat, e, &out); err != nil {
			return nil, row, err
		}
	}
	if e.ID == row.EditID {
		row.State, row.ErrKind, row.ErrText, row.Recipients = history.StateSending, "", "", e.Recipients
	}
	bytes, err := xmpp.Marshal(out)
	if err != nil {
		return nil, row, err
	}
	return bytes, row, h.Put(row)
}

// letterOf writes the letter of an entry: its row as it stands now, or a change of it. errSuperseded: the row has changed
// since. errReadable: its text was under encryption, and the entry is not.
func (a *account) letterOf(h *history.Store, e history.Entry, row history.Message) (letter, error) {
	l := letter{id: row.MessageID, inside: envelope{body: row.Body}}
	if row.File != nil {
		l.inside.addFile(row.File)
	}
	switch {
	case e.ID != row.EditID && (e.ID != "" || row.Retracted()):
		return l, errSuperseded
	case row.Retracted():
		l.id, l.inside.body = e.ID, retracted
		l.inside.add(retractions.Retract{ID: wireID(h, row)}, fallback.Indication{For: retractions.NS})
		l.outside = append(l.outside, hints.Store{})
	case e.ID != "":
		l.id = e.ID
		l.inside.add(corrections.Replace{ID: row.MessageID})
	}
	if !e.Encrypted && !row.Retracted() && row.Sealed() {
		return l, errReadable
	}
	if err := l.inside.addReply(h, row, e.Encrypted); err != nil {
		return l, err
	}
	if strings.Contains(e.Chat, "/") { // to somebody in a room, between two nicknames (XEP-0045 v1.35.5 §7.5)
		l.outside = append(l.outside, muc.Private{})
	}
	toAll := h.IsRoom(e.Chat)
	if !row.Retracted() && !toAll {
		l.inside.add(markers.Markable{})
		state, err := a.stateFor(h, e.Chat)
		if err != nil {
			return l, err
		}
		l.outside = append(l.outside, state...)
	}
	if row.Unread != "" && e.ID == "" {
		l.inside.add(unread.Unread{ID: row.Unread})
	}
	if !toAll { // a receipt of each would be one more message for all (XEP-0184 v1.4.0 §5.3)
		l.inside.add(receipts.Request{})
	}
	l.outside = append(l.outside, ids.OriginID{ID: l.id})
	return l, nil
}

func (e *envelope) add(elements ...stanza.MsgExtension) { e.elements = append(e.elements, elements...) }

// addFile puts the address of a file in the place of words. In clear it stands beside them too, where programs look for it, with what
// the file is; under an encryption neither does, since its key is in it.
func (e *envelope) addFile(f *history.File) {
	e.body = f.Body()
	if f.Sealed {
		return
	}
	about := metadata.File{Name: f.Name, Type: filename.Type(f.Name), Size: f.Size, Width: f.Width, Height: f.Height, SHA256: f.Hash}
	e.add(oob.Offer{URL: f.URL}, sharing.NewOffer(about, f.URL, f.Width > 0), fallback.Indication{For: sharing.NS})
}

// stateFor says that we are there, for contacts who may know it: others show and tell what they do only to those who do
// (XEP-0085 v2.1 §5.1).
func (a *account) stateFor(h *history.Store, who string) ([]stanza.MsgExtension, error) {
	if a.cfg.NoTyping {
		return nil, nil
	}
	may, err := tells(h, who)
	if err != nil || !may {
		return nil, err
	}
	return []stanza.MsgExtension{chatstates.Element(chatstates.Active)}, nil
}

// encryptBody puts the body of a stanza behind the encryption. Trust is read now, in the transaction that encrypts.
func (a *account) encryptBody(h *history.Store, ts *trust.Store, chat history.Chat, e *history.Entry, out *stanza.Message) error {
	to, err := plan.AudienceOf(h, a.jid, chat)
	if err != nil {
		return err
	}
	p, err := plan.For(ts, to, plan.Options{Released: e.Released})
	if err != nil {
		return err
	}
	if !p.Ready() {
		return errNotReady
	}
	payload, err := crypto.SealPayload([]byte(out.Body))
	if err != nil {
		return err
	}
	element, err := encryptKeys(ts, p.Targets, payload.Key)
	if err != nil {
		return err
	}
	element.IV, element.Payload = payload.IV, payload.Ciphertext
	e.Recipients, out.Body = p.Recipients(), unreadable
	out.Extensions = append(out.Extensions, element, eme.Encryption{Namespace: omemo.NS, Name: "OMEMO"}, hints.Store{})
	return nil
}
