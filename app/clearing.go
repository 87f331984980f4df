package app

import (
	"context"
	"errors"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
)

const (
	sweepRows  = 200                   // deleted at once, so that nobody is held up
	sweepPause = 20 * time.Millisecond // between slices of what goes by itself
	sweepEvery = 24 * time.Hour
	mostKept   = 36500 // days
)

// Forever keeps messages for ever.
const Forever = -1

// clearChat deletes what a chat has, or what is older than a day.
func (s *Service) clearChat(ctx context.Context, c ClearChat) (Cleared, error) {
	a, err := s.account(c.Account)
	if err != nil {
		return Cleared{}, err
	}
	who, err := a.chatAddress("chat", c.Chat)
	if err != nil {
		return Cleared{}, err
	}
	before, err := dayOf("before", c.Before)
	if err != nil {
		return Cleared{}, err
	}
	n, err := s.clearOne(ctx, a, who, before)
	return Cleared{n}, err
}

// clearHistory is clearChat for all chats of an account.
func (s *Service) clearHistory(ctx context.Context, c ClearHistory) (Cleared, error) {
	a, err := s.account(c.Account)
	if err != nil {
		return Cleared{}, err
	}
	before, err := dayOf("before", c.Before)
	if err != nil {
		return Cleared{}, err
	}
	chats, err := s.chatsOf(a)
	if err != nil {
		return Cleared{}, err
	}
	removed := 0
	for _, chat := range chats {
		n, err := s.clearOne(ctx, a, chat.JID, before)
		removed += n
		if err != nil {
			return Cleared{removed}, err
		}
	}
	return Cleared{removed}, nil
}

func (s *Service) chatsOf(a *account) (chats []history.Chat, err error) {
	err = s.view("read chats", func(tx *bbolt.Tx) error {
		chats, err = s.history(tx, a.jid).Chats()
		return err
	})
	return chats, err
}

// clearOne deletes the rows of a chat that sort before a time in ms, or with 0 all of them and the key that they lay under. What does not
// go at once is noted first: where the program ends meanwhile, the rest goes with the next one.
func (s *Service) clearOne(ctx context.Context, a *account, who string, before uint64) (removed int, err error) {
	bound := before
	if before == 0 {
		bound = history.Everything
	}
	removed, more, err := s.sweepSlice(a, who, bound, false)
	if err == nil && more {
		err = s.noteClearing(a, who, bound)
	}
	for err == nil && more {
		n := 0
		if err = ctx.Err(); err == nil {
			n, more, err = s.sweepSlice(a, who, bound, false)
			removed += n
		}
	}
	if err == nil && before == 0 {
		n := 0
		n, err = s.Clear(ctx, a.jid, who)
		removed += n
	}
	if errors.Is(err, history.ErrNotFound) {
		err = notFound("chat", who)
	}
	if err == nil {
		err = s.noteClearing(a, who, 0)
	}
	a.changed(EventChanged, who, "")
	return removed, err
}

// noteClearing notes up to where a chat is being cleared, or with 0 that it no longer is.
func (s *Service) noteClearing(a *account, who string, bound uint64) error {
	return s.update("note clearing", func(tx *bbolt.Tx) error {
		h := s.history(tx, a.jid)
		c, err := h.Chat(who)
		if err != nil || c.Clearing == bound {
			return err
		}
		c.Clearing = bound
		return h.PutChat(c)
	})
}

func (s *Service) sweepSlice(a *account, who string, before uint64, read bool) (n int, more bool, err error) {
	err = s.update("delete messages", func(tx *bbolt.Tx) error {
		n, more, err = s.history(tx, a.jid).Sweep(who, before, read, sweepRows)
		return err
	})
	return n, more, err
}

// sweep deletes, until ctx ends, what the user does not want to be kept any longer: at the start, once a day, and when they say for how
// long something is kept. First it ends what was being cleared when the program ended.
func (s *Service) sweep(ctx context.Context) {
	daily := time.NewTicker(sweepEvery)
	defer daily.Stop()
	s.eachAccount("clear messages", func(jid string) error { return s.endClearing(ctx, jid) })
	for {
		s.eachAccount("delete old messages", func(jid string) error { return s.sweepAccount(ctx, jid) })
		select {
		case <-daily.C:
		case <-s.kept:
		case <-ctx.Done():
			return
		}
	}
}

func (s *Service) endClearing(ctx context.Context, jid string) error {
	a, err := s.account(jid)
	if err != nil {
		return nil
	}
	chats, err := s.chatsOf(a)
	for _, c := range chats {
		if c.Clearing == 0 || err != nil {
			continue
		}
		before := c.Clearing
		if before == history.Everything {
			before = 0
		}
		_, err = s.clearOne(ctx, a, c.JID, before)
	}
	return err
}

// sweepAccount does one account. What is unread stays, and what is on its way.
func (s *Service) sweepAccount(ctx context.Context, jid string) error {
	a, err := s.account(jid)
	if err != nil {
		return nil
	}
	days := a.status().Settings.Keep
	chats, err := s.chatsOf(a)
	if err != nil {
		return err
	}
	pause := time.NewTicker(sweepPause)
	defer pause.Stop()
	for _, c := range chats {
		for more := keepsFor(c, days) > 0; more; {
			select {
			case <-pause.C:
			case <-ctx.Done():
				return nil
			}
			n := 0
			before := max(a.now().AddDate(0, 0, -keepsFor(c, days)).UnixMilli(), 0)
			if n, more, err = s.sweepSlice(a, c.JID, uint64(before), true); err != nil {
				return err
			}
			if n > 0 {
				a.changed(EventChanged, c.JID, "")
			}
		}
	}
	return nil
}

// keepsFor is for how many days a chat's messages are kept, or 0 for ever; days is what holds for its account.
func keepsFor(c history.Chat, days int) int {
	if c.Keep != 0 {
		return max(c.Keep, 0)
	}
	return max(days, 0)
}

// setKeep says for how long messages are kept: those of a chat, or of all that say nothing else.
func (s *Service) setKeep(ctx context.Context, c SetKeep) error {
	if c.Days < Forever || c.Days > mostKept {
		return invalid("days", "-1 to 36500")
	}
	err := s.storeKeep(ctx, c)
	if err == nil {
		select {
		case s.kept <- struct{}{}:
		default:
		}
	}
	return err
}

func (s *Service) storeKeep(ctx context.Context, c SetKeep) error {
	if c.Chat == "" {
		return s.onLoop(ctx, c.Account, func(a *account) error {
			return a.configure(func(cfg *trust.Account) { cfg.Keep = max(c.Days, 0) })
		})
	}
	return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error {
		err := s.update("set how long messages are kept", func(tx *bbolt.Tx) error {
			h := s.history(tx, a.jid)
			chat, err := h.Begin(who, a.now())
			if err != nil || chat.Keep == c.Days {
				return err
			}
			chat.Keep = c.Days
			return h.PutChat(chat)
		})
		a.changed(EventChanged, who, "")
		return err
	})
}
