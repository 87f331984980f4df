// Command icongen writes the icons of the window as filled outlines: Fyne recolours fills only, and draws strokes at
// their width in pixels whatever the size of the icon. It runs by go generate in the folder assets; with -desktop it makes
// what packages need.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	to := flag.String("desktop", "", "write the application's icon in every form that systems want into `folder`, and nothing else")
	flag.Parse()
	var err error
	if *to != "" {
		err = desktop(*to)
	} else {
		err = write(".")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "icongen:", err)
		os.Exit(1)
	}
}

// write puts every icon into dir/icons and the application's icon into dir.
func write(dir string) error {
	drawn, err := draw()
	if err != nil {
		return err
	}
	for name, data := range drawn {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), data, 0o644); err != nil {
			return fmt.Errorf("write icon %s: %w", name, err)
		}
	}
	return nil
}

// draw gives the content of every file by its name with forward slashes.
func draw() (map[string][]byte, error) {
	out := make(map[string][]byte)
	for name, shapes := range lines {
		path, err := outline(shapes, pen)
		if err != nil {
			return nil, fmt.Errorf("outline %s: %w", name, err)
		}
		out["icons/"+name+".svg"] = svg(24, 24, path)
	}
	for name, m := range marks {
		out["icons/"+name+".svg"] = svg(m.w, m.h, m.path)
	}
	picture, err := application()
	if err != nil {
		return nil, err
	}
	out["vouch.svg"], out["vouch-symbolic.svg"] = picture, symbolic()
	if out["vouch.png"], err = raster(picture, 512); err != nil {
		return nil, fmt.Errorf("draw vouch.png: %w", err)
	}
	return out, nil
}

func svg(w, h float64, path string) []byte {
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g"><path d="%s"/></svg>`+"\n", w, h, path)
}
