package words

import (
	"errors"
	"strings"

	"vouch/app"
	"vouch/app/view"
)

// kinds are the words for every kind: what happened, what became of the data, what to try.
var kinds = map[app.Kind]string{
	app.KindNotConnected:     "error.notConnected",
	app.KindAuth:             "error.auth",
	app.KindDowngrade:        "error.downgrade",
	app.KindTLS:              "error.tls",
	app.KindNotFound:         "error.notFound",
	app.KindInvalid:          "error.invalid",
	app.KindBusy:             "error.busy",
	app.KindDisk:             "error.disk",
	app.KindConflict:         "error.conflict",
	app.KindNotOffered:       "error.notOffered",
	app.KindRoom:             "error.room",
	app.KindProgram:          "error.program",
	app.KindNewer:            "error.newer",
	app.KindDamaged:          "error.damaged",
	app.KindUndecided:        "error.undecided",
	app.KindNoDevices:        "error.noDevices",
	app.KindNoneTrusted:      "error.noneTrusted",
	app.KindNoKeys:           "error.noKeys",
	app.KindServerNotFound:   "error.serverNotFound",
	app.KindUnreachable:      "error.unreachable",
	app.KindNoPEP:            "error.noPEP",
	app.KindNotAllowed:       "error.notAllowed",
	app.KindOwnServer:        "error.ownServer",
	app.KindNotPrivate:       "error.notPrivate",
	app.KindCopied:           "error.copied",
	app.KindUnknownFate:      "error.unknownFate",
	app.KindNotReflected:     "error.notReflected",
	app.KindRefused:          "error.refused",
	app.KindTooBig:           "error.tooBig",
	app.KindCutOff:           "error.cutOff",
	app.KindUnsendable:       "error.unsendable",
	app.KindRemoved:          "error.removed",
	app.KindRestored:         "error.restored",
	app.KindReadable:         "error.readable",
	app.KindNotForThisDevice: "error.notForThisDevice",
	app.KindNoSession:        "error.noSession",
	app.KindDuplicateKey:     "error.duplicateKey",
	app.KindTooFarAhead:      "error.tooFarAhead",
	app.KindTooCostly:        "error.tooCostly",
	app.KindUnknownPreKey:    "error.unknownPrekey",
	app.KindUnknownSender:    "error.unknownSender",
	app.KindTampered:         "error.tampered",
	app.KindMalformed:        "error.malformed",
	app.KindOtherEncryption:  "error.otherEncryption",
}

// KindText is what a kind means for people. Who is the contact, device or server it is about.
func KindText(k app.Kind, who string) string {
	key, ok := kinds[k]
	if !ok {
		key = "error.other"
	}
	return Tr(key, "Who", who)
}

// waits are the short words under a message that has not left.
var waits = map[app.Kind]string{
	app.KindUndecided:      "wait.undecided",
	app.KindNoDevices:      "wait.noDevices",
	app.KindNoneTrusted:    "wait.noneTrusted",
	app.KindNoKeys:         "wait.noKeys",
	app.KindServerNotFound: "wait.serverNotFound",
	app.KindUnreachable:    "wait.unreachable",
	app.KindNoPEP:          "wait.noPEP",
	app.KindNotAllowed:     "wait.notAllowed",
	app.KindOwnServer:      "wait.ownServer",
	app.KindNotPrivate:     "wait.notPrivate",
	app.KindCopied:         "wait.copied",
}

// WaitText says in a few words why a message to name has not left; it is "" for a kind that holds no message.
func WaitText(k app.Kind, name string) string {
	if key, ok := waits[k]; ok {
		return Tr(key, "Name", name)
	}
	return ""
}

// ErrText is what an error of the service means for people.
func ErrText(err error, who string) string {
	return WithDetail(KindText(app.KindOf(err), who), err)
}

// WithDetail adds what the server said, for the curious, on a line of its own.
func WithDetail(text string, err error) string {
	var e *app.Error
	if errors.As(err, &e) && e.Said != "" {
		if said := OneLine(e.Said, 200); said != "" && !strings.Contains(text, said) {
			return text + "\n" + Tr("error.said", "Words", said)
		}
	}
	return text
}

// signInKinds are the words for what goes wrong at signing in, where they differ.
var signInKinds = map[app.Kind]string{
	app.KindNotConnected: "signin.notConnected",
	app.KindAuth:         "signin.auth",
	app.KindTLS:          "signin.tls",
	app.KindNotFound:     "signin.notFound",
	app.KindInvalid:      "signin.invalid",
	app.KindConflict:     "signin.conflict",
	app.KindRefused:      "signin.refused",
}

// SignInText says why signing in to host did not work.
func SignInText(err error, host string) string {
	k := app.KindOf(err)
	var e *app.Error
	if errors.As(err, &e) && k == app.KindInvalid {
		switch e.Param {
		case "ca_file":
			return WithDetail(Tr("signin.caFile"), err)
		case "cert_file":
			return WithDetail(Tr("signin.certFile"), err)
		case "proxy":
			return Tr("proxy.wrong")
		}
	}
	if key, ok := signInKinds[k]; ok {
		return WithDetail(Tr(key, "Who", host), err)
	}
	return ErrText(err, host)
}

// ConnectionText is the line about an account that is not online, or "".
func ConnectionText(a *view.AccountView, c Calendar) string {
	host := HostOf(a.JID)
	switch a.State {
	case view.StateOnline:
		if a.CatchingUp {
			return Tr("connection.catchingUp")
		}
		return ""
	case view.StateError:
		if a.Err == nil {
			return Tr("connection.error", "Who", host)
		}
		return connectionError(a.Err, host)
	case view.StateConnecting:
		if a.Err == nil {
			return Tr("connection.connecting", "Who", host)
		}
	}
	if !a.Enabled {
		return Tr("connection.signedOut")
	}
	text := Tr("connection.none", "Who", host)
	if a.Err != nil && a.Err.Kind != app.KindNotConnected {
		text = connectionError(a.Err, host)
	}
	if a.Waiting > 0 {
		text += " " + Trn("connection.waiting", a.Waiting)
	} else if !a.Retry.IsZero() && a.Retry.After(c.Now) {
		text += " " + Tr("connection.retry", "Time", c.Clock(a.Retry))
	}
	return text
}

func connectionError(e *app.Error, host string) string {
	switch e.Kind {
	case app.KindAuth:
		return Tr("connection.auth", "Who", host)
	case app.KindDowngrade:
		return Tr("connection.downgrade", "Who", host)
	case app.KindTLS:
		return Tr("connection.tls", "Who", host)
	case app.KindConflict:
		return Tr("connection.conflict")
	}
	return KindText(e.Kind, host)
}

// HostOf is the server of an address, as it is named to people.
func HostOf(jid string) string {
	if _, host, ok := strings.Cut(jid, "@"); ok {
		return OneLine(host, NameRunes)
	}
	return OneLine(jid, NameRunes)
}
