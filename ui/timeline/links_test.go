package timeline

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/ui/draw"
)

// TestALinkThatLooksLikeAnotherIsMarked, and what stands beside it is no part of the text.
func TestALinkThatLooksLikeAnotherIsMarked(t *testing.T) {
	const text = "see https://p\u0430ypal.com now"
	l := list(t, Events{}, []*Row{{ID: "1", Text: text, First: true, Last: true}})
	v := l.visible["1"]
	var mark, now draw.Piece
	for _, p := range v.laid.text.Pieces {
		switch {
		case p.Aside:
			mark = p
		case v.laid.targets[p.N] != "" && p.Color != draw.Rejected:
			t.Errorf("the link is drawn in %s", p.Color)
		case p.Text == " now":
			now = p
		}
	}
	if mark.Text != " [xn--pypal-4ve.com]" || mark.Color != draw.Rejected {
		t.Errorf("beside the link stands %q in %s", mark.Text, mark.Color)
	}
	if now.At != len([]rune(text))-len(" now") {
		t.Errorf("what follows begins at %d", now.At)
	}
	v.list.pick("1", [2]int{0, len([]rune(text))})
	if got := v.list.Selected(); got != text {
		t.Errorf("selected is %q", got)
	}
	at := fyne.NewPos(v.laid.x+padX+mark.X+mark.W/2, v.laid.y+padY+5)
	if n := v.laid.runeAt(draw.Dry(600), at); n != now.At || v.laid.linkAt(at) != "" {
		t.Errorf("a press beside the link is one on %d, %q", n, v.laid.linkAt(at))
	}
	for link, color := range map[string]draw.Token{"https://example.org": draw.Acc, "https://xn--mnchen-3ya.example": draw.Acc, "https://a@example.org": draw.Rejected} {
		if rs, _ := runs(link, draw.Fg); rs[0].Color != color {
			t.Errorf("%s is drawn in %s", link, rs[0].Color)
		}
	}
}

func TestLinksAreShownAsTheyAreWritten(t *testing.T) {
	const text = "见https://example.org/path，谢谢。(xmpp:bob@example.org)"
	rs, targets := runs(text, draw.Fg)
	var all, got []string
	for i, r := range rs {
		all = append(all, r.Text)
		if target, ok := targets[i]; ok {
			got = append(got, target)
			if target != r.Text {
				t.Errorf("%q is shown as %q", target, r.Text)
			}
		}
	}
	if strings.Join(all, "") != text || strings.Join(got, " ") != "https://example.org/path xmpp:bob@example.org" {
		t.Errorf("links %q of %q", got, all)
	}
}
