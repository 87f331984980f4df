package app

import (
	"errors"
	"reflect"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/files/filename"
	"vouch/app/history"
	"vouch/app/input"
)

// restore takes in a message. It is here already under its own id, or as the same message by what the archive and its sender call it;
// else it is new, unless it was cleared here.
func (k *keptMessage) restore(r *restoring, tx *bbolt.Tx, a *restoredAccount) error {
	m := &k.Message
	if !k.sensible() {
		r.out.Skipped++
		return nil
	}
	k.Sort = min(k.Sort, r.now())
	h := r.s.history(tx, k.Account)
	chat, err := h.Begin(m.Chat, m.Time)
	if err != nil {
		return err
	}
	if twin := a.twins[m.ReplyRow]; twin != "" {
		m.ReplyRow = twin
	}
	here, err := h.Get(m.ID)
	known := err == nil
	if errors.Is(err, history.ErrNotFound) {
		here, known, err = h.Twin(chat, m, k.Sort, func(o history.Message) bool { return sameWords(o, *m) })
	}
	switch {
	case err != nil:
		return err
	case known && here.ID == "", !known && !chat.Restoring && k.Sort <= chat.Cleared:
		r.out.Cleared++
		return nil
	case known && here.Chat != m.Chat: // an id of another chat
		r.out.Skipped++
		return nil
	case known:
		return r.merge(h, chat, a, here, k)
	}
	m.Source = history.SourceBackup
	k.settle()
	if err := h.PutBack(&chat, m, k.Sort); err != nil {
		return err
	}
	r.out.New++
	r.want(k.Account, k.File, *m)
	return nil
}

// sensible bounds what a message of a backup can be, which may be a stranger's, and cleans what is shown.
func (k *keptMessage) sensible() bool {
	m := &k.Message
	kinds := []history.Kind{history.KindText, history.KindNotice, history.KindUnreadable, history.KindOther}
	if m.ID == "" || len(m.ID) > 64 || !slices.Contains(kinds, m.Kind) || m.Time.IsZero() || m.From == "" {
		return false
	}
	c := history.Chat{JID: m.Chat, Kind: history.ChatContact}
	if !isChat(c) {
		if c.Kind = history.ChatOccupant; !isChat(c) {
			return false
		}
	}
	m.Body, m.Subject = input.Clean(m.Body), input.Clean(m.Subject)
	if f := m.File; f != nil && f.Name != "" {
		f.Name = filename.Clean(f.Name)
	}
	return true
}

// settle makes what was under way in the profile of the backup what it is here: nothing sends or fetches it any more.
func (k *keptMessage) settle() {
	m := &k.Message
	switch {
	case m.Own && m.State == history.StatePending:
		m.State, m.ErrKind, m.ErrText = history.StateFailed, KindRestored, ""
	case m.Own && m.State == history.StateSending:
		m.State, m.ErrKind, m.ErrText = history.StateUnknownFate, KindUnknownFate, ""
	}
	f := m.File
	if f == nil {
		return
	}
	f.Stored = ""
	if f.State == history.FileHere || f.State == history.FileComing {
		f.State = history.FileOffered
		if f.URL == "" {
			f.State = history.FileFailed
		}
	}
}

// sameDay is how far the stamps of two rows of one message may be apart.
const sameDay = 24 * time.Hour

// sameWords tells whether two rows of one sender can be the same message: it says the same, or one of them could not be read.
func sameWords(a, b history.Message) bool {
	if a.Time.Sub(b.Time).Abs() > sameDay {
		return false
	}
	if a.Kind == history.KindUnreadable || b.Kind == history.KindUnreadable {
		return true
	}
	first := func(m history.Message) string {
		if len(m.Earlier) > 0 {
			return m.Earlier[0].Body
		}
		return m.Body
	}
	return a.Kind == b.Kind && (first(a) == first(b) || a.Retracted() != b.Retracted())
}

// merge has a row here learn what the backup knows of it.
func (r *restoring) merge(h *history.Store, chat history.Chat, a *restoredAccount, here history.Message, k *keptMessage) error {
	if here.ID != k.Message.ID {
		a.twins[k.Message.ID] = here.ID
	}
	k.settle()
	next := merged(here, k.Message)
	changed := !reflect.DeepEqual(next, here)
	if !changed {
		r.out.Known++
		r.want(k.Account, k.File, here)
		return nil
	}
	r.out.Changed++
	if next.Retracted() && !here.Retracted() {
		if err := h.Erase(&next, next.RetractedBy, next.RetractedAt); err != nil {
			return err
		}
		return h.Name(chat, &next)
	}
	r.want(k.Account, k.File, next)
	return errors.Join(h.Put(next), h.Name(chat, &next))
}
