package assets

import (
	"bytes"
	"image/png"
	"regexp"
	"strings"
	"testing"
)

func TestIconsAreFillsThatCanTakeAnyColour(t *testing.T) {
	shape := regexp.MustCompile(`^<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \d+ \d+"><path d="[MLaAcClLhHvVszZ0-9 .,-]+"/></svg>\n$`)
	files, err := icons.ReadDir("icons")
	if err != nil {
		t.Fatal(err)
	}
	names := make(map[string]bool)
	for _, f := range files {
		name := strings.TrimSuffix(f.Name(), ".svg")
		r := Icon(name)
		if !shape.Match(r.Content()) {
			t.Errorf("%s is more than one filled path", name)
		}
		if names[r.Name()] {
			t.Errorf("%s has the name of another icon", name)
		}
		names[r.Name()] = true
	}
	if len(names) < 30 {
		t.Errorf("only %d icons", len(names))
	}
}

func TestTheProgramHasAPicture(t *testing.T) {
	img, err := png.Decode(bytes.NewReader(App().Content()))
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds().Dx() != 512 || img.Bounds().Dy() != 512 {
		t.Errorf("it is %v", img.Bounds())
	}
	if _, _, _, a := img.At(0, 0).RGBA(); a != 0 {
		t.Error("its corners are not round")
	}
}

func TestAnUnknownLanguageHasNoWords(t *testing.T) {
	if _, err := Words("tlh"); err == nil {
		t.Error("it has")
	}
	if err := LoadWords(); err != nil {
		t.Error(err)
	}
}
