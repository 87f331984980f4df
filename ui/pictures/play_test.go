package pictures

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"slices"
	"testing"

	"vouch/ui/shell"
	"vouch/ui/uitest"
)

// blinking is a GIF of two frames, red and blue.
func blinking(t *testing.T) []byte {
	t.Helper()
	g := &gif.GIF{Config: image.Config{Width: 4, Height: 4}}
	for _, c := range []color.Color{color.RGBA{255, 0, 0, 255}, color.RGBA{0, 0, 255, 255}} {
		g.Image, g.Delay = append(g.Image, image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{c})), append(g.Delay, 2)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// player is a cache with one picture that can move; drawn are the colours that were seen of it, as long as somebody looks.
type player struct {
	*Cache
	w     *shell.Shell
	key   Key
	looks bool
	drawn []string
}

func newPlayer(t *testing.T) *player {
	w, s := uitest.Stage(t, uitest.Look{})
	scene, _ := uitest.PicturesScene()
	s.Files = map[string][]byte{"a": blinking(t)}
	uitest.Show(w, scene)
	p := &player{w: w, key: Key{Account: uitest.Alice, Chat: uitest.Bob, ID: "a"}, looks: true}
	p.Cache = New(w, func(_ Key, err error) {
		if err != nil {
			t.Error(err)
		}
		if p.looks {
			p.look()
		}
	})
	p.Play(p.key) // what is not there yet does not move
	if p.Plays(p.key) || p.Has(p.key) {
		t.Error("it moves before it is there")
	}
	p.look()
	uitest.Await(t, w, "the picture", p.Idle)
	p.drawn = nil
	return p
}

func (p *player) look() {
	m := p.Of(p.key, 4, 4)
	if m == nil {
		return
	}
	word := "blue"
	if r, _, _, _ := m.At(1, 1).RGBA(); r > 0 {
		word = "red"
	}
	p.drawn = append(p.drawn, word)
}

func (p *player) stopped() bool { return !p.Plays(p.key) }

// What was pressed plays three rounds, and then stands as before.
func TestMovingPicturesPlayThreeRounds(t *testing.T) {
	p := newPlayer(t)
	p.Play(p.key)
	p.Play(p.key) // pressed twice
	uitest.Await(t, p.w, "the end", p.stopped)
	if want := []string{"red", "blue", "red", "blue", "red", "blue", "red"}; !slices.Equal(p.drawn, want) {
		t.Errorf("%q, want %q", p.drawn, want)
	}
}

// What nobody sees stops, as does everything when the user looks away.
func TestMovingPicturesStop(t *testing.T) {
	for name, stop := range map[string]func(p *player){
		"scrolled away": func(p *player) { p.looks = false },
		"looked away":   func(p *player) { p.Still(); p.Still() },
	} {
		p := newPlayer(t)
		p.Play(p.key)
		uitest.Await(t, p.w, "the first frame", func() bool { return len(p.drawn) > 0 })
		stop(p)
		uitest.Await(t, p.w, "the end", p.stopped)
		if len(p.drawn) > 4 {
			t.Errorf("%s: %q", name, p.drawn)
		}
		p.looks, p.drawn = true, nil
		p.Play(p.key)
		uitest.Await(t, p.w, "the end", p.stopped)
		if len(p.drawn) != 7 {
			t.Errorf("%s: pressed again, %q", name, p.drawn)
		}
	}
}

func TestNothingMovesWhereTheUserWantsItStill(t *testing.T) {
	w, _ := uitest.Stage(t, uitest.Look{})
	if !MayPlay(w) {
		t.Error("nothing moves")
	}
	w.App.Preferences().SetString(shell.MovingKey, shell.MovingNever)
	if MayPlay(w) {
		t.Error("it moves")
	}
}
