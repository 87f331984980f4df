package imports

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
)

// readFile fills m from a file. Its field info is the number of the message that was its link, as text, which has the ids.
func (w *dinoWalk) readFile(ctx context.Context, id int64, m *Message) (ok bool, err error) {
	if w.file == nil {
		return false, nil
	}
	var nick, name, path, kind, info string
	var own, encryption, size, state, width, height int64
	ok, err = w.file.One(ctx, []any{&nick, &own, &encryption, &name, &path, &kind, &size, &state, &info, &width, &height}, id)
	if err != nil || !ok {
		return false, err
	}
	m.Own, m.Encryption = own == 1, dinoEncryption(encryption)
	if m.Own {
		m.State = Failed
		if state == 0 { // complete
			m.State = Sent
		}
	}
	if m.Chat.Kind != Contact {
		m.Nick = nick
	}
	f := &File{Path: within(w.files(), path), Name: lastPart(name), Type: clip(kind, 255), Size: max(0, size), Width: int(max(0, width)), Height: int(max(0, height))}
	m.File = f
	f.Links = append(f.Links, w.side.sources[id]...)
	message, err := strconv.ParseInt(info, 10, 64)
	if err != nil {
		return true, nil
	}
	r, found, err := w.row(ctx, message)
	if err != nil || !found {
		return true, err
	}
	w.common(m, r)
	if l, ok := linkOf(r.body); ok {
		f.Links = append(f.Links, l)
	}
	return true, w.sender(ctx, message, r, m)
}

// within is the path of a plain file that lies in a folder, or "": the name comes from a database, and may lead anywhere. os.Root follows
// no way out.
func within(folder, name string) string {
	if name == "" {
		return ""
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return ""
	}
	defer root.Close()
	if info, err := root.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	return filepath.Join(folder, name)
}
