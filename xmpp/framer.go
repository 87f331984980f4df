package xmpp

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"

	"gosrc.io/xmpp/stanza"
)

// Limits of one top-level element. Results of our own questions may be larger: a roster of 50 000 must fit.
const (
	maxBytes        = 1 << 20
	maxTokens       = 50_000 // a list of 10 000 devices fits
	maxResultBytes  = 10 << 20
	maxResultTokens = 400_000
	maxDepth        = 100
	maxSkippedDepth = 1000 // of what is set aside
	maxAttributes   = 100
	maxDeclarations = 200 // namespaces in scope at a time
)

var (
	errTooBig    = errors.New("element too large")
	errStreamEnd = errors.New("stream ended by server")
	errNotXML    = fmt.Errorf("%w: %w", ErrStream, ErrXML)
)

// frameError is why the framer gave up, with the condition to tell the server (RFC 6120 §4.9.3).
type frameError struct {
	condition string
	err       error
}

func (e *frameError) Error() string   { return e.condition + ": " + e.err.Error() }
func (e *frameError) Unwrap() []error { return []error{e.sentinel(), e.err} }

func (e *frameError) sentinel() error {
	switch e.condition {
	case "policy-violation":
		return ErrPolicy
	case "not-well-formed":
		return errNotXML
	}
	return ErrStream
}

// framer takes a stream apart into its header and its top-level elements. It reads no byte beyond the element it
// returns, so that TLS can begin and the stream can restart right behind one. After an error it must not be used again.
type framer struct {
	budget  *budget
	decoder *xml.Decoder
	scope   scope
	prefer  []string // see Config.Languages
}

func newFramer(r io.Reader) *framer {
	in := bufio.NewReader(r)
	f := &framer{budget: &budget{r: in, from: in}}
	f.restart()
	return f
}

// restart expects a new stream header next (RFC 6120 §4.3.3).
func (f *framer) restart() {
	f.decoder = xml.NewDecoder(f.budget)
	f.scope = scope{}
}

// mend makes the framer replace characters that XML does not allow, instead of giving up.
func (f *framer) mend() { f.budget.from = &mender{r: f.budget.r} }

// buffered is the number of bytes read from below and not yet used.
func (f *framer) buffered() int { return f.budget.r.Buffered() }

// open reads the stream header. The Element has no children.
func (f *framer) open() (Element, error) {
	f.budget.left = maxBytes
	for first := true; ; first = false {
		token, err := f.decoder.RawToken()
		if err != nil {
			return Element{}, f.readError(err)
		}
		switch t := token.(type) {
		case xml.ProcInst:
			if !first || t.Target != "xml" {
				return Element{}, restricted("processing instruction")
			}
		case xml.CharData:
			if len(bytes.TrimSpace(t)) != 0 {
				return Element{}, malformed("text before the stream")
			}
		case xml.StartElement:
			start, err := f.scope.enter(t)
			if err != nil {
				return Element{}, err
			}
			if start.Name != (xml.Name{Space: stanza.NSStream, Local: "stream"}) {
				return Element{}, &frameError{"invalid-namespace", fmt.Errorf("root element %q", start.Name.Local)}
			}
			return Element{Name: start.Name, tokens: []xml.Token{start}}, nil
		default:
			return Element{}, unwanted(token)
		}
	}
}

// next reads one top-level element; errStreamEnd when the stream is closed instead.
func (f *framer) next() (Element, error) {
	f.budget.left = maxBytes
	for {
		token, err := f.decoder.RawToken()
		if err != nil {
			return Element{}, f.readError(err)
		}
		switch t := token.(type) {
		case xml.CharData:
			if len(bytes.TrimSpace(t)) != 0 {
				return Element{}, malformed("text between stanzas")
			}
		case xml.StartElement:
			return f.element(t)
		case xml.EndElement:
			if err := f.scope.leave(t); err != nil {
				return Element{}, err
			}
			return Element{}, errStreamEnd
		default:
			return Element{}, unwanted(token)
		}
	}
}

// element reads the rest of the top-level element that begins with raw. A message or presence over a limit that is read to
// its end within the limit of bytes is set aside instead of ending the stream: others choose what is in them, and what ends
// a stream comes again from where the server keeps it, for ever.
func (f *framer) element(raw xml.StartElement) (Element, error) {
	outside := f.scope
	var excess error
	if len(raw.Attr) > maxAttributes {
		excess, raw.Attr = over("too many attributes", 1), raw.Attr[:maxAttributes]
	}
	start, err := f.scope.enter(raw)
	if err != nil {
		return Element{}, err
	}
	if excess == nil {
		e, err := f.content(start)
		if err == nil {
			return e, nil
		}
		excess = err
	}
	var limit *limitError
	if !errors.As(excess, &limit) || !mayBeSetAside(start.Name) {
		return Element{}, excess
	}
	f.scope = outside
	e := Element{Name: start.Name, tokens: []xml.Token{start, xml.EndElement{Name: start.Name}}, excess: excess, prefer: f.prefer}
	return e, f.skip(limit.depth)
}

