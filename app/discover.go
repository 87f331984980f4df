package app

import (
	"errors"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/carbons"
	"vouch/xmpp/disco"
	"vouch/xmpp/ids"
	"vouch/xmpp/mam"
)

// discover asks what the server can do for us. Until it is known whether there is an archive, what waits for the archive
// waits.
func (a *account) discover() {
	a.ask(a.addr.Bare(), false, disco.Get(""), func(answer *xmpp.Answer) {
		info, err := discovered(answer)
		if errors.Is(err, xmpp.ErrClosed) {
			return
		}
		if err != nil && !isAbsent(err) {
			a.log.Warn("discover account", "err", err)
			a.helpersAfter(askAgain, a.discover)
			return
		}
		a.known = true
		a.archives, a.stamps = info.Has(mam.NS), info.Has(ids.NS)
		if !a.archives {
			a.caughtUp()
			return
		}
		a.ask(jid.JID{}, false, mam.GetPrefs{}, func(answer *xmpp.Answer) {
			keeps := ""
			if answer.Err == nil {
				keeps, _ = mam.ParsePrefs(answer.Payload) // an archive that does not say is not relied on
			}
			a.keepsAll = keeps == mam.Always
		})
		a.catchUp()
	})
	if a.client.Carbons() {
		return
	}
	a.ask(a.addr.Domain(), false, disco.Get(""), func(answer *xmpp.Answer) {
		info, err := discovered(answer)
		if err != nil || !info.Has(carbons.NS) {
			return
		}
		a.ask(jid.JID{}, true, carbons.Enable{}, func(answer *xmpp.Answer) {
			if answer.Err != nil {
				a.log.Warn("enable carbons", "err", answer.Err)
			}
		})
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
		at, err := a.s.history(tx, a.jid).Archive()
		own = at.KeepOwn
		return err
	}); err != nil {
		a.log.Error("read archive cursor", "err", err)
	}
	return a.archives && (own || a.keepsAll)
}
