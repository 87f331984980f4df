package app

import (
	"crypto/rand"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
	"gosrc.io/xmpp/stanza"

	"vouch/app/history"
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
	"vouch/xmpp/omemo"
	"vouch/xmpp/receipts"
	"vouch/xmpp/retractions"
	"vouch/xmpp/unread"
)

// unreadable is what clients without OMEMO show. It is on the wire, so it is not translated.
const unreadable = "This message is encrypted with OMEMO and could not be read here."

// makeStanza makes the bytes of an entry, and its row when it has one.
func (a *account) makeStanza(tx *bbolt.Tx, e *history.Entry) ([]byte, history.Message, error) {
	h := a.s.history(tx, a.jid)
	chat, err := h.ChatOrNew(e.Chat)
	if err != nil {
		return nil, history.Message{}, err
	}
	out := stanza.Message{Attrs: stanza.Attrs{To: e.To, Type: stanza.StanzaType(messageType(chat.Kind))}}
	switch e.Purpose {
	case history.ForReceipt:
		out.Id = history.NewID()
		out.Extensions = []stanza.MsgExtension{receipts.Received{ID: e.Ref}, hints.Store{}}
	case history.ForMarker:
		out.Id = history.NewID()
		out.Extensions = []stanza.MsgExtension{markers.Displayed{ID: e.Ref}, hints.Store{}}
	case history.ForReaction:
		bytes, err := a.reactionStanza(h, e, out)
		return bytes, history.Message{}, err
	case history.ForTransport:
		if err := putTransport(a.s.trust(tx, a.jid), e, &out); err != nil {
			return nil, history.Message{}, err
		}
	default:
		return a.messageStanza(tx, chat, e, out)
	}
	bytes, err := xmpp.Marshal(out)
	return bytes, history.Message{}, err
}

// messageType is the type attribute of a message to a chat (RFC 6121 §5.2.2, XEP-0045 v1.34.6 §7.4).
func messageType(kind history.ChatKind) string {
	if kind.Room() {
		return "groupchat"
	}
	return "chat"
}

// putTransport fills in a key transport.
func putTransport(ts *trust.Store, e *history.Entry, out *stanza.Message) error {
	key, err := crypto.NewTransportKey()
	if err != nil {
		return err
	}
	t, err := transportTarget(ts, *e)
	if err != nil || t == nil {
		return errors.Join(errNotReady, err)
	}
	element, err := encryptKeys(ts, []target{*t}, key)
	if err != nil {
		return err
	}
	element.IV = make([]byte, 12) // nothing is encrypted under it; others want to see one
	rand.Read(element.IV)         // never fails, crypto/rand
	e.Recipients = plan{targets: []target{*t}}.recipients()
	out.Id, out.Extensions = history.NewID(), []stanza.MsgExtension{element, hints.Store{}}
	return nil
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
	body := row.Body
	out.Id = row.MessageID
	switch {
	case e.ID != row.EditID && (e.ID != "" || row.Retracted()):
		return nil, row, errSuperseded
	case row.Retracted():
		out.Id, body = e.ID, retracted
		out.Extensions = append(out.Extensions, retractions.Retract{ID: row.MessageID}, fallback.Indication{For: retractions.NS}, hints.Store{})
	case e.ID != "":
		out.Id = e.ID
		out.Extensions = append(out.Extensions, corrections.Replace{ID: row.MessageID})
	}
	if !e.Encrypted && !row.Retracted() && row.Sealed() {
		return nil, row, errReadable
	}
	if body, err = addReply(h, &out, row, body, e.Encrypted); err != nil {
		return nil, row, err
	}
	if !row.Retracted() {
		out.Extensions = append(out.Extensions, markers.Markable{})
		if err := a.addState(h, &out, e.Chat); err != nil {
			return nil, row, err
		}
	}
	if row.Unread != "" && e.ID == "" {
		out.Extensions = append(out.Extensions, unread.Unread{ID: row.Unread})
	}
	out.Extensions = append(out.Extensions, receipts.Request{}, ids.OriginID{ID: out.Id})
	out.Body = body
	if e.Encrypted {
		if err := a.encryptBody(a.s.trust(tx, a.jid), chat, e, &out, body); err != nil {
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

// addState says that we are there, for contacts who may know it: others show and tell what they do only to those who do
// (XEP-0085 v2.1 §5.1).
func (a *account) addState(h *history.Store, out *stanza.Message, who string) error {
	if a.cfg.NoTyping {
		return nil
	}
	may, err := tells(h, who)
	if may {
		out.Extensions = append(out.Extensions, chatstates.Element(chatstates.Active))
	}
	return err
}

// encryptBody puts the text behind the encryption. Trust is read now, in the transaction that encrypts.
func (a *account) encryptBody(ts *trust.Store, chat history.Chat, e *history.Entry, out *stanza.Message, body string) error {
	out.Body = unreadable
	to, err := audienceOf(a.jid, chat)
	if err != nil {
		return err
	}
	p, err := planFor(ts, to, planOptions{released: e.Released})
	if err != nil {
		return err
	}
	if !p.ready() {
		return errNotReady
	}
	payload, err := crypto.SealPayload([]byte(body))
	if err != nil {
		return err
	}
	element, err := encryptKeys(ts, p.targets, payload.Key)
	if err != nil {
		return err
	}
	element.IV, element.Payload = payload.IV, payload.Ciphertext
	e.Recipients = p.recipients()
	out.Extensions = append(out.Extensions, element, eme.Encryption{Namespace: omemo.NS, Name: "OMEMO"}, hints.Store{})
	return nil
}

// encryptKeys encrypts the message key for each target. Device ids of two JIDs may be the same: both keys are written.
func encryptKeys(ts *trust.Store, targets []target, key []byte) (omemo.Encrypted, error) {
	own, _, err := ts.Own()
	if err != nil {
		return omemo.Encrypted{}, err
	}
	out := omemo.Encrypted{SenderID: own.Device}
	for _, t := range targets {
		data, prekey, err := crypto.EncryptKey(ts, t.addr, t.fingerprint, key)
		if err != nil {
			return out, fmt.Errorf("encrypt for %s/%d: %w", t.addr.JID, t.addr.Device, err)
		}
		out.Keys = append(out.Keys, omemo.Key{Device: t.addr.Device, PreKey: prekey, Data: data})
	}
	return out, nil
}
