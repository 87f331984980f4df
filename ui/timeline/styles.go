package timeline

import (
	"strings"
	"unicode/utf8"

	"vouch/ui/draw"
)

// Message styling (XEP-0393 v1.1.1). The signs stay where they are, so that what is seen is what was written, and what
// does not parse is literal by itself.

const (
	mostLevels = 7    // of quotations; what is deeper is text like other text
	mostSpan   = 1000 // bytes of a span: what is longer is taken for literal signs
)

// style is how a piece of a text looks.
type style struct{ bold, mono, quiet bool }

type piece struct {
	text string
	style
}

// words cuts a text into runs: styles and links.
func words(text string) (out []draw.Run, targets map[int]string) {
	for _, p := range styled(text) {
		color := draw.Fg
		if p.quiet {
			color = draw.Muted
		}
		part, links := runs(p.text, color)
		for i := range part {
			part[i].Font.Bold, part[i].Font.Mono = p.bold, p.mono
			if target, ok := links[i]; ok {
				if targets == nil {
					targets = make(map[int]string)
				}
				targets[len(out)+i] = target
			}
		}
		out = append(out, part...)
	}
	return out, targets
}

// styled cuts a text into pieces of one style each, which together are the text.
func styled(text string) (out []piece) {
	block := false
	for line := range strings.Lines(text) {
		fence := strings.HasPrefix(line, "```")
		switch {
		case block:
			out = join(out, piece{line, style{mono: true}})
			block = strings.TrimRight(line, "\n") != "```"
		case fence:
			out = join(out, piece{line, style{mono: true}})
			block = true
		default:
			rest := unquoted(line)
			quiet := len(rest) < len(line)
			out = join(out, piece{line[:len(line)-len(rest)], style{quiet: true}})
			for _, p := range spans(rest, style{quiet: quiet}, "") {
				out = join(out, p)
			}
		}
	}
	if out == nil {
		out = []piece{{text: text}}
	}
	return out
}

// unquoted takes the signs of a quotation from the beginning of a line.
func unquoted(line string) string {
	for range mostLevels {
		if !strings.HasPrefix(line, ">") {
			break
		}
		line = strings.TrimPrefix(strings.TrimPrefix(line, ">"), " ")
	}
	return line
}

// spans cuts a part of a line at the spans in it; open are the signs of the spans around it.
func spans(text string, around style, open string) (out []piece) {
	from := 0
	for i := 0; i < len(text); i++ {
		sign := text[i]
		if !strings.ContainsRune("*_~`", rune(sign)) || strings.IndexByte(open, sign) >= 0 || !begins(text, i, open) {
			continue
		}
		n := closing(text[i+1:], sign)
		if n < 0 {
			continue
		}
		end := i + 1 + n
		in := around
		switch sign {
		case '`':
			in.mono = true
		case '~':
			in.quiet = true
		default:
			in.bold = true
		}
		out = join(out, piece{text[from:i], around})
		out = join(out, piece{text[i : i+1], in})
		if sign == '`' {
			out = join(out, piece{text[i+1 : end], in})
		} else {
			for _, p := range spans(text[i+1:end], in, open+string(rune(sign))) {
				out = join(out, p)
			}
		}
		out = join(out, piece{text[end : end+1], in})
		from, i = end+1, end
	}
	return join(out, piece{text[from:], around})
}

// begins tells whether a sign may open a span: at the beginning, after a space, or right after another opening sign.
func begins(text string, i int, open string) bool {
	if i == 0 {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return r == ' ' || r == '(' && open == ""
}

// closing is the place of the sign that ends a span which begins before text, or -1. There is something between the two,
// and no space beside them.
func closing(text string, sign byte) int {
	if text == "" || text[0] == ' ' || text[0] == '\n' {
		return -1
	}
	for i := 1; i < len(text) && i < mostSpan; i++ {
		switch {
		case text[i] == '\n':
			return -1
		case text[i] == sign && text[i-1] != ' ' && text[0] != sign:
			return i
		}
	}
	return -1
}

// join adds a piece, to the last one where it looks the same.
func join(out []piece, p piece) []piece {
	if n := len(out); n > 0 && out[n-1].style == p.style {
		out[n-1].text += p.text
		return out
	}
	if p.text == "" {
		return out
	}
	return append(out, p)
}
