package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestTheIconsInTheTreeAreTheGeneratedOnes(t *testing.T) {
	drawn, err := draw()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range drawn {
		got, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(name)))
		if err != nil {
			t.Errorf("%v (run go generate ./assets)", err)
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s is not what icongen draws: run go generate ./assets", name)
		}
	}
	files, err := os.ReadDir("../icons")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if drawn["icons/"+f.Name()] == nil {
			t.Errorf("icons/%s is drawn by nobody", f.Name())
		}
	}
}
