package timeline

import (
	"strings"
	"testing"

	"vouch/ui/draw"
)

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
