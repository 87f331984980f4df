package chat

import (
	"strconv"
	"strings"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// The actions of files.
const (
	actFetch    = "fetch"
	actStop     = "stop"
	actSaveFile = "save file"
)

// fileText is what stands in the bubble of a file: its name, and how large it is.
func fileText(f *view.FileView) string {
	text := words.OneLine(f.Name, 2*words.NameRunes)
	if f.Size > 0 || f.State == view.FileHere {
		text += "\n" + words.Size(f.Size)
	}
	return text
}

// fileBody is what stands in the bubble of a file: the picture, or what says which file it is.
func fileBody(r *view.Row, out *timeline.Row) {
	if f := r.File; f.Width > 0 {
		out.Album = &timeline.Album{{ID: r.ID, Width: f.Width, Height: f.Height, Moves: f.Moves}}
		return
	}
	if r.File.Length > 0 {
		out.Voice = timeline.Voice{Length: r.File.Length, Peaks: string(r.File.Peaks)}
		return
	}
	out.Text = fileText(r.File)
}

// notShown has a row say that its picture cannot be shown.
func (b *rowBook) notShown(id string) {
	if b.unshown == nil {
		b.unshown = map[string]bool{}
	}
	b.unshown[id] = true
	delete(b.from, id) // it looks different now
}

// asFile makes the bubble of a picture that cannot be shown one of any other file.
func asFile(r *view.Row, out *timeline.Row) {
	out.Album, out.Text = nil, fileText(r.File)
	if out.Foot == "" {
		out.FootIcon, out.FootColor, out.Foot = "image", draw.Muted, words.Tr("file.notShown")
		out.Actions[0] = timeline.Action{Act: actSaveFile, Word: words.Tr("file.save")}
	}
}

// fileFoot says below a file where it is, and offers what can be done, beside what else stands there.
func fileFoot(r *view.Row, out *timeline.Row) {
	f := r.File
	icon, color, said, acts := fileState(r)
	if (f.Width > 0 || f.Length > 0) && f.State == view.FileHere && !f.Leaving && !f.Origin {
		return // it is seen, or heard
	}
	if out.Foot == "" {
		out.FootIcon, out.FootColor, out.Foot = icon, color, said
	} else if f.State != view.FileHere && !f.Leaving && said != "" {
		out.Foot += " · " + said
	}
	i := 0
	for i < len(out.Actions) && out.Actions[i].Act != "" {
		i++
	}
	copy(out.Actions[i:], acts)
}

// fileState is where a file is, in a line with its icon, and what can be done about it.
func fileState(r *view.Row) (icon string, color draw.Token, said string, acts []timeline.Action) {
	f := r.File
	fetch := func(word string) []timeline.Action { return []timeline.Action{{Act: actFetch, Word: words.Tr(word)}} }
	switch {
	case f.Leaving:
		return "export", draw.Muted, words.Tr("file.leaving") + progress(f), []timeline.Action{{Act: actStop, Word: words.Tr("file.stop")}}
	case f.State == view.FileComing:
		return "download", draw.Muted, words.Tr("file.coming") + progress(f), []timeline.Action{{Act: actStop, Word: words.Tr("file.stop")}}
	case f.State == view.FileAwaited:
		return "clock", draw.Muted, words.Tr("file.awaited"), nil
	case f.State == view.FileHere:
		save := timeline.Action{Act: actSaveFile, Word: words.Tr("file.save")}
		if f.Program {
			return "warn", draw.Undecided, words.Tr("file.program"), []timeline.Action{save}
		}
		said := words.Tr("file.here")
		if f.Origin {
			said += " · " + words.Tr("file.origin")
		}
		return "file", draw.Muted, said, []timeline.Action{{Act: actOpenFile, Word: words.Tr("file.open")}, save}
	case f.State == view.FileGone:
		return "inactive", draw.Muted, words.Tr("file.gone"), fetch("file.again")
	case f.State == view.FileDamaged:
		return "warn", draw.Rejected, words.Tr("file.damaged"), fetch("file.again")
	case f.State == view.FileFailed:
		return "warn", draw.Rejected, words.Tr("file.failed") + reasonOf(r), fetch("file.again")
	}
	return "download", draw.Muted, words.Tr("file.offered"), fetch("file.fetch")
}

// progress is how much of a file is there, or "" where nobody knows.
func progress(f *view.FileView) string {
	switch {
	case f.Done <= 0:
		return ""
	case f.Of <= 0:
		return " · " + words.Size(f.Done)
	}
	return " · " + words.Tr("file.part", "Done", words.Size(f.Done), "Of", words.Size(f.Of))
}

// fileFailed is why an own file did not leave, and what of it can be helped.
func fileFailed(r *view.Row) string {
	switch r.Err {
	case app.KindTooBig:
		if most, err := strconv.ParseInt(r.ErrText, 10, 64); err == nil {
			return words.Tr("file.overLimit", "Size", words.Size(r.File.Size), "Limit", words.Size(most))
		}
		return words.Tr("file.tooBig")
	case app.KindNotOffered:
		return words.Tr("file.noService")
	case app.KindRefused:
		return strings.TrimSpace(words.Tr("file.refused") + " " + saidIn(r))
	}
	return words.Tr("row.failed")
}

func saidIn(r *view.Row) string {
	if said := words.OneLine(r.ErrText, 100); said != "" {
		return words.Tr("error.said", "Words", said)
	}
	return ""
}

// reasonOf is why a file could not be fetched.
func reasonOf(r *view.Row) string {
	if r.Err == app.KindTooBig {
		return ": " + words.Tr("file.larger")
	}
	why := words.KindText(r.Err, words.NameOf(r.Name, r.From))
	if why = strings.TrimSpace(why + " " + saidIn(r)); why == "" {
		return ""
	}
	return ": " + why
}

// fileAct does what is offered below a file.
func (c *Room) fileAct(r *view.Row, what string) {
	v := c.w.Shown.View
	switch what {
	case actFetch:
		delete(c.book.unshown, r.ID)
		c.pictures.Forget(r.ID)
		c.w.Do(app.FetchFile{Account: v.Account, Chat: v.Chat, ID: r.ID}, nil)
	case actStop:
		c.w.Do(app.StopFile{Account: v.Account, Chat: v.Chat, ID: r.ID}, nil)
	case actOpenFile:
		c.openFile(r, false)
	case actSaveFile:
		c.saveFile(r)
	}
}

// saveFile has a place picked for a file, and saves it there.
func (c *Room) saveFile(r *view.Row) {
	v := c.w.Shown.View
	c.w.SaveFileOf(v.Account, v.Chat, r.ID, r.File.Name, func(path string, err error) {
		if err != nil {
			c.w.Fail(words.ErrText(err, words.HostOf(v.Account)))
			return
		}
		c.savedFile(r.ID, path)
	})
}
