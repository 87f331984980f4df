package filename_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"vouch/app/files/filename"
)

func TestNamesAreCleaned(t *testing.T) {
	for told, want := range map[string]string{
		"../../etc/passwd": "passwd", `..\..\autoexec.bat`: "autoexec.bat", "photo\u202egpj.exe": "photogpj.exe", "NUL.txt": "_NUL.txt",
		"com¹.log": "_com¹.log", ".bashrc": "bashrc", "invoice.pdf . .": "invoice.pdf", "C:evil.txt": "C_evil.txt", "a\nb\tc.txt": "a b c.txt",
		"-rf.txt": "rf.txt", "": "file", "...": "file", "/": "file", "x.txt:Zone.Identifier": "x.txt_Zone.Identifier",
		"zero\u200bwidth.js": "zerowidth.js", "\xff\xfe.txt": "_.txt", strings.Repeat("a", 4096) + ".jpeg": strings.Repeat("a", 115) + ".jpeg",
		strings.Repeat("é", 100) + ".pdf": strings.Repeat("é", 58) + ".pdf", "cafe\u0301.txt": "café.txt", "aux": "_aux", "LPT9.tar.gz": "_LPT9.tar.gz",
		"com10.txt": "com10.txt", "auxiliary.txt": "auxiliary.txt", "NUL .txt": "_NUL .txt", "a\x00b.txt": "ab.txt", `a"b<c>|?*.txt`: "a_b_c____.txt",
		"\U000e0041tag.txt": "tag.txt", "~$doc.docx": "$doc.docx", "a." + strings.Repeat("x", 200): "a." + strings.Repeat("x", 118), "photo.jpg.exe": "photo.jpg.exe",
	} {
		if got := filename.Clean(told); got != want {
			t.Errorf("%.40q: %q, want %q", told, got, want)
		}
	}
	for address, want := range map[string]string{
		"https://up.example/a/re%2Fport%2e%2e%2fx%2520y.txt": "x%20y.txt", "https://up.example/a/b.jpg?name=c.exe": "b.jpg", "https://up.example/m9HOBcLF82tb8j1T.mp4": "file.mp4",
		"https://up.example/0b1e9f52-6a3c-4e57-9c38-0d1f2a3b4c5d.jpg": "file.jpg", "https://up.example/IMG_20261130_1204.jpg": "IMG_20261130_1204.jpg", "https://up.example/Sunday2026.pdf": "Sunday2026.pdf",
		"https://up.example/20261130_120455.jpg": "20261130_120455.jpg", "https://up.example": "file", "https://up.example/a/": "file", "%": "file",
	} {
		if got := filename.OfURL(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

func TestProgramsAreDangerous(t *testing.T) {
	for name, head := range map[string]string{
		"a.exe": "", "A.EXE": "", "photo.jpg.scr": "", "x.desktop": "", "autorun.inf": "", "Desktop.ini": "", "a.html": "", "a.svg": "", "sheet.xlsm": "",
		"photo.jpg": "\x7fELF\x02", "b.png": "MZ\x90", "c.txt": "#!/bin/sh", "d.txt": "\n[Desktop Entry]\nExec=x", "e": "\xcf\xfa\xed\xfe",
		"f": "<!DOCTYPE html>", "g.unknown": "\xef\xbb\xbf\n <SVG onload=x>", "h.pdf": "!<arch>\ndebian-binary", "file": "<?xml version='1.0'?><html>",
	} {
		if !filename.Dangerous(name, []byte(head)) {
			t.Errorf("%s beginning with %q may be opened", name, head)
		}
	}
	for name, head := range map[string]string{"a.jpg": "\xff\xd8\xff", "b.txt": "hello", "exe": "", "c.pdf": "%PDF", "d": "", "page.txt": "<html>", "e.xml": "<?xml", "f": "a <html>"} {
		if filename.Dangerous(name, []byte(head)) {
			t.Errorf("%s may not be opened", name)
		}
	}
}

func TestWhatMayTellWhereItWasMade(t *testing.T) {
	for name, want := range map[string]bool{"a.HEIC": true, "a.mp4": true, "/home/alice/a.pdf": true, "a.jpg": false, "a.txt": false, "pdf": false, "": false} {
		if got := filename.Tells(name); got != want {
			t.Errorf("%q: %t", name, got)
		}
	}
}

func TestPicturesAndSoundByName(t *testing.T) {
	for name, want := range map[string][2]bool{"a.JPG": {true, false}, "a.heic": {true, false}, "a.oga": {false, true}, "b.M4A": {false, true}, "a.mp4": {}, "a.pdf": {}, "jpg": {}, "": {}} {
		if got := [2]bool{filename.Picture(name), filename.Sound(name)}; got != want {
			t.Errorf("%q: %t", name, got)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"../a", "NUL", "a\u202eb", "\xff", strings.Repeat("é", 100) + ".pdf", "a." + strings.Repeat(".", 200),
		`..\..\autoexec.bat`, "com¹.log", "invoice.pdf . .", "C:evil.txt", "a\nb\tc.txt", "-rf.txt", "...", "x.txt:Zone.Identifier", "zero\u200bwidth.js", strings.Repeat("a", 4096) + ".jpeg", "\U000e0041tag.txt"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, told string) {
		name := filename.Clean(told)
		if name == "" || len(name) > 120 || !utf8.ValidString(name) || strings.ContainsAny(name, "/\\<>:\"|?*\x00") || strings.IndexFunc(name, unicode.IsControl) >= 0 {
			t.Fatalf("%q becomes %q", told, name)
		}
		if strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".") || strings.HasSuffix(name, " ") {
			t.Fatalf("%q becomes %q", told, name)
		}
		if again := filename.Clean(name); again != name {
			t.Fatalf("%q becomes %q, and that %q", told, name, again)
		}
	})
}
