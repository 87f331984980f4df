package cli

import (
	"fmt"
	"strings"

	"vouch/app/control"
)

// Manual is the page vouch(1) in the language of man(7).
func Manual(version string) string {
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	p(`.\" Written by the command line's table: go generate ./app/cli`)
	p(`.TH VOUCH 1 "" "Vouch %s" "User Commands"`, version)
	p(".SH NAME\nvouch \\- %s", roff(about))
	p(".SH SYNOPSIS\n.nf")
	for _, line := range synopsis {
		p("%s", roff(line))
	}
	p(".fi\n.SH DESCRIPTION")
	p("%s", roff("Vouch is a desktop messenger for XMPP with OMEMO end-to-end encryption. New devices of your contacts and of your own read nothing until you say so, and every decision can be seen. A message that cannot be encrypted for the devices you chose waits, and says why."))
	p(".PP\n%s", roff("Given a link such as xmpp:bob@example.org, it opens that chat. Only one Vouch uses a profile: a second one hands over what it was started for to the first, and ends."))
	p(".SH OPTIONS")
	for _, o := range options {
		title := `\fB\-\-` + roff(o.name) + `\fR`
		if o.arg != "" {
			title += ` \fI` + roff(o.arg) + `\fR`
		}
		p(".TP\n%s\n%s.", title, roff(o.about+o.choices()))
	}
	p(".SH COMMANDS\n%s", roff("vouch ctl calls a method of the Vouch that runs on the profile, over a socket that only you can use, and prints what it answers as JSON. Params are given as key=value for texts and key:=JSON for everything else; --stdin takes them as one JSON object, so that no password stands on a command line."))
	for _, m := range control.Methods() {
		p(".TP\n\\fB%s\\fR%s\n%s.", roff(m.Name), roffParams(m.Params), roff(m.About))
	}
	p(".SH EXIT STATUS")
	for _, e := range exits {
		p(".TP\n%d\n%s.", e.code, roff(e.text))
	}
	section := func(title string, entries []entry) {
		p(".SH %s", title)
		for _, e := range entries {
			p(".TP\n\\fI%s\\fR\n%s.", roff(e.name), roff(e.text))
		}
	}
	section("FILES", files)
	section("ENVIRONMENT", environment)
	p(".SH EXAMPLES\n.nf")
	for _, line := range []string{
		"vouch ctl status",
		"vouch ctl chat.send account=alice@example.org chat=bob@example.org body='See you at nine'",
		"vouch ctl \\-\\-stdin account.add < account.json",
		"vouch ctl events | jq .event",
	} {
		p("%s", line)
	}
	p(".fi\n.SH REPORTING BUGS\n%s", roff("The page Report a problem in the menu, and vouch ctl report, gather what helps: versions, settings and the log, without addresses, names, messages, keys and passwords. Read it before you send it."))
	p(".SH SEE ALSO\n.BR profanity (1),\n.BR dino-im (1),\n.BR gajim (1)")
	return b.String()
}

// roff escapes a text for a line of a manual.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "^", `\(ha`, "~", `\(ti`, "`", `\(ga`).Replace(text)
	if strings.HasPrefix(text, ".") {
		text = `\&` + text
	}
	return text
}

func roffParams(params []control.Param) string {
	var b strings.Builder
	for _, p := range params {
		b.WriteString(` \fI` + roff(p.String()) + `\fR`)
	}
	return b.String()
}
