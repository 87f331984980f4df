package accounts

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// ExportFolderKey is where the preferences keep the folder that chats were exported to last.
const ExportFolderKey = "exportFolder"

// exportPace is how often the window says how far an export is.
const exportPace = 200 * time.Millisecond

// exportForms are the forms in their order.
var exportForms = []app.ExportForm{app.ExportHTML, app.ExportMarkdown, app.ExportJSON}

func exportForm(f app.ExportForm) string {
	switch f {
	case app.ExportMarkdown:
		return words.Tr("export.markdown")
	case app.ExportJSON:
		return words.Tr("export.json")
	}
	return words.Tr("export.html")
}

// exporting is the dialog about chats that are written into files: first how and where to, then how far it is, then where it lies.
type exporting struct {
	*dialog.Dialog
	w       *Room
	order   app.ExportChats
	folder  *draw.Entry
	stop    func()       // while it is written
	read    int          // messages so far
	got     app.Exported // with a path when it is done
	failure string
}

// AskExport shows how a chat, or all of an account with chat "", can be written into files, and does it. Whoever puts the dialog away
// meanwhile stops it.
func (w *Room) AskExport(account, chat, name string) {
	p := &exporting{w: w, order: app.ExportChats{Account: account, Chat: chat, As: app.ExportHTML, Files: true}, folder: dialog.NewRoomy(28)}
	title := words.Tr("export.titleAll", "Account", account)
	if chat != "" {
		title = words.Tr("export.title", "Name", name)
	}
	p.folder.SetText(w.App.Preferences().StringWithFallback(ExportFolderKey, home()))
	p.Dialog = &dialog.Dialog{Title: title, Text: words.Tr("export.text"), Width: 520, Focus: string(app.ExportHTML), Body: p.draw, Left: p.leave, Stays: map[string]bool{"export": true, "show": true}}
	p.Escapable(p.folder)
	p.folder.OnChanged = func(string) { p.arrange(); p.Refresh() }
	p.arrange()
	w.OpenDialog(p.Dialog)
}

// home is the user's own folder, or "".
func home() string {
	dir, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return dir
}

// arrange puts the buttons below the part that is shown.
func (p *exporting) arrange() {
	switch {
	case p.stop != nil:
		p.Buttons = []draw.KeyButton{dialog.CancelButton()}
	case p.got.Path != "":
		p.Buttons = []draw.KeyButton{dialog.CloseButton(), {Button: draw.Button{Icon: "file", Word: words.Tr("file.show"), Kind: draw.Primary}, Key: "show", Tap: p.show}}
	default:
		b := draw.KeyButton{Button: draw.Button{Word: words.Tr("export.deed"), Kind: draw.Primary}, Key: "export"}
		if strings.TrimSpace(p.folder.Text) != "" {
			b.Tap = p.begin
		}
		p.Buttons = []draw.KeyButton{dialog.CancelButton(), b}
	}
}

// leave stops what is under way.
func (p *exporting) leave() {
	if p.stop != nil {
		p.stop()
	}
}

// begin has it written, beside everything else.
func (p *exporting) begin() {
	p.order.Folder, p.failure, p.read = strings.TrimSpace(p.folder.Text), "", 0
	p.order.Words = exportWords()
	order, stopped := p.order, make(chan struct{})
	p.stop = sync.OnceFunc(func() { close(stopped) })
	p.rearrange()
	var got app.Exported
	last := time.Now()
	told := func(messages int) {
		if now := time.Now(); now.Sub(last) >= exportPace {
			last = now
			p.w.Soon(func() { p.read = messages; p.Refresh() })
		}
	}
	p.w.Ask(func(ctx context.Context, s shell.Service) (err error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		go func() {
			select {
			case <-stopped:
				cancel()
			case <-ctx.Done():
			}
		}()
		got, err = s.Export(ctx, order, told)
		return err
	}, func(err error) { p.ended(got, err) })
}

// ended shows what came of it.
func (p *exporting) ended(got app.Exported, err error) {
	p.stop = nil
	switch {
	case err == nil:
		p.got, p.Text = got, ""
		p.w.App.Preferences().SetString(ExportFolderKey, p.order.Folder)
	case !errors.Is(err, context.Canceled):
		p.w.Log.Warn("export chats", "err", err)
		p.failure = exportFailure(err)
	}
	p.rearrange()
}

// rearrange shows another part. The button with the keyboard may be gone, so it comes to the one that puts the dialog away.
func (p *exporting) rearrange() {
	p.arrange()
	p.Refresh()
	if f, ok := p.Find(dialog.CancelKey).(fyne.Focusable); ok && p.OnTop() {
		p.w.Win.Canvas().Focus(f)
	}
}

// exportFailure says why nothing was written.
func exportFailure(err error) string {
	var e *app.Error
	if errors.As(err, &e) && e.Param == "folder" {
		if e.Kind == app.KindDisk {
			return words.Tr("export.failed")
		}
		return words.Tr("export.noFolder")
	}
	return words.ErrText(err, "")
}

// show shows the new folder.
func (p *exporting) show() {
	path := p.got.Path
	p.w.Ask(func(ctx context.Context, _ shell.Service) error { return p.w.own.ShowFile(ctx, path) }, func(err error) {
		if err != nil && !errors.Is(err, context.Canceled) {
			p.w.Log.Warn("show folder", "err", err)
			p.failure = words.Tr("file.folderFailed")
			p.Refresh()
		}
	})
}

func (p *exporting) draw(s *draw.Sheet, x, y, w float32) float32 {
	switch {
	case p.stop != nil:
		lh := s.K(20)
		s.Word(words.Trn("export.going", p.read), x, y, lh, draw.F14, draw.Muted)
		y += lh
	case p.got.Path != "":
		y = p.drawDone(s, x, y, w)
	default:
		for _, f := range exportForms {
			y = dialog.Choice(s, string(f), exportForm(f), f == p.order.As, true, x, y, w, func() { p.order.As = f; p.Refresh() }) + 8
		}
		y = dialog.Choice(s, "files", words.Tr("export.files"), p.order.Files, false, x, y+6, w, func() { p.order.Files = !p.order.Files; p.Refresh() }) + 14
		y = p.w.LabelledFolder(s, "folder", p.folder, words.Tr("export.folder"), x, y, w)
	}
	if p.failure != "" {
		y += 10 + dialog.Warning(s, p.failure, x, y+10, w)
	}
	return y
}

// drawDone says where it lies and what is in it.
func (p *exporting) drawDone(s *draw.Sheet, x, y, w float32) float32 {
	lh := s.K(20)
	y += s.Para(draw.One(words.Tr("export.done", "Folder", words.OneLine(p.got.Path, 3*words.NameRunes)), draw.F14, draw.Fg), x, y, w, lh) + 8
	y += s.Para(draw.One(words.Trn("export.count", p.got.Messages)+" "+words.Trn("export.countFiles", p.got.Files), draw.F13, draw.Muted), x, y, w, lh)
	if p.got.Missing > 0 {
		y += 4 + s.Para(draw.One(words.Trn("export.missing", p.got.Missing), draw.F13, draw.Muted), x, y+4, w, lh)
	}
	return y
}
