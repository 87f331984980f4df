package app

import (
	"vouch/app/history"
	"vouch/xmpp/foreign"
	"vouch/xmpp/invites"
	"vouch/xmpp/oob"
	"vouch/xmpp/sharing"
)

// takeClear takes what a message says in clear: an invitation, words, or what else there may be. It leaves a row unless all
// of it is traffic between programs.
func (a *account) takeClear(h *history.Store, in arrival, out *taken) error {
	if taken, err := a.takeSource(h, in, out); err != nil || taken {
		return err
	}
	in.said = a.readWords(in.said, in.msg)
	if i, ok := invites.Of(in.msg); ok && in.room == nil {
		return a.takeInvitation(h, in, i, out)
	}
	if !in.said.wordless() {
		return a.takeWords(h, in, out)
	}
	if in.said.retracts != "" {
		in.digest = digest("retraction", in.said.retracts)
		if seen, err := a.seen(h, in, false); err != nil || seen {
			return err
		}
		row := in.row(history.KindText)
		_, err := a.takeRetraction(h, in, &row, out)
		return err
	}
	thing, ok := foreign.Of(in.msg)
	if !ok {
		return nil // chat states and what else is not for people
	}
	return a.takeThing(h, in, thing, out)
}

// takeWords stores words that came in clear. In an encrypted chat the row says so; the chat stays encrypted.
func (a *account) takeWords(h *history.Store, in arrival, out *taken) error {
	in.digest = in.digestClear()
	if seen, err := a.seen(h, in, false); err != nil || seen {
		return err
	}
	chat, err := h.Begin(in.chat, in.at)
	if err != nil {
		return err
	}
	row := in.row(history.KindText)
	row.PlainIn = !chat.Plain
	if stored, err := a.takeSaid(h, in, &row, out); err != nil || !stored {
		return err
	}
	return a.takeBeside(h, in, out)
}

// takeSaid takes what somebody has said, however it came: it changes a message that is here, or is one of its own. Only then
// it is stored.
func (a *account) takeSaid(h *history.Store, in arrival, row *history.Message, out *taken) (stored bool, err error) {
	row.Body, row.Subject = in.said.text, in.said.subject
	if err := a.readReply(h, in, row); err != nil {
		return false, err
	}
	if changed, err := a.takeChange(h, in, row, out); err != nil || changed {
		return false, err
	}
	fetch, err := a.takeFile(h, in, row)
	if err == nil {
		err = a.appendArrival(h, in, row, out)
	}
	if err == nil && fetch {
		err = h.Need(a.fetchUnasked(*row))
	}
	return true, err
}

// digestClear covers the words of a message in clear, whatever language they are read in.
func (in arrival) digestClear() []byte {
	parts := []string{"plain", string(in.msg.Type), in.msg.Body}
	if link, ok := oob.Of(in.msg); ok || in.msg.Subject != "" {
		parts = append(parts, in.msg.Subject, link.URL)
	}
	if s, ok := sharing.Of(in.msg); ok {
		parts = append(parts, s.URL, s.File.Name)
	}
	return digest(parts...)
}
