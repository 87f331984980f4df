package imports_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vouch/app/imports"
)

// version is a database of one version of a program, and how what comes out of it differs from a text in testdata: old, new, old, new.
type version struct {
	name    string
	scripts []string
	differs []string
}

const (
	reaction = " react=bob@example.org:👍❤,22:21:50"
	note     = "alice>bob 2023-11-14T22:22:30 1s enc=omemo file=note.pdf,application/pdf,99,0x0,[https://up.example.org/b/note.pdf],.\n"
	answer   = "alice>bob 2023-11-14T22:21:40 1s enc=omemo id=in-12 aid=arch-12 body=yes re=item 1,in-1,,Hello Grüße привет 你好\n"
	teh      = " change=2222,,22:14:30 earlier=teh answer,1111,22:14:20"
)

var (
	noNote = []string{note, "", "9 2 1", "9 1 1", "7 2 1", "7 1 1"}
	first  = []string{note, "", answer, "", reaction, "", "9 2 1", "8 1 0", "7 2 1", "6 1 0"}
)

var dinos = []version{
	{"0.1 has no corrections", []string{"dino17.sql", "DROP TABLE message_correction; ALTER TABLE conversation DROP COLUMN read_up_to_item; UPDATE _meta SET int_val = 11"},
		append([]string{teh, "", "id=1111 body=the answer", "id=2222 body=the answer"}, first...)},
	{"0.2", []string{"dino17.sql"}, first},
	{"0.3", []string{"dino17.sql", "UPDATE _meta SET int_val = 22"}, first},
	{"0.4.0", []string{"dino17.sql", "dino26.sql", "UPDATE _meta SET int_val = 25"}, noNote},
	{"0.4.2", []string{"dino17.sql", "dino26.sql"}, noNote},
	{"0.5", []string{"dino17.sql", "dino26.sql", "dino32.sql", "ALTER TABLE message_correction DROP COLUMN to_message_db_id; UPDATE _meta SET int_val = 29"}, nil},
	{"master", []string{"dino17.sql", "dino26.sql", "dino32.sql"}, nil},
	{"master corrects by its own number", []string{"dino17.sql", "dino26.sql", "dino32.sql", "UPDATE message_correction SET to_message_db_id = 2, to_stanza_id = 'another'"}, nil},
	{"a newer one is read by name", []string{"dino17.sql", "dino26.sql", "dino32.sql", "ALTER TABLE message DROP COLUMN marked; ALTER TABLE message ADD COLUMN more TEXT; UPDATE _meta SET int_val = 33"},
		[]string{"own=delivered", "own=sent", "own=failed", "own=sent", "rejected hand\n", "rejected hand\nwarning written by a newer version, and read by name: dino.db has version 33, and 32 is known\n"}},
}

func TestEveryDino(t *testing.T) {
	t.Parallel()
	for _, v := range dinos {
		t.Run(v.name, func(t *testing.T) {
			folder := t.TempDir()
			path := database(t, filepath.Join(folder, "dino.db"), v.scripts...)
			database(t, filepath.Join(folder, "omemo.db"), "dinotrust.sql")
			expect(t, "dino32.txt", v.differs, told(t, open(t, imports.Source{Program: imports.Dino, Path: path}, "")))
		})
	}
}

const (
	drop7     = "ALTER TABLE logs DROP COLUMN occupant_id; ALTER TABLE logs DROP COLUMN real_jid; PRAGMA user_version = 6"
	dropMark  = "ALTER TABLE logs DROP COLUMN marker; PRAGMA user_version = 2"
	dropIDs   = "ALTER TABLE logs DROP COLUMN message_id; ALTER TABLE logs DROP COLUMN error; PRAGMA user_version = 1"
	retracted = "change=,,22:18:50 gone by bob@example.org \n"
)

