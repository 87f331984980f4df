package accounts

import (
	"errors"
	"net/url"

	"vouch/app"
	"vouch/ui/forms"
	"vouch/ui/words"
)

// text says why the account was not made.
func (n *newAccount) text(err error, q *inquiry) string {
	host := words.OneLine(q.host, words.NameRunes)
	var e *app.Error
	if !errors.As(err, &e) {
		return words.ErrText(err, host)
	}
	switch {
	case e.Kind == app.KindRefused && e.Param == "url":
		return words.Tr("newaccount.elsewhere", "Who", host)
	case e.Kind == app.KindRefused && !q.sent:
		return words.WithDetail(words.Tr("signin.refused", "Who", host), err)
	case e.Kind == app.KindRefused:
		return words.WithDetail(words.Tr("newaccount.refused", "Who", host), err)
	case e.Kind == app.KindConflict && n.page != nil && n.here(n.page.Address()):
		return words.Tr("signin.conflict")
	case e.Kind == app.KindConflict && n.page != nil:
		return words.Tr("newaccount.taken", "Name", words.OneLine(n.page.Answer("username"), words.NameRunes))
	case e.Kind == app.KindInvalid && e.Param == "fields":
		return words.Tr("newaccount.missing", "Field", n.page.Label(e.About))
	case e.Kind == app.KindInvalid && (e.Param == "jid" || e.Param == "password"):
		return words.Tr("newaccount.badName")
	case e.Kind == app.KindNotConnected && q.sent:
		return words.WithDetail(words.Tr("newaccount.broken", "Who", host), err)
	}
	return words.SignInText(err, host)
}

// here says whether there is such an account already.
func (n *newAccount) here(account string) bool {
	if n.w.Shown != nil {
		for _, a := range n.w.Shown.Accounts {
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
		return forms.WebPage(e.About)
	}
	return nil
}
