// Package filename makes the names that others give to files safe to use here, and tells which files are programs.
package filename

import (
	"net/url"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Nameless is what a file is called whose name says nothing.
const Nameless = "file"

// mostBytes bounds a name, in bytes of UTF-8; mostEnding its ending.
const (
	mostBytes  = 120
	mostEnding = 20
)

// Clean makes a name that somebody told one that can be used on every system, in a folder and nowhere else: one segment, without
// what is not seen, of at most 120 bytes with its ending. It is never empty.
func Clean(told string) string {
	name := told[strings.LastIndexAny(told, `/\`)+1:]
	name = strings.Map(printable, norm.NFC.String(strings.ToValidUTF8(name, "_")))
	name = strings.Join(strings.Fields(norm.NFC.String(name)), " ")
	name = strings.TrimRight(strings.TrimLeft(name, ".-~ "), ". ")
	if name == "" {
		return Nameless
	}
	if reserved(name) {
		name = "_" + name
	}
	return shorten(name)
}

// printable gives a character for one of a name: itself, "_" where a system means something by it, or -1 for none.
func printable(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case strings.ContainsRune(`<>:"|?*`, r):
		return '_'
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
		return -1
	}
	return r
}

// reserved tells whether Windows takes a name for that of a device, whatever its ending.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch stem = strings.TrimRight(stem, " "); stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	number, ok := strings.CutPrefix(stem, "COM")
	if !ok {
		number, ok = strings.CutPrefix(stem, "LPT")
	}
	return ok && utf8.RuneCountInString(number) == 1 && strings.ContainsAny(number, "0123456789¹²³")
}

// shorten takes away what is too much, before the ending.
func shorten(name string) string {
	if len(name) <= mostBytes {
		return name
	}
	ending := path.Ext(name)
	if len(ending) > mostEnding {
		ending = ""
	}
	n := mostBytes - len(ending)
	for !utf8.RuneStart(name[n]) {
		n--
	}
	return strings.TrimRight(name[:n], ". ") + ending
}

// OfURL is the name that the path of a URL ends with, cleaned; Nameless where it has none, with its ending where the name is one that
// a program has drawn, so that it says nothing to anybody.
func OfURL(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return Nameless
	}
	escaped := u.EscapedPath()
	name, err := url.PathUnescape(escaped[strings.LastIndexByte(escaped, '/')+1:])
	if err != nil {
		return Nameless
	}
	if name = Clean(name); drawn(strings.TrimSuffix(name, path.Ext(name))) {
		name = Nameless + path.Ext(name)
	}
	return name
}

// fewDrawn is the length from which a name may be one that was drawn, in letters.
const fewDrawn = 12

// drawn tells whether a name looks as if chance had made it: digits with letters of both cases, or with those of hex alone.
func drawn(name string) bool {
	var digits, upper, lower, others bool
	hex := true
	for _, r := range name {
		switch {
		case r >= '0' && r <= '9':
			digits = true
		case r >= 'a' && r <= 'z':
			lower, hex = true, hex && r <= 'f'
		case r >= 'A' && r <= 'Z':
			upper, hex = true, hex && r <= 'F'
		case r == '-' || r == '_':
		default:
			others = true
		}
	}
	return len(name) >= fewDrawn && !others && digits && (lower && upper || hex && (lower || upper))
}

// Ending is the ending of a name, in small letters and without its dot; "" for none.
func Ending(name string) string { return strings.ToLower(strings.TrimPrefix(path.Ext(name), ".")) }

// shared are the endings that a file keeps in the address that others fetch it from, with its media type: by them programs tell what
// it is, and nothing else of a name is for a server to read.
var shared = map[string]string{
	"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp", "avif": "image/avif", "heic": "image/heic",
	"svg": "image/svg+xml", "bmp": "image/bmp", "tif": "image/tiff", "tiff": "image/tiff",
	"mp4": "video/mp4", "m4v": "video/mp4", "mov": "video/quicktime", "webm": "video/webm", "mkv": "video/x-matroska", "avi": "video/x-msvideo", "3gp": "video/3gpp",
	"oga": "audio/ogg", "ogg": "audio/ogg", "opus": "audio/ogg", "mp3": "audio/mpeg", "m4a": "audio/mp4", "aac": "audio/aac", "wav": "audio/wav", "flac": "audio/flac",
	"pdf": "application/pdf", "txt": "text/plain", "md": "text/markdown", "csv": "text/csv", "json": "application/json", "xml": "application/xml", "epub": "application/epub+zip",
	"odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet", "odp": "application/vnd.oasis.opendocument.presentation",
	"doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation", "zip": "application/zip", "gz": "application/gzip", "7z": "application/x-7z-compressed",
	"ics": "text/calendar", "vcf": "text/vcard", "gpx": "application/gpx+xml",
}

// Shared is the ending of a name that an address may have, or "".
func Shared(name string) string {
	e := Ending(name)
	if _, known := shared[e]; !known {
		return ""
	}
	return e
}

// Type is the media type that the ending of a name says, or that of any bytes.
func Type(name string) string {
	if t, known := shared[Ending(name)]; known {
		return t
	}
	return "application/octet-stream"
}
