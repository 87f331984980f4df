package backup

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
)

// TestTarOpensIt hands what age lets through to the tar of this machine, which writes out what was put in.
func TestTarOpensIt(t *testing.T) {
	if _, err := exec.LookPath("tar"); err != nil {
		t.Fatal("no tar here")
	}
	file, want := sample(t)
	id, err := age.NewScryptIdentity(password)
	if err != nil {
		t.Fatal(err)
	}
	clear, err := age.Decrypt(bytes.NewReader(file), id)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cmd := exec.Command("tar", "-xzf", "-", "-C", dir)
	cmd.Stdin = clear
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("%v: %s", err, out)
	}
	var end struct {
		Count   int
		Members []Member
	}
	text, err := os.ReadFile(filepath.Join(dir, "end.json"))
	if err != nil || json.Unmarshal(text, &end) != nil || end.Count != len(end.Members) || end.Count < 10 {
		t.Fatalf("%v: %s", err, text)
	}
	for _, m := range end.Members {
		if info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(m.Name))); err != nil || info.Size() != m.Size || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", m.Name, info, err)
		}
	}
	rows, err := os.Open(filepath.Join(dir, "messages", "000001.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for d := json.NewDecoder(rows); ; {
		var row string
		if err := d.Decode(&row); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		got = append(got, row)
	}
	if !slices.Equal(got, want.rows[Messages]) {
		t.Error("other rows")
	}
	for _, f := range want.files {
		if !slices.ContainsFunc(end.Members, func(m Member) bool {
			text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(m.Name)))
			return err == nil && strings.HasPrefix(m.Name, "files/") && string(text) == f
		}) {
			t.Error("a file is missing")
		}
	}
}
