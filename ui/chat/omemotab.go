package chat

import (
	"slices"
	"strings"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// omemoTab completes commands: Tab adds what is certain, and then goes through what there is.
type omemoTab struct {
	keys  map[string][]omemoKey // fingerprints by address, as far as they were looked up
	asked string                // address that they are being looked up for
	made  string                // text that a Tab made, or ""
	from  string                // text that it made it from
	at    int                   // which completion of from it is
}

// omemoKey is a key that can be decided about.
type omemoKey struct {
	digits string
	trust  view.Trust
}

// wantsTab says whether Tab completes what stands in the field; else it leads on.
func (c *Room) wantsTab() bool {
	text := c.entry.Text
	if c.wantsNick() {
		return true
	}
	if !isOmemo(text) || strings.Contains(text, "\n") || c.w.Shown == nil || c.w.Shown.Chat == nil {
		return false
	}
	if c.tab.made == text && c.tab.made != "" {
		return true
	}
	who, ok := c.tabAsks(text)
	return ok && c.tab.keys[who] == nil || len(c.completions(text)) > 0
}

// complete carries out a Tab.
func (c *Room) complete() {
	text := c.entry.Text
	if c.wantsNick() {
		c.completeNick()
		return
	}
	t := &c.tab
	if who, ok := c.tabAsks(text); ok && t.keys[who] == nil && t.made != text {
		c.askKeys(who, text)
		return
	}
	if t.made != text || t.made == "" {
		t.from, t.at = text, -1
	}
	all := c.completions(t.from)
	if len(all) == 0 {
		return
	}
	if longer := commonStart(all); t.at < 0 && len(all) > 1 && len(longer) > len(t.from) {
		t.made = ""
		c.setText(longer)
	} else {
		t.at = (t.at + 1) % len(all)
		t.made = all[t.at]
		c.setText(t.made)
	}
	c.keepDraft(c.entry.Text)
	c.Pane.Refresh()
}

// completions are the whole lines that a line can become.
func (c *Room) completions(text string) (out []string) {
	text = strings.TrimLeft(text, " ")
	head, last := "", text
	if i := strings.LastIndexByte(text, ' '); i >= 0 {
		head, last = text[:i+1], text[i+1:]
	}
	said := strings.Fields(head)
	var can []string
	switch {
	case len(said) == 0:
		can = []string{omemoWord}
	case len(said) == 1:
		can = omemoVerbs
	case len(said) == 2 && said[1] == "trustmode":
		for _, m := range omemoModes {
			can = append(can, m.word)
		}
	case len(said) == 2 && slices.Contains([]string{"trust", "untrust", "fingerprint", "device_list"}, said[1]):
		can = c.addresses()
	case len(said) == 3 && (said[1] == "trust" || said[1] == "untrust"):
		for _, k := range c.tab.keys[said[2]] {
			if trusted := k.trust.Reads(); trusted == (said[1] == "untrust") {
				can = append(can, strings.ReplaceAll(words.Grouped(k.digits), " ", "-"))
			}
		}
	}
	for _, word := range can {
		if strings.HasPrefix(strings.ToLower(word), strings.ToLower(last)) && (word != last || len(said) < 2) {
			out = append(out, head+word+spaceAfter(len(said), word))
		}
	}
	if len(out) == 1 && out[0] == text {
		return nil
	}
	return out
}

// spaceAfter is the space after a word that another one follows.
func spaceAfter(n int, word string) string {
	if n == 0 || n == 1 && slices.Contains([]string{"trust", "untrust", "fingerprint", "device_list", "trustmode"}, word) || n == 2 && strings.Contains(word, "@") {
		return " "
	}
	return ""
}

// addresses are whom a command can be about: the chat's contact, the account, and the others.
func (c *Room) addresses() []string {
	v := c.w.Shown.View
	out := []string{v.Chat}
	for _, who := range append([]string{v.Account}, chatsOf(c.w.Shown)...) {
		if !slices.Contains(out, who) {
			out = append(out, who)
		}
	}
	return out
}

func chatsOf(snap *view.Snapshot) (out []string) {
	for _, row := range snap.Chats {
		out = append(out, row.Chat)
	}
	return out
}

// tabAsks is whose fingerprints a line can be completed by.
func (c *Room) tabAsks(text string) (who string, ok bool) {
	i := strings.LastIndexByte(text, ' ')
	words := strings.Fields(text[:max(i, 0)])
	if i < 0 || len(words) != 3 || words[1] != "trust" && words[1] != "untrust" || !strings.Contains(words[2], "@") {
		return "", false
	}
	return words[2], true
}

// askKeys looks up the keys of who, and completes when the text is still the same.
func (c *Room) askKeys(who, text string) {
	if c.tab.asked == who {
		return
	}
	c.tab.asked = who
	c.withDevices(omemoWord, who, func(v *view.DevicesView) {
		c.tab.asked = ""
		if c.tab.keys == nil {
			c.tab.keys = make(map[string][]omemoKey)
		}
		keys := []omemoKey{}
		for _, d := range v.All() {
			if d.Fingerprint != "" && !d.This {
				keys = append(keys, omemoKey{d.Fingerprint, d.Trust})
			}
		}
		c.tab.keys[who] = keys
		if c.entry.Text == text && len(c.completions(text)) > 0 {
			c.complete()
		}
	})
}

// commonStart is what all begin with.
func commonStart(all []string) string {
	start := all[0]
	for _, s := range all[1:] {
		for !strings.HasPrefix(s, start) {
			start = start[:len(start)-1]
		}
	}
	return start
}

// drawHint says how the command that is being typed is written and what it does. It gives its upper edge.
func (c *Room) drawHint(s *draw.Sheet, bottom float32) float32 {
	words := strings.Fields(c.entry.Text)
	verb := "help"
	if len(words) > 1 && slices.Contains(omemoVerbs, strings.ToLower(words[1])) {
		verb = strings.ToLower(words[1])
	}
	const pad = 20
	lh := s.K(18)
	runs := []draw.Run{{Text: omemoUsage(verb), Font: draw.Font{Size: 12, Mono: true}, Color: draw.Fg}, {Text: "  " + omemoMeaning(verb), Font: draw.F12, Color: draw.Muted}}
	h := float32(s.Wrap(runs, s.W-2*pad-s.K(16)-8).Lines) * lh
	y := bottom - h - 8
	s.Icon("key", draw.Muted, pad, y+4+(lh-s.K(16))/2, s.K(16))
	s.Para(runs, pad+s.K(16)+8, y+4, s.W-2*pad-s.K(16)-8, lh)
	return y
}
