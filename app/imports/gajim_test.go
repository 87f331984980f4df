package imports_test

import (
	"path/filepath"
	"strings"
	"testing"

	"vouch/app/imports"
)

// TestGajimDetails reads what single rows do: each is a row that is added, and lines that must come out of it.
func TestGajimDetails(t *testing.T) {
	t.Parallel()
	const message = "INSERT INTO message (pk, fk_account_pk, fk_remote_pk, resource, type, direction, timestamp, state, id, stanza_id, text, fk_occupant_pk, fk_encryption_pk, correction_id) VALUES "
	for _, c := range []struct{ name, sql, want string }{
		{"a correction whose first text is not there", message + "(20,1,1,'phone',1,1,1700002000,2,'fix','arch-20','better',NULL,NULL,'lost')",
			"alice>bob 2023-11-14T22:46:40 1s enc=clear id=lost body=better change=fix,arch-20,22:46:40"},
		{"two corrections, the later stamp counts", message + "(20,1,1,'phone',1,1,1700002000,2,'one','a1','first',NULL,NULL,NULL), (21,1,1,'phone',1,1,1700002020,2,'three','a3','third',NULL,NULL,'one'), (22,1,1,'phone',1,1,1700002010,2,'two','a2','second',NULL,NULL,'one')",
			"alice>bob 2023-11-14T22:46:40 1s enc=clear id=one aid=a1 body=third change=three,a3,22:47:00 earlier=first,one,22:46:40 earlier=second,two,22:46:50"},
		{"somebody else corrects nothing", message + "(20,1,2,'bob',2,1,1700002000,2,'x','r20','of bob',5,NULL,NULL), (21,1,2,'carol',2,1,1700002001,2,'y','r21','of carol',1,NULL,'x')",
			"alice>room@rooms(room) 2023-11-14T22:46:40 1s nick=bob enc=clear id=x aid=r20 body=of bob"},
		{"in rooms reactions name the room's id", "INSERT INTO reaction VALUES (9,1,2,1,'roomid-7',1,'😀',1700000600), (10,1,2,1,'muc-7',1,'😡',1700000600)",
			"alice>room@rooms(room) 2023-11-14T22:18:20 1s nick=carol occ=occ-carol enc=clear id=muc-7 aid=roomid-7 body=in the room react=carol:😀,22:23:20"},
		{"a moderator takes away", "CREATE TABLE moderation (fk_account_pk INTEGER, fk_remote_pk INTEGER, fk_occupant_pk INTEGER, stanza_id TEXT, by TEXT, reason TEXT, timestamp REAL); INSERT INTO moderation VALUES (1,2,NULL,'roomid-7','room@rooms.example.org','spam',1700000700)",
			"alice>room@rooms(room) 2023-11-14T22:18:20 1s nick=carol occ=occ-carol enc=clear id=muc-7 aid=roomid-7 change=,,22:25:00 gone by room@rooms.example.org spam"},
		{"an own one that came back", "CREATE TABLE error (fk_account_pk INTEGER, fk_remote_pk INTEGER, message_id TEXT, text TEXT, condition TEXT); INSERT INTO error VALUES (1,1,'o-20','nobody there','item-not-found'); " +
			message + "(20,1,1,'gajim.1',1,2,1700002000,2,'o-20',NULL,'hello?',NULL,NULL,NULL)",
			"alice>bob 2023-11-14T22:46:40 1s own=failed enc=clear id=o-20 body=hello? error=item-not-found nobody there"},
		{"an own one in a room that never came back", message + "(20,1,2,'alice',2,2,1700002000,1,'o-20',NULL,'hello?',NULL,NULL,NULL)",
			"alice>room@rooms(room) 2023-11-14T22:46:40 1s own=failed nick=alice enc=clear id=o-20 body=hello?"},
		{"an answer, and the text without what it quotes", "ALTER TABLE reply ADD COLUMN fallback_start INTEGER; ALTER TABLE reply ADD COLUMN fallback_end INTEGER; INSERT INTO reply VALUES (20,'in-1','bob@example.org',0,9); " +
			message + "(20,1,1,'phone',1,1,1700002000,2,'in-20','a20','> Grüße!\nyes',NULL,NULL,NULL)",
			"alice>bob 2023-11-14T22:46:40 1s enc=clear id=in-20 aid=a20 body=yes re=,in-1,bob@example.org,"},
		{"a real address in a room", "INSERT INTO remote VALUES (9,'carol@example.org'); UPDATE occupant SET fk_real_remote_pk = 9",
			"alice>room@rooms(room) 2023-11-14T22:18:20 1s nick=carol real=carol@example.org occ=occ-carol enc=clear id=muc-7 aid=roomid-7 body=in the room"},
		{"an address that is none", "INSERT INTO remote VALUES (9,'@'); " + message + "(20,1,9,NULL,1,1,1700002000,2,'x',NULL,'of nobody',NULL,NULL,NULL)",
			"warning an address is none: 1 accounts and chats in logs.db"},
	} {
		path := database(t, filepath.Join(t.TempDir(), "logs.db"), "gajim20.sql", c.sql)
		got := told(t, open(t, imports.Source{Program: imports.Gajim, Path: path}, ""))
		found := 0
		for _, l := range got {
			if l == c.want {
				found++
			}
		}
		if found != 1 {
			t.Errorf("%s: %d times\n%s\nin\n%s", c.name, found, c.want, strings.Join(got, "\n"))
		}
	}
}

func TestOldGajimDetails(t *testing.T) {
	t.Parallel()
	const log = "INSERT INTO logs (account_id, jid_id, contact_name, time, kind, message, subject, additional_data, stanza_id, message_id, real_jid) VALUES "
	for _, c := range []struct{ name, sql, want string }{
		{"what came without an archive has its own id twice", log + "(1,2,NULL,1700002000,4,'hi',NULL,NULL,'same','same',NULL)", "alice>bob 2023-11-14T22:46:40 1s enc=clear id=same body=hi"},
		{"a single message has a subject", log + "(1,2,NULL,1700002000,3,'hi','news',NULL,NULL,NULL,NULL)", "alice>bob 2023-11-14T22:46:40 1s enc=clear subject=news body=hi"},
		{"own in a room is known by the address", log + "(1,3,'ali',1700002000,2,'hi',NULL,NULL,'r','m','alice@example.org/x')", "alice>room@rooms(room) 2023-11-14T22:46:40 1s own=sent nick=ali real=alice@example.org enc=clear id=m aid=r body=hi"},
		{"what Gajim did not write beside a text is nothing", log + "(1,2,NULL,1700002000,4,'hi',NULL,'{\"encrypted\": 7}',NULL,'m',NULL)", "alice>bob 2023-11-14T22:46:40 1s enc=clear id=m body=hi"},
		{"PGP", log + "(1,2,NULL,1700002000,4,'hi',NULL,'{\"encrypted\": {\"name\": \"PGP\"}}',NULL,'m',NULL)", "alice>bob 2023-11-14T22:46:40 1s enc=pgp id=m body=hi"},
	} {
		path := database(t, filepath.Join(t.TempDir(), "logs.db"), "gajim7.sql", c.sql)
		got := strings.Join(told(t, open(t, imports.Source{Program: imports.Gajim, Path: path}, "")), "\n")
		if !strings.Contains("\n"+got+"\n", "\n"+c.want+"\n") {
			t.Errorf("%s\n%s\nis not in\n%s", c.name, c.want, got)
		}
	}
}
