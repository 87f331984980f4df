-- logs.db of Gajim after 2.5 (user_version 20).
PRAGMA journal_mode=WAL;
CREATE TABLE account (pk INTEGER NOT NULL PRIMARY KEY, jid TEXT NOT NULL);
CREATE TABLE remote (pk INTEGER NOT NULL PRIMARY KEY, jid TEXT NOT NULL);
CREATE TABLE encryption (pk INTEGER NOT NULL PRIMARY KEY, protocol TEXT NOT NULL, key TEXT NOT NULL, trust INTEGER NOT NULL);
CREATE TABLE occupant (pk INTEGER NOT NULL PRIMARY KEY, fk_account_pk INTEGER NOT NULL, fk_remote_pk INTEGER NOT NULL, id TEXT NOT NULL, fk_real_remote_pk TEXT, nickname TEXT, avatar_sha TEXT, blocked BOOLEAN NOT NULL DEFAULT 0, updated_at FLOAT NOT NULL);
CREATE TABLE message (pk INTEGER NOT NULL PRIMARY KEY, fk_account_pk INTEGER NOT NULL, fk_remote_pk INTEGER NOT NULL, resource TEXT, type INTEGER NOT NULL, direction INTEGER NOT NULL, timestamp FLOAT NOT NULL, state INTEGER NOT NULL, id TEXT, stanza_id TEXT, text TEXT, markup_type INTEGER, markup TEXT, user_delay_ts FLOAT, fk_thread_pk INTEGER, fk_occupant_pk INTEGER, fk_encryption_pk INTEGER, fk_security_label_pk INTEGER, correction_id TEXT);
CREATE TABLE reply (fk_message_pk INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL, "to" TEXT);
CREATE TABLE reaction (pk INTEGER NOT NULL PRIMARY KEY, fk_account_pk INTEGER NOT NULL, fk_remote_pk INTEGER NOT NULL, fk_occupant_pk INTEGER, id TEXT NOT NULL, direction INTEGER NOT NULL, emojis TEXT NOT NULL, timestamp FLOAT NOT NULL);
CREATE TABLE receipt (pk INTEGER NOT NULL PRIMARY KEY, fk_account_pk INTEGER NOT NULL, fk_remote_pk INTEGER NOT NULL, id TEXT NOT NULL, timestamp FLOAT NOT NULL);
CREATE TABLE displayed_marker (pk INTEGER NOT NULL PRIMARY KEY, fk_account_pk INTEGER NOT NULL, fk_remote_pk INTEGER NOT NULL, fk_occupant_pk INTEGER, id TEXT NOT NULL, timestamp FLOAT NOT NULL);
CREATE TABLE retraction (pk INTEGER NOT NULL PRIMARY KEY, fk_account_pk INTEGER NOT NULL, fk_remote_pk INTEGER NOT NULL, fk_occupant_pk INTEGER, id TEXT NOT NULL, direction INTEGER NOT NULL, timestamp FLOAT NOT NULL, state INTEGER NOT NULL DEFAULT 0);
CREATE TABLE oob (pk INTEGER NOT NULL PRIMARY KEY, fk_message_pk INTEGER NOT NULL, url TEXT NOT NULL, description TEXT);
CREATE TABLE contact (pk INTEGER NOT NULL PRIMARY KEY, fk_account_pk INTEGER NOT NULL, fk_remote_pk INTEGER NOT NULL, timestamp FLOAT NOT NULL, custom_name TEXT, remote_name TEXT, fallback_name TEXT, draft TEXT, avatar_sha TEXT, last_read_id TEXT);
INSERT INTO account VALUES (1,'alice@example.org');
INSERT INTO remote VALUES (1,'bob@example.org'),(2,'room@rooms.example.org'),(3,'room@rooms.example.org/carol');
INSERT INTO encryption VALUES (1,'OMEMO','1111111111111111111111111111111111111111111111111111111111111111',2),(2,'OMEMO','Unknown',3),(3,'OMEMO','Unknown',0); -- blind; own; could not be read
INSERT INTO occupant VALUES (1,1,2,'occ-carol',NULL,'carol',NULL,0,1700000300.0);
INSERT INTO message (pk,fk_account_pk,fk_remote_pk,resource,type,direction,timestamp,state,id,stanza_id,text,user_delay_ts,fk_occupant_pk,fk_encryption_pk,correction_id) VALUES
 (1,1,1,'phone',1,1,1700000000.25,2,'in-1','arch-1','Hello Grüße привет 你好',NULL,NULL,1,NULL),
 (2,1,1,'gajim.1',1,2,1700000060.5,2,'11111111-1111-4111-8111-111111111111',NULL,'teh answer',NULL,NULL,2,NULL),
 (3,1,1,'gajim.1',1,2,1700000070.5,2,'22222222-2222-4222-8222-222222222222',NULL,'the answer',NULL,NULL,2,'11111111-1111-4111-8111-111111111111'),
 (4,1,1,'phone',1,1,1700000100.0,2,'in-4','arch-4','Diese Nachricht wurde mit OMEMO verschlüsselt, aber nicht für dein Gerät.',NULL,NULL,3,NULL),
 (5,1,1,'phone',1,1,1700000200.0,2,'in-5','arch-5','https://up.example.org/a/cat.jpg',1700000199.0,NULL,NULL,NULL),
 (6,1,2,'carol',2,1,1700000300.0,2,'muc-7','roomid-7','in the room',NULL,1,NULL,NULL),
 (7,1,3,'carol',3,1,1700000310.0,2,'pm-8','arch-8','private from the room',NULL,NULL,NULL,NULL),
 (8,1,1,'phone',1,1,1700000320.0,2,'in-9','arch-9','taken back later',NULL,NULL,1,NULL);
INSERT INTO oob VALUES (1,5,'https://up.example.org/a/cat.jpg',NULL);
INSERT INTO reaction VALUES (1,1,1,NULL,'in-1',2,'👍;❤',1700000510.0);            -- semicolons here, commas in Dino
INSERT INTO receipt VALUES (1,1,1,'11111111-1111-4111-8111-111111111111',1700000061.0);
INSERT INTO displayed_marker VALUES (1,1,1,NULL,'22222222-2222-4222-8222-222222222222',1700000075.0);
INSERT INTO retraction VALUES (1,1,1,NULL,'in-9',1,1700000330.0,0);
INSERT INTO contact VALUES (1,1,1,1700000000.0,'Bob B.',NULL,NULL,NULL,NULL,NULL);
PRAGMA user_version=20;
