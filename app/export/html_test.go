package export

import (
	"encoding/base64"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// allowed are the elements of our pages with their attributes.
var allowed = map[string][]string{
	"html": {"lang"}, "head": nil, "meta": {"charset", "http-equiv", "content", "name"}, "title": nil, "style": nil, "body": nil,
	"h1": {"dir"}, "h2": {"dir"}, "nav": nil, "ul": nil, "li": nil, "br": nil, "b": nil, "bdi": nil, "a": {"rel", "href"},
	"p": {"class", "dir"}, "span": {"class", "dir"}, "article": {"class"}, "time": {"datetime"}, "blockquote": nil, "img": {"src", "alt"}, "details": nil, "summary": nil,
}

// judge reads a page as a browser does, and gives its words without style, and where its links lead.
func judge(t *testing.T, name, page string) (words string, links []string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for n := range root.Descendants() {
		switch n.Type {
		case html.CommentNode:
			t.Errorf("%s has a comment %q", name, n.Data)
		case html.TextNode:
			if n.Parent.Data != "style" {
				words += n.Data
			} else if "</title>\n<style>"+n.Data+"</style></head><body>\n" != htmlStyle {
				t.Errorf("%s has another style", name)
			}
		case html.ElementNode:
			count[n.Data]++
			attributes, ok := allowed[n.Data]
			if !ok {
				t.Errorf("%s has an element %q", name, n.Data)
			}
			for _, a := range n.Attr {
				if !slices.Contains(attributes, a.Key) {
					t.Errorf("%s has an attribute %s of %s: %.60q", name, a.Key, n.Data, a.Val)
				}
				switch a.Key {
				case "href":
					links = append(links, a.Val)
					u, err := url.Parse(a.Val)
					inside := err == nil && u.Scheme == "" && u.Host == "" && !strings.HasPrefix(a.Val, "/")
					if !inside && !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "http://") {
						t.Errorf("%s leads to %q", name, a.Val)
					}
				case "src":
					if !strings.HasPrefix(a.Val, "data:image/png;base64,") {
						t.Errorf("%s loads %.60q", name, a.Val)
					}
				case "rel":
					if !strings.HasPrefix(a.Val, "noreferrer") {
						t.Errorf("%s: rel is %q", name, a.Val)
					}
				}
			}
		}
	}
	if count["meta"] != 4 || count["style"] != 1 || count["title"] != 1 || count["h1"] != 1 {
		t.Errorf("%s has %v", name, count)
	}
	return words, links
}

// Whatever people write, a page has our elements and no others, in which their words stand as they wrote them.
func TestPagesHoldWordsAlone(t *testing.T) {
	all := everyHostile()
	c := one(`bob"><script>@example.org`, all...)
	c.Name, c.Account = hostile["closed script"], hostile["attribute"]
	o := options(t, HTML)
	o.Words = map[string]string{"lang": `"><script>`}
	_, got := exported(t, o, c)
	pages := 0
	for name, page := range got {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		pages++
		words, _ := judge(t, name, page)
		if name == "index.html" {
			continue
		}
		for key, said := range hostile {
			if want := shownAs(said); !strings.Contains(words, want) {
				t.Errorf("the words of %q are not there as they were written", key)
			}
		}
		if strings.ContainsAny(words, "\x00\x01\x1b\r") {
			t.Error("it has control characters")
		}
	}
	if pages != 2 {
		t.Errorf("%d pages", pages)
	}
}

// shownAs is what a browser shows of a text.
func shownAs(said string) string {
	return strings.Map(visible, lines.Replace(strings.ToValidUTF8(strings.ReplaceAll(said, "\xff\xfe", "\uFFFD\uFFFD"), "\uFFFD")))
}

// The policy stands before anything that it is for, and forbids all but pictures and style.
func TestPolicyStandsFirst(t *testing.T) {
	_, got := exported(t, options(t, HTML), one("bob@example.org", text(1, "hello")))
	page := got["bob@example.org/2026.html"]
	policy := `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data: 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`
	at := strings.Index(page, policy)
	if at < 0 || strings.Contains(page[:at], "title") || strings.Contains(page[:at], "style") || strings.Count(page, "Content-Security-Policy") != 1 {
		t.Errorf("the page begins with %.400s", page)
	}
	if !strings.Contains(page, "prefers-color-scheme: dark") {
		t.Error("there is no dark")
	}
}

