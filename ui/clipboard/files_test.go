package clipboard

import (
	"slices"
	"strings"
	"testing"
)

func TestFilesOfAList(t *testing.T) {
	for name, c := range map[string]struct {
		list string
		want []string
		left int
	}{
		"a list":                 {"# two\r\nfile:///tmp/a.png\r\nfile:///tmp/b%20c.png\r\n", []string{"/tmp/a.png", "/tmp/b c.png"}, 0},
		"one of a file manager":  {"copy\nfile:///tmp/a.png", []string{"/tmp/a.png"}, 0},
		"moved":                  {"cut\nfile:///tmp/a.png\n", []string{"/tmp/a.png"}, 0},
		"a name like its word":   {"file:///copy\ncopy", []string{"/copy"}, 1},
		"decoded once":           {"file:///tmp/a%2520b%2e%2e", []string{"/tmp/a%20b.."}, 0},
		"of this computer":       {"file://localhost/a\nFILE:///b\nfile:/c", []string{"/a", "/b", "/c"}, 0},
		"of another":             {"file://server/a", nil, 1},
		"of the web":             {"https://example.org/a.png\nhttp://x/\nsftp://x/a", nil, 3},
		"no path":                {"file:a\nfile:\nfile://\nfile://localhost", nil, 4},
		"more than a path":       {"file:///a?b\nfile:///a#b\nfile://u@localhost/a\nfile:///a?", nil, 4},
		"a byte of zero":         {"file:///tmp/a%00b", nil, 1},
		"nonsense":               {"file:///%zz\n\x01", nil, 2},
		"ends with a zero":       {"file:///a\x00", []string{"/a"}, 0},
		"nothing":                {"", nil, 0},
		"climbing stays a path":  {"file:///tmp/../etc/passwd", []string{"/tmp/../etc/passwd"}, 0},
		"encoded slash":          {"file:///tmp/a%2Fb", []string{"/tmp/a/b"}, 0},
		"umlauts":                {"file:///tmp/%C3%A4.png", []string{"/tmp/ä.png"}, 0},
		"a file twice is a file": {"file:///a\nfile:///a", []string{"/a", "/a"}, 0},
	} {
		files, left := filesIn(c.list)
		if !slices.Equal(files, c.want) || left != c.left {
			t.Errorf("%s: %q and %d left, want %q and %d", name, files, left, c.want, c.left)
		}
	}
	if files, left := filesIn(strings.Repeat("file:///a\n", 70)); len(files) != MaxFiles || left != 20 {
		t.Errorf("of 70 files %d are taken and %d left", len(files), left)
	}
	for _, path := range []string{"/tmp/a b.png", "/tmp/%20#?.png", "/tmp/ä\n.txt"} {
		if got, ok := localFile(uriOf(path)); !ok || got != path {
			t.Errorf("%q becomes %q", path, got)
		}
	}
}

func FuzzFilesOfAList(f *testing.F) {
	for _, s := range []string{"copy\nfile:///a", "file://h/a\r\n#", "file:///%00", "file:///a%2f..%2f"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, list string) {
		files, left := filesIn(list)
		if len(files) > MaxFiles || left < 0 {
			t.Fatal(len(files), left)
		}
		for _, path := range files {
			if !strings.HasPrefix(path, "/") || strings.ContainsRune(path, 0) {
				t.Fatalf("%q", path)
			}
		}
	})
}
