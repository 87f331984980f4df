package export

import (
	"bytes"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	mdtext "github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
)

// readMarkdown reads Markdown with all that people add to it, and gives its kinds of parts and its words, line by line.
func readMarkdown(t *testing.T, source string) (kinds map[string]int, words, links string) {
	t.Helper()
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList))
	root := md.Parser().Parse(mdtext.NewReader([]byte(source)))
	kinds = map[string]int{}
	err := ast.Walk(root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		if !in {
			return ast.WalkContinue, nil
		}
		kinds[n.Kind().String()]++
		switch l := n.(type) {
		case *ast.Link:
			links += string(l.Destination) + "\n"
		case *ast.Image:
			links += string(l.Destination) + "\n"
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	if err := md.Renderer().Render(&page, []byte(source), root); err != nil {
		t.Fatal(err)
	}
	tree, err := html.Parse(&page)
	if err != nil {
		t.Fatal(err)
	}
	for n := range tree.Descendants() {
		if n.Type == html.TextNode {
			words += n.Data
		}
	}
	return kinds, words, links
}

// Nothing that people write is markup: the parts are ours, in their number, and the words read back as they were written.
func TestMarkdownHoldsWordsAlone(t *testing.T) {
	for key, said := range hostile {
		t.Run(key, func(t *testing.T) {
			_, harmless := exported(t, options(t, Markdown), one("bob@example.org", text2("word\nword")))
			_, got := exported(t, options(t, Markdown), one("bob@example.org", text2(said)))
			want, _, _ := readMarkdown(t, harmless["bob@example.org/2026.md"])
			kinds, words, links := readMarkdown(t, got["bob@example.org/2026.md"])
			for kind, n := range kinds {
				switch kind {
				case "Text", "Paragraph", "String": // there are as many as there are lines
				default:
					if n != want[kind] {
						t.Errorf("%d %s, want %d:\n%.2000s", n, kind, want[kind], got["bob@example.org/2026.md"])
					}
				}
			}
			if strings.Contains(links, "evil") || strings.Contains(links, "script") {
				t.Errorf("it leads to %q", links)
			}
			if a, b := letters(words), letters(shownAs(said)); !strings.Contains(a, b) {
				t.Errorf("the words are not as they were written: %.300q, not %.300q", a, b)
			}
		})
	}
	_, got := exported(t, options(t, Markdown), one("bob@example.org", everyHostile()...))
	kinds, _, links := readMarkdown(t, got["bob@example.org/2026.md"])
	for kind := range kinds {
		switch kind {
		case "Document", "Heading", "Text", "String", "Paragraph", "Blockquote", "Emphasis", "Link", "TextBlock":
		default:
			t.Errorf("there are %d %s", kinds[kind], kind)
		}
	}
	for l := range strings.Lines(links) {
		if !strings.HasPrefix(l, "files/") && l != "../index.md\n" {
			t.Errorf("it leads to %.200q", l)
		}
	}
}

func text2(said string) Message {
	m := text1(said)
	m.Name, m.Subject = said, said
	return m
}

func text1(said string) Message {
	m := Message{ID: "1", Time: at, From: "bob@example.org", Name: "Bob", Kind: "text", Text: said}
	return m
}

// letters are those of a text, without room.
func letters(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n\u00a0", r) }), "")
}

// Times of the day stay readable in the source.
func TestMarkdownIsReadable(t *testing.T) {
	_, got := exported(t, options(t, Markdown), one("bob@example.org", text(1, "Hello, see you at 10:30. Bring 2 apples; thanks")))
	if !strings.Contains(got["bob@example.org/2026.md"], "**Bob** 09:42 · encrypted, verified device\n\n> Hello, see you at 10:30. Bring 2 apples; thanks\n") {
		t.Errorf("it is\n%s", got["bob@example.org/2026.md"])
	}
}

// Files are led to, and pictures shown.
func TestMarkdownLeadsToFiles(t *testing.T) {
	a, b := text(1, ""), text(2, "")
	a.File, b.File = fileOf("Lake](javascript:x).png", dot), fileOf("cat.svg", []byte("<svg>"))
	_, got := exported(t, options(t, Markdown), one("bob@example.org", a, b))
	kinds, words, links := readMarkdown(t, got["bob@example.org/2026.md"])
	if kinds["Image"] != 1 || !strings.Contains(links, "files/00001%20Lake%5D%28javascript_x%29.png\n") || strings.Contains(links, "svg") || !strings.Contains(words, "cat.svg 5 B, may run when it is opened; it lies at files/00002 cat.svg") {
		t.Errorf("%v %q %q", kinds, words, links)
	}
	if _, there := got["bob@example.org/files/00001 Lake](javascript_x).png"]; !there {
		t.Errorf("%v", got)
	}
}
