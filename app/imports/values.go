package imports

import (
	"encoding/hex"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"mellium.im/xmpp/jid"
)

// Times that can be: XMPP began in 1999.
var (
	earliest = time.Date(1998, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
)

// believable is t, or zero if it cannot be.
func believable(t time.Time) time.Time {
	if t.Before(earliest) || t.After(latest) {
		return time.Time{}
	}
	return t.UTC()
}

func seconds(s int64) time.Time { return believable(time.Unix(s, 0)) }

func millis(ms int64) time.Time { return believable(time.UnixMilli(ms)) }

// fraction takes seconds with a fraction, and says how exact they are: what has no fraction was kept as whole seconds.
func fraction(s float64) (time.Time, time.Duration) {
	if math.IsNaN(s) || s < float64(earliest.Unix()) || s > float64(latest.Unix()) {
		return time.Time{}, time.Second
	}
	whole, part := math.Modf(s)
	t := believable(time.Unix(int64(whole), int64(math.Round(part*1e6))*1e3))
	if part == 0 {
		return t, time.Second
	}
	return t, time.Microsecond
}

// bareOf is the bare JID that a text is, or "".
func bareOf(text string) string {
	if len(text) > 3*1023+2 { // RFC 7622 §3.1: each part at most 1023 octets
		return ""
	}
	j, err := jid.Parse(text)
	if err != nil {
		return ""
	}
	return j.Bare().String()
}

// resourceOf is what stands behind the first slash.
func resourceOf(text string) string {
	_, resource, _ := strings.Cut(text, "/")
	return resource
}

// fingerprint takes a public key of 32 bytes in hex, also with the byte 05 before it that means Curve25519; anything else is "".
func fingerprint(text string) string {
	text = strings.ToLower(strings.ReplaceAll(text, " ", ""))
	if len(text) == 66 {
		text = strings.TrimPrefix(text, "05")
	}
	if b, err := hex.DecodeString(text); err != nil || len(b) != 32 {
		return ""
	}
	return text
}

// keyed is the fingerprint of a key of 33 bytes, or "": 32 bytes are no key of a kind that is known.
func keyed(key []byte) string {
	if len(key) != 33 || key[0] != 5 {
		return ""
	}
	return hex.EncodeToString(key[1:])
}

// clip cuts a text to so many characters.
func clip(text string, most int) string {
	n := 0
	for i := range text {
		if n == most {
			return text[:i]
		}
		n++
	}
	return text
}

// without takes the characters from the first to before the last out of a text; a range that is none takes nothing.
func without(text string, from, to int64) string {
	if from < 0 || to <= from || to > int64(utf8.RuneCountInString(text)) {
		return text
	}
	runes := []rune(text)
	return string(runes[:from]) + string(runes[to:])
}

// lastPart is the last part of a path of any system, and "" where that is no name.
func lastPart(path string) string {
	name := path[strings.LastIndexAny(path, `/\`)+1:]
	if name == "." || name == ".." {
		return ""
	}
	return clip(name, 255)
}

// emojisOf splits reactions that a program joined.
func emojisOf(text, separator string) (out []string) {
	for e := range strings.SplitSeq(text, separator) {
		if e = strings.TrimSpace(e); e != "" && len(e) <= 64 && len(out) < MaxEmojis {
			out = append(out, e)
		}
	}
	return out
}
