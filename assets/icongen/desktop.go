package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
)

// The sizes in which systems want the application's icon.
var (
	hicolor = []int{16, 22, 24, 32, 48, 64, 96, 128, 256, 512}
	windows = []int{16, 20, 24, 32, 40, 48, 64, 128, 256}
	apple   = []struct {
		kind string // of the entry in an icns file
		side int
	}{{"icp4", 16}, {"icp5", 32}, {"icp6", 64}, {"ic07", 128}, {"ic08", 256}, {"ic09", 512}, {"ic10", 1024}}
)

// appID is the name of the icon where systems look for it.
const appID = "im.vouch.Vouch"

// desktop puts the application's icon into dir in every form: a hicolor tree (Icon Theme Specification v0.13), vouch.ico and
// vouch.icns.
func desktop(dir string) error {
	picture, err := application()
	if err != nil {
		return err
	}
	out := map[string][]byte{
		"hicolor/scalable/apps/" + appID + ".svg":          picture,
		"hicolor/symbolic/apps/" + appID + "-symbolic.svg": symbolic(),
	}
	for _, side := range hicolor {
		if out[fmt.Sprintf("hicolor/%dx%d/apps/%s.png", side, side, appID)], err = raster(picture, side); err != nil {
			return fmt.Errorf("draw at %d: %w", side, err)
		}
	}
	if out["vouch.ico"], err = ico(picture); err != nil {
		return err
	}
	if out["vouch.icns"], err = icns(picture); err != nil {
		return err
	}
	for name, data := range out {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return fmt.Errorf("make folder of %s: %w", name, err)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return fmt.Errorf("write icon %s: %w", name, err)
		}
	}
	return nil
}

// symbolic is the icon in one colour, which the desktop chooses: the bubble with the tick cut out.
func symbolic() []byte {
	return svg(16, 16, "M3 1.5h10a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H8.2L5 15.4V12.5H3a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2z"+
		polygon(false, 4.1, 7.2, 5.3, 6, 7.1, 7.8, 10.7, 3.9, 11.9, 5.1, 7.1, 10.3))
}

// ico is a Windows icon whose pictures are PNGs, which Windows reads since Vista.
func ico(picture []byte) ([]byte, error) {
	var head, body bytes.Buffer
	binary.Write(&head, binary.LittleEndian, []uint16{0, 1, uint16(len(windows))})
	offset := 6 + 16*len(windows)
	for _, side := range windows {
		png, err := raster(picture, side)
		if err != nil {
			return nil, fmt.Errorf("draw at %d: %w", side, err)
		}
		head.Write([]byte{byte(side), byte(side), 0, 0}) // 256 is written as 0
		binary.Write(&head, binary.LittleEndian, []uint16{1, 32})
		binary.Write(&head, binary.LittleEndian, []uint32{uint32(len(png)), uint32(offset + body.Len())})
		body.Write(png)
	}
	return append(head.Bytes(), body.Bytes()...), nil
}

// icns is an Apple icon whose pictures are PNGs, which macOS reads since 10.7.
func icns(picture []byte) ([]byte, error) {
	var body bytes.Buffer
	for _, entry := range apple {
		png, err := raster(picture, entry.side)
		if err != nil {
			return nil, fmt.Errorf("draw at %d: %w", entry.side, err)
		}
		body.WriteString(entry.kind)
		binary.Write(&body, binary.BigEndian, uint32(8+len(png)))
		body.Write(png)
	}
	out := binary.BigEndian.AppendUint32([]byte("icns"), uint32(8+body.Len()))
	return append(out, body.Bytes()...), nil
}
