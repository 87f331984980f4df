package main_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestImportsFollowTheHouse holds who may import whom, directly.
func TestImportsFollowTheHouse(t *testing.T) {
	rules := []struct {
		imported string   // a path, or a prefix that ends in /
		by       []string // packages, or prefixes that end in /, that may
	}{
		{"fyne.io/fyne/v2/app", []string{"vouch", "vouch/assets/measure/window"}},
		{"fyne.io/", []string{"vouch", "vouch/ui", "vouch/ui/", "vouch/assets", "vouch/assets/icongen", "vouch/assets/measure/window"}},
		{"go.etcd.io/bbolt", []string{"vouch", "vouch/trust", "vouch/app", "vouch/app/history", "vouch/app/view", "vouch/assets/measure"}},
		{"go.mau.fi/libsignal/", []string{"vouch/crypto"}},
		{"gosrc.io/xmpp/stanza", []string{"vouch/xmpp", "vouch/xmpp/", "vouch/app"}},
		{"gosrc.io/xmpp", nil},
		{"filippo.io/age", []string{"vouch/app/backup"}},
		{"filippo.io/", []string{}},
		{"mellium.im/xmpp/jid", []string{"vouch", "vouch/app", "vouch/app/", "vouch/trust", "vouch/ui", "vouch/ui/", "vouch/xmpp", "vouch/xmpp/"}},
		{"mellium.im/", []string{}},
		{"testing", []string{"vouch/xmpp/xmpptest", "vouch/crypto/storetest", "vouch/ui/uitest"}},

		{"vouch/ui", []string{"vouch"}},
		{"vouch/ui/audio", []string{"vouch", "vouch/ui", "vouch/ui/chat", "vouch/ui/listen", "vouch/ui/uitest", "vouch/ui/voice"}},
		{"vouch/ui/desktop", []string{"vouch", "vouch/ui"}},
		{"vouch/ui/rest", []string{"vouch"}},
		{"vouch/ui/uitest", nil},                    // tests alone
		{"vouch/ui/accounts", []string{"vouch/ui"}}, // rooms of ui do not know each other
		{"vouch/ui/chat", []string{"vouch/ui"}},
		{"vouch/ui/keys", []string{"vouch/ui"}},
		{"vouch/ui/rooms", []string{"vouch/ui"}},
		{"vouch/ui/shell", []string{"vouch/ui", "vouch/ui/accounts", "vouch/ui/chat", "vouch/ui/forms", "vouch/ui/keys", "vouch/ui/listen", "vouch/ui/media", "vouch/ui/pictures", "vouch/ui/rooms", "vouch/ui/search", "vouch/ui/uitest", "vouch/ui/voice"}},
		{"vouch/ui/voice", []string{"vouch/ui/chat"}},
		{"vouch/ui/forms", []string{"vouch/ui/accounts", "vouch/ui/rooms"}},
		{"vouch/ui/dialog", []string{"vouch/ui", "vouch/ui/shell", "vouch/ui/forms", "vouch/ui/accounts", "vouch/ui/chat", "vouch/ui/keys", "vouch/ui/media", "vouch/ui/rooms", "vouch/ui/search", "vouch/ui/uitest"}},
		{"vouch/ui/timeline", []string{"vouch/ui/chat", "vouch/ui/timeline"}},
		{"vouch/ui/media", []string{"vouch/ui"}},
		{"vouch/ui/search", []string{"vouch/ui"}},
		{"vouch/ui/pictures", []string{"vouch/ui/chat", "vouch/ui/media"}},
		{"vouch/ui/listen", []string{"vouch/ui/chat"}},
		{"vouch/ui/viewer", []string{"vouch/ui/chat", "vouch/ui/media", "vouch/ui/pictures"}},
		{"vouch/ui/qr", []string{"vouch/ui/keys"}},
		{"vouch/ui/clipboard", []string{"vouch/ui/chat", "vouch/ui/qr"}},
		{"vouch/ui/", []string{"vouch/ui", "vouch/ui/"}},
		{"github.com/go-gl/", []string{"vouch/ui/rest"}}, // below Fyne
		{"github.com/godbus/", []string{"vouch/ui/desktop"}},
		{"github.com/gen2brain/malgo", []string{"vouch/ui/audio"}},
		{"vouch/assets", []string{"vouch", "vouch/ui", "vouch/ui/"}},
		{"vouch/app", []string{"vouch", "vouch/ui", "vouch/ui/", "vouch/app/control"}},
		{"vouch/app/control", []string{"vouch", "vouch/app/cli", "vouch/assets/demo", "vouch/assets/measure"}},
		{"vouch/app/cli", []string{"vouch"}},
		{"vouch/app/backup", []string{"vouch/app"}},
		{"vouch/app/export", []string{"vouch/app"}},
		{"vouch/app/fault", []string{"vouch/app", "vouch/app/"}},
		{"vouch/app/input", []string{"vouch/app", "vouch/app/", "vouch/ui", "vouch/ui/"}},
		{"vouch/app/keys", []string{"vouch/app", "vouch/app/control", "vouch/ui", "vouch/ui/"}}, // window and socket for its words: they have no store to give it
		{"vouch/app/logfile", []string{"vouch"}},
		{"vouch/app/report", []string{"vouch/app", "vouch/ui", "vouch/ui/"}},
		{"vouch/app/history", []string{"vouch/app", "vouch/app/control", "vouch/app/files", "vouch/app/keys", "vouch/app/loop", "vouch/app/people", "vouch/app/plan", "vouch/app/rooms", "vouch/app/view", "vouch/assets/measure"}},
		{"vouch/app/loop", []string{"vouch/app", "vouch/app/files", "vouch/app/people", "vouch/app/rooms"}}, // the door, for rooms that need the loop
		{"vouch/app/people", []string{"vouch/app"}}, // rooms of app do not know each other
		{"vouch/app/rooms", []string{"vouch/app"}},
		{"vouch/app/plan", []string{"vouch/app", "vouch/app/view"}},
		{"vouch/app/view", []string{"vouch/app", "vouch/app/keys", "vouch/app/loop", "vouch/app/people", "vouch/app/rooms", "vouch/app/control", "vouch/ui", "vouch/ui/"}},
		{"vouch/app/imports", []string{"vouch/app"}},
		{"vouch/app/imports/sqlite", []string{"vouch/app/imports"}},
		{"github.com/ncruces/", []string{"vouch/app/imports/sqlite"}}, // SQLite, which is handed the files of other programs
		{"vouch/app/files", []string{"vouch/app"}},
		{"vouch/app/files/aesgcm", []string{"vouch/app", "vouch/app/files", "vouch/app/history", "vouch/app/view"}},
		{"vouch/app/files/clean", []string{"vouch/app/files"}},
		{"vouch/app/files/filename", []string{"vouch/app", "vouch/app/export", "vouch/app/files", "vouch/app/history", "vouch/app/view", "vouch/ui/chat"}},
		{"vouch/app/files/picture", []string{"vouch/app", "vouch/app/files", "vouch/app/view", "vouch/ui/pictures", "vouch/ui/shell", "vouch/ui/timeline", "vouch/ui/uitest", "vouch/ui/viewer"}},
		{"vouch/app/files/sound", []string{"vouch/app", "vouch/app/files", "vouch/ui/audio", "vouch/ui/chat", "vouch/ui/uitest", "vouch/ui/voice"}},
		{"github.com/tphakala/", []string{"vouch/app/files/sound"}}, // decoders, which are handed what strangers sent
		{"github.com/llehouerou/", []string{"vouch/app/files/sound"}},
		{"github.com/hajimehoshi/", []string{"vouch/app/files/sound"}},
		{"vouch/app/files/sound/", []string{"vouch/app/files/sound"}},
		{"vouch/app/search", []string{"vouch/app", "vouch/app/history", "vouch/app/view", "vouch/ui", "vouch/ui/"}},
		{"vouch/app/web", []string{"vouch/app", "vouch/app/files"}},
		{"vouch/trust", []string{"vouch", "vouch/app", "vouch/app/history", "vouch/app/input", "vouch/app/keys", "vouch/app/plan", "vouch/app/view", "vouch/trust/page", "vouch/assets/measure"}},
		{"vouch/trust/keyfile", []string{"vouch", "vouch/app", "vouch/trust"}},
		{"golang.org/x/crypto/argon2", []string{"vouch/trust/keyfile"}},
		{"vouch/trust/page", []string{"vouch/app", "vouch/app/keys"}},
		{"vouch/trust/qr", []string{"vouch/app", "vouch/app/control", "vouch/trust/page", "vouch/ui", "vouch/ui/"}},
		{"vouch/crypto", []string{"vouch/app", "vouch/app/keys", "vouch/app/plan", "vouch/app/view", "vouch/trust", "vouch/trust/page", "vouch/crypto/storetest"}},
		{"vouch/xmpp/xmpptest", []string{"vouch/assets/demo", "vouch/assets/package/check", "vouch/assets/measure"}},
		{"vouch/xmpp", []string{"vouch/app", "vouch/app/files", "vouch/app/loop", "vouch/app/people", "vouch/app/rooms", "vouch/app/web", "vouch/xmpp/"}},
		{"vouch/xmpp/preauth", []string{"vouch/app", "vouch/app/input", "vouch/app/people", "vouch/app/view", "vouch/xmpp/"}}, // for its links
		{"vouch/xmpp/reactions", []string{"vouch/app", "vouch/app/view", "vouch/xmpp/"}},                                      // for what is one emoji
		{"vouch/xmpp/", []string{"vouch/app", "vouch/app/files", "vouch/app/people", "vouch/app/rooms", "vouch/xmpp/", "vouch/ui/uitest"}},
	}
	for _, p := range packages(t) {
		for _, imported := range p.Imports {
			for _, rule := range rules { // the first that fits decides
				if !within(imported, []string{rule.imported}) {
					continue
				}
				if !within(p.ImportPath, rule.by) {
					t.Errorf("%s imports %s", p.ImportPath, imported)
				}
				break
			}
		}
	}
}

