package timeline

import "vouch/ui/draw"

// bubble is a message laid out for one width of the list.
type bubble struct {
	x, y, w, h float32 // the box
	text       draw.Wrapped
	targets    map[int]string // links by the number of their run
	tiles      []tile         // the pictures, in the place of the text
	lh         float32
	sender     float32 // top of the name above the box
	quote      float32 // top of the line above the box
	more       float32 // height of the line of the action ActMore, or 0
	meta       float32 // width of time and marks
	turned     bool    // they stand at the left, since the last line ends there
	foot       float32 // top of what stands below the box
	height     float32 // of the whole row
}

const (
	padX, padY = 12, 7
	avatarRoom = 36 // 28 and 8 beside it
)

func side(w float32) float32 {
	if w < 700 {
		return 14
	}
	return 20
}

// lay places text with the time in its last line, or below it where it does not fit.
func lay(s *draw.Sheet, r *Row, whole bool) bubble {
	p := side(s.W)
	most := min(560, (s.W-2*p)*.78)
	b := bubble{lh: s.K(20), y: 2}
	if r.First {
		b.y = 10
	}
	if b.sender = b.y; r.Sender != "" {
		b.y += senderHeight(s)
	}
	if b.quote = b.y; r.Quote != "" {
		b.y += quoteHeight(s)
	}
	text := r.Text
	if whole && r.Whole != "" {
		text = r.Whole
	}
	line := draw.One(text, draw.F14, draw.Muted)
	if !r.Stands {
		line, b.targets = words(text)
	}
	b.text = s.Wrap(line, most-2*padX)
	b.meta = s.Width(r.Time, draw.F11)
	if m, ok := marks[r.Mark]; ok {
		b.meta += 6 + s.K(m[0])
	}
	if i := s.K(r.Lock.side()); i > 0 {
		b.meta += 5 + i
	}
	switch {
	case r.Album != nil:
		b.albumBox(s, r, most)
	case r.Voice.Length > 0:
		b.voiceBox(s, most)
	default:
		b.box(s, r, whole, most)
	}
	b.x = p + avatarRoom
	if r.Own {
		b.x = s.W - p - b.w
	}
	b.foot = b.y + b.h
	if r.Reacts != "" {
		b.foot += reactsHeight(s)
	}
	b.height = b.foot
	if r.Foot != "" {
		b.height += 4 + footHeight(s, r)
	}
	return b
}

// box sets the size of the box: the time stands in the last line of the text, or below it where it does not fit.
func (b *bubble) box(s *draw.Sheet, r *Row, whole bool, most float32) {
	inner := most - 2*padX
	b.h = 2*padY + float32(b.text.Lines)*b.lh
	widest, below := b.text.Widest, float32(0)
	switch {
	case r.More != "" && !whole:
		b.more = s.K(18)
		b.h += b.more
		widest = max(widest, s.Width(r.More, draw.F13)+12+b.meta)
	case b.text.Last+12+b.meta > inner:
		below = s.K(14)
		b.h += below
		widest = max(widest, b.meta)
	default:
		widest = max(widest, b.text.Last+12+b.meta)
	}
	b.w = min(most, widest+2*padX)
	b.turned = b.text.Align(b.w-2*padX) && b.more == 0 && below == 0
}

// paint draws the bubble; selected are the runes from the first to before the second.
func (b bubble) paint(s *draw.Sheet, r *Row, whole bool, selected [2]int, l *List, act func(string)) {
	tl, tr, br, bl := float32(14), float32(14), float32(14), float32(14)
	ground := draw.FieldGround
	if r.Own {
		tr, br, ground = joint(r.First), joint(r.Last), draw.Own
	} else {
		tl, bl = joint(r.First), joint(r.Last)
	}
	if r.Outlined {
		s.Rect(b.x, b.y, b.w, b.h, draw.Rejected, tl, tr, br, bl)
		s.Rect(b.x+2, b.y+2, b.w-4, b.h-4, draw.Bg, tl-2, tr-2, br-2, bl-2)
	} else {
		s.Rect(b.x, b.y, b.w, b.h, ground, tl, tr, br, bl)
	}
	if r.JID != "" && r.Last && !r.Own {
		s.Face(draw.Face{Name: r.Name, JID: r.JID, Picture: r.Picture}, side(s.W), b.y+b.h-28, 28, draw.PresenceNone, draw.Bg)
	}
	x, y := b.x+padX, b.y+padY
	if r.Reacts != "" {
		b.paintReacts(s, r)
	}
	if r.Sender != "" {
		b.paintSender(s, r)
	}
	if r.Quote != "" {
		b.paintQuote(s, r, act)
	}
	b.paintSelection(s, r, selected)
	s.Lines(b.text, x, y, b.lh)
	my := b.y + b.h - padY - b.lh + s.K(5)
	if b.more > 0 {
		s.Link(ActMore, r.More, x, b.y+b.h-padY-b.more, b.more, draw.F13, func() { act(ActMore) })
	}
	switch {
	case r.Album != nil:
		b.paintAlbum(s, r, l.picture, act)
		my = b.y + b.h - albumPad - s.K(15)
	case r.Voice.Length > 0:
		b.paintVoice(s, r, l.voice(r.ID), act)
		my = b.y + b.h - padY - s.K(15)
	}
	mx := b.x + b.w - padX - b.meta
	if b.turned {
		mx = x
	}
	b.paintMeta(s, r, mx, my)
	if r.Foot != "" {
		paintFoot(s, r, b.x, b.x+b.w, b.foot+4, act)
	}
}