// A page says all that is known of a message.
func TestPageSaysAll(t *testing.T) {
	said := text(1, "the second try")
	said.Earlier, said.Edited = []Version{{"the first try", at}}, at.Add(3e11)
	said.Reactions = []Reaction{{"carol@example.org", "Carol", []string{"👍"}, at}}
	said.Reply = &Reply{ID: "1", From: "alice@example.org", Name: "alice", Text: "what was asked"}
	own := Message{ID: "2", Time: at, From: "alice@example.org", Name: "alice", Own: true, Kind: "text", Text: "see https://example.org/a?b=1&c=2.", State: "delivered"}
	gone := text(3, "")
	gone.Retracted = at.Add(3e11)
	lost := Message{ID: "4", Time: at, From: "bob@example.org", Name: "Bob", Kind: "unreadable", Error: "no-session"}
	off := Message{ID: "5", Time: at.AddDate(0, 0, 1), From: "bob@example.org", Name: "Bob", Kind: "notice", Notice: "encryption-off"}
	picture, pdf, program, away := text(6, ""), text(7, ""), text(8, ""), text(9, "")
	picture.File, pdf.File, program.File = fileOf("Lake.png", dot), fileOf("Plan & <b>.pdf", []byte("%PDF-")), fileOf("cat.svg", []byte("<svg/onload=alert(1)>"))
	away.File = &File{Name: "Old.zip", Size: 2_340_000, State: "gone"}
	r, got := exported(t, options(t, HTML), one("bob@example.org", said, own, gone, lost, picture, pdf, program, away, off))
	page := got["bob@example.org/2026.html"]
	words, links := judge(t, "the page", page)
	for _, want := range []string{
		"Monday, 30 November 2026", "Tuesday, 1 December 2026", "Bob 09:42 encrypted, verified device", "the second try", "changed at 09:46; it said before:", "the first try",
		"👍 Carol", "answers alice", "what was asked", "in clear, delivered", "Bob took this back at 09:46", "Bob wrote something that could not be read here (no-session).",
		"The encryption was turned off.", "Plan & <b>.pdf 5 B", "cat.svg 21 B, may run when it is opened; it lies at files/00002 cat.svg", "Old.zip 2.3 MB, was not on this computer",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if !slices.Contains(links, "https://example.org/a?b=1&c=2") || !slices.Contains(links, "files/00001%20Plan%20%26%20_b_.pdf") || strings.Contains(strings.Join(links, " "), "svg") {
		t.Errorf("it leads to %q", links)
	}
	if !strings.Contains(page, `src="data:image/png;base64,`+base64.StdEncoding.EncodeToString(dot)+`" alt="Lake.png"`) {
		t.Error("the picture is not in it")
	}
	if got["bob@example.org/files/00001 Plan & _b_.pdf"] != "%PDF-" || r.Files != 3 || r.Missing != 1 || r.Absent[0] != (Missing{"bob@example.org", away.ID, "Old.zip"}) {
		t.Errorf("%+v", r)
	}
	for _, l := range links {
		if path, err := url.PathUnescape(l); strings.HasPrefix(l, "files/") {
			if _, there := got["bob@example.org/"+path]; err != nil || !there {
				t.Errorf("%q leads nowhere", l)
			}
		}
	}
	if index, links := judge(t, "the list", got["index.html"]); !strings.Contains(index, "Bob bob@example.org, 9 messages") || !slices.Contains(links, "./bob%40example.org/2026.html") {
		t.Errorf("the list has %q, %q", index, links)
	}
	if _, err := os.Stat(filepath.Join(r.Path, "bob@example.org", "files", "00002 cat.svg")); err != nil {
		t.Error(err)
	}
}

// A picture that is too large for a page lies beside it.
func TestLargePicturesLieBeside(t *testing.T) {
	large := append(slices.Clone(dot), make([]byte, MostInline)...)
	m := text(1, "")
	m.File = fileOf("Lake.png", large)
	_, got := exported(t, options(t, HTML), one("bob@example.org", m))
	if page := got["bob@example.org/2026.html"]; len(page) > 10_000 || !strings.Contains(page, `href="files/00001%20Lake.png"`) {
		t.Errorf("the page has %d bytes", len(page))
	}
	if len(got["bob@example.org/files/00001 Lake.png"]) != len(large) {
		t.Error("it is not beside it")
	}
	m.File = fileOf("Lake.png", large[:MostInline])
	if _, got := exported(t, options(t, HTML), one("bob@example.org", m)); len(got) != 2 || len(got["bob@example.org/2026.html"]) < MostInline {
		t.Error("one that is just small enough is not in it")
	}
}
