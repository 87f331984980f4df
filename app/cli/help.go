package cli

import (
	"fmt"
	"io"
	"strings"
)

// about is the program in a line.
const about = "a messenger for XMPP in which you decide which devices you talk to"

var synopsis = []string{
	"vouch [flags] [xmpp:LINK]",
	"vouch [--profile DIR] ctl METHOD [key=value | key:=JSON ...]",
	"vouch [--profile DIR] ctl --stdin METHOD < params.json",
	"vouch [--profile DIR] ctl events",
}

// entry is a name with what is to be said about it.
type entry struct{ name, text string }

// files are what the program keeps on disk.
var files = []entry{
	{"vouch.db", "in the profile: accounts, keys, decisions and messages, sealed under a key of its own"},
	{"vouch.log", "in the profile: the log, up to 1 MiB; vouch.log.1 and vouch.log.2 are older"},
	{"vouch.crash", "in the profile: what the program left when it stopped by a mistake of its own"},
	{"~/.local/share/vouch", "the profile where --profile is not given ($XDG_DATA_HOME/vouch); on Windows %LOCALAPPDATA%\\Vouch, on macOS ~/Library/Application Support/Vouch"},
	{"~/.config/fyne/im.vouch.Vouch", "settings of the window: size of text, colours, notifications"},
}

var environment = []entry{
	{"DISPLAY, WAYLAND_DISPLAY", "where the window is shown"},
	{"XDG_DATA_HOME", "where the profile lies"},
	{"LANGUAGE, LC_ALL, LC_MESSAGES, LANG", "the language of the window, English or German, and of texts that come in several"},
	{"DBUS_SESSION_BUS_ADDRESS", "the bus for notifications, the tray and links"},
	{"FYNE_SCALE", "how much larger everything is drawn than the system asks for"},
}

// Help writes what "vouch --help" says, at most 80 columns wide.
func Help(w io.Writer) {
	fmt.Fprintf(w, "vouch: %s\n\n", about)
	for i, line := range synopsis {
		fmt.Fprintf(w, "%-6s %s\n", map[bool]string{true: "usage:"}[i == 0], line)
	}
	fmt.Fprintln(w, "\nFlags:")
	for _, o := range options {
		list(w, o.title(), o.about+o.choices())
	}
	fmt.Fprintln(w, "\nExit codes:")
	for _, e := range exits {
		list(w, fmt.Sprint(e.code), e.text)
	}
	fmt.Fprintln(w, "\nFiles:")
	for _, f := range files {
		list(w, f.name, f.text)
	}
	fmt.Fprintln(w, "\n\"vouch ctl methods\" lists what a running Vouch can be asked for,\n\"man vouch\" says more.\nOn Windows, vouchctl.exe is Vouch for a console.")
}

func (o option) title() string {
	if o.arg == "" {
		return "--" + o.name
	}
	return "--" + o.name + " " + o.arg
}

func (o option) choices() string {
	if o.values == nil {
		return ""
	}
	return " (" + strings.Join(o.values, ", ") + ")"
}

// list writes a name with its text beside it, or below it where the name is long.
func list(w io.Writer, name, text string) {
	const left, width = 18, 80
	line := fmt.Sprintf("  %-*s", left-2, name)
	if len(name) > left-3 {
		fmt.Fprintln(w, line)
		line = strings.Repeat(" ", left)
	}
	for _, word := range strings.Fields(text) {
		if len(line)+len(word) > width-1 {
			fmt.Fprintln(w, strings.TrimRight(line, " "))
			line = strings.Repeat(" ", left)
		}
		line += word + " "
	}
	fmt.Fprintln(w, strings.TrimRight(line, " "))
}
