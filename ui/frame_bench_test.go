package ui

import (
	"fmt"
	"image"
	"image/draw"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"go.etcd.io/bbolt"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
	"vouch/ui/shell"
	"vouch/ui/uitest"
)

// BenchmarkFrame is what a change costs until it can be on the screen, by part: the snapshot from a file; the layout, which is all
// that show does; what is drawn into new textures; and beside these, of which the shares are, all pixels of the window as Fyne paints
// them for pictures. "row" is a row more in the chat that is open, "list" one in another chat of the list, and "same" a look without
// a change. x-read holds the snapshot against reading as many rows of the file, x-same the layout against doing the same again, and
// x-fill the pixels against filling as many with one colour: in the same run, so that the ratios hold on any machine. Handing a
// texture to the graphics processor is no part: there is none here.
func BenchmarkFrame(b *testing.B) {
	for _, c := range []struct{ name, chat string }{{"row", uitest.Bob}, {"list", uitest.Carol}, {"same", ""}} {
		b.Run(c.name, func(b *testing.B) {
			f := newFrames(b)
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				if c.chat != "" {
					f.write(c.chat, 1, "new "+fmt.Sprint(i))
				}
				b.StartTimer()
				f.frame()
				b.StopTimer()
				f.limits()
				b.StartTimer()
			}
			f.report()
		})
	}
}

// frames are frames of a window over a file with fifty chats, one of them open.
type frames struct {
	b       *testing.B
	w       *Window
	file    *trust.File
	service *app.Service
	texts   map[canvas.Text]bool // what stands in textures, as Fyne tells texts apart
	others  map[fyne.CanvasObject]bool
	at      time.Time

	parts
}

// parts are what the parts of all frames took together, and what they are held against.
type parts struct {
	snapshot, layout, texture, pixels time.Duration
	read, same, fill                  time.Duration
	textures, bytes                   int
}

func newFrames(b *testing.B) *frames {
	file, err := trust.Open(b.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { file.Close() })
	f := &frames{b: b, file: file, at: uitest.Now.Add(-1000 * time.Hour), texts: map[canvas.Text]bool{}, others: map[fyne.CanvasObject]bool{}}
	f.update(func(tx *bbolt.Tx) error {
		return trust.PutAccount(tx, file.Seal(), trust.Account{JID: uitest.Alice, Added: f.at})
	})
	for i := range 50 {
		f.write(fmt.Sprintf("friend%d@example.org", i), 20, "before")
	}
	f.write(uitest.Carol, 20, "before")
	f.write(uitest.Bob, 300, "before")
	if f.service, err = app.New(file, app.Options{}); err != nil {
		b.Fatal(err)
	}
	f.w = New(test.NewTempApp(b), f.service, slog.New(slog.DiscardHandler), Options{Theme: "light", Now: func() time.Time { return f.at }})
	b.Cleanup(f.w.Win.Close)
	f.w.Win.Resize(fyne.NewSize(1000, 700))
	f.w.Queue.SetView(view.View{Account: uitest.Alice, Chat: uitest.Bob, Before: shell.FirstRows})
	f.frame()
	f.parts = parts{}
	return f
}

func (f *frames) update(do func(tx *bbolt.Tx) error) {
	if err := f.file.Update(do); err != nil {
		f.b.Fatal(err)
	}
}

// write puts n messages into a chat.
func (f *frames) write(chat string, n int, text string) {
	f.update(func(tx *bbolt.Tx) error {
		h := history.In(tx, f.file.Seal(), uitest.Alice)
		if _, err := h.Begin(chat, f.at); err != nil {
			return err
		}
		for i := range n {
			f.at = f.at.Add(time.Minute)
			if err := h.Append(&history.Message{Kind: history.KindText, Chat: chat, From: chat, Time: f.at, Body: fmt.Sprint(text, " ", i, strings.Repeat(" and some words more", 1+i%4))}); err != nil {
				return err
			}
		}
		return nil
	})
}

