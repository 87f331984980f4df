package imports_test

import (
	"bytes"
	"compress/gzip"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vouch/app/imports"
)

// sealed makes a backup: a header of that version, and what is packed under a passphrase.
func sealed(t testing.TB, version int32, text, passphrase string) []byte {
	t.Helper()
	var packed, out bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	iv, salt := []byte("twelve bytes"), []byte("sixteen bytes..!")
	word := func(s string) {
		_ = binary.Write(&out, binary.BigEndian, uint16(len(s)))
		out.WriteString(s)
	}
	_ = binary.Write(&out, binary.BigEndian, version)
	word("Conversations")
	word("alice@example.org")
	_ = binary.Write(&out, binary.BigEndian, int64(1700000000000))
	out.Write(iv)
	out.Write(salt)
	key, err := pbkdf2.Key(sha1.New, passphrase, salt, 1024, 16)
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	return aead.Seal(out.Bytes(), iv, packed.Bytes(), nil)
}

func backup(t testing.TB, b []byte) imports.Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.ceb")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return imports.Source{Program: imports.Conversations, Path: path}
}

type cell struct{ column, value string }

type entry struct {
	table string
	cells []cell
}

const null = "\x00"

// bodies are texts that a parser could take for something else.
var bodies = []string{"plain", "007", "12345678901234567890123", "'", "''", "it's", "a\nb\r\nc", "x');DROP TABLE messages;--", `back\slash "quotes"`, "👍🏽 é привет 你好", "NULL", "null", "INSERT INTO", "(1,2)", " spaces ", "\t"}

// entries are a backup whose messages have these bodies.
func entries() (out []entry) {
	out = append(out, entry{"accounts", []cell{{"uuid", "a"}, {"username", "alice"}, {"server", "example.org"}, {"password", "PRIVATE"}, {"keys", "PRIVATE"}}},
		entry{"conversations", []cell{{"uuid", "c"}, {"accountUuid", "a"}, {"contactJid", "bob@example.org"}, {"status", "0"}, {"mode", "0"}, {"attributes", `{"next_encryption":"0"}`}}})
	for i, b := range bodies {
		out = append(out, entry{"messages", []cell{{"uuid", fmt.Sprint("u-", i)}, {"conversationUuid", "c"}, {"timeSent", fmt.Sprint(1700000000000 + i)}, {"body", b}, {"type", "0"},
			{"status", "0"}, {"encryption", "0"}, {"remoteMsgId", fmt.Sprint(i)}, {"serverMsgId", null}, {"future", "x"}}})
	}
	return append(out, entry{"prekeys", []cell{{"account", "a"}, {"id", "1"}, {"key", "PRIVATE"}}})
}

func asJSON(t testing.TB, all []entry) string {
	t.Helper()
	list := []any{}
	for _, e := range all {
		values := map[string]any{}
		for _, c := range e.cells {
			if values[c.column] = c.value; c.value == null {
				values[c.column] = nil
			}
		}
		list = append(list, map[string]any{"table": e.table, "values": values})
	}
	b, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func asSQL(all []entry) string {
	var b strings.Builder
	for i, e := range all {
		if i > 0 && all[i-1].table == e.table && i%20 != 0 {
			b.WriteByte(',')
		} else {
			if i > 0 {
				b.WriteString(";\n")
			}
			names := []string{}
			for _, c := range e.cells {
				names = append(names, c.column)
			}
			fmt.Fprintf(&b, "INSERT INTO %s(%s) VALUES", e.table, strings.Join(names, ","))
		}
		values := []string{}
		for _, c := range e.cells {
			v := "'" + strings.ReplaceAll(c.value, "'", "''") + "'"
			if c.value == null {
				v = "NULL"
			} else if c.value != "" && strings.Trim(c.value, "0123456789") == "" {
				v = c.value
			}
			values = append(values, v)
		}
		b.WriteString("(" + strings.Join(values, ",") + ")")
	}
	return b.String() + ";\n"
}

func TestBackupsRoundTrip(t *testing.T) {
	for version, text := range map[int32]string{1: asSQL(entries()), 2: asJSON(t, entries())} {
		h := open(t, backup(t, sealed(t, version, text, "wörd")), "wörd")
		var got []string
		for m, err := range h.Messages(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if m.ID != fmt.Sprint(len(got)) || m.Archive != "" || m.Time.UnixMilli() != int64(1700000000000+len(got)) || m.Chat.Account != "alice@example.org" {
				t.Errorf("version %d: %+v", version, m)
			}
			got = append(got, m.Body)
		}
		if !slices.Equal(got, bodies) {
			t.Errorf("version %d: %q", version, got)
		}
		if all := strings.Join(told(t, h), "\n"); strings.Contains(all, "PRIVATE") {
			t.Errorf("read what is private: %s", all)
		}
	}
}

func TestPassphrases(t *testing.T) {
	good := sealed(t, 2, "[]", "correct horse")
	flipped := slices.Clone(good)
	flipped[len(flipped)-1] ^= 1
	for _, c := range []struct {
		name, passphrase string
		file             []byte
		want             error
	}{
		{"the right one", "correct horse", good, nil},
		{"another one", "correct horse ", good, imports.ErrWrongPassphrase},
		{"none", "", good, imports.ErrPassphrase},
		{"the right one for a damaged file", "correct horse", flipped, imports.ErrWrongPassphrase},
		{"a version that nobody knows", "correct horse", sealed(t, 3, "[]", "correct horse"), imports.ErrFormat},
	} {
		h, err := imports.Open(t.Context(), backup(t, c.file), imports.Options{Passphrase: c.passphrase})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
		if h != nil {
			_ = h.Close()
		}
	}
	b, err := imports.ReadBackup(backup(t, good).Path)
	if err != nil || b.Account != "alice@example.org" || b.Version != 2 || b.App != "Conversations" || b.Made.Unix() != 1700000000 {
		t.Errorf("the header says %+v, %v", b, err)
	}
}

func TestBackupsThatAreAuthenticAndWrong(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat(`{"table":`, 20000)
	for name, text := range map[string]string{
		"nothing": "", "no array": "{}", "cut": `[{"table":"messages","values":{"uuid":"`, "deep": "[" + deep, "another type": `[{"table":"messages","values":7}]`,
		"a row without an end": `[{"table":"messages","values":{"body":"` + strings.Repeat("a", 5<<20),
	} {
		if _, err := drain(t.Context(), backup(t, sealed(t, 2, text, "x")), "", "x"); !known(err) || errors.Is(err, imports.ErrWrongPassphrase) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, text := range map[string]string{
		"another statement": "DROP TABLE messages;", "cut": "INSERT INTO messages(uuid) VALUES('a", "too few": "INSERT INTO messages(uuid,body) VALUES('a');",
		"too many": "INSERT INTO messages(uuid) VALUES('a','b');", "no end": "INSERT INTO messages(uuid) VALUES('" + strings.Repeat("''", 5<<19),
		"a long name": "INSERT INTO " + strings.Repeat("m", 1000), "many columns": "INSERT INTO m(" + strings.Repeat("a,", 1000) + "a)", "a call": "INSERT INTO m(a) VALUES(load(1));",
	} {
		if _, err := drain(t.Context(), backup(t, sealed(t, 1, text, "x")), "", "x"); !known(err) || errors.Is(err, imports.ErrWrongPassphrase) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
