package app

import (
	"context"
	"errors"
	"slices"

	"go.etcd.io/bbolt"
	"gosrc.io/xmpp/stanza"

	"vouch/app/history"
	"vouch/xmpp"
	"vouch/xmpp/hints"
	"vouch/xmpp/reactions"
)

// React sets all own reactions to a message; none takes them back. Servers can read them: in an encrypted chat that is
// KindReadable until allow says once that the user wants it. KindConflict: the message has not left, or is gone. What is no
// emoji is KindInvalid, unless another client of the user's has put it there.
func (s *Service) React(ctx context.Context, from, chat, id string, emoji []string, allow bool) error {
	return s.reactBy(ctx, from, chat, id, allow, func([]string) []string { return emoji })
}

// react is React for one emoji beside those that are there.
func (s *Service) react(ctx context.Context, c React) error {
	return s.reactBy(ctx, c.Account, c.Chat, c.ID, c.Allow, func(old []string) []string {
		next := slices.DeleteFunc(slices.Clone(old), func(e string) bool { return reactions.Same(e, c.Emoji) })
		if c.On {
			next = append(next, c.Emoji)
		}
		return next
	})
}

// mostReactions bounds one's own to a message.
const mostReactions = 10

func (s *Service) reactBy(ctx context.Context, from, chat, id string, allow bool, change func(old []string) []string) error {
	return s.onChat(ctx, from, chat, func(a *account, who string) error {
		var row history.Message
		e := history.Entry{Purpose: history.ForReaction, Chat: who, Ref: id}
		queued := a.reactionWaits(id)
		err := s.update("store reaction", func(tx *bbolt.Tx) (err error) {
			h := s.history(tx, a.jid)
			if row, err = h.InChat(who, id); errors.Is(err, history.ErrNotFound) {
				return notFound("id", id)
			} else if err != nil {
				return err
			}
			if !row.Kind.Said() || row.MessageID == "" {
				return invalid("id", "not a message")
			}
			if row.Retracted() || row.Own && row.State == history.StatePending && row.EditID == "" {
				return &Error{Kind: KindConflict, Param: "id", Why: "the message is not there"}
			}
			old := row.ReactionsOf(a.jid)
			next := change(old)
			if len(next) > mostReactions || slices.ContainsFunc(next, func(e string) bool { return !reactions.IsEmoji(e) && !slices.Contains(old, e) }) {
				return invalid("emoji", "up to ten emoji")
			}
			if err := mayReact(h, who, allow); err != nil {
				return err
			}
			row.React(a.jid, next, a.now())
			if err := h.Put(row); err != nil || queued {
				return err // what waits is made of the row when it leaves
			}
			return h.Queue(&e)
		})
		if err != nil {
			return err
		}
		if !queued {
			a.remember(e)
		}
		a.arrived(row)
		return nil
	})
}

// mayReact remembers that the user wants reactions in an encrypted chat although servers can read them.
func mayReact(h *history.Store, who string, allow bool) error {
	chat, err := h.Chat(who)
	if err != nil || chat.Plain || chat.Reacts {
		return err
	}
	if !allow {
		return &Error{Kind: KindReadable, Param: "allow", Why: "servers can read reactions"}
	}
	chat.Reacts = true
	return h.PutChat(chat)
}

// reactionWaits tells whether the reactions to a row wait to leave.
func (a *account) reactionWaits(row string) bool {
	return slices.ContainsFunc(a.outbox.queue, func(e history.Entry) bool {
		return e.Purpose == history.ForReaction && e.Ref == row && !a.outbox.made[e.Seq]
	})
}

// reactionStanza makes the stanza of own reactions as they are now. errSuperseded: what they were for is gone.
func (a *account) reactionStanza(h *history.Store, e *history.Entry, out stanza.Message) ([]byte, error) {
	row, err := h.Get(e.Ref)
	if errors.Is(err, history.ErrNotFound) || err == nil && row.Retracted() {
		return nil, errSuperseded
	} else if err != nil {
		return nil, err
	}
	out.Id = history.NewID()
	out.Extensions = []stanza.MsgExtension{reactions.Reactions{ID: wireID(h, row), Emoji: row.ReactionsOf(a.jid)}, hints.Store{}}
	if err := h.MarkOwn(row.Chat, out.Id, ""); err != nil { // it is nobody else's when it comes back
		return nil, err
	}
	return xmpp.Marshal(out)
}

// takeReaction puts the reactions of the sender in the place of earlier ones.
func (a *account) takeReaction(h *history.Store, in arrival, r reaction, out *taken) error {
	row, err := a.inChatByWire(h, in.chat, r.to)
	if errors.Is(err, history.ErrNotFound) {
		return a.referLater(h, in, r.to, history.Ref{Kind: history.RefReaction, Emoji: r.emoji})
	}
	if err == nil && (!row.Kind.Said() || row.Retracted()) {
		return nil
	}
	if err == nil {
		err = a.answeredBy(h, in, &row, r.to, out)
	}
	if err != nil || !row.React(in.from, r.emoji, in.at) {
		return err
	}
	out.rows = append(out.rows, row)
	return h.Put(row)
}
