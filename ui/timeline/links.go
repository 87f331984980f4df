package timeline

import (
	"regexp"
	"strings"

	"vouch/ui/draw"
)

// address finds what looks like a link of the kinds that may be opened from a message: the web, xmpp, mail and places.
var address = regexp.MustCompile(`(?i)\b(?:https?://|xmpp:|mailto:|geo:)[^\s<>"\x{2028}\x{2029}]+`)

// runs cuts a text into words and links; a link is drawn as it is written, so that its target is in sight.
func runs(text string, color draw.Token) (out []draw.Run, targets map[int]string) {
	from := 0
	for _, at := range address.FindAllStringIndex(text, -1) {
		end := at[0] + len(bare(text[at[0]:at[1]]))
		if strings.HasSuffix(text[at[0]:end], ":") || strings.HasSuffix(text[at[0]:end], "//") {
			continue
		}
		if at[0] > from {
			out = append(out, draw.Run{Text: text[from:at[0]], Font: draw.F14, Color: color})
		}
		if targets == nil {
			targets = make(map[int]string)
		}
		targets[len(out)] = text[at[0]:end]
		out = append(out, draw.Run{Text: text[at[0]:end], Font: draw.Font{Size: 14, Under: true}, Color: draw.Acc})
		from = end
	}
	if from < len(text) || len(out) == 0 {
		out = append(out, draw.Run{Text: text[from:], Font: draw.F14, Color: color})
	}
	return out, targets
}

// bare takes away what ends the sentence rather than the address.
func bare(link string) string {
	for {
		cut := strings.TrimRight(link, ".,;:!?'’”»*_~")
		for _, pair := range []string{"()", "[]", "{}"} {
			if strings.HasSuffix(cut, pair[1:]) && strings.Count(cut, pair[:1]) < strings.Count(cut, pair[1:]) {
				cut = cut[:len(cut)-1]
			}
		}
		if cut == link {
			return link
		}
		link = cut
	}
}
