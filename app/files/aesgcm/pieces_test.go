package aesgcm_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"vouch/app/files/aesgcm"
)

// standard is what the standard library makes of a text in one piece.
func standard(t testing.TB, k aesgcm.Key, text []byte) []byte {
	t.Helper()
	block, err := aes.NewCipher(k.Key[:])
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCMWithNonceSize(block, len(k.IV))
	if err != nil {
		t.Fatal(err)
	}
	return gcm.Seal(nil, k.IV, text, nil)
}

// In pieces it is the same as at once, whatever the sizes of file and parts are.
func TestInPiecesAsAtOnce(t *testing.T) {
	random := rand.NewChaCha8([32]byte{1})
	for _, size := range []int{0, 1, 15, 16, 17, 4095, 4096, 262143, 262144, 262145, 524288 + 5, 1 << 20} {
		text := make([]byte, size)
		random.Read(text)
		for _, k := range []aesgcm.Key{aesgcm.NewKey(), key(t, long)} {
			want := standard(t, k, text)
			for _, part := range []int{1021, 16384, 262144, 300000} {
				if got := encrypted(t, k, text, part); !bytes.Equal(got, want) {
					t.Fatalf("%d bytes in parts of %d, IV of %d: not the same", size, part, len(k.IV))
				}
				if err := checked(t, k, want, part); err != nil {
					t.Fatalf("%d bytes in parts of %d, IV of %d: %v", size, part, len(k.IV), err)
				}
			}
			if got := read(t, k, want); !bytes.Equal(got, text) {
				t.Fatalf("%d bytes are read as %d others", size, len(got))
			}
		}
	}
}

// A file is read from any place, also behind the place where the counter begins anew.
func TestReadFromAnyPlace(t *testing.T) {
	k := key(t, "3ad0b1352f177acdee93df925560fa6d")
	text := make([]byte, 100_000)
	rand.NewChaCha8([32]byte{2}).Read(text)
	file := encrypted(t, k, text, 4096)
	r, err := k.Decrypt(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if r.Size() != int64(len(text)) {
		t.Errorf("it has %d bytes", r.Size())
	}
	for _, at := range []int{99_999, 0, 1, 15, 16, 17, 31, 50_001, 100_000} {
		if _, err := r.Seek(int64(at-len(text)), io.SeekEnd); err != nil {
			t.Fatal(err)
		}
		got := make([]byte, 33)
		n, err := io.ReadFull(r, got)
		if want := text[at:min(at+33, len(text))]; !bytes.Equal(got[:n], want) || (err == nil) != (len(want) == 33) {
			t.Errorf("from %d on: %x, %v, want %x", at, got[:n], err, want)
		}
	}
	if _, err := r.Seek(-1, io.SeekStart); err == nil {
		t.Error("it is read from before its start")
	}
	short, err := k.Decrypt(bytes.NewReader(file[:1000]), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(short); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("of a file that was cut: %v", err)
	}
}

// What is written to a disk that is full is told, and nothing is taken as done.
func TestWriteErrorIsTold(t *testing.T) {
	full := errors.New("disk is full")
	w, err := aesgcm.NewKey().Encrypt(failing{full})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, 1<<20)); !errors.Is(err, full) {
		t.Errorf("written: %v", err)
	}
	if err := w.Close(); !errors.Is(err, full) {
		t.Errorf("closed: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// No key is printed, however it is.
func TestKeysAreNotPrinted(t *testing.T) {
	l, ok := aesgcm.ParseLink(word)
	if !ok {
		t.Fatal("the link is none")
	}
	for _, said := range []string{fmt.Sprint(l), fmt.Sprintf("%+v", l), fmt.Sprintf("%#v", l.Key), fmt.Sprint(l.Key), fmt.Sprintf("%v", &l)} {
		if strings.Contains(said, "0f10") || strings.Contains(said, "a0a1") || strings.Contains(said, "15, 16") || strings.Contains(said, "15 16") {
			t.Errorf("printed as %s", said)
		}
	}
}

func FuzzInPieces(f *testing.F) {
	f.Add([]byte("vouch"), uint16(3), false)
	f.Add(bytes.Repeat([]byte{7}, 5000), uint16(4000), true)
	f.Add([]byte{}, uint16(0), true)
	f.Add([]byte(strings.Repeat("A", 16)+strings.Repeat("B", 16)+strings.Repeat("C", 16)), uint16(15), true)
	f.Fuzz(func(t *testing.T, text []byte, part uint16, old bool) {
		k := key(t, ivA)
		if old {
			k = key(t, long)
		}
		want := standard(t, k, text)
		if got := encrypted(t, k, text, int(part)+1); !bytes.Equal(got, want) {
			t.Fatalf("not as at once: %x, want %x", got, want)
		}
		if err := checked(t, k, want, int(part)+1); err != nil {
			t.Fatal(err)
		}
	})
}
