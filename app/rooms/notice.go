package rooms

import (
	"vouch/app/history"
	"vouch/app/input"
	"vouch/xmpp"
	"vouch/xmpp/muc"
)

// maxSubject is how much of a subject is kept, in bytes.
const maxSubject = 1000

// ReceiveNotice takes what a room says in a message that is no text: its status codes, changes of affiliation, the subject.
// Taken says that nothing is left in it for a chat. What an occupant says in the same words counts for nothing, though servers
// relay it. An error means that it was not stored.
func (r *Rooms) ReceiveNotice(m *xmpp.Message) (taken bool, err error) {
	rm := r.at(m.FromJID)
	if rm == nil {
		return false, nil
	}
	rm.pulse.heard = r.Now()
	if rm.entry != nil {
		rm.entry.heard = r.Now()
	}
	if r.receivePuzzle(rm, m) {
		return true, nil
	}
	if subject, ok := muc.SubjectOf(m); ok {
		return true, r.receiveSubject(rm, m.FromJID.Resourcepart(), input.Cut(subject, maxSubject))
	}
	n, ok := muc.NoticeOf(m)
	if !ok || !rm.in {
		return ok && len(m.Bodies) == 0, nil
	}
	if err := r.affiliate(rm, rm.changesOf(n)); err != nil {
		return false, err
	}
	if n.Codes.AskAgain() {
		r.askAgain(rm)
	}
	return len(m.Bodies) == 0, nil
}

func (rm *room) changesOf(n muc.Notice) (out []change) {
	for _, i := range n.Changes {
		out = append(out, change{i.JID.Bare().String(), i.Affiliation, rm.newsBy(i.Actor, News{Nick: i.Nick, Reason: i.Reason})})
	}
	return out
}

// receiveSubject takes the subject, which ends our way into a room, and may be set by whoever the room lets.
func (r *Rooms) receiveSubject(rm *room, nick, subject string) error {
	switch {
	case rm.entry != nil && rm.entry.inside:
		return r.arrived(rm, subject)
	case !rm.in || rm.entry != nil || subject == rm.kept.Subject:
		return nil
	}
	n := News{Room: rm.name, Kind: NewsSubject, Nick: nick, Ours: nick == rm.place.Resourcepart(), Subject: subject}
	if o := rm.here[nick]; o != nil {
		n.By = o.JID
	}
	err := r.change(rm, "store subject", func(k *history.Room) { k.Subject = subject }, func(h *history.Store) error { return r.tell(h, n) })
	r.Changed(rm.name)
	return err
}
