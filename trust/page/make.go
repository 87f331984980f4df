package page

import (
	"bytes"
	"embed"
	"encoding/base64"
	"fmt"
	htmltemplate "html/template"
	"strings"
	texttemplate "text/template"
	"time"

	"vouch/crypto"
	"vouch/trust/qr"
)

// Format is how a page is written.
type Format string

// The formats.
const (
	Text     Format = "text"
	Markdown Format = "markdown"
	HTML     Format = "html"
)

// Own is what a page says.
type Own struct {
	Address   string
	VouchedBy string // the account whose word it is, where that is not the owner of the keys; "" else
	Date      time.Time
	Link      string // verification link with all keys
	Devices   []Device
	Codes     []string // links to be shown as codes, in HTML: the same keys, in parts that can be scanned
}

// Device is a device on a page.
type Device struct {
	ID          uint32
	Name        string // "" to give none
	Fingerprint string
}

// codePixels is the edge of a code: at level L four keys make 77 modules, so each has 7 pixels.
const codePixels = 600

//go:embed templates
var templates embed.FS

var (
	texts = texttemplate.Must(texttemplate.New("").Funcs(texttemplate.FuncMap{"groups": groups, "plain": plain}).ParseFS(templates, "templates/*.txt", "templates/*.md"))
	pages = htmltemplate.Must(htmltemplate.New("").Funcs(htmltemplate.FuncMap{"groups": groups}).ParseFS(templates, "templates/*.html"))
)

// Make writes a page, in English, as pages are read by anybody; Read finds on it what it says. An unknown format is an
// error.
func Make(o Own, f Format) (string, error) {
	var out bytes.Buffer
	var err error
	switch f {
	case Text:
		err = texts.ExecuteTemplate(&out, "page.txt", o)
	case Markdown:
		err = texts.ExecuteTemplate(&out, "page.md", o)
	case HTML:
		var codes []htmltemplate.URL
		if codes, err = pictures(o.Codes); err == nil {
			// The link is made by us of a known scheme, which the template would else not let through.
			err = pages.ExecuteTemplate(&out, "page.html", map[string]any{"Own": o, "Link": htmltemplate.URL(o.Link), "Codes": codes})
		}
	default:
		err = fmt.Errorf("unknown format %q", f)
	}
	if err != nil {
		return "", fmt.Errorf("make page: %w", err)
	}
	return out.String(), nil
}

func pictures(links []string) ([]htmltemplate.URL, error) {
	var out []htmltemplate.URL
	for _, link := range links {
		png, err := qr.PNG(link, codePixels)
		if err != nil {
			return nil, err
		}
		out = append(out, htmltemplate.URL("data:image/png;base64,"+base64.StdEncoding.EncodeToString(png)))
	}
	return out, nil
}

// groups is a fingerprint in two lines of four groups of eight.
func groups(fp string) []string {
	g := crypto.Group(fp)
	if g == nil {
		return nil
	}
	return []string{strings.Join(g[:4], " "), strings.Join(g[4:], " ")}
}

// plain takes from a name what Markdown would read as more than a letter, and what would begin a new line.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("\\`*_{}[]()<>#+!|~&", r) || isGap(r) && r != ' ' {
			return ' '
		}
		return r
	}, name)
}
