package draw

import (
	"image"
	"image/color"
	"strings"
	"unicode"

	"fyne.io/fyne/v2/canvas"
)

// Presence is the shape at the lower right of an avatar.
type Presence string

// The presences; they differ in shape as well as in colour.
const (
	PresenceNone Presence = ""
	PresenceOn   Presence = "on"
	PresenceAway Presence = "away"
	PresenceOff  Presence = "off"
)

// Face is a person or a room as an avatar shows it: by picture, or by the first letter of the name where there is none.
type Face struct {
	Name, JID string
	Picture   image.Image // square; nil for none
	Room      bool        // a square with round corners instead of a disc
	Sign      string      // stands small at the lower right, or ""
}

// corner is the radius of an avatar d wide: a disc for people, 12 of 44 for rooms.
func (f Face) corner(d float32) float32 {
	if f.Room {
		return d * 12 / 44
	}
	return d / 2
}

// Face draws the avatar of a person or room, d wide; ground is what it stands on.
func (s *Sheet) Face(f Face, x, y, d float32, p Presence, ground Token) {
	if f.Picture == nil {
		s.letter(f, x, y, d)
		s.presence(x, y, d, p, ground)
		s.sign(f.Sign, x, y, d, ground)
		return
	}
	if !s.dry {
		img := canvas.NewImageFromImage(f.Picture)
		img.CornerRadius = f.corner(d)
		s.Put(img, x, y, d, d)
	}
	s.presence(x, y, d, p, ground)
	s.sign(f.Sign, x, y, d, ground)
}

// sign draws a small sign at the lower right of an avatar.
func (s *Sheet) sign(sign string, x, y, d float32, ground Token) {
	if sign == "" {
		return
	}
	e := d * 16 / 44
	f := Font{Size: e * 12 / 16 / s.Text, Bold: true} // as the avatar, it does not grow with the text
	x, y = x+d+2-e, y+d+2-e
	s.Rect(x, y, e, e, ground, e/2)
	s.Word(sign, x+(e-s.Width(sign, f))/2, y, e, f, Fg)
}

// letter draws an avatar without a picture.
func (s *Sheet) letter(face Face, x, y, d float32) {
	s.RectColor(x, y, d, d, DiscColor(face.JID), face.corner(d))
	size := map[float32]float32{24: 11, 28: 13, 40: 17, 44: 18, 72: 30}[d]
	f := Font{Size: size / s.Text, Bold: true} // the disc does not grow with the text
	letter := initial(face.Name, face.JID)
	s.WordColor(letter, x+(d-s.Width(letter, f))/2, y, d, f, color.White)
}

// presence draws the shape at the lower right of a disc.
func (s *Sheet) presence(x, y, d float32, p Presence, ground Token) {
	if p == PresenceNone {
		return
	}
	e := float32(12)
	if d < 40 {
		e = 10
	}
	px, py := x+d+1-e, y+d+1-e
	s.Rect(px, py, e, e, ground, e/2)
	switch p {
	case PresenceOn:
		s.Rect(px+2, py+2, e-4, e-4, Online, e/2-2)
	case PresenceAway:
		s.Rect(px+2, py+2, e-4, e-4, Away, e/2-2)
		s.Rect(px+4, py+e/2-1, e-8, 2, White)
	case PresenceOff:
		s.Frame(px+2, py+2, e-4, e-4, Ctl, ground, e/2-2, 2)
	}
}

// initial is the first letter or digit of a name, else of the address.
func initial(name, jid string) string {
	for _, r := range name + jid {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return strings.ToUpper(string(r))
		}
	}
	return "?"
}

// Chip draws mark and word of a state on its tint, ending at x, and gives its width. It is 24 high at normal text.
func (s *Sheet) Chip(state Token, word string, x, y float32) float32 {
	h, m := s.K(24), s.K(16)
	w := 7 + m + 6 + s.Width(word, B12) + 10
	s.Rect(x-w, y, w, h, state+"Tint", h/2)
	s.Icon(string(state), state, x-w+7, y+(h-m)/2, m)
	s.Word(word, x-w+7+m+6, y, h, B12, state)
	return w
}
