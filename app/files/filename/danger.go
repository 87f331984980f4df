package filename

import (
	"bytes"
	"strings"
)

// programs are the endings of what runs, or has something else run, when it is opened.
var programs = set(`ade adp apk app appimage application appref-ms appx bash bat bin cab chm cmd com command cpl deb desktop diagcab dll
dmg docm dotm exe fish flatpakref hta htm html img inf ins iqy iso isp jar jnlp js jse lib library-ms lnk mde mht mpkg msc msi msix msp
mst nsh one pif pkg pl pptm ps1 psc1 psm1 psrc py rb rdp reg rpm run scf scpt scr sct search-ms settingcontent-ms sh shb slk svg sys
terminal theme url vb vbe vbs vhd vhdx vxd webloc website workflow wsc wsf wsh xhtml xlam xll xlsm xltm zsh`)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// magic are beginnings of programs: of Linux, Windows, macOS in its four ways and as several in one, of scripts, and of packages.
var magic = []string{"\x7fELF", "MZ", "\xfe\xed\xfa\xce", "\xce\xfa\xed\xfe", "\xfe\xed\xfa\xcf", "\xcf\xfa\xed\xfe", "\xca\xfe\xba\xbe", "#!", "!<arch>\ndebian", "\xed\xab\xee\xdb"}

// pages are beginnings of what a browser runs, in small letters: systems look for these where the ending says nothing.
var pages = []string{"<!doctype html", "<html", "<head", "<script", "<body", "<svg", "<?xml", "<!--"}

// HeadSize is how much of a file Dangerous wants to see, in bytes.
const HeadSize = 512

// Dangerous tells whether a file with this name, which begins with head, may run when it is opened: by its ending, or by what it is.
// Such a file is saved, and never opened by us.
func Dangerous(name string, head []byte) bool {
	switch strings.ToLower(name) {
	case "desktop.ini", "autorun.inf":
		return true
	}
	if programs[Ending(name)] {
		return true
	}
	for _, m := range magic {
		if bytes.HasPrefix(head, []byte(m)) {
			return true
		}
	}
	return bytes.Contains(head, []byte("[Desktop Entry]")) || Shared(name) == "" && isPage(head)
}

// isPage tells whether something begins as what a browser runs.
func isPage(head []byte) bool {
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n\f"))
	for _, p := range pages {
		if bytes.HasPrefix(text, []byte(p)) {
			return true
		}
	}
	return false
}
