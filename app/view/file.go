package view

import (
	"cmp"
	"time"

	"vouch/app/files/filename"
	"vouch/app/files/picture"
	"vouch/app/history"
)

// FileView is the file of a row.
type FileView struct {
	Name     string // as its sender calls it; never empty
	Size     int64  // bytes; 0 where nobody knows, and of an empty one that is here
	State    FileState
	Leaving  bool  // own: it is on its way to where others can fetch it
	Done, Of int64 // bytes, while it is on its way; Of is -1 where nobody knows
	Program  bool  // by its name it may run when it is opened: it is only saved
	Origin   bool  // own: it may say where and with what it was made

	Width, Height int // of a picture that is here and can be shown, in pixels; else 0
	Moves         bool

	Length time.Duration // of sound that is here and can be played; else 0
	Peaks  []byte        // its waveform, or nil
}

// FileState says where a file is.
type FileState = history.FileState

// The states of a file.
const (
	FileAwaited = history.FileAwaited
	FileOffered = history.FileOffered
	FileComing  = history.FileComing
	FileHere    = history.FileHere
	FileGone    = history.FileGone
	FileDamaged = history.FileDamaged
	FileFailed  = history.FileFailed
)

// file is what is shown of the file of a message, or nil.
func (src Source) file(m history.Message) *FileView {
	f := m.Attachment()
	if f == nil {
		return nil
	}
	move := src.Live.Moves[m.ID]
	out := &FileView{
		Name: FileName(f), Size: f.Size, State: f.State, Leaving: m.Own && f.URL == "" && m.State == MessagePending,
		Done: move.Done, Of: move.Of, Program: filename.Dangerous(f.Name, nil), Origin: f.Origin,
	}
	out.Width, out.Height, out.Moves = Shown(f)
	if f.State == FileHere {
		out.Length, out.Peaks = time.Duration(f.Length)*time.Millisecond, f.Peaks
	}
	return out
}

// FileName is what a file is called; it is never empty.
func FileName(f *history.File) string { return cmp.Or(f.Name, filename.Nameless) }

// lineOf is what a message says in one line, without its subject: the name of its file, or the beginning of its text.
func lineOf(m history.Message) string {
	if f := m.Attachment(); f != nil {
		return FileName(f)
	}
	return firstLine(m.Body)
}

// Shown is how large a picture is that is here and can be shown, in pixels, and whether it moves; else 0.
func Shown(f *history.File) (width, height int, moves bool) {
	if f.State != FileHere || f.Size > picture.Most {
		return 0, 0, false
	}
	return f.Width, f.Height, f.Moves
}

// FileKind is what a file is, as far as its name and what is known of it say.
type FileKind string

// The kinds of files.
const (
	FilePicture FileKind = "picture"
	FileSound   FileKind = "sound"
	FileOther   FileKind = "other"
)

// fileKind is the kind of the file of a message, or "" for a message of words.
func fileKind(m history.Message) FileKind {
	f := m.Attachment()
	switch {
	case f == nil:
		return ""
	case f.Width > 0, filename.Picture(f.Name):
		return FilePicture
	case f.Length > 0, filename.Sound(f.Name):
		return FileSound
	}
	return FileOther
}
