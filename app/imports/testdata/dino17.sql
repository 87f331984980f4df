-- What Dino 0.2 leaves in dino.db (_meta version 17), cut to what is read, and PRIVATE where nothing may be read.
PRAGMA journal_mode=WAL;
CREATE TABLE _meta (name TEXT PRIMARY KEY, int_val INTEGER, text_val TEXT);
INSERT INTO _meta VALUES ('version',17,NULL);
CREATE TABLE account (id INTEGER PRIMARY KEY AUTOINCREMENT, bare_jid TEXT NOT NULL UNIQUE, resourcepart TEXT, password TEXT, alias TEXT, enabled INTEGER, roster_version TEXT, mam_earliest_synced INTEGER);
CREATE TABLE jid (id INTEGER PRIMARY KEY AUTOINCREMENT, bare_jid TEXT NOT NULL UNIQUE);
CREATE TABLE content_item (id INTEGER PRIMARY KEY AUTOINCREMENT, conversation_id INTEGER NOT NULL, time INTEGER NOT NULL, local_time INTEGER NOT NULL, content_type INTEGER NOT NULL, foreign_id INTEGER NOT NULL, hide INTEGER NOT NULL DEFAULT 0, UNIQUE (content_type, foreign_id) ON CONFLICT IGNORE);
CREATE TABLE message (id INTEGER PRIMARY KEY AUTOINCREMENT, stanza_id TEXT, server_id TEXT, account_id INTEGER NOT NULL, counterpart_id INTEGER NOT NULL, our_resource TEXT, counterpart_resource TEXT, direction INTEGER NOT NULL, type INTEGER, time INTEGER, local_time INTEGER, body TEXT, encryption INTEGER, marked INTEGER);
CREATE TABLE message_correction (id INTEGER PRIMARY KEY AUTOINCREMENT, message_id INTEGER UNIQUE, to_stanza_id TEXT);
CREATE TABLE real_jid (message_id INTEGER PRIMARY KEY, real_jid TEXT);
CREATE TABLE file_transfer (id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER NOT NULL, counterpart_id INTEGER NOT NULL, counterpart_resource TEXT, our_resource TEXT, direction INTEGER NOT NULL, time INTEGER, local_time INTEGER, encryption INTEGER, file_name TEXT, path TEXT, mime_type TEXT, size INTEGER, state INTEGER, provider INTEGER, info TEXT);
CREATE TABLE conversation (id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER NOT NULL, jid_id INTEGER NOT NULL, resource TEXT, active INTEGER, last_active INTEGER, type INTEGER, encryption INTEGER, read_up_to INTEGER, read_up_to_item INTEGER NOT NULL DEFAULT -1, notification INTEGER, send_typing INTEGER, send_marker INTEGER);
CREATE TABLE roster (account_id INTEGER, jid TEXT, name TEXT, subscription TEXT, UNIQUE (account_id, jid) ON CONFLICT IGNORE);
INSERT INTO account VALUES (1,'alice@example.org','dino.1','PRIVATE','',1,'',0),(2,'old@example.org','dino.2','PRIVATE','',0,'',0);
INSERT INTO jid VALUES (1,'bob@example.org'),(2,'room@rooms.example.org'),(3,'carol@example.org');
INSERT INTO conversation VALUES (1,1,1,NULL,1,1700000600,0,2,0,9,0,0,0),(2,1,2,'alice',1,1700000300,1,0,0,-1,0,0,0),(3,1,3,NULL,0,1600000000,0,0,0,-1,0,0,0),(4,2,1,NULL,0,1600000000,0,0,0,-1,0,0,0);
INSERT INTO message VALUES
 (1,'in-1','arch-1',1,1,NULL,'phone',0,1,1700000000,1700000003,'Hello Grüße привет 你好',2,0),
 (2,'11111111-1111-4111-8111-111111111111',NULL,1,1,'dino.1',NULL,1,1,1700000060,1700000060,'teh answer',2,2),
 (3,'22222222-2222-4222-8222-222222222222',NULL,1,1,'dino.1',NULL,1,1,1700000070,1700000070,'the answer',2,1),     -- corrects 2
 (4,'in-4','arch-4',1,1,NULL,'phone',0,1,1700000100,1700000100,'[This message is OMEMO encrypted]',0,0),           -- could not be read
 (5,'in-5','arch-5',1,1,NULL,'phone',0,1,1700000200,1700000200,'https://up.example.org/a/cat.jpg',0,0),               -- is the file
 (6,'in-6','arch-6',1,1,NULL,'tablet',0,1,1700000300,1700000300,'from a device that alice rejected',2,0),           -- hidden by Dino
 (7,'muc-7','roomid-7',1,2,NULL,'bob',0,2,1700000300,1700000300,'in the room',0,0),
 (8,'33333333-3333-4333-8333-333333333333',NULL,1,1,'dino.1',NULL,1,1,1700000400,1700000400,'never left',2,4),     -- marked UNSENT
 (9,'in-9',NULL,1,3,NULL,NULL,0,0,1600000000,1600000000,'type 0, as scripts write it',2,0),
 (10,NULL,NULL,2,1,NULL,NULL,0,1,1600000000,1600000000,'no id at all, disabled account',0,0),
 (11,'in-11','arch-11',1,1,NULL,'phone',0,1,1700000100,1700000101,'same second as 4, later id',2,0);
INSERT INTO message_correction VALUES (1,3,'11111111-1111-4111-8111-111111111111');
INSERT INTO real_jid VALUES (7,'bob@example.org');
INSERT INTO file_transfer VALUES (1,1,1,'phone',NULL,0,1700000200,1700000200,0,'cat.jpg','8d0c-cat.jpg','image/jpeg',1234,0,0,'5');
INSERT INTO content_item VALUES (1,1,1700000000,1700000003,1,1,0),(2,1,1700000060,1700000060,1,3,0),(3,1,1700000100,1700000100,1,4,0),(4,1,1700000200,1700000200,1,5,1),(5,1,1700000200,1700000200,2,1,0),(6,1,1700000300,1700000300,1,6,1),(7,2,1700000300,1700000300,1,7,0),(8,1,1700000400,1700000400,1,8,0),(9,3,1600000000,1600000000,1,9,0),(10,4,1600000000,1600000000,1,10,0),(11,1,1700000100,1700000101,1,11,0);
INSERT INTO roster VALUES (1,'bob@example.org','Bob B.','both'),(1,'carol@example.org',NULL,'to');