// TestNothingOpensALibraryThatUsersLack: on Linux the clipboard is read without golang.design/x/clipboard, which opens libX11.so, a
// file that only packages to build with have.
func TestNothingOpensALibraryThatUsersLack(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", ".")
	cmd.Env = append(os.Environ(), "GOOS=linux", "CGO_ENABLED=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Fields(string(out))
	if len(all) < 200 {
		t.Fatalf("%d packages", len(all))
	}
	for _, p := range all {
		if strings.HasPrefix(p, "golang.design/") {
			t.Errorf("%s is linked in", p)
		}
	}
}

// TestEveryPackageSaysWhatItIs wants a first sentence from every package.
func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for _, p := range packages(t) {
		want := "Package " + p.Name + " "
		if p.Name == "main" {
			want = "Command "
		}
		if !strings.HasPrefix(p.Doc, want) {
			t.Errorf("%s begins with %q, want %q…", p.ImportPath, p.Doc, want)
		}
	}
}

type listed struct {
	ImportPath, Name, Doc string
	Imports               []string
}

func packages(t *testing.T) (out []listed) {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Name,Doc,Imports", "./...")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for in := json.NewDecoder(stdout); ; {
		var p listed
		if err := in.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	if err := cmd.Wait(); err != nil || len(out) < 20 {
		t.Fatalf("go list: %v, %d packages", err, len(out))
	}
	return out
}

