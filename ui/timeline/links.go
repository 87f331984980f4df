package timeline

import (
	"vouch/trust/links"
	"vouch/ui/draw"
)

// runs cuts a text into words and links; a link is drawn as it is written, so that its target is in sight. Where that is not
// enough, how else its host is written stands beside it, and a link that can be taken for another has the colour of danger.
func runs(text string, color draw.Token) (out []draw.Run, targets map[int]string) {
	from := 0
	for _, l := range links.Find(text) {
		if l.From > from {
			out = append(out, draw.Run{Text: text[from:l.From], Font: draw.F14, Color: color})
		}
		if targets == nil {
			targets = make(map[int]string)
		}
		targets[len(out)] = text[l.From:l.To]
		beside, odd := links.Host(text[l.From:l.To])
		color, quiet := draw.Acc, draw.Muted
		if odd {
			color, quiet = draw.Rejected, draw.Rejected
		}
		out = append(out, draw.Run{Text: text[l.From:l.To], Font: draw.Font{Size: 14, Under: true}, Color: color, Apart: true})
		if beside != "" {
			out = append(out, draw.Run{Text: " [" + beside + "]", Font: draw.F14, Color: quiet, Aside: true, Apart: true})
		}
		from = l.To
	}
	if from < len(text) || len(out) == 0 {
		out = append(out, draw.Run{Text: text[from:], Font: draw.F14, Color: color})
	}
	return out, targets
}
