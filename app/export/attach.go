package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"

	"vouch/app/files/filename"
)

// filesDir is where files lie in the folder of a chat.
const filesDir = "files"

// attach puts the file of a message beside the page, or opens it for the page itself.
func (b *book) attach(ctx context.Context, m *Message) (a attached, err error) {
	f := m.File
	switch {
	case f == nil:
		return a, nil
	case !b.w.o.Files:
		return attached{where: fileLeftOut}, nil
	case f.Open == nil:
		return b.absent(m), nil
	}
	from, size, err := f.Open(ctx)
	if errors.Is(err, ErrNotHere) {
		return b.absent(m), nil
	}
	if err != nil {
		return a, fmt.Errorf("open file of message %s: %w", m.ID, err)
	}
	keep := false
	defer func() {
		if !keep {
			_ = from.Close()
		}
	}()
	head := make([]byte, filename.HeadSize)
	n, err := io.ReadFull(from, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return a, fmt.Errorf("read file of message %s: %w", m.ID, err)
	}
	a.from = io.MultiReader(bytes.NewReader(head[:n]), from)
	a.picture = pictureType(head[:n])
	b.w.result.Files++
	if b.w.o.Form == HTML && a.picture != "" && size <= MostInline {
		keep = true
		a.where, a.closer = fileInline, from
		return a, nil
	}
	a.where, a.program = fileBeside, filename.Dangerous(filename.Clean(f.Name), head[:n])
	a.path, err = b.beside(ctx, f.Name, a.from)
	f.Path = a.path
	return a, err
}

// absent counts a file that is not here.
func (b *book) absent(m *Message) attached {
	r := &b.w.result
	if r.Missing++; len(r.Absent) < MostMissing {
		r.Absent = append(r.Absent, Missing{b.chat.JID, m.ID, m.File.Name})
	}
	return attached{where: fileAbsent}
}

// beside writes a file into the folder. A number before its name keeps it apart from all others.
func (b *book) beside(ctx context.Context, name string, from io.Reader) (string, error) {
	if b.files == 0 {
		if err := b.w.folder.mkdir(path.Join(b.dir, filesDir)); err != nil {
			return "", err
		}
	}
	b.files++
	inChat := path.Join(filesDir, fmt.Sprintf("%05d %s", b.files, filename.Clean(name)))
	s, err := b.w.folder.create(ctx, path.Join(b.dir, inChat))
	if err != nil {
		return "", err
	}
	if b.w.o.Mark != nil {
		b.w.o.Mark(b.w.folder.real(path.Join(b.dir, inChat)))
	}
	err = s.copy(s, from)
	return inChat, errors.Join(err, s.close())
}

// pictureType is the media type of a picture that every browser draws, by its first bytes, else "". What can hold a script is none.
func pictureType(head []byte) string {
	switch t := http.DetectContentType(head); t {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return t
	}
	return ""
}