// within tells whether path is one of those named, or below one that ends in a slash.
func within(path string, named []string) bool {
	for _, n := range named {
		if path == n || strings.HasSuffix(n, "/") && strings.HasPrefix(path, n) {
			return true
		}
	}
	return false
}

// TestTableOfSpecificationsIsTrue holds the README's table against the first sentences of the packages.
func TestTableOfSpecificationsIsTrue(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	implements := regexp.MustCompile(`implements (XEP-\d{4}|RFC \d+): (.*?)\.?$`)
	found := 0
	for _, p := range packages(t) {
		m := implements.FindStringSubmatch(p.Doc)
		if m == nil {
			continue
		}
		found++
		name := strings.TrimPrefix(p.ImportPath, "vouch/")
		line := regexp.MustCompile(`(?m)^\| ` + m[1] + ` \|.*$`).FindString(string(readme))
		if !strings.Contains(line, "`"+name+"`") || strings.HasPrefix(m[1], "XEP") && !strings.Contains(line, m[2]) {
			t.Errorf("%s implements %s: %s; the README's line is %q", name, m[1], m[2], line)
		}
	}
	if found < 10 {
		t.Errorf("only %d packages say what they implement", found)
	}
	for _, name := range regexp.MustCompile("`(xmpp/[a-z]+)`").FindAllStringSubmatch(string(readme), -1) {
		if _, err := os.Stat(name[1]); err != nil {
			t.Errorf("the README names %s: %v", name[1], err)
		}
	}
}
