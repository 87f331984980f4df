package export

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var at = time.Date(2026, 11, 30, 9, 41, 0, 0, time.UTC)

// hostile are words of people who want more than to be read.
var hostile = map[string]string{
	"script":         `<script>alert(1)</script>`,
	"closed script":  `</script></style></title><script src=//evil.example></script>`,
	"policy":         `<meta http-equiv="Content-Security-Policy" content="default-src *"><base href="https://evil.example/">`,
	"attribute":      `" onmouseover="alert(1)" x='`,
	"attribute '":    `' onload='alert(1)' autofocus onfocus=alert(1)//`,
	"picture":        `<img src=x onerror=alert(1)><svg/onload=alert(1)>`,
	"link in link":   `https://example.org/"><script>alert(1)</script> and https://example.org/'onclick='x javascript:alert(1)`,
	"entities":       `&lt;script&gt; &#x3c;b&#x3e; &quot; &amp;amp;`,
	"comment":        `<!-- --> <!--[if IE]> <![CDATA[ ]]> <?xml ?>`,
	"bidi":           "abc\u202etxt.exe\u2066 \u200f \u061c end",
	"nul":            "a\x00b\x01\x1b[31m\x7f\u0085\u2028c\ufffe\ufeff",
	"not utf-8":      "a\xff\xfe\xc3(b",
	"lines":          "one\ntwo\r\nthree\rfour\n\n\nfive\n",
	"huge":           strings.Repeat("<&\"'`*", 4_000),
	"zalgo":          "Z" + strings.Repeat("\u0335\u0489", 3000),
	"empty":          "",
	"blank":          " \n\t\u200b ",
	"heading":        "# one\n## two\n===\nthree\n---\n***\n___\n+++",
	"list":           "- a\n+ b\n* c\n1. d\n2) e\n  - f\n12345.\n- [ ] task",
	"code":           "    code\n\tcode\n```\ncode\n~~~\n`x` ``y``",
	"emphasis":       "*a* **b** _c_ __d__ ~~e~~ ***f*** ^g^ ==h== $i$",
	"links":          "[a](javascript:alert(1)) ![b](https://evil.example/x.png) [c]: https://evil.example <https://evil.example> [^1] [[wiki]]",
	"bare links":     "www.evil.example https://evil.example/a_b_c?x=1&y=2 mailto:eve@example.org eve@example.org xmpp:eve@example.org",
	"table":          "| a | b |\n|---|---|\n| c | d |",
	"quote":          "> a\n>> b\n>",
	"raw html":       "<b>a</b>\n<div>\n<!--\n<pre>\n</pre>",
	"definition":     "[x]: /evil 'title'\n[x]",
	"front matter":   "---\ntitle: x\n---",
	"line breaks":    "a\\\nb  \nc\\",
	"emoji, mention": ":smile: @bob #1 10:30 a:b ::: :::warning",
}

// one gives a chat of some messages.
func one(jid string, all ...Message) Chat {
	return Chat{Account: "alice@example.org", JID: jid, Name: "Bob", Kind: "contact", Messages: func(yield func(Message, error) bool) {
		for _, m := range all {
			if !yield(m, nil) {
				return
			}
		}
	}}
}

func seq(chats ...Chat) iter.Seq2[Chat, error] {
	return func(yield func(Chat, error) bool) {
		for _, c := range chats {
			if !yield(c, nil) {
				return
			}
		}
	}
}

// text is a message of Bob's.
func text(n int, said string) Message {
	return Message{ID: fmt.Sprintf("%032x", n), Time: at.Add(time.Duration(n) * time.Minute), From: "bob@example.org", Name: "Bob", Kind: "text", Text: said, Encrypted: true, Device: 7, Fingerprint: strings.Repeat("ab", 32), Trust: "verified"}
}

// everywhere puts words wherever a message has some.
func everywhere(n int, said string) Message {
	m := text(n, said)
	m.From, m.Name, m.Subject, m.About, m.By, m.Error, m.ID = said, said, said, said, said, said, said
	m.Earlier = []Version{{said, at}}
	m.Edited = at
	m.Reactions = []Reaction{{said, said, []string{said, "👍"}, at}}
	m.Reply = &Reply{said, said, said, said}
	m.File = fileOf(said, []byte("a file"))
	return m
}

// fileOf is a file that is here.
func fileOf(name string, data []byte) *File {
	return &File{Name: name, Size: int64(len(data)), State: "here", Open: func(context.Context) (io.ReadCloser, int64, error) {
		return io.NopCloser(bytes.NewReader(data)), int64(len(data)), nil
	}}
}

// dot is a picture of one pixel.
var dot, _ = base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")

// options are those of a test.
func options(t testing.TB, form Form) Options {
	return Options{Form: form, Folder: t.TempDir(), Name: "Vouch alice@example.org", Files: true, Now: at, Zone: time.UTC}
}

// written exports, and gives what is in the folder by path with slashes.
func exported(t *testing.T, o Options, chats ...Chat) (Result, map[string]string) {
	t.Helper()
	r, err := Write(t.Context(), o, seq(chats...))
	if err != nil {
		t.Fatal(err)
	}
	return r, inside(t, r.Path)
}

// inside are the files in a folder, by path with slashes.
func inside(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// names are those of what is in a folder.
func inFolder(t *testing.T, dir string) (names []string) {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		names = append(names, e.Name())
	}
	return names
}

// everyHostile are messages with all hostile words everywhere, in all kinds.
func everyHostile() (out []Message) {
	keys := make([]string, 0, len(hostile))
	for k := range hostile {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for i, k := range keys {
		for j, kind := range []string{"text", "notice", "other", "unreadable", hostile[k]} {
			m := everywhere(5*i+j, hostile[k])
			if m.Kind = kind; j > 0 {
				m.Notice = "room-subject"
			}
			if j == 3 {
				m.Notice, m.State, m.Trust, m.Retracted = hostile[k], hostile[k], hostile[k], at
			}
			out = append(out, m)
		}
	}
	return out
}
