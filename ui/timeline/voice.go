package timeline

import (
	"fmt"
	"image/color"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vouch/ui/draw"
)

// Voice is the sound that a Bubble plays in the place of words.
type Voice struct {
	Length time.Duration // 0: the Bubble has none
	Peaks  string        // its waveform, a byte for each part: 0 is silence, 255 as loud as can be; "" where it is not known
}

// VoiceState is how far a Voice is.
type VoiceState struct {
	Plays bool
	At    time.Duration
	Speed string // in words, as 1.5×
}

// The actions of a Voice. ActSeek begins one: the place follows, in milliseconds.
const (
	ActPlay  = "play"
	ActSpeed = "speed"
	ActSeek  = "seek "
)

// SeekedTo is the place that an action goes to, where it is one of ActSeek.
func SeekedTo(act string) (at time.Duration, ok bool) {
	text, ok := strings.CutPrefix(act, ActSeek)
	ms, err := strconv.ParseInt(text, 10, 64)
	return time.Duration(ms) * time.Millisecond, ok && err == nil
}

const (
	voiceW     = 300 // of a bubble, at normal text
	voiceH     = 40
	playSide   = 40
	barW, barD = 3, 2 // of the waveform: a bar, and the distance to the next
)

// voiceBox sets the size of a bubble of sound: the times stand below the waveform.
func (b *bubble) voiceBox(s *draw.Sheet, most float32) {
	b.w = min(most, max(s.K(voiceW), b.meta+2*padX+s.K(110)))
	b.h = 2*padY + voiceH + 4 + s.K(16)
}

// paintVoice draws the button, the waveform, and how far it is.
func (b bubble) paintVoice(s *draw.Sheet, r *Row, now VoiceState, act func(string)) {
	x, y := b.x+padX, b.y+padY
	s.Hit(ActPlay, x, y, playSide, playSide, func(s *draw.Sheet, hover, focus bool) {
		s.Rect(0, 0, s.W, s.H, draw.Fill, playSide/2)
		if focus || hover {
			s.Ring(4, 4, s.W-8, s.H-8, playSide/2-4)
		}
		icon, dx := "play", float32(1.5)
		if now.Plays {
			icon, dx = "pause", 0
		}
		s.Icon(icon, draw.White, (s.W-20)/2+dx, (s.H-20)/2, 20)
	}, func() { act(ActPlay) })
	wx := x + playSide + 10
	ww := b.x + b.w - padX - wx
	part := min(1, float32(now.At)/float32(r.Voice.Length))
	waveform(s, r.Voice.Peaks, wx, y, ww, voiceH, part)
	seek := s.Kid("seek", func() fyne.CanvasObject { return newSeeker() }).(*seeker)
	seek.to = func(part float32) {
		act(ActSeek + strconv.FormatInt(int64(part*float32(r.Voice.Length.Milliseconds())), 10))
	}
	s.Put(seek, wx, y, ww, voiceH)
	said := clock(r.Voice.Length)
	if now.At > 0 || now.Plays {
		said = clock(now.At) + " / " + said
	}
	my := b.y + b.h - padY - s.K(16)
	tx := x + s.Word(said, x, my, s.K(16), draw.F12, draw.Muted)
	if now.Speed != "" {
		s.Link(ActSpeed, now.Speed, tx+10, my, s.K(16), draw.F12, func() { act(ActSpeed) })
	}
}

// waveform draws the peaks as bars, those that were played in another colour.
func waveform(s *draw.Sheet, peaks string, x, y, w, h, part float32) {
	rest := draw.Ctl
	if peaks == "" {
		s.Rect(x, y+h/2-1, w, 2, rest, 1)
		s.Rect(x, y+h/2-1, w*part, 2, draw.Acc, 1)
		s.Rect(x+w*part-4, y+h/2-4, 8, 8, draw.Acc, 4)
		return
	}
	n := max(1, int((w+barD)/(barW+barD)))
	for i := range n {
		loud := byte(0)
		for j := i * len(peaks) / n; j <= min(len(peaks)-1, ((i+1)*len(peaks)-1)/n); j++ {
			loud = max(loud, peaks[j])
		}
		bh := max(barW, float32(int(float32(loud)/255*h)))
		c := rest
		if float32(i) < part*float32(n) {
			c = draw.Acc
		}
		s.Rect(x+float32(i)*(barW+barD), y+(h-bh)/2, barW, bh, c, barW/2)
	}
}

// voice asks how far the sound of a row is.
func (l *List) voice(id string) VoiceState {
	if l.events.Voice == nil {
		return VoiceState{}
	}
	return l.events.Voice(id)
}

// clock is a length in minutes and seconds.
func clock(d time.Duration) string {
	all := int((d + time.Second/2) / time.Second)
	if all >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", all/3600, all/60%60, all%60)
	}
	return fmt.Sprintf("%d:%02d", all/60, all%60)
}

// seeker takes presses on a waveform.
type seeker struct {
	widget.BaseWidget
	to func(part float32) // from 0 to 1
}

var (
	_ fyne.Tappable      = (*seeker)(nil)
	_ desktop.Cursorable = (*seeker)(nil)
)

func newSeeker() *seeker {
	s := &seeker{}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *seeker) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// Tapped goes to the place that was pressed.
func (s *seeker) Tapped(e *fyne.PointEvent) {
	if w := s.Size().Width; w > 0 && s.to != nil {
		s.to(max(0, min(1, e.Position.X/w)))
	}
}

// Cursor implements desktop.Cursorable.
func (s *seeker) Cursor() desktop.Cursor { return desktop.PointerCursor }
