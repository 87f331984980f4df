package ui

import (
	"errors"
	"net/url"
	"strings"

	"vouch/app"
)

// text says why the account was not made.
func (n *newAccount) text(err error, q *inquiry) string {
	host := oneLine(q.host, nameRunes)
	var e *app.Error
	if !errors.As(err, &e) {
		return errText(err, host)
	}
	switch {
	case e.Kind == app.KindRefused && e.Param == "url":
		return tr("newaccount.elsewhere", "Who", host)
	case e.Kind == app.KindRefused && !q.sent:
		return withDetail(tr("signin.refused", "Who", host), err)
	case e.Kind == app.KindRefused:
		return withDetail(tr("newaccount.refused", "Who", host), err)
	case e.Kind == app.KindConflict && n.page != nil && n.here(n.page.address()):
		return tr("signin.conflict")
	case e.Kind == app.KindConflict && n.page != nil:
		return tr("newaccount.taken", "Name", oneLine(n.page.value("username"), nameRunes))
	case e.Kind == app.KindInvalid && e.Param == "fields":
		return tr("newaccount.missing", "Field", n.page.label(e.Detail))
	case e.Kind == app.KindInvalid && (e.Param == "jid" || e.Param == "password"):
		return tr("newaccount.badName")
	case e.Kind == app.KindNotConnected && q.sent:
		return withDetail(tr("newaccount.broken", "Who", host), err)
	}
	return signInText(err, host)
}

// here says whether there is such an account already.
func (n *newAccount) here(account string) bool {
	if n.w.shown != nil {
		for _, a := range n.w.shown.Accounts {
			if a.JID == account {
				return true
			}
		}
	}
	return false
}

// elsewhere is the web page on which a server makes accounts, or nil.
func elsewhere(err error) *url.URL {
	var e *app.Error
	if errors.As(err, &e) && e.Kind == app.KindRefused && e.Param == "url" {
		return webPage(e.Detail)
	}
	return nil
}

// webPage is a link of others that may be opened, or nil.
func webPage(text string) *url.URL {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil
	}
	return u
}
