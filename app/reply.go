package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"vouch/app/history"
	"vouch/app/input"
	"vouch/app/view"
	"vouch/xmpp/fallback"
	"vouch/xmpp/replies"
)

// SendReply is Send for a message that answers the one with the id to, or none with "".
func (s *Service) SendReply(ctx context.Context, from, chat, body, to string) (id string, err error) {
	if body, err = checkBody(body); err != nil {
		return "", err
	}
	err = s.onChat(ctx, from, chat, func(a *account, who string) error {
		row, err := a.queueText(who, body, to)
		id = row.ID
		return err
	})
	return id, err
}

// answers makes row an answer to the row with this id.
func answers(h *history.Store, row *history.Message, to string) error {
	of, err := h.InChat(row.Chat, to)
	if errors.Is(err, history.ErrNotFound) {
		return notFound("reply_to", to)
	} else if err != nil {
		return err
	}
	if !of.Kind.Said() || of.MessageID == "" || of.Retracted() {
		return invalid("reply_to", "not a message that can be answered")
	}
	row.ReplyRow, row.ReplyTo = of.ID, wireID(h, of)
	return nil
}

// addReply says which message row answers, with a quotation in the body for clients that do not know replies. What came
// encrypted is not quoted in clear (law 5), nor what is gone.
func (e *envelope) addReply(h *history.Store, row history.Message, encrypted bool) error {
	if row.ReplyTo == "" {
		return nil
	}
	of, err := h.Get(row.ReplyRow)
	if errors.Is(err, history.ErrNotFound) {
		of, err = history.Message{}, nil
	}
	if err != nil {
		return err
	}
	e.add(replies.Reply{To: wireSender(h, of), ID: row.ReplyTo})
	if of.Body == "" || of.Secret() && !encrypted {
		return nil
	}
	quoted, part := replies.Quote(of.Body, e.body)
	e.add(fallback.Indication{For: replies.NS, Body: &part})
	e.body = quoted
	return nil
}

// readReply finds the message that an arrival answers, and takes the quotation out of its text. Whose words are quoted
// is what our own row says; where it is not here, the quotation is kept as nobody's.
func (a *account) readReply(h *history.Store, in arrival, row *history.Message) error {
	id := in.said.replyTo
	if id == "" || row.Body == "" {
		return nil
	}
	whole := row.Body
	row.Body, row.Quoted = replies.Strip(in.msg, row.Body)
	if view.Blank(row.Body) {
		row.Body, row.Quoted = whole, ""
	}
	row.ReplyTo = id
	of, err := a.inChatByWire(h, in.chat, id)
	if errors.Is(err, history.ErrNotFound) {
		row.Quoted = input.Cut(row.Quoted, maxQuoted)
		return nil
	}
	if row.Encrypted && !quotes(of, row.Quoted) {
		row.Body = whole
	}
	row.ReplyRow, row.Quoted = of.ID, ""
	return err
}

// quotes tells whether what an encrypted message quotes are words of the one that it is said to answer. The range of the
// quotation stands outside of the encryption: without this, a server could have the sender's own words taken for one.
func quotes(of history.Message, quoted string) bool {
	texts := []string{of.Body}
	for _, v := range of.Earlier {
		texts = append(texts, v.Body)
	}
	for line := range strings.Lines(quoted) {
		words := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(line), "…"))
		if !slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, words) }) {
			return false
		}
	}
	return true
}

// maxQuoted bounds in bytes what is kept of a quotation of something that is not here.
const maxQuoted = 1000

// inChatByWire finds a row of a chat by the id attribute that it was sent with, whoever of both sides wrote it.
func (a *account) inChatByWire(h *history.Store, chat, id string) (history.Message, error) {
	if h.IsRoom(chat) {
		return h.InChat(chat, h.SeenArchived(chat, id))
	}
	for _, find := range []func() (history.Message, error){
		func() (history.Message, error) { return h.SentBy(chat, chat, id) },
		func() (history.Message, error) { return h.OwnByMessageID(chat, id) },
	} {
		m, err := find()
		if !errors.Is(err, history.ErrNotFound) {
			return m, err
		}
	}
	return history.Message{}, history.ErrNotFound
}
