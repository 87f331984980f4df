package imports_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vouch/app/imports"
)

// rows reads a dino.db of the fixtures to which SQL was done, and gives the message of an item.
func rows(t *testing.T, sql string) map[string]imports.Message {
	t.Helper()
	h := open(t, imports.Source{Program: imports.Dino, Path: database(t, filepath.Join(t.TempDir(), "dino.db"), "dino17.sql", "dino26.sql", "dino32.sql", sql)}, "")
	out := map[string]imports.Message{}
	for m, err := range h.Messages(t.Context()) {
		if err != nil {
			t.Error(err)
		}
		out[m.Row] = m
	}
	return out
}

func TestTimesThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"-1", "9223372036854775807", "1e300", "'soon'", "9999999999"} {
		got := rows(t, "UPDATE content_item SET time = "+at+" WHERE id = 1; UPDATE reaction SET time = "+at)
		if m := got["item 1"]; len(got) != 12 || !m.Time.IsZero() || m.Body == "" || !m.About.Reactions[0].Time.IsZero() && at != "9999999999" {
			t.Errorf("%s: %d rows, %v, %v", at, len(got), m.Time, m.About.Reactions)
		}
	}
}

func TestHostileValues(t *testing.T) {
	t.Parallel()
	got := rows(t, `UPDATE message SET body = replace(hex(zeroblob(1000000)), '0', 'é') WHERE id = 1;
		UPDATE body_meta SET from_char = -5, to_char = 9223372036854775807;
		UPDATE reaction SET emojis = replace(hex(zeroblob(500)), '0', '👍,');
		UPDATE file_transfer SET path = '../../dino.db', file_name = '../../../etc/passwd', size = -1, info = '99999';
		UPDATE reply SET quoted_message_id = 12`)
	if m := got["item 1"]; len(m.Body) != imports.MaxBody || !m.Cut || len(m.About.Reactions[0].Emojis) != imports.MaxEmojis {
		t.Errorf("%d bytes, cut %v, %d emojis", len(m.Body), m.Cut, len(m.About.Reactions[0].Emojis))
	}
	if m := got["item 12"]; m.Body != "> Hello\nyes" || m.About.Reply.Row != "item 12" {
		t.Errorf("a fallback of nowhere: %q, %+v", m.Body, m.About.Reply)
	}
	if f := got["item 5"].File; f == nil || f.Path != "" || f.Name != "passwd" || f.Size != 0 {
		t.Errorf("a file leads out of its folder: %+v", f)
	}
	if m := got["item 4"]; m.Body != "https://up.example.org/a/cat.jpg" || !m.Marks.Hidden {
		t.Errorf("a link of no file: %+v", m)
	}
}

func TestQuotationsInTwoPieces(t *testing.T) {
	got := rows(t, `UPDATE message SET body = '> äö' || char(10) || 'yes' || char(10) || '> ü' || char(10) || 'no' WHERE id = 12;
		UPDATE body_meta SET to_char = 5; INSERT INTO body_meta VALUES (2, 12, 9, 13, 'urn:xmpp:fallback:0', 'urn:xmpp:reply:0'), (3, 12, 0, 2, 'urn:xmpp:fallback:0', 'urn:xmpp:other:0')`)
	if m := got["item 12"]; m.Body != "yes\nno" {
		t.Errorf("left of it is %q", m.Body)
	}
}

func TestLevelsThatAreNoNumbers(t *testing.T) {
	t.Parallel()
	for _, level := range []string{"NULL", "'verified'", "4"} {
		folder := t.TempDir()
		path := database(t, filepath.Join(folder, "dino.db"), "dino17.sql")
		database(t, filepath.Join(folder, "omemo.db"), "dinotrust.sql", "UPDATE identity_meta SET trust_level = "+level)
		logs := database(t, filepath.Join(folder, "logs.db"), "gajim20.sql")
		database(t, filepath.Join(folder, "omemo_alice@example.org.db"), "gajimtrust.sql", "UPDATE identities SET trust = "+level)
		for _, s := range []imports.Source{{Program: imports.Dino, Path: path}, {Program: imports.Gajim, Path: logs}} {
			for d, err := range open(t, s, "").Decisions(t.Context()) {
				t.Errorf("%s, %s: %+v, %v", s.Program, level, d, err)
			}
		}
	}
}

