package keys

import (
	"context"
	"errors"
	"image"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"vouch/app/keys"
	codes "vouch/trust/qr"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/qr"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// How a code came in. Only what the camera sees is in person: a picture on the screen, in a file or in the clipboard came from
// somebody, as a link did.
const (
	byCamera    = "camera"
	byScreen    = "screen"
	byPicture   = "picture"
	byClipboard = "clipboard"
	byLink      = "link"
)

// previewEvery is how long a picture of the camera stays on the screen at least.
const previewEvery = 100 * time.Millisecond

// Sources are where pictures come from; tests have others.
type Sources struct {
	Cameras           func() []qr.Camera
	Camera            func(id string) (qr.FrameSource, error)
	Screen, Clipboard func() (qr.FrameSource, error)
	File              func(path string) ([]string, error)
}

func systemSources() Sources {
	return Sources{Cameras: qr.Cameras, Camera: qr.OpenCamera, Screen: qr.Screen, Clipboard: qr.Clipboard, File: codes.ReadFile}
}

// scan is the dialog that reads a code.
type scan struct {
	*dialog.Dialog
	w            *Room
	account, jid string // jid is whose code it must be, or ""
	link         *draw.Entry
	cameras      []qr.Camera
	filming      string      // the camera that films, or ""
	shown        image.Image // what it saw last; nil while it is being opened
	stop         func()      // ends filming
	parts        map[int]string
	how          string     // in which they were read
	of           keys.Check // what the parts are of
	note         string
	failure      string
	busy         bool
}

// ScanCode reads a code of jid, or, with "", of anybody.
func (w *Room) ScanCode(jid string) *scan {
	p := &scan{w: w, account: w.View().Account, jid: jid, link: draw.NewEntry(false), stop: func() {}}
	p.link.SetPlaceHolder(words.Tr("scan.linkHint"))
	p.link.OnSubmitted = func(string) { p.readLink() }
	p.link.OnChanged = func(string) { p.Refresh() }
	title := words.Tr("scan.title")
	if jid != "" {
		title = words.Tr("scan.titleOf", "Name", w.PersonName(jid))
	}
	p.Dialog = &dialog.Dialog{Title: title, Text: words.Tr("scan.text"), Width: 620, Body: p.drawBody, Focus: "camera", Buttons: []draw.KeyButton{dialog.CancelButton()}}
	p.Left = func() {
		p.stop()
		w.scanning = nil
	}
	p.Escapable(p.link)
	w.scanning = p
	w.OpenDialog(p.Dialog)
	return p
}

// film opens a camera; with "" the first one, after the cameras of the system are listed.
func (p *scan) film(id string) {
	p.stop()
	p.failure, p.shown, p.busy = "", nil, true
	stopped := make(chan struct{})
	var once sync.Once
	p.stop = func() { once.Do(func() { close(stopped) }) }
	w := p.w
	before, freed := w.filmed, make(chan struct{})
	w.filmed = freed
	var found []qr.Camera
	w.Ask(func(ctx context.Context, _ shell.Service) error {
		defer close(freed)
		if before != nil { // a camera that is still being closed is in use
			select {
			case <-before:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if found = w.Sources.Cameras(); len(found) == 0 {
			return qr.ErrNoCamera
		}
		if id == "" {
			id = found[0].ID
		}
		w.Later(func() { p.films(id, found) })
		source, err := w.Sources.Camera(id)
		if err != nil {
			return err
		}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		go func() {
			select {
			case <-stopped:
				cancel()
			case <-ctx.Done():
			}
		}()
		return qr.Scan(ctx, source, p.preview(), p.fresh(byCamera))
	}, func(err error) {
		select {
		case <-stopped: // put away, or another one films
			return
		default:
		}
		p.filming, p.shown, p.busy = "", nil, false
		p.failure = sourceText(err)
		p.Refresh()
	})
	p.Refresh()
}

func (p *scan) films(id string, all []qr.Camera) {
	p.filming, p.cameras, p.busy = id, all, false
	p.Refresh()
}

// preview has what a camera sees shown, not more often than it is looked at.
func (p *scan) preview() func(image.Image) {
	var last time.Time
	return func(picture image.Image) {
		if now := time.Now(); now.Sub(last) >= previewEvery {
			last = now
			p.w.Later(func() {
				if p.filming != "" {
					p.shown = picture
					p.Refresh()
				}
			})
		}
	}
}

// fresh hands on texts that were not read before, and has the source go on: the dialog ends it.
func (p *scan) fresh(how string) func([]string) bool {
	var seen []string
	return func(texts []string) bool {
		fresh := slices.DeleteFunc(slices.Clone(texts), func(t string) bool { return slices.Contains(seen, t) })
		if len(fresh) > 0 {
			seen = append(seen, fresh...)
			p.w.Later(func() { p.take(fresh, how) })
		}
		return true
	}
}

// look reads what a source with an end has.
func (p *scan) look(how string, open func() (qr.FrameSource, error)) {
	p.failure, p.busy = "", true
	p.w.Ask(func(ctx context.Context, _ shell.Service) error {
		source, err := open()
		if err != nil {
			return err
		}
		return qr.Scan(ctx, source, nil, p.fresh(how))
	}, func(err error) {
		p.busy = false
		if how == byClipboard && errors.Is(err, qr.ErrNoPicture) {
			p.pasted(p.w.App.Clipboard().Content())
			return
		}
		if err != nil {
			p.failure = sourceText(err)
		}
		p.Refresh()
	})
	p.Refresh()
}

// pasted takes a text from the clipboard for a link.
func (p *scan) pasted(text string) {
	if text = strings.TrimSpace(text); text == "" {
		p.failure = words.Tr("scan.clipboardEmpty")
		p.Refresh()
		return
	}
	p.take([]string{text}, byLink)
}

// readFile reads a picture file.
func (p *scan) readFile(path string) {
	var texts []string
	p.failure, p.busy = "", true
	p.w.Ask(func(context.Context, shell.Service) (err error) {
		texts, err = p.w.Sources.File(path)
		return err
	}, func(err error) {
		p.busy = false
		if err != nil {
			p.failure = sourceText(err)
			p.Refresh()
			return
		}
		p.take(texts, byPicture)
	})
	p.Refresh()
}

func (p *scan) readLink() {
	if text := strings.TrimSpace(p.link.Text); text != "" {
		p.take([]string{text}, byLink)
	}
}

// take has texts of codes read, and puts the parts of one together.
func (p *scan) take(texts []string, how string) {
	if p.w.scanning != p {
		return
	}
	checks, failed := make([]*keys.Check, len(texts)), error(nil)
	p.w.Read(func(s shell.Service) error {
		for i, text := range texts {
			check, err := s.ReadCode(p.account, p.jid, text)
			if err != nil && failed == nil {
				failed = err
			}
			checks[i] = check
		}
		return nil
	}, func(error) {
		if p.w.scanning != p {
			return
		}
		whole := 0
		for _, check := range checks {
			if check != nil && check.Parts < 2 {
				whole++
			}
		}
		if whole > 1 { // which one is meant is not for us to say
			p.failure = words.Tr("scan.several")
			p.Refresh()
			return
		}
		for i, check := range checks {
			if check == nil {
				continue
			}
			p.failure = ""
			if check.Parts < 2 {
				p.read(check, texts[i:i+1], how)
				return
			}
			p.collect(check, texts[i], how)
		}
		if len(p.parts) > 0 && len(p.parts) == p.of.Parts {
			p.together()
			return
		}
		if failed != nil && !slices.ContainsFunc(checks, func(c *keys.Check) bool { return c != nil }) {
			p.failure = codeText(failed, p.account, p.jid, p.w.PersonName(p.jid))
		}
		p.Refresh()
	})
}

// collect keeps a part; one of another code, or with other keys than before, begins anew. The parts together count as read
// in the weakest way of all: one that came as a link makes them a link, and one of a picture a picture.
func (p *scan) collect(check *keys.Check, text, how string) {
	before, again := p.parts[check.Part]
	if p.parts == nil || p.of.JID != check.JID || p.of.Parts != check.Parts || p.of.VouchedBy != check.VouchedBy || again && before != text {
		p.parts, p.of, p.how = map[int]string{}, *check, how
	}
	if p.how == byCamera || how == byLink {
		p.how = how
	}
	p.parts[check.Part] = text
	p.note = words.Tr("scan.partsRead", "Read", strconv.Itoa(len(p.parts)), "Parts", strconv.Itoa(check.Parts))
}

// together reads all parts as one code.
func (p *scan) together() {
	how := p.how
	var texts []string
	for n := range p.of.Parts {
		texts = append(texts, p.parts[n+1])
	}
	var check *keys.Check
	p.w.Read(func(s shell.Service) (err error) {
		check, err = s.ReadCode(p.account, p.jid, texts...)
		return err
	}, func(err error) {
		if p.w.scanning != p {
			return
		}
		if err != nil {
			p.parts, p.note, p.failure = nil, "", codeText(err, p.account, p.jid, p.w.PersonName(p.jid))
			p.Refresh()
			return
		}
		p.read(check, texts, how)
	})
}

// read leaves the dialog for what comes of a code.
func (p *scan) read(check *keys.Check, texts []string, how string) {
	p.Close()
	p.w.codeRead(p.account, check, texts, how, p.jid == check.JID)
}
