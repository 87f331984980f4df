package history

import (
	"errors"

	"vouch/app/files/aesgcm"
	"vouch/app/files/filename"
)

// File is what a message has in the place of words. Its key stands in the sealed row and nowhere else.
type File struct {
	Name   string    `json:"name,omitempty"` // as its sender calls it, cleaned; "" where nobody says
	Size   int64     `json:"size,omitempty"` // bytes in clear; 0 where nobody knows, or of an empty one that is Here
	Width  int       `json:"w,omitempty"`    // of a picture as it is shown, in pixels; 0 of anything else, and where nobody knows
	Height int       `json:"h,omitempty"`
	Moves  bool      `json:"moves,omitempty"`  // a picture that says that it moves
	Length int64     `json:"length,omitempty"` // of sound that can be played, in milliseconds; else 0
	Peaks  []byte    `json:"peaks,omitempty"`  // its waveform, or nil
	URL    string    `json:"url,omitempty"`    // where it can be fetched; "" of an own one that is not there yet
	Sealed bool      `json:"sealed,omitempty"` // what is there is encrypted under Key
	IV     []byte    `json:"iv,omitempty"`
	Key    []byte    `json:"key,omitempty"`    // 32 bytes; of what is in the store and, where Sealed, at URL
	Stored string    `json:"stored,omitempty"` // its name in the store, also of a part of it; "" for none
	State  FileState `json:"state,omitempty"`
	Hash   []byte    `json:"hash,omitempty"`   // SHA-256 of it in clear, as its sender says; nil where nobody says
	Origin bool      `json:"origin,omitempty"` // own: it may say where and with what it was made
}

// FileState says where a file is.
type FileState string

// The states of a file.
const (
	FileAwaited FileState = "awaited" // its sender has said what it is, and not yet where it can be fetched
	FileOffered FileState = "offered" // it can be fetched
	FileComing  FileState = "coming"  // it is being fetched, or is to be as soon as there is a way
	FileHere    FileState = "here"    // it is in the store, whole
	FileGone    FileState = "gone"    // the server that had it no longer does
	FileDamaged FileState = "damaged" // what came is not what was sent
	FileFailed  FileState = "failed"  // it could not be fetched; ErrKind of the row says why
)

// AESGCM is the key as it is used.
func (f *File) AESGCM() (k aesgcm.Key) {
	k.IV = f.IV
	copy(k.Key[:], f.Key)
	return k
}

// SetKey takes over a key.
func (f *File) SetKey(k aesgcm.Key) { f.IV, f.Key = k.IV, k.Key[:] }

// IsPicture tells a picture by what it is, where it is here, and else by its name.
func (f *File) IsPicture() bool {
	return f.Width > 0 || f.State != FileHere && filename.Picture(f.Name)
}

// Body is what a message with the file says to programs: the link, its key in it where it is encrypted. It is for no log.
func (f *File) Body() string {
	if !f.Sealed {
		return f.URL
	}
	return aesgcm.Link{URL: f.URL, Key: f.AESGCM()}.Text()
}

// FileIn is the file that a text under encryption stands for, or nil where it is a text (XEP-0454 v0.1.0).
func FileIn(text string) *File {
	l, _, ok := aesgcm.ParseBody(text)
	if !ok {
		return nil
	}
	f := &File{Name: filename.OfURL(l.URL), URL: l.URL, Sealed: true, State: FileOffered}
	f.SetKey(l.Key)
	return f
}

// Attachment is the file of a message: its own or, of a row that a version wrote that knew none, the one that its text stands for.
// It is nil for a message of words.
func (m *Message) Attachment() *File {
	switch {
	case m.File != nil:
		return m.File
	case m.Kind == KindText && m.Encrypted && !m.Retracted():
		return FileIn(m.Body)
	}
	return nil
}

// kept is a row of what the store of files has for an account.
type kept struct {
	Chat string `json:"chat"`
	Row  string `json:"row"`
}

// KeepFile notes that a file of the store belongs to a row: until it is dropped, the store keeps it.
func (s *Store) KeepFile(name string, m *Message) error {
	key := s.seal.Name("file", name)
	return s.putSealed(s.seal, bktFiles, key[:], kept{m.Chat, m.ID})
}

// KeepsFile tells whether a row of the account has a file of that name in the store.
func (s *Store) KeepsFile(name string) bool {
	key := s.seal.Name("file", name)
	return s.get(bktFiles, key[:]) != nil
}

// EachKept calls f for every row that has a file in the store, in no order; f must not write. An error of f ends it.
func (s *Store) EachKept(f func(Message) error) error {
	b := s.bucket(bktFiles)
	if b == nil {
		return nil
	}
	return b.ForEach(func(key, sealed []byte) error {
		var k kept
		if err := s.open(s.seal, bktFiles, key, sealed, &k); err != nil {
			return err
		}
		m, err := s.InChat(k.Chat, k.Row)
		if errors.Is(err, ErrNotFound) || err == nil && (m.File == nil || m.File.Stored == "") {
			return nil
		}
		if err != nil {
			return err
		}
		return f(m)
	})
}

// DropFile ends KeepFile for the file of a row that goes, or stays without it.
func (s *Store) DropFile(m *Message) error {
	if m.File == nil || m.File.Stored == "" {
		return nil
	}
	name := m.File.Stored
	key := s.seal.Name("file", name)
	if s.dropped != nil {
		s.OnCommit(func() { s.dropped(name) })
	}
	return s.remove(bktFiles, key[:])
}

// PutFile writes a row back whose file has changed, and notes what the store has of it.
func (s *Store) PutFile(m Message) error {
	err := s.Put(m)
	if m.File != nil && m.File.Stored != "" {
		err = errors.Join(err, s.KeepFile(m.File.Stored, &m))
	}
	return err
}
