package app

import (
	"context"
	"errors"
	"slices"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/input"
	"vouch/app/loop"
	"vouch/app/view"
	"vouch/xmpp"
	"vouch/xmpp/mam"
)

func archivePrefs(p mam.Prefs) view.ArchivePrefs {
	return view.ArchivePrefs{Default: p.Default, Always: jidTexts(p.Always), Never: jidTexts(p.Never)}
}

func jidTexts(list []jid.JID) []string {
	out := []string{}
	for _, j := range list {
		out = append(out, j.String())
	}
	return out
}

// ArchivePrefs asks our server what the archive keeps. KindNotOffered: it does not say.
func (s *Service) ArchivePrefs(ctx context.Context, of string) (view.ArchivePrefs, error) {
	return s.askArchivePrefs(ctx, of, false, mam.GetPrefs{})
}

// SetArchivePrefs asks our server to keep that, and gives what it keeps from then on, which may be something else.
// KindNotOffered: it does not let the user choose.
func (s *Service) SetArchivePrefs(ctx context.Context, of string, want view.ArchivePrefs) (view.ArchivePrefs, error) {
	p, err := checkPrefs(want)
	if err != nil {
		return view.ArchivePrefs{}, err
	}
	return s.askArchivePrefs(ctx, of, true, p)
}

func checkPrefs(p view.ArchivePrefs) (out mam.Prefs, err error) {
	switch out.Default = p.Default; p.Default {
	case mam.Always, mam.Roster, mam.Never:
	default:
		return out, invalid("default", "always, roster or never")
	}
	for _, list := range []struct {
		name string
		from []string
		to   *[]jid.JID
	}{{"always", p.Always, &out.Always}, {"never", p.Never, &out.Never}} {
		for _, text := range list.from {
			j, err := input.FullAddress(list.name, text)
			if err != nil {
				return out, err
			}
			*list.to = append(*list.to, j)
		}
	}
	if slices.ContainsFunc(out.Always, func(j jid.JID) bool { return slices.ContainsFunc(out.Never, j.Equal) }) {
		return out, invalid("never", "an address in both lists")
	}
	return out, nil
}

func (s *Service) askArchivePrefs(ctx context.Context, of string, set bool, payload any) (view.ArchivePrefs, error) {
	a, err := s.account(of)
	if err != nil {
		return view.ArchivePrefs{}, err
	}
	return loop.AskFor(ctx, a.asRoomsSeeIt(), loop.Question{Set: set, Payload: payload}, func(answer *xmpp.Answer) (view.ArchivePrefs, error) {
		p, err := archiveAnswer(answer)
		if err != nil {
			return view.ArchivePrefs{}, err
		}
		a.setPrefs(&p)
		return archivePrefs(p), nil
	})
}

// archiveAnswer reads the preferences in an answer.
func archiveAnswer(answer *xmpp.Answer) (mam.Prefs, error) {
	var se *xmpp.StanzaError
	switch {
	case loop.IsAbsent(answer.Err):
		return mam.Prefs{}, &Error{Kind: KindNotOffered, Err: answer.Err}
	case errors.As(answer.Err, &se):
		return mam.Prefs{}, &Error{Kind: KindRefused, Said: se.Condition, Err: answer.Err}
	case answer.Err != nil:
		return mam.Prefs{}, loop.Failure(answer.Err)
	}
	p, err := mam.ParsePrefs(answer.Payload)
	if err != nil {
		return p, &Error{Kind: KindMalformed, Err: err}
	}
	return p, nil
}

// setPrefs remembers what the archive is said to keep; nil where nobody says.
func (a *account) setPrefs(p *mam.Prefs) {
	a.archive.prefs = p
	var shown *view.ArchivePrefs
	if p != nil {
		out := archivePrefs(*p)
		shown = &out
	}
	a.mu.Lock()
	a.live.Archive.Prefs = shown
	a.mu.Unlock()
	a.changed(EventStatus, "", "")
}

// keepsFor tells whether the archive keeps what we send to who, as far as it is said: what it does not keep is not missing
// because it is not there.
func (a *account) keepsFor(h *history.Store, who string) (bool, error) {
	p := a.archive.prefs
	is := func(j jid.JID) bool { return j.Bare().String() == who }
	switch {
	case p == nil:
		return true, nil
	case slices.ContainsFunc(p.Never, is):
		return false, nil
	case p.Default == mam.Always || slices.ContainsFunc(p.Always, is):
		return true, nil
	case p.Default == mam.Roster:
		_, contact, err := h.Contact(who)
		return contact, err
	}
	return false, nil
}