func TestFilesThatAreStillThere(t *testing.T) {
	folder := t.TempDir()
	path := database(t, filepath.Join(folder, "dino.db"), "dino17.sql")
	kept := filepath.Join(folder, "files", "8d0c-cat.jpg")
	if err := os.MkdirAll(filepath.Dir(kept), 0o700); err != nil {
		t.Fatal(err)
	}
	find := func() string {
		for m := range open(t, imports.Source{Program: imports.Dino, Path: path}, "").Messages(t.Context()) {
			if m.File != nil {
				return m.File.Path
			}
		}
		return "no file"
	}
	if err := os.Symlink(path, kept); err == nil && find() != "" {
		t.Error("a link that leads out is followed")
	}
	_ = os.Remove(kept)
	if err := os.WriteFile(kept, []byte("meow"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := find(); got != kept {
		t.Errorf("found %q", got)
	}
}

func TestKeysOfFilesAreNotPrinted(t *testing.T) {
	secret := strings.Repeat("5ec2e7", 14) + "5ec2"
	m := rows(t, "UPDATE message SET body = 'aesgcm://up.example.org/c/cat.jpg#"+secret+"' WHERE id = 1; UPDATE reply SET quoted_message_id = 1")["item 1"]
	if m.File == nil || m.Body != "" || len(m.File.Links) != 1 || !m.File.Links[0].Encrypted() || m.File.Name != "cat.jpg" {
		t.Fatalf("%+v", m.Text)
	}
	l := m.File.Links[0]
	if !strings.HasSuffix(l.Text(), "#"+secret) {
		t.Error("the key is lost")
	}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "link", l, "message", m, "file", m.File)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "link", l, "message", m, "file", m.File)
	encoded, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	all := log.String() + string(encoded) + fmt.Sprintf("%v %+v %#v %s %q %x %d", l, l, l, l, l, l, l) + fmt.Sprintf("%v %+v %#v", *m.File, *m.File, *m.File)
	if strings.Contains(all, "5ec2e7") || !strings.Contains(all, "cat.jpg#…") {
		t.Errorf("printed: %s", all)
	}
}

func TestRoomsCorrectByWhoWrote(t *testing.T) {
	got := rows(t, `INSERT INTO message VALUES
		(20,'same','r-20',1,2,NULL,'bob',0,2,1700001000,1700001000,'of bob',0,0), (21,'same','r-21',1,2,NULL,'carol',0,2,1700001001,1700001001,'of carol',0,0),
		(22,'fix','r-22',1,2,NULL,'carol',0,2,1700001002,1700001002,'of carol, better',0,0);
		INSERT INTO message_correction VALUES (9,22,'same',NULL);
		INSERT INTO content_item VALUES (20,2,1700001000,1700001000,1,20,0), (21,2,1700001001,1700001001,1,22,0);
		INSERT INTO occupant_id VALUES (1,1,'carol',2,'occ-carol'); INSERT INTO message_occupant_id VALUES (1,22,1);
		INSERT INTO reaction VALUES (9,1,1,21,1700001005000,NULL,'😀')`)
	if m := got["item 20"]; m.Body != "of bob" || m.Change != nil {
		t.Errorf("bob's: %+v", m)
	}
	m := got["item 21"]
	if m.Body != "of carol, better" || m.Archive != "r-21" || m.Occupant != "occ-carol" || m.Change == nil || len(m.Change.Earlier) != 1 || m.Change.Earlier[0].Body != "of carol" {
		t.Errorf("carol's: %+v, %+v", m, m.Change)
	}
	if r := m.About.Reactions; len(r) != 1 || r[0].Nick != "carol" || r[0].Occupant != "occ-carol" || r[0].From != "" {
		t.Errorf("%+v", r)
	}
}