// frame has the window show what the file has now.
func (f *frames) frame() {
	begin := time.Now()
	snap, err := f.service.Look(f.w.View())
	if err != nil {
		f.b.Fatal(err)
	}
	f.snapshot += since(&begin)
	f.w.show(snap)
	f.layout += since(&begin)
	f.w.show(snap)
	f.same += since(&begin)
	fresh := f.newTextures()
	since(&begin)
	for _, o := range fresh {
		f.textures++
		f.bytes += drawAlone(o)
	}
	f.texture += since(&begin)
	f.w.Win.Canvas().Capture()
	f.pixels += since(&begin)
}

// since gives the time since begin, and begins again.
func since(begin *time.Time) time.Duration {
	now := time.Now()
	d := now.Sub(*begin)
	*begin = now
	return d
}

// newTextures are objects on the window that have no texture yet, as those of Fyne's painter do that cannot be drawn without one.
func (f *frames) newTextures() (out []fyne.CanvasObject) {
	others := map[fyne.CanvasObject]bool{}
	for _, o := range test.LaidOutObjects(f.w.Win.Content()) {
		switch o := o.(type) {
		case *canvas.Text:
			key := canvas.Text{Text: o.Text, Color: o.Color, TextSize: o.TextSize, TextStyle: o.TextStyle}
			if o.Text != "" && !f.texts[key] {
				f.texts[key] = true
				out = append(out, o)
			}
		case *canvas.Raster, *canvas.Image:
			if others[o] = true; !f.others[o] {
				out = append(out, o)
			}
		}
	}
	f.others = others
	return out
}

// drawAlone draws a copy of an object as large as it is, and gives the bytes of its pixels.
func drawAlone(o fyne.CanvasObject) int {
	if r, ok := o.(*canvas.Raster); ok {
		size := r.Size()
		pixels := r.Generator(int(size.Width), int(size.Height)).(*image.RGBA)
		return len(slices.Clone(pixels.Pix))
	}
	alone := reflect.New(reflect.TypeOf(o).Elem())
	alone.Elem().Set(reflect.ValueOf(o).Elem())
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(alone.Interface().(fyne.CanvasObject))
	c.Resize(o.Size())
	size := c.Capture().Bounds().Size()
	return 4 * size.X * size.Y
}

// limits takes what the parts are held against.
func (f *frames) limits() {
	begin := time.Now()
	if err := f.file.View(func(tx *bbolt.Tx) error {
		h := history.In(tx, f.file.Seal(), uitest.Alice)
		chats, err := h.Chats()
		if err != nil {
			return err
		}
		for _, c := range chats {
			if _, err := h.Before(c.JID, nil, 1); err != nil {
				return err
			}
		}
		_, err = h.Before(uitest.Bob, nil, shell.FirstRows)
		return err
	}); err != nil {
		f.b.Fatal(err)
	}
	f.read += since(&begin)
	pixels := image.NewNRGBA(image.Rect(0, 0, 1000, 700))
	begin = time.Now()
	draw.Draw(pixels, pixels.Rect, image.White, image.Point{}, draw.Src)
	f.fill += since(&begin)
}

func (f *frames) report() {
	all := f.snapshot + f.layout + f.texture
	for part, took := range map[string]time.Duration{"snapshot": f.snapshot, "layout": f.layout, "texture": f.texture} {
		f.b.ReportMetric(float64(took.Microseconds())/float64(f.b.N), part+"-µs")
		f.b.ReportMetric(100*float64(took)/float64(all), part+"-%")
	}
	f.b.ReportMetric(float64(f.pixels.Microseconds())/float64(f.b.N), "pixels-µs")
	f.b.ReportMetric(float64(f.textures)/float64(f.b.N), "textures")
	f.b.ReportMetric(float64(f.bytes)/float64(f.b.N)/1024, "texture-KiB")
	f.b.ReportMetric(float64(f.snapshot)/float64(f.read), "x-read")
	f.b.ReportMetric(float64(f.layout)/float64(f.same), "x-same")
	f.b.ReportMetric(float64(f.pixels)/float64(f.fill), "x-fill")
}
