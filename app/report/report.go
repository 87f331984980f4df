// Package report writes what helps those who look for a mistake: versions, settings and the log, without what says who the
// user and the contacts are. It is in English, since it is for developers, and for the user to read before it is sent.
package report

import (
	"fmt"
	"strings"
)

// Line is a name with a value.
type Line struct{ Name, Value string }

// Report is what is to be said. Nothing but Log and Crash may hold addresses: these are masked, the rest is taken as it is.
type Report struct {
	Version  string // of the program, of Go, and for which system it was built
	System   []Line
	Profile  []Line
	Window   []Line
	Accounts [][]Line // in the order of the program; an account has no name here
	Log      string   // newest lines
	Crash    string   // what was left by a crash, or ""
}

// The most that is taken of what is long.
const (
	logLines = 200
	lineLen  = 600
)

// Text writes the report.
func (r Report) Text(m *Mask) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Vouch %s\n", r.Version)
	section(&b, "System", r.System)
	section(&b, "Profile", r.Profile)
	section(&b, "Window", r.Window)
	for i, a := range r.Accounts {
		section(&b, fmt.Sprintf("Account %d", i+1), a)
	}
	tail(&b, "What was left by a crash", r.Crash, m)
	tail(&b, "Log", r.Log, m)
	return b.String()
}

func section(b *strings.Builder, title string, lines []Line) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", title)
	for _, l := range lines {
		if l.Value == "" {
			l.Value = "-"
		}
		fmt.Fprintf(b, "  %-22s %s\n", l.Name, l.Value)
	}
}

// tail writes the newest lines of a text, masked while they are whole.
func tail(b *strings.Builder, title, text string, m *Mask) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	lines := strings.Split(text, "\n")
	fmt.Fprintf(b, "\n%s\n", title)
	for _, l := range lines[max(0, len(lines)-logLines):] {
		l = m.line(strings.TrimRight(l, "\r"))
		if r := []rune(l); len(r) > lineLen {
			l = string(r[:lineLen]) + "…"
		}
		fmt.Fprintf(b, "  %s\n", l)
	}
}
