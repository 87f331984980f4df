package app

import (
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/xmpp"
	"vouch/xmpp/mam"
)

// pageBound bounds the messages that are kept of a page, whatever an archive sends.
const pageBound = 1000

// pager is a question to an archive for one page (XEP-0313 v1.1.0 §4), and what has come for it: results as messages, their
// end as the answer. The loop then takes in part after part.
type pager struct {
	of      jid.JID      // bare JID whose archive it is
	id      string       // of the question; "" before the first one
	results []mam.Result // in the order of the archive
	fin     *mam.Fin     // set when all results are there
	cut     bool         // more results came than were kept
	parts
}

// askPage has p forget its page and ask for another one; ended gets the answer.
func (a *account) askPage(p *pager, q mam.Query, ended func(*xmpp.Answer)) {
	*p = pager{of: p.of, id: history.NewID()}
	q.ID = p.id
	to := p.of
	if to.Equal(a.addr.Bare()) {
		to = jid.JID{} // one's own archive needs no address
	}
	a.Ask(to, true, q, ended)
}

// keep takes a result for the page that is asked for, if it is from the one whose archive it is. It is false for those of
// other questions.
func (p *pager) keep(from jid.JID, r mam.Result) bool {
	if p.id == "" || r.QueryID != p.id || p.fin != nil || !from.Equal(p.of) {
		return false
	}
	if len(p.results) >= pageBound {
		p.cut = true
	} else {
		p.results = append(p.results, r)
	}
	return true
}

// receiveResult keeps one result for the question that it belongs to.
func (a *account) receiveResult(from jid.JID, r mam.Result) {
	if len(a.archive.olders) > 0 && a.archive.olders[0].keep(from, r) {
		return
	}
	if room := a.archive.rooms[from.String()]; room != nil && room.keep(from, r) {
		return
	}
	for _, p := range []*page{a.archive.page, a.archive.ahead} {
		if p != nil && p.keep(from, r) {
			return
		}
	}
}
