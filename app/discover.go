package app

import (
	"errors"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/loop"
	"vouch/xmpp"
	"vouch/xmpp/carbons"
	"vouch/xmpp/disco"
	"vouch/xmpp/ids"
	"vouch/xmpp/mam"
	"vouch/xmpp/pep"
)

// discover asks what the server can do for us, and for carbons without asking whether it has them. Until both are answered
// what waits for the archive waits, and the archive is not asked: what another device wrote after the archive's last page
// and before carbons began would come neither way, and the cursor would pass it.
func (a *account) discover() {
	unanswered := 2
	answered := func() {
		if unanswered--; unanswered > 0 {
			return
		}
		a.facts.discovered = true
		if !a.archive.kept {
			a.caughtUp()
			return
		}
		a.catchUp()
	}
	if a.conn.client.Carbons() { // since the login
		answered()
	} else {
		a.Ask(jid.JID{}, true, carbons.Enable{}, func(answer *xmpp.Answer) {
			if errors.Is(answer.Err, xmpp.ErrClosed) {
				return
			}
			if answer.Err != nil {
				a.log.Warn("enable carbons", "err", answer.Err)
			}
			answered()
		})
	}
	a.Ask(a.addr.Bare(), false, disco.Get(""), func(answer *xmpp.Answer) {
		info, err := discovered(answer)
		if errors.Is(err, xmpp.ErrClosed) {
			return
		}
		if err != nil && !loop.IsAbsent(err) {
			a.log.Warn("discover account", "err", err)
			a.After(askAgain, a.discover)
			return
		}
		a.archive.kept, a.archive.ids = info.Has(mam.NS), info.Has(ids.NS)
		a.devices.displayed.works = a.archive.ids && info.Has(pep.PublishOptions)
		a.fetchDisplayed()
		a.mu.Lock()
		a.live.Archive.None = !a.archive.kept
		a.mu.Unlock()
		if a.archive.kept {
			a.askPrefs()
		}
		answered()
	})
}

// askPrefs asks what the archive keeps. One that does not say is not relied on until it has been seen to keep something.
func (a *account) askPrefs() {
	a.Ask(jid.JID{}, false, mam.GetPrefs{}, func(answer *xmpp.Answer) {
		p, err := archiveAnswer(answer)
		if err != nil {
			a.setPrefs(nil)
			return
		}
		a.setPrefs(&p)
	})
}

func discovered(answer *xmpp.Answer) (disco.Info, error) {
	if answer.Err != nil {
		return disco.Info{}, answer.Err
	}
	return disco.ParseInfo(answer.Payload)
}

// archivesOwn tells whether the archive has been seen to keep what we send, so that what is not in it never arrived.
func (a *account) archivesOwn() bool {
	own := false
	if err := a.s.view("read archive cursor", func(tx *bbolt.Tx) error {
		at, err := a.s.history(tx, a.jid).Archive(a.jid)
		own = at.KeepOwn
		return err
	}); err != nil {
		a.log.Error("read archive cursor", "err", err)
	}
	return a.archive.kept && (own || a.archive.prefs != nil && a.archive.prefs.Default == mam.Always)
}
