package history

// Face is the picture of somebody as it is known: the hash by which it was published, and where.
type Face struct {
	JID   string `json:"jid"`
	Hash  string `json:"hash"`            // SHA-1 of what was published
	VCard bool   `json:"vcard,omitempty"` // from the vCard, not from the avatar node
}

var (
	bktFaces    = []byte("faces")
	bktPictures = []byte("pictures")
)

// PutFace says which picture is that of f.JID, and keeps the picture, a small PNG, by its hash. An older one of the same
// JID goes when nobody else has it.
func (s *Store) PutFace(f Face, picture []byte) error {
	if err := s.DropFace(f.JID); err != nil {
		return err
	}
	key := s.seal.Name("face", s.account, f.JID)
	if err := s.putSealed(s.seal, bktFaces, key[:], f); err != nil {
		return err
	}
	name := s.seal.Name("picture", s.account, f.Hash)
	return s.putSealed(s.seal, bktPictures, name[:], picture)
}

// DropFace forgets the picture of jid, if there is one.
func (s *Store) DropFace(jid string) error {
	faces, err := s.Faces()
	if err != nil {
		return err
	}
	hash, others := "", 0
	for _, f := range faces {
		if f.JID == jid {
			hash = f.Hash
		}
	}
	for _, f := range faces {
		if f.Hash == hash && f.JID != jid {
			others++
		}
	}
	if hash == "" {
		return nil
	}
	key := s.seal.Name("face", s.account, jid)
	if err := s.remove(bktFaces, key[:]); err != nil || others > 0 {
		return err
	}
	name := s.seal.Name("picture", s.account, hash)
	return s.remove(bktPictures, name[:])
}

// Faces gives whose pictures are known, in no order that means anything.
func (s *Store) Faces() ([]Face, error) {
	b := s.bucket(bktFaces)
	if b == nil {
		return nil, nil
	}
	var out []Face
	err := b.ForEach(func(k, v []byte) error {
		var f Face
		if err := s.open(s.seal, bktFaces, k, v, &f); err != nil {
			return err
		}
		out = append(out, f)
		return nil
	})
	return out, err
}

// Picture gives the picture with that hash, nil when it is not here.
func (s *Store) Picture(hash string) ([]byte, error) {
	name := s.seal.Name("picture", s.account, hash)
	stored := s.get(bktPictures, name[:])
	if stored == nil {
		return nil, nil
	}
	var picture []byte
	err := s.open(s.seal, bktPictures, name[:], stored, &picture)
	return picture, err
}
