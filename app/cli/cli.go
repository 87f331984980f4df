// Package cli is the command line. One table says what can be given; from it come what is read, the help, the manual page
// and the completions of shells.
package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// The exit codes.
const (
	ExitOK    = 0
	ExitError = 1 // something went wrong, and was told on stderr
	ExitUsage = 2 // a command line that makes no sense
	ExitBusy  = 3 // the profile is in use, and its holder cannot do what was asked
)

// exits says what each of them means.
var exits = []struct {
	code int
	text string
}{
	{ExitOK, "all went well; also when a running Vouch was handed what was asked for"},
	{ExitError, "something went wrong, and was told on standard error"},
	{ExitUsage, "the command line makes no sense"},
	{ExitBusy, "the profile is in use by a Vouch that cannot do what was asked"},
}

// Options is what a command line asks for.
type Options struct {
	Profile, Title, Theme, Action, Log string
	Headless, Background, Debug        bool
	Version, Help                      bool

	Link string   // to be opened, or ""
	Ctl  []string // the call of "vouch ctl", not nil when it is one
}

// option is one flag. Exactly one of text and on says where its value goes.
type option struct {
	name   string
	arg    string // what follows it, "" for nothing
	about  string
	values []string // all that can follow, nil for anything
	files  string   // what kind of file follows: "dir", "file" or ""
	text   func(o *Options) *string
	on     func(o *Options) *bool
}

var options = []option{
	{name: "profile", arg: "DIR", files: "dir", text: func(o *Options) *string { return &o.Profile },
		about: "the folder of accounts, keys, decisions and messages; only one Vouch uses it at a time"},
	{name: "background", on: func(o *Options) *bool { return &o.Background },
		about: "start without showing the window; opening Vouch again shows it"},
	{name: "headless", on: func(o *Options) *bool { return &o.Headless },
		about: "run without a window or a display, for scripts"},
	{name: "action", arg: "NAME", values: []string{"open", "new-chat", "show-code"}, text: func(o *Options) *string { return &o.Action },
		about: "what to begin with, in a running Vouch too"},
	{name: "theme", arg: "NAME", values: []string{"light", "dark", "system"}, text: func(o *Options) *string { return &o.Theme },
		about: "the colours; what was chosen in the settings where it is not given"},
	{name: "title", arg: "NAME", text: func(o *Options) *string { return &o.Title },
		about: "the name of the window"},
	{name: "log", arg: "FILE", files: "file", text: func(o *Options) *string { return &o.Log },
		about: "where the log goes besides standard error: vouch.log in the profile where it is not given, nowhere with \"-\""},
	{name: "debug", on: func(o *Options) *bool { return &o.Debug },
		about: "log what goes over the wire too, with addresses, and without what you write, names, keys and passwords"},
	{name: "version", on: func(o *Options) *bool { return &o.Version }, about: "print the version and end"},
	{name: "help", on: func(o *Options) *bool { return &o.Help }, about: "print this and end"},
}

// Parse reads a command line without the name of the program. The error is one line, for people.
func Parse(args []string, profile string) (Options, error) {
	o := Options{Profile: profile}
	flags := flag.NewFlagSet("vouch", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	for _, opt := range options {
		if opt.on != nil {
			flags.BoolVar(opt.on(&o), opt.name, false, "")
		} else {
			flags.StringVar(opt.text(&o), opt.name, *opt.text(&o), "")
		}
	}
	flags.BoolVar(&o.Help, "h", false, "")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	for _, opt := range options {
		if given := opt.values; given != nil {
			if v := *opt.text(&o); v != "" && !slices.Contains(given, v) {
				return o, fmt.Errorf("--%s %q is none of %s", opt.name, v, strings.Join(given, ", "))
			}
		}
	}
	rest := flags.Args()
	switch {
	case o.Profile == "":
		return o, errors.New("--profile needs a folder")
	case len(rest) > 0 && rest[0] == "ctl":
		o.Ctl = append([]string{}, rest[1:]...)
	case len(rest) > 1:
		return o, fmt.Errorf("%q is one too many: at most one link", rest[1])
	case len(rest) == 1:
		o.Link = rest[0]
	}
	// Whoever is started at login begins in another folder.
	whole, err := filepath.Abs(o.Profile)
	if err != nil {
		return o, fmt.Errorf("find folder of the profile: %w", err)
	}
	o.Profile = whole
	return o, nil
}