func (b bubble) paintMeta(s *draw.Sheet, r *Row, x, y float32) {
	paintTip(s, r, x, y, b.meta, s.K(14))
	x += s.Word(r.Time, x, y, s.K(14), draw.F11, draw.Muted)
	if m, ok := marks[r.Mark]; ok {
		s.Shape(r.Mark, r.MarkColor, x+6, y+(s.K(14)-s.K(m[1]))/2, s.K(m[0]), s.K(m[1]))
		x += 6 + s.K(m[0])
	}
	icon, color := "lock", draw.Muted
	if r.Lock == Open {
		icon, color = "open", draw.Rejected
	}
	if i := s.K(r.Lock.side()); i > 0 {
		s.Icon(icon, color, x+5, y+(s.K(14)-i)/2, i)
	}
}

// timeKey is the spot over the time of a row.
const timeKey = "time"

// paintTip lets the pointer bring up the words about the time and the marks beside it.
func paintTip(s *draw.Sheet, r *Row, x, y, w, h float32) {
	if r.Tip != "" && w > 0 {
		s.Spot(timeKey, x, y, w, h, nil, nil).Tip = r.Tip
	}
}

// joint is the radius of a corner: small where the bubble joins its neighbour.
func joint(free bool) float32 {
	if free {
		return 14
	}
	return 5
}

// footRoom is the width for what stands below a bubble.
func footRoom(s *draw.Sheet) float32 { return s.W - 2*side(s.W) - avatarRoom - 8 }

func footWidth(s *draw.Sheet, r *Row) float32 {
	w := s.K(16) + 6 + s.Width(r.Foot, draw.F12)
	for _, a := range r.Actions {
		if a.Word != "" {
			w += s.Width(" · ", draw.F12) + 6 + s.Width(a.Word, draw.F12)
		}
	}
	return w
}

func footHeight(s *draw.Sheet, r *Row) float32 {
	lh := s.K(16)
	if footWidth(s, r) <= footRoom(s) {
		return lh
	}
	h := float32(s.Wrap(draw.One(r.Foot, draw.F12, r.FootColor), footRoom(s)-s.K(16)-6).Lines) * lh
	if r.Actions[0].Word != "" {
		h += lh
	}
	return h
}

// paintFoot draws mark, words and actions below the box that goes from left to right.
func paintFoot(s *draw.Sheet, r *Row, left, right, y float32, act func(string)) {
	i, lh, w := s.K(16), s.K(16), footWidth(s, r)
	x := left + 4
	if r.Own {
		x = right - 4 - min(w, footRoom(s))
	}
	s.Icon(r.FootIcon, r.FootColor, x, y, i)
	x += i + 6
	if w <= footRoom(s) {
		x += s.Word(r.Foot, x, y, lh, draw.F12, r.FootColor)
	} else {
		y += s.Para(draw.One(r.Foot, draw.F12, r.FootColor), x, y, footRoom(s)-i-6, lh)
		x -= s.Width(" · ", draw.F12) + 6
	}
	dot := w <= footRoom(s)
	for _, a := range r.Actions {
		if a.Word == "" {
			continue
		}
		if dot {
			s.Word("·", x+(s.Width(" · ", draw.F12)+6-s.Width("·", draw.F12))/2, y, lh, draw.F12, draw.Muted)
		}
		x += s.Width(" · ", draw.F12) + 6
		x += s.Link(a.Act, a.Word, x, y, lh, draw.F12, func() { act(a.Act) })
		dot = true
	}
}
