package page

import (
	"reflect"
	"strings"
	"testing"
)

const (
	alice  = "alice@example.org"
	first  = "eda7e66db726b9d910bac084cc5b29a924ad7aa83b7e8b86261ba82fcc655902"
	second = "9c39fabc06f8d86d7cca4e3917e078a07f543b6789e66ce25a4d5a0f9cea57f2"
	third  = "00000000111111112222222233333333444444445555555566666666faceb00c"
)

// split writes a fingerprint in groups.
func split(fp string, size int, between string) string {
	var groups []string
	for at := 0; at < len(fp); at += size {
		groups = append(groups, fp[at:min(at+size, len(fp))])
	}
	return strings.Join(groups, between)
}

func TestReadFindsEveryWayOfWriting(t *testing.T) {
	one, two := []string{first}, []string{first, second}
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"bare", first, one},
		{"upper case in groups of eight (Gajim, Monal)", strings.ToUpper(split(first, 8, " ")), one},
		{"groups of four, two lines, blanks that do not break (Dino)", split(first[:32], 4, "\u00a0") + "\n" + split(first[32:], 4, "\u00a0"), one},
		{"dashes (Profanity)", "Fingerprint: " + split(first, 8, "-"), one},
		{"dashes that go on in the next line", split(first[:32], 8, "-") + "-\n" + split(first[32:], 8, "-"), one},
		{"real dashes", split(first, 8, "–"), one},
		{"colons", split(first, 2, ":"), one},
		{"with the type byte", "05" + first, one},
		{"with the type byte, grouped", split("05"+first, 11, " "), one},
		{"with the type byte by itself", "05 " + split(first, 8, " "), one},
		{"groups of uneven length", split(first, 7, " "), one},
		{"one line after the other", first + "\n" + second, two},
		{"grouped, one line after the other", split(first, 8, " ") + "\n" + split(second, 8, " "), two},
		{"Windows' line ends", split(first[:32], 8, " ") + "\r\n" + split(first[32:], 8, " ") + "\r\n", one},
		{"double spaced", split(first[:32], 8, " ") + "\n\n" + split(first[32:], 8, " "), one},
		{"half of one, an empty line, and another", split(first[:32], 8, " ") + "\n\n" + split(second, 8, " "), []string{second}},
		{"a device id in front", "phone 1184625991\n" + split(first, 8, " "), one},
		{"a device id of eight digits in front", "Device 65975929\n" + split(first[:32], 8, " ") + "\n" + split(first[32:], 8, " "), one},
		{"two devices with such ids", "phone 65975929\n" + split(first, 8, " ") + "\ndesk 21706808\n" + split(second, 8, " "), two},
		{"a group a line", split(first, 8, "\n") + "\n" + split(second, 8, "\n"), two},
		{"a date in front", "2026 11 20\n" + split(first, 8, "\n"), one},
		{"words that are hexadecimal", "Dad: add a bed\n" + split(first, 8, " ") + "\nface cafe\n" + split(second, 8, " "), two},
		{"quoted mail", "> phone:\n> " + split(first[:32], 8, " ") + "\n> " + split(first[32:], 8, " "), one},
		{"a list", "* " + split(first, 8, " ") + "\n* " + split(second, 8, " "), two},
		{"a table", "| phone | " + split(first, 8, " ") + " |\n| desk | `" + second + "` |", two},
		{"in brackets", "(" + first + ")", one},
		{"twice", first + "\n" + strings.ToUpper(first), one},
		{"invisible signs in between", split(first, 8, "\u200b"), one},
		{"a link", "see xmpp:alice@example.org?omemo-sid-7=" + first + ";omemo-sid-8=" + second, two},
		{"a link in Markdown", "[me](xmpp:alice@example.org?omemo-sid-7=" + first + ").", one},
		{"a link in Chinese", "我的钥匙见xmpp:alice@example.org?omemo-sid-7=" + first + "，谢谢。", one},
		{"a link in Japanese", "「xmpp:alice@example.org?omemo-sid-7=" + first + "」です", one},
		{"in brackets of Japanese", "「" + first + "」。", one},
		{"in Arabic", "﴿" + split(first, 8, " ") + "﴾، ثم", one},
		{"a web link", "https://conversations.im/i/alice@example.org?omemo-sid-7=" + first, one},
		{"HTML", "<html><body><p>phone<br><code>" + split(first[:32], 8, " ") + "<br>" + split(first[32:], 8, " ") + "</code></p></body></html>", one},
		{"HTML, a cell for each half", "<html><table><tr><td>" + first[:32] + "</td><td>" + first[32:] + "</td></tr></table>", one},
		{"HTML with marks for parts of it", "<body><b>" + first[:8] + "</b>" + first[8:], one},
		{"HTML with signs spelled", "<body>" + split(first, 8, "&nbsp;"), one},
		{"HTML, a link behind a word", `<body><a href="xmpp:alice@example.org?omemo-sid-7=` + first + `&amp;omemo-sid-8=` + second + `">verify me</a>`, two},
		{"HTML, what is not shown", "<body><script>" + first + "</script><style>" + first + "</style><!-- " + first + " --><div hidden><p>" + first + "</p></div><span style='display: none'>" + first + "</span>" + second, []string{second}},
		{"letters that grow in lower case before a link", "ȺȺȺȺȺȺxmpp:", nil},
		{"letters that shrink in lower case before a link", "KKKxmpp:alice@example.org?omemo-sid-7=" + first, one},
		{"a link by which somebody vouches for others", "xmpp:alice@example.org?omemo-sid-7=" + first + ";vouched-by=bob@example.org", nil},
		{"nothing", "", nil},
		{"prose", "I have no fingerprints. A bad idea, I fear.", nil},
		{"63 digits", first[1:], nil},
		{"65 digits", "a" + first, nil},
		{"66 digits that do not begin with 05", "06" + first, nil},
		{"a SHA-512", first + second, nil},
	} {
		got, err := Read(c.text, alice)
		if err != nil || !reflect.DeepEqual(got.Fingerprints, c.want) {
			t.Errorf("%s: %q, %v", c.name, got.Fingerprints, err)
		}
	}
}

