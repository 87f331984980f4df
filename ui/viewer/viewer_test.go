package viewer

import (
	"image"
	"image/color"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"vouch/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// asked is a box that a picture was asked for.
type asked struct {
	id            string
	width, height int
}

// opened is a viewer of three pictures over a window of 800 by 604: 500 units are left between the bars.
func opened(t *testing.T, at int) (v *Viewer, log *[]asked, saved *[]string) {
	t.Helper()
	test.NewTempApp(t)
	win := test.NewTempWindow(t, canvas.NewRectangle(color.White))
	win.SetPadded(false)
	win.Resize(fyne.NewSize(800, 604))
	log, saved = &[]asked{}, &[]string{}
	v = Open(win.Canvas(), []Item{{ID: "wide", Width: 1600, Height: 400}, {ID: "high", Width: 500, Height: 1000}, {ID: "small", Width: 10, Height: 10}}, at, Events{
		Picture: func(id string, w, h int) image.Image {
			*log = append(*log, asked{id, w, h})
			return image.NewRGBA(image.Rect(0, 0, w, h))
		},
		Save:   func(it Item) { *saved = append(*saved, it.ID) },
		Menu:   func(Item, fyne.Position) {},
		Closed: func() { *saved = append(*saved, "closed") },
	})
	return v, log, saved
}

func press(v *Viewer, keys ...fyne.KeyName) {
	for _, k := range keys {
		v.key(&fyne.KeyEvent{Name: k})
	}
}

// Each picture is seen whole, in the pixels of the screen, and not larger than it is; those beside it are made ahead.
func TestPicturesAreSeenWhole(t *testing.T) {
	v, log, _ := opened(t, 0)
	if f := v.frame(); f != (frame{0, 202, 800, 200}) {
		t.Errorf("the wide one stands at %v", f)
	}
	if !slices.Contains(*log, asked{"wide", 800, 200}) || !slices.Contains(*log, asked{"high", 250, 500}) {
		t.Errorf("asked for %v", *log)
	}
	press(v, fyne.KeyRight)
	if f := v.frame(); v.Shown().ID != "high" || f != (frame{275, 52, 250, 500}) {
		t.Errorf("the high one stands at %v", f)
	}
	press(v, fyne.KeyEnd, fyne.KeyRight, fyne.KeyRight)
	if f := v.frame(); v.Shown().ID != "small" || f != (frame{395, 297, 10, 10}) {
		t.Errorf("the small one stands at %v", f)
	}
	press(v, fyne.KeyHome)
	if v.Shown().ID != "wide" {
		t.Errorf("then %s is seen", v.Shown().ID)
	}
}

// Going nearer leaves what is under the pointer where it is, ends where a pixel is four units wide, and asks for more pixels in
// steps; the picture cannot be moved out of the window.
func TestGoingNearer(t *testing.T) {
	v, log, _ := opened(t, 0)
	stage := v.Find("stage").(*stage)
	at := fyne.NewPos(600, 250)
	under := func() (x, y float32) { // of the picture, from 0 to 1
		f := v.frame()
		return (at.X - f.x) / f.w, (at.Y - f.y) / f.h
	}
	x0, y0 := under()
	for range 2 {
		stage.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at}, Scrolled: fyne.NewDelta(0, 10)})
	}
	if x, y := under(); max(x-x0, x0-x) > .001 || max(y-y0, y0-y) > .15 { // it is lower than the window, so it stays in the middle
		t.Errorf("%v, %v came from %v, %v", x, y, x0, y0)
	}
	if f := v.frame(); f.w != 1250 {
		t.Errorf("after two steps it is %v wide", f.w)
	}
	if last := (*log)[len(*log)-3:]; !slices.Contains(last, asked{"wide", 1600, 400}) {
		t.Errorf("asked for %v", last)
	}
	for range 40 {
		press(v, fyne.KeyPlus)
	}
	if f := v.frame(); f.w != 1600*nearest {
		t.Errorf("at last it is %v wide", f.w)
	}
	if n := len(*log); (*log)[n-1].width > mostSide || (*log)[n-2].width > mostSide || (*log)[n-3].width > mostSide {
		t.Errorf("asked for %v", (*log)[n-3:])
	}
	stage.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(1e6, 1e6)})
	if f := v.frame(); f.x != 0 || f.y > bar {
		t.Errorf("it was moved to %v", f)
	}
	press(v, fyne.Key0)
	if f := v.frame(); f.w != 800 {
		t.Errorf("then it is %v wide", f.w)
	}
	stage.DoubleTapped(&fyne.PointEvent{Position: at})
	if f := v.frame(); f.w != 1600 {
		t.Errorf("pressed twice it is %v wide", f.w)
	}
	press(v, fyne.KeyRight)
	if v.look != (look{}) {
		t.Error("the next picture is not seen whole")
	}
}

func TestLeavingTheViewer(t *testing.T) {
	for name, leave := range map[string]func(v *Viewer){
		"Escape":     func(v *Viewer) { press(v, fyne.KeyEscape, fyne.KeyEscape) },
		"the button": func(v *Viewer) { test.Tap(v.Find("close").(fyne.Tappable)) },
		"beside it": func(v *Viewer) {
			v.Find("stage").(*stage).Tapped(&fyne.PointEvent{Position: fyne.NewPos(400, 450)}) // on it
			v.Find("stage").(*stage).Tapped(&fyne.PointEvent{Position: fyne.NewPos(400, 60)})
		},
	} {
		v, _, saved := opened(t, 1)
		if name == "beside it" {
			press(v, fyne.KeyLeft)
		}
		v.events.Save(v.Shown())
		leave(v)
		if v.canvas.Overlays().Top() != nil || (*saved)[len(*saved)-1] != "closed" || len(*saved) != 2 {
			t.Errorf("%s: %q", name, *saved)
		}
	}
}
