package pictures

import (
	"image"
	"slices"
	"testing"

	"vouch/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// Pictures are made for the pixels that are asked for, what was asked for last first, and those that were not seen for longest go.
func TestPicturesAreMadeAndKept(t *testing.T) {
	w, s := uitest.Stage(t, uitest.Look{})
	scene, photos := uitest.PicturesScene()
	s.Files = photos
	var order []string
	p := New(w, func(k Key, err error) {
		if order = append(order, k.ID); err != nil {
			t.Error(err)
		}
	})
	uitest.Show(w, scene)
	of := func(id string, side int) image.Image {
		return p.Of(Key{uitest.Alice, uitest.Bob, id, true}, side, side)
	}
	for _, id := range []string{"a", "b", "c"} {
		of(id, 40)
	}
	idle := func() bool { return !p.busy && len(p.want) == 0 }
	uitest.Await(t, w, "pictures", idle)
	if !slices.Equal(order, []string{"a", "c", "b"}) {
		t.Errorf("they were made as %q", order)
	}
	if m := of("b", 40); m == nil || m.Bounds().Size() != image.Pt(40, 40) {
		t.Errorf("of 40 by 40 there is %v", m)
	}
	if m := of("b", 80); m == nil || m.Bounds().Size() != image.Pt(40, 40) {
		t.Errorf("until one of 80 is made there is %v", m)
	}
	uitest.Await(t, w, "a larger one", idle)
	if m := of("b", 80); m == nil || m.Bounds().Size() != image.Pt(80, 80) {
		t.Errorf("then there is %v", m)
	}
	for i := range mostWanted + 10 {
		p.ask(wanted{Key{ID: string(rune('A' + i))}, 1, 1})
	}
	if len(p.want) != mostWanted {
		t.Errorf("%d are waited for", len(p.want))
	}
	p.want = nil
	large := image.NewAlpha(image.Rect(0, 0, 2048, 2048)) // taken for 16 MiB
	for i := range 5 {
		p.keep(Key{ID: string(rune('0' + i))}, &shown{large, wanted{}})
		p.touch(Key{ID: "0"})
	}
	if p.kept[Key{ID: "0"}] == nil || p.kept[Key{ID: "1"}] != nil || p.bytes > mostBytes || len(p.kept) != len(p.used) {
		t.Errorf("%d bytes are kept, %d pictures, %d used", p.bytes, len(p.kept), len(p.used))
	}
}
