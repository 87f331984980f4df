package assets

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// named finds what leads into the net: web pages, and addresses of mail or chat.
var named = regexp.MustCompile(`(?i)(?:https?://([a-z0-9.-]*[a-z0-9])|[a-z0-9._%+-]@([a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+))`)

// others are hosts that a package names because of what stands there: formats, specifications, sources of tools.
var others = []string{
	"www.debian.org", "www.w3.org", "www.apple.com", "schemas.microsoft.com", "usefulinc.com", "linkmauve.fr", "spdx.org", "xmpp.org", "github.com",
}

// reserved are names that nobody can have (RFC 2606 §2, §3).
var reserved = regexp.MustCompile(`(^|\.)(example|example\.(org|com|net)|invalid|localhost|test)$`)

// TestNoPackageNamesAPlaceThatIsNotOurs: the project has no web site and no domain, so that nothing may send people to one. The
// id of the program is a name only.
func TestNoPackageNamesAPlaceThatIsNotOurs(t *testing.T) {
	files := []string{"../FyneApp.toml", "vouch.doap", "vouch.svg", "vouch-symbolic.svg"}
	for _, folder := range []string{"package", "docs"} {
		err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
			if err == nil && e.Type().IsRegular() {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	found := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			found++
			if host := strings.ToLower(m[1] + m[2]); !slices.Contains(others, host) && !reserved.MatchString(host) {
				t.Errorf("%s names %s", file, m[0])
			}
		}
		if strings.Contains(strings.ReplaceAll(string(text), "im.vouch", ""), "vouch.im") {
			t.Errorf("%s names a domain that is not ours", file)
		}
	}
	if found < 30 {
		t.Errorf("only %d places were found", found)
	}
}

// TestNoProgramSaysThatItIsElsewhere: nor does what the program tells others about itself.
func TestNoProgramSaysThatItIsElsewhere(t *testing.T) {
	for _, folder := range []string{"../app", "../xmpp", "../ui", "../trust", "../crypto"} {
		err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".go" {
				return err
			}
			text, err := os.ReadFile(path)
			if strings.Contains(strings.ReplaceAll(string(text), "im.vouch", ""), "vouch.im") {
				t.Errorf("%s names a domain that is not ours", path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