func mayBeSetAside(name xml.Name) bool {
	return name.Space == stanza.NSClient && (name.Local == "message" || name.Local == "presence")
}

// skip reads to the end of the top-level element, from inside so many.
func (f *framer) skip(depth int) error {
	for depth > 0 {
		token, err := f.decoder.RawToken()
		if err != nil {
			return f.readError(err)
		}
		switch token.(type) {
		case xml.StartElement:
			if depth++; depth > maxSkippedDepth {
				return tooMuch("elements too deep")
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
		default:
			return unwanted(token)
		}
	}
	return nil
}

// content reads what follows start.
func (f *framer) content(start xml.StartElement) (Element, error) {
	limit := maxTokens
	if isResult(start) {
		limit = maxResultTokens
		f.budget.left += maxResultBytes - maxBytes
	}
	tokens := []xml.Token{start}
	for depth := 1; depth > 0; {
		token, err := f.decoder.RawToken()
		if err != nil {
			return Element{}, f.readError(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return Element{}, over("elements too deep", depth)
			}
			inner, err := f.scope.enter(t)
			if err != nil {
				return Element{}, atDepth(err, depth)
			}
			tokens = append(tokens, inner)
		case xml.EndElement:
			depth--
			name := f.scope.inside()
			if err := f.scope.leave(t); err != nil {
				return Element{}, err
			}
			tokens = append(tokens, xml.EndElement{Name: name})
		case xml.CharData:
			tokens = append(tokens, t.Copy())
		default:
			return Element{}, unwanted(token)
		}
		if len(tokens) > limit {
			return Element{}, over("too many tokens", depth)
		}
	}
	return Element{Name: start.Name, tokens: tokens, prefer: f.prefer}, nil
}

func isResult(start xml.StartElement) bool {
	return start.Name == xml.Name{Space: stanza.NSClient, Local: "iq"} &&
		Element{tokens: []xml.Token{start}}.Attr("type") == "result"
}

// readError tells limits and bad XML from a broken connection.
func (f *framer) readError(err error) error {
	switch {
	case errors.Is(err, errTooBig):
		return tooMuch("element too large")
	case errors.Is(f.budget.failed, os.ErrDeadlineExceeded):
		return ErrTimeout
	case f.budget.failed != nil: // the decoder turns the end of input into a syntax error
		return fmt.Errorf("%w: %w", ErrStream, f.budget.failed)
	}
	return malformed("syntax") // the decoder's own words quote the text
}

func unwanted(token xml.Token) error {
	switch token.(type) {
	case xml.Comment:
		return restricted("comment")
	case xml.Directive:
		return restricted("document type")
	case xml.ProcInst:
		return restricted("processing instruction")
	}
	return malformed("syntax")
}

func restricted(what string) error { return &frameError{"restricted-xml", errors.New(what)} }
func tooMuch(what string) error    { return &frameError{"policy-violation", errors.New(what)} }

// limitError is a limit on what is in an element, met inside so many.
type limitError struct {
	error
	depth int
}

func (e *limitError) Unwrap() error { return e.error }

func over(what string, depth int) error { return &limitError{tooMuch(what), depth} }

// atDepth adds the depth to an error about a limit.
func atDepth(err error, depth int) error {
	if errors.Is(err, ErrPolicy) {
		return &limitError{err, depth}
	}
	return err
}

func malformed(what string) error {
	return &frameError{"not-well-formed", errors.New("not well-formed: " + what)}
}

// budget hands bytes to the XML decoder one by one, so that it reads nothing ahead, and only so many for one element.
type budget struct {
	r      *bufio.Reader
	from   io.ByteReader // r, or what mends it
	left   int
	failed error
}

func (b *budget) ReadByte() (byte, error) {
	if b.left <= 0 {
		return 0, errTooBig
	}
	c, err := b.from.ReadByte()
	if err != nil {
		b.failed = err
		return 0, err
	}
	b.left--
	return c, nil
}

// Read is what xml.NewDecoder asks for; it uses ReadByte.
func (b *budget) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	c, err := b.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = c
	return 1, nil
}