var gajimLogs = []version{
	{"1.0 has no ids of messages", []string{"gajim7.sql", drop7, dropMark, dropIDs}, []string{"own=read", "own=sent", "own=failed", "own=sent",
		" error=<error type=\"cancel\"><service-unavailable xmlns=\"urn:ietf:params:xml:ns:xmpp-stanzas\"/></error>", "",
		" id=in-1 aid=arch-1", "", " id=in-4 aid=arch-4", "", " id=in-5 aid=arch-5", "", " id=muc-7 aid=roomid-7", "", " id=pm-8 aid=arch-8", ""}},
	{"1.1", []string{"gajim7.sql", drop7, dropMark}, []string{"own=read", "own=sent"}},
	{"1.2", []string{"gajim7.sql", drop7, "PRAGMA user_version = 5"}, nil},
	{"1.3 to 1.5", []string{"gajim7.sql", drop7}, nil},
	{"1.6 to 1.8", []string{"gajim7.sql"}, nil},
}

var gajims = []version{
	{"1.9 to 2.1 keep a text in a column for numbers", []string{"gajim20.sql", "DROP TABLE retraction; DROP TABLE contact; PRAGMA user_version = 11",
		"ALTER TABLE encryption RENAME TO e; CREATE TABLE encryption (pk INTEGER NOT NULL PRIMARY KEY, protocol INTEGER NOT NULL, key TEXT NOT NULL, trust INTEGER NOT NULL); INSERT INTO encryption SELECT * FROM e; DROP TABLE e"},
		[]string{retracted, "body=taken back later\n"}},
	{"2.2", []string{"gajim20.sql", "DROP TABLE contact; PRAGMA user_version = 13"}, nil},
	{"2.4", []string{"gajim20.sql", "DROP TABLE contact; PRAGMA user_version = 15"}, nil},
	{"2.5", []string{"gajim20.sql", "PRAGMA user_version = 19"}, nil},
	{"after 2.5", []string{"gajim20.sql"}, nil},
	{"a newer one is read by name", []string{"gajim20.sql", "DROP TABLE reaction; ALTER TABLE message DROP COLUMN state; PRAGMA user_version = 21"},
		[]string{" react=alice@example.org:👍❤,22:21:50,own", "", "rejected hand\n", "rejected hand\nwarning written by a newer version, and read by name: logs.db has version 21, and 20 is known\n"}},
}

func TestEveryGajim(t *testing.T) {
	t.Parallel()
	for text, versions := range map[string][]version{"gajim7.txt": gajimLogs, "gajim20.txt": gajims} {
		for _, v := range versions {
			t.Run(v.name, func(t *testing.T) {
				folder := t.TempDir()
				path := database(t, filepath.Join(folder, "logs.db"), v.scripts...)
				database(t, filepath.Join(folder, "omemo_alice@example.org.db"), "gajimtrust.sql")
				expect(t, text, v.differs, told(t, open(t, imports.Source{Program: imports.Gajim, Path: path}, "")))
			})
		}
	}
}

func TestEveryBackup(t *testing.T) {
	for _, name := range []string{"version1.ceb", "version2.ceb"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("testdata", name)
			expect(t, "backup.txt", nil, told(t, open(t, imports.Source{Program: imports.Conversations, Path: path}, "correct horse")))
		})
	}
}

// expect holds lines against a text in testdata, and that nothing private is in them.
func expect(t *testing.T, name string, differs, got []string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(differs); i += 2 {
		if !strings.Contains(string(b), differs[i]) {
			t.Errorf("%s has no %q to differ from", name, differs[i])
		}
	}
	want := strings.NewReplacer(differs...).Replace(string(b))
	if all := strings.Join(got, "\n") + "\n"; all != want {
		t.Errorf("got\n%s\nwant\n%s", all, want)
	}
	for _, l := range got {
		if strings.Contains(l, "PRIVATE") || strings.Contains(l, "correct horse") {
			t.Errorf("read what is private: %s", l)
		}
	}
}
