package imports

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClosedBackupsAreForgotten(t *testing.T) {
	r, err := openCEB(t.Context(), "testdata/version2.ceb", Options{Passphrase: "correct horse"})
	if err != nil {
		t.Fatal(err)
	}
	packed := r.packed
	if err := r.close(); err != nil || len(packed) < 100 || len(bytes.Trim(packed, "\x00")) != 0 {
		t.Errorf("%d bytes are left, %v", len(bytes.Trim(packed, "\x00")), err)
	}
	if _, _, err := r.list(t.Context()); !errors.Is(err, os.ErrClosed) {
		t.Errorf("closed, and read: %v", err)
	}
}

// FuzzRows reads whatever an authentic backup may hold, in both versions, without what encrypts and packs it.
func FuzzRows(f *testing.F) {
	f.Add(true, "INSERT INTO messages(uuid,body,edited) VALUES('u''1',007,'[{\"edited_id\":\"e\"}]'),(NULL,'a\nb',NULL);\nINSERT INTO accounts(username) VALUES('alice');")
	f.Add(true, "INSERT INTO identities(name,fingerprint,trust,ownkey,key) VALUES('bob@example.org','05"+strings.Repeat("11", 32)+"','VERIFIED',0,'x');")
	f.Add(false, `[{"table":"messages","values":{"uuid":"u","reactions":"[{\"from\":\"/\",\"reaction\":\"x\"}]","edited":"x","type":5,"body":"aesgcm://h/n|-1|640"}}]`)
	f.Add(false, `[{"values":{"name":"bob@example.org","trust":"TRUSTED","attributes":"{\"next_encryption\":5}","key":null},"table":"identities"},{"table":"x"}]`)
	f.Fuzz(func(t *testing.T, sql bool, text string) {
		in := &budget{in: strings.NewReader(text), all: maxRow, left: maxRow}
		rows := jsonRows
		if sql {
			rows = sqlRows
		}
		_ = rows(in, func(r *cebRow) bool {
			r.nextEncryption()
			if d, ok := r.decision("alice@example.org"); ok && (len(d.Fingerprint) != 64 || d.Level == "" || d.Origin == "") {
				t.Errorf("decided %+v", d)
			}
			for _, kind := range []Kind{Contact, Room} {
				m, ok := r.message(Place{"alice@example.org", "bob@example.org", "", kind})
				if ok && (len(m.Body) > MaxBody || !utf8.ValidString(m.Body) || m.Marks.Unreadable && m.Body != "" || m.File != nil && strings.ContainsAny(m.File.Name, `/\`)) {
					t.Errorf("made %+v", m)
				}
			}
			return true
		})
	})
}

// FuzzHeader reads whatever a file may begin with.
func FuzzHeader(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x02\x00\x01C\x00\x11alice@example.org" + strings.Repeat("\x01", 36)))
	f.Add([]byte{0, 0, 0, 1, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		if h, err := readHeader(bytes.NewReader(b)); err == nil && (h.Account == "" || h.Version != 1 && h.Version != 2) {
			t.Errorf("read %+v", h)
		}
	})
}
