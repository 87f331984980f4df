package cli

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vouch/app/control"
)

//go:generate go test . -run ^TestDocumentsAreThoseOfTheTable$ -update

var update = flag.Bool("update", false, "write the manual page and the completions")

// documents is where they lie.
const documents = "../../assets/package/linux"

func TestCommandLinesAreRead(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		line string
		want Options
		err  string
	}{
		{"", Options{}, ""},
		{"xmpp:bob@example.org", Options{Link: "xmpp:bob@example.org"}, ""},
		{"--profile /p --headless --debug", Options{Profile: "/p", Headless: true, Debug: true}, ""},
		{"-profile=/p --background --action new-chat --theme dark --title x --log -", Options{Profile: "/p", Background: true, Action: "new-chat", Theme: "dark", Title: "x", Log: "-"}, ""},
		{"ctl", Options{Ctl: []string{}}, ""},
		{"--profile /p ctl chat.send --debug=1", Options{Profile: "/p", Ctl: []string{"chat.send", "--debug=1"}}, ""},
		{"--help", Options{Help: true}, ""},
		{"-h", Options{Help: true}, ""},
		{"--version", Options{Version: true}, ""},
		{"a b", Options{}, "at most one link"},
		{"--nonsense", Options{}, "-nonsense"},
		{"--theme pink", Options{}, `--theme "pink" is none of light, dark, system`},
		{"--action delete", Options{}, "is none of open"},
		{"--profile", Options{}, "needs an argument"},
		{"--profile=", Options{}, "needs a folder"},
		{"--profile /p/../q/", Options{Profile: "/q"}, ""},
		{"--profile q", Options{Profile: here + "/q"}, ""},
	} {
		got, err := Parse(strings.Fields(c.line), "/default")
		if c.want.Profile == "" {
			c.want.Profile = "/default"
		}
		switch {
		case c.err != "":
			if err == nil || !strings.Contains(err.Error(), c.err) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%q: %v, want %q", c.line, err, c.err)
			}
		case err != nil || !reflect.DeepEqual(got, c.want):
			t.Errorf("%q: %+v, %v", c.line, got, err)
		}
	}
}

func TestHelpFitsATerminal(t *testing.T) {
	var b bytes.Buffer
	Help(&b)
	for line := range strings.Lines(b.String()) {
		if len(line) > 81 {
			t.Errorf("%d wide: %s", len(line), line)
		}
	}
	for _, o := range options {
		if !strings.Contains(b.String(), "--"+o.name) {
			t.Errorf("no word about --%s", o.name)
		}
	}
}

// version is the line of FyneApp.toml.
func version(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), `Version = "`)
	v, _, _ := strings.Cut(rest, `"`)
	return v
}

// TestDocumentsAreThoseOfTheTable: the manual page and the completions in the tree say what the program does.
func TestDocumentsAreThoseOfTheTable(t *testing.T) {
	want := map[string]string{"man/vouch.1": Manual(version(t))}
	for name, text := range Completions() {
		want["completions/"+name] = text
	}
	for name, text := range want {
		file := filepath.Join(documents, name)
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != text {
			t.Errorf("%s is not what the table gives (%v): go generate ./app/cli", name, err)
		}
	}
}

// TestBashCompletes asks a real bash.
func TestBashCompletes(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "two a"), 0o700); err != nil {
		t.Fatal(err)
	}
	completions, err := filepath.Abs(filepath.Join(documents, "completions/vouch.bash"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ line, want string }{
		{"vouch --pro", "--profile"}, {"vouch --theme d", "dark"}, {"vouch c", "ctl"}, {"vouch ctl chat.se", "chat.send"}, {"vouch ctl --stdin account.ad", "account.add"},
		{"vouch ctl chat.send --pro", ""}, {"vouch --action ", "new-chat open show-code"},
		{"vouch --theme = d", "dark"}, {"vouch --theme =", "dark light system"}, {"vouch --profile two", "two a"},
	} {
		script := `. "$1"; COMP_WORDS=($2); [[ $2 == *\  ]] && COMP_WORDS+=(""); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _vouch; printf '%s\n' "${COMPREPLY[@]}" | sort | tr '\n' ' '`
		cmd := exec.Command("bash", "-c", script, "bash", completions, c.line)
		cmd.Dir = folder
		out, err := cmd.CombinedOutput()
		got := strings.Fields(string(out))
		if c.want != "" && !strings.Contains(c.want, " ") {
			got = slices.DeleteFunc(got, func(s string) bool { return s != c.want })
		}
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%q gives %q, %v, want %q", c.line, out, err, c.want)
		}
	}
}

// TestManualNamesEveryMethod and what it takes.
func TestManualNamesEveryMethod(t *testing.T) {
	page := Manual("1")
	for _, m := range control.Methods() {
		if !strings.Contains(page, `\fB`+roff(m.Name)+`\fR`) {
			t.Errorf("no word about %s", m.Name)
		}
	}
}
