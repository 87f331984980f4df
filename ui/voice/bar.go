package voice

import (
	"math"

	"fyne.io/fyne/v2"

	"vouch/app/files/sound"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// Bar shows a message in the place of the field in which texts are written. What it tells by symbols alone has words at the pointer.
type Bar struct {
	Pane    *draw.Pane
	Message *Message // there is one while the bar is drawn
	Plain   bool     // the message goes in clear
	Send    func()
	Cancel  func() // by the button and by Escape
}

// pad is what lies beside the bar, and gap between its parts.
const (
	pad = 16
	gap = 4
)

// NewBar makes a bar that shows nothing yet.
func NewBar(w *shell.Shell, send, cancel func()) *Bar {
	b := &Bar{Send: send, Cancel: cancel}
	b.Pane = w.Pane(b.draw)
	b.Pane.Keys = func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyEscape {
			b.Cancel()
			return
		}
		w.On.Key(e)
	}
	return b
}

// Focus is the control that has the keyboard: by mistake it sends nothing, and throws nothing away.
func (b *Bar) Focus() fyne.Focusable {
	for _, key := range []string{"voice play", "voice stop"} {
		if f, ok := b.Pane.Find(key).(fyne.Focusable); ok {
			return f
		}
	}
	return nil
}

// Height is how high the bar is at a width.
func (b *Bar) Height(s *draw.Sheet, w float32) float32 {
	if b.below(s, w) {
		return 2*side(s) + 8
	}
	return side(s)
}

// side is how high a row is, and how wide a button.
func side(s *draw.Sheet) float32 { return s.K(20) + 20 }

func loud(s *draw.Sheet) draw.Button {
	return draw.Button{Icon: "open", Word: words.Tr("chat.sendPlain"), Kind: draw.Deed, Height: side(s)}
}

// below says whether the loud word of a chat in clear has no room beside the rest.
func (b *Bar) below(s *draw.Sheet, w float32) bool {
	lw, _ := s.Size(loud(s))
	return b.Plain && w-2*pad-3*(side(s)+gap)-lw < s.K(220)
}

func (b *Bar) draw(s *draw.Sheet) {
	m, d := b.Message, side(s)
	if m == nil {
		return
	}
	s.IconButton("voice cancel", "trash", words.Tr("voice.cancel"), pad-4, 0, d, b.Cancel)
	right := b.drawSend(s, s.W-pad, d)
	if m.State() != Whole {
		right = b.drawControls(s, right, d)
	}
	left := pad + d + gap
	edge := draw.Ctl
	if b.Plain {
		edge = draw.Rejected
	}
	s.Frame(left, 0, right-left, d, edge, draw.Card, 12, 1)
	if m.State() == Whole {
		b.drawWhole(s, left, right-6, d)
		return
	}
	b.drawLive(s, left, right, d)
}

// drawSend draws what sends, and gives where the rest ends.
func (b *Bar) drawSend(s *draw.Sheet, right, d float32) float32 {
	if !b.Plain {
		s.FilledButton("voice send", "send", words.Tr("voice.send"), true, right-d, 0, d, b.Send)
		return right - d - 6
	}
	lw, _ := s.Size(loud(s))
	if b.below(s, s.W) {
		s.Button("voice send", loud(s), right-lw, d+8, b.Send)
		return right
	}
	s.Button("voice send", loud(s), right-lw, 0, b.Send)
	return right - lw - 6
}

// drawControls draws what pauses, goes on and stops, and gives where the rest ends.
func (b *Bar) drawControls(s *draw.Sheet, right, d float32) float32 {
	m := b.Message
	only := func(can bool, do func()) func() {
		if !can {
			return nil
		}
		return do
	}
	x := right - d - gap
	s.IconButton("voice stop", "stop", words.Tr("voice.stop"), x, 0, d, m.Stop)
	x -= d
	if m.State() == Paused {
		s.IconButton("voice pause", "mic", words.Tr("voice.resume"), x, 0, d, only(!m.Busy(), m.Resume))
	} else {
		s.IconButton("voice pause", "pause", words.Tr("voice.pause"), x, 0, d, m.Pause)
	}
	return x - gap
}

// drawLive draws that it is recorded, for how long and how loud.
func (b *Bar) drawLive(s *draw.Sheet, left, right, d float32) {
	m, dot := b.Message, s.K(10)
	color := draw.Muted
	if m.State() == Recording {
		color = draw.Danger
	}
	s.Rect(left+14, (d-dot)/2, dot, dot, color, dot/2)
	x := left + 14 + dot + 10
	if m.State() == Opening {
		s.Word(s.Clip(words.Tr("voice.opening"), right-x-12, draw.F14), x, 0, d, draw.F14, draw.Muted)
		return
	}
	s.Word(Clock(m.Length()), x, 0, d, draw.F14, draw.Fg)
	x += s.Width("00:00", draw.F14) + 14
	n := max(0, min(int((right-14-x)/beamStep), mostLevels))
	for i := range n {
		level := 0.0
		if at := len(m.levels) - n + i; at >= 0 {
			level = m.levels[at]
		}
		beam(s, x+float32(i)*beamStep, beamStep, d, level, color)
	}
}

// drawWhole draws what plays it, and where it plays.
func (b *Bar) drawWhole(s *draw.Sheet, left, right, d float32) {
	m := b.Message
	icon, tip, tap := "play", words.Tr("voice.play"), m.Play
	if m.Playing() {
		icon, tip, tap = "pause", words.Tr("voice.hush"), m.Hush
	} else if m.Busy() {
		tap = nil
	}
	play := d - 10
	s.IconButton("voice play", icon, tip, left+6, 5, play, tap)
	x := left + play + 14
	said := Clock(m.Length())
	if m.Place() > 0 || m.Playing() {
		said = Clock(m.Place()) + " / " + said
	}
	s.Word(said, x, 0, d, draw.F14, draw.Fg)
	x += s.Width("00:00 / 00:00", draw.F14) + 14
	peaks := m.tape.peaks.Bytes()
	w := right - 8 - x
	n := max(0, min(int(w/beamStep), sound.NumPeaks))
	for i := range n {
		color := draw.Ctl
		if m.Place() > 0 && float64(i) < float64(n)*m.Place().Seconds()/m.Length().Seconds() {
			color = draw.Acc
		}
		step := w / float32(n)
		beam(s, x+float32(i)*step, step, d, float64(peaks[i*sound.NumPeaks/n])/255, color)
	}
}

// beamStep is the least distance from one level that is drawn to the next.
const beamStep = 5

// beam draws a level, in a row of height d. What is half as loud is more than half as high: ears hear it so.
func beam(s *draw.Sheet, x, step, d float32, level float64, color draw.Token) {
	w := 0.6 * step
	h := max(3, (d-14)*float32(math.Sqrt(level)))
	s.Rect(x, (d-h)/2, w, h, color, 1.5)
}