func TestReadPointsOutWhatIsNone(t *testing.T) {
	text := "# keys\n" + split(first, 8, " ") + "\n\nolder\ne564007d 96cf093d 902ee5bd 0890401\n\nnumber 123\n" + split(second, 8, " ")
	got, err := Read(text, alice)
	want := Page{Fingerprints: []string{first, second}, Odd: []Odd{{5, 31}}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestReadPointsOutWhatLooksLikeAFingerprint: a wrong letter, or a link with anything wrong in it, counts for nothing and is not
// passed over in silence.
func TestReadPointsOutWhatLooksLikeAFingerprint(t *testing.T) {
	for name, c := range map[string]struct {
		line   string
		digits int
	}{
		"a letter for a digit":           {first[:63] + "O", 63},
		"a letter of another script":     {strings.Replace(first, "a", "а", 1), 63},
		"65 digits":                      {"0" + first, 65},
		"66 digits with another type":    {"06" + first, 66},
		"two in one":                     {first + second, 128},
		"a link with a short key":        {"xmpp:alice@example.org?omemo-sid-7=" + first[1:], 63},
		"a link with an odd device id":   {"xmpp:alice@example.org?omemo-sid-2147483648=" + first, 64},
		"a link with a good key, too":    {"[me](xmpp:alice@example.org?omemo-sid-8=" + second + ";omemo-sid-7=zz)", 64},
		"a web link with two keys":       {"https://conversations.im/i/alice@example.org?omemo-sid-7=" + first + "&omemo-sid-7=" + third, 64},
		"HTML, a link in upper case":     {`<html><a href="XMPP:alice@example.org?OMEMO-SID-0=` + first + `">me</a>`, 64},
		"a link that is a part, it says": {"xmpp:alice@example.org?omemo-sid-7=" + first + ";part=9-2", 64},
	} {
		got, err := Read(c.line, alice)
		if err != nil || len(got.Fingerprints) > 0 || len(got.Odd) != 1 || got.Odd[0].Digits != c.digits {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	for name, line := range map[string]string{
		"a picture in a page": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAlgAAAJYCAIAAAAxBA+LAAAABmJLR0QA",
		"a long word":         "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", "a link to a chat": "xmpp:alice@example.org?join;message",
		"an address": "https://example.org/a-long-way-to-go/with-feedbacked-facades/deadbeef",
	} {
		if got, err := Read(line, alice); err != nil || len(got.Odd) > 0 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestReadLeavesOutKeysOfOthers(t *testing.T) {
	got, err := Read("xmpp:bob@example.org?omemo-sid-7="+first+" xmpp:alice@example.org?omemo-sid-7="+second, alice)
	if want := (Page{Fingerprints: []string{second}, Foreign: []string{"bob@example.org"}}); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestReadRefuses(t *testing.T) {
	var many strings.Builder
	for i := range 501 {
		many.WriteString(strings.Repeat("0", 61) + string("0123456789abcdef"[i>>8&15]) + string("0123456789abcdef"[i>>4&15]) + string("0123456789abcdef"[i&15]) + "\n")
	}
	for name, text := range map[string]string{
		"too long": strings.Repeat("a ", MaxText), "not a text": "\xff\xfe", "a zero": "a\x00b", "too many": many.String(),
	} {
		if got, err := Read(text, alice); err == nil || len(got.Fingerprints) > 0 {
			t.Errorf("%s: %d fingerprints, %v", name, len(got.Fingerprints), err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("phone\n" + split(first, 8, " "))
	f.Add("ȺȺȺȺȺȺxmpp:" + first)
	f.Add("<html><p hidden>" + first + "<br><script>" + second)
	f.Add(first[:63] + "O xmpp:alice@example.org?omemo-sid-0=" + first)
	f.Add("05" + split(third, 4, "-") + "\n\n" + split(second, 7, ":"))
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Read(text, alice)
		if err != nil {
			return
		}
		for _, fp := range got.Fingerprints {
			if len(fp) != 64 || !isHex(fp) || strings.ToLower(fp) != fp {
				t.Fatalf("%q", fp)
			}
		}
	})
}
