package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// looksLikeHTML tells whether a text is meant for a browser.
func looksLikeHTML(text string) bool {
	head := strings.ToLower(text[:min(len(text), 4096)])
	for _, sign := range []string{"<!doctype html", "<html", "<head", "<body", "<p>", "<pre", "<div", "<code"} {
		if strings.Contains(head, sign) {
			return true
		}
	}
	return false
}

// plainText is what a browser shows of a page, line by line; the links of it stand behind their words. Scripts, styles and
// what is marked as hidden are not shown, so they are not read.
func plainText(page string) string {
	var out strings.Builder
	in := html.NewTokenizer(strings.NewReader(page))
	in.SetMaxBuf(MaxText)
	for unseen := 0; ; {
		kind := in.Next()
		if kind == html.ErrorToken {
			return out.String()
		}
		t := in.Token()
		switch {
		case unseen > 0:
			unseen += depth(kind, t)
		case kind == html.TextToken:
			out.WriteString(t.Data)
		case kind == html.StartTagToken && isUnseen(t):
			unseen = depth(kind, t)
		default:
			if kind != html.EndTagToken {
				out.WriteString(target(t))
			}
			if !isInline(t.DataAtom) {
				out.WriteByte('\n')
			}
		}
	}
}

// depth is by how much a tag goes deeper into what is not shown.
func depth(kind html.TokenType, t html.Token) int {
	switch {
	case isVoid(t.DataAtom):
		return 0
	case kind == html.StartTagToken:
		return 1
	case kind == html.EndTagToken:
		return -1
	}
	return 0
}

func isUnseen(t html.Token) bool {
	switch t.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Title:
		return true
	}
	for _, a := range t.Attr {
		if a.Key == "hidden" || a.Key == "style" && strings.Contains(strings.ReplaceAll(strings.ToLower(a.Val), " ", ""), "display:none") {
			return !isVoid(t.DataAtom)
		}
	}
	return false
}

// target is a verification link that words or a picture lead to.
func target(t html.Token) string {
	if t.DataAtom != atom.A {
		return ""
	}
	for _, a := range t.Attr {
		if a.Key == "href" && indexFold(a.Val, "omemo") >= 0 {
			return " " + strings.TrimSpace(a.Val) + " "
		}
	}
	return ""
}

func isInline(a atom.Atom) bool {
	switch a {
	case atom.A, atom.Abbr, atom.B, atom.Code, atom.Em, atom.Font, atom.I, atom.Kbd, atom.Mark, atom.Samp, atom.Small,
		atom.Span, atom.Strong, atom.Sub, atom.Sup, atom.Tt, atom.U, atom.Var, atom.Wbr:
		return true
	}
	return false
}

func isVoid(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta,
		atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}
