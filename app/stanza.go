package app

import (
	"crypto/rand"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
	"gosrc.io/xmpp/stanza"

	"vouch/app/history"
	"vouch/app/plan"
	"vouch/crypto"
	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/hints"
	"vouch/xmpp/markers"
	"vouch/xmpp/omemo"
	"vouch/xmpp/receipts"
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
	element, err := encryptKeys(ts, []plan.Target{*t}, key)
	if err != nil {
		return err
	}
	element.IV = make([]byte, 12) // nothing is encrypted under it; others want to see one
	rand.Read(element.IV)         // never fails, crypto/rand
	e.Recipients = plan.Plan{Targets: []plan.Target{*t}}.Recipients()
	out.Id, out.Extensions = history.NewID(), []stanza.MsgExtension{element, hints.Store{}}
	return nil
}

// encryptKeys encrypts the message key for each target. Device ids of two JIDs may be the same: both keys are written.
func encryptKeys(ts *trust.Store, targets []plan.Target, key []byte) (omemo.Encrypted, error) {
	own, _, err := ts.Own()
	if err != nil {
		return omemo.Encrypted{}, err
	}
	out := omemo.Encrypted{SenderID: own.Device}
	for _, t := range targets {
		data, prekey, err := crypto.EncryptKey(ts, t.Addr, t.Fingerprint, key)
		if err != nil {
			return out, fmt.Errorf("encrypt for %s/%d: %w", t.Addr.JID, t.Addr.Device, err)
		}
		out.Keys = append(out.Keys, omemo.Key{Device: t.Addr.Device, PreKey: prekey, Data: data})
	}
	return out, nil
}
