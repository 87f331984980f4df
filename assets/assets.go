// Package assets holds what the program brings along: icons, the program's own picture and the words of every language.
package assets

//go:generate go run ./icongen

import (
	"embed"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
)

//go:embed icons/*.svg
var icons embed.FS

//go:embed vouch.png
var picture []byte

//go:embed vouch.svg
var drawing []byte

//go:embed translations/*.json
var translations embed.FS

var resources sync.Map // icon name → fyne.Resource

// Icon gives the icon of that name, a filled outline that takes the colour of the theme. An unknown name is a mistake
// of the caller and panics.
func Icon(name string) fyne.Resource {
	if r, ok := resources.Load(name); ok {
		return r.(fyne.Resource)
	}
	data, err := icons.ReadFile("icons/" + name + ".svg")
	if err != nil {
		panic(fmt.Sprintf("no icon %q", name))
	}
	r, _ := resources.LoadOrStore(name, fyne.NewStaticResource("vouch-"+name+".svg", data))
	return r.(fyne.Resource)
}

// App is the program's own icon as a picture of 512 by 512 pixels.
func App() fyne.Resource { return fyne.NewStaticResource("vouch.png", picture) }

// Drawing is the program's own icon as an SVG.
func Drawing() fyne.Resource { return fyne.NewStaticResource("vouch-app.svg", drawing) }

//go:embed vouch-symbolic.svg
var symbolic []byte

// Tray is the icon for the tray of the desktop, with a dot when there is something to be read. It brings its own ground,
// since nobody tells whether a panel is light or dark; but on macOS, which gives it the colour of the menu bar.
func Tray(unread bool) fyne.Resource {
	if runtime.GOOS == "darwin" {
		return theme.NewThemedResource(fyne.NewStaticResource("vouch-symbolic.svg", symbolic))
	}
	if !unread {
		return fyne.NewStaticResource("vouch-tray.svg", drawing)
	}
	const dot = `<circle cx="57" cy="15" r="15" fill="#E5484D"/></svg>`
	return fyne.NewStaticResource("vouch-tray-unread.svg", []byte(strings.Replace(string(drawing), "</svg>", dot, 1)))
}

// LoadWords makes the words of the program known to package lang and picks the language of the system. To be called
// once, before the first window.
func LoadWords() error {
	if err := lang.AddTranslationsFS(translations, "translations"); err != nil {
		return fmt.Errorf("load translations: %w", err)
	}
	return nil
}

// Words gives the words of one language ("en") as they stand in the file.
func Words(language string) ([]byte, error) {
	data, err := translations.ReadFile("translations/" + language + ".json")
	if err != nil {
		return nil, fmt.Errorf("read words of %q: %w", language, err)
	}
	return data, nil
}
