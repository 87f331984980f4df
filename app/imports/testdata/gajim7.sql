-- logs.db of Gajim 1.6 to 1.8 (user_version 7).
PRAGMA journal_mode=WAL;
CREATE TABLE jids (jid_id INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE, jid TEXT UNIQUE, type INTEGER);
CREATE TABLE logs (log_line_id INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE, account_id INTEGER, jid_id INTEGER, contact_name TEXT, occupant_id TEXT, real_jid TEXT, time INTEGER, kind INTEGER, show INTEGER, message TEXT, error TEXT, subject TEXT, additional_data TEXT, stanza_id TEXT, message_id TEXT, encryption TEXT, encryption_state TEXT, marker INTEGER);
CREATE TABLE last_archive_message (jid_id INTEGER PRIMARY KEY UNIQUE, last_mam_id TEXT, oldest_mam_timestamp TEXT, last_muc_timestamp TEXT);
INSERT INTO jids VALUES (1,'alice@example.org',0),(2,'bob@example.org',0),(3,'room@rooms.example.org',1),(4,'room@rooms.example.org/carol',0);
INSERT INTO logs (log_line_id,account_id,jid_id,contact_name,time,kind,show,message,additional_data,stanza_id,message_id,marker) VALUES
 (1,1,2,NULL,1700000000.25,4,NULL,'Hello Grüße привет 你好','{"encrypted": {"name": "OMEMO", "fingerprint": "1111111111111111111111111111111111111111111111111111111111111111", "trust": 2}}','arch-1','in-1',NULL),
 (2,1,2,NULL,1700000060.5,6,NULL,'the answer','{"encrypted": {"name": "OMEMO", "trust": 3}, "corrected": {"original_text": "teh answer"}}','11111111-1111-4111-8111-111111111111','11111111-1111-4111-8111-111111111111',1), -- own: stanza_id is no archive id
 (3,1,2,NULL,1700000100,4,NULL,'This message was encrypted with OMEMO, but not for your device.','{"encrypted": {"name": "OMEMO", "fingerprint": null, "trust": 0}}','arch-4','in-4',NULL), -- could not be read; the words are translated
 (4,1,2,NULL,1700000200,4,NULL,'https://up.example.org/a/cat.jpg','{"gajim": {"oob_url": "https://up.example.org/a/cat.jpg", "user_timestamp": 1700000199.0}}','arch-5','in-5',NULL),
 (5,1,3,'carol',1700000300,2,NULL,'in the room',NULL,'roomid-7','muc-7',NULL),
 (6,1,4,NULL,1700000310,4,NULL,'private from the room',NULL,'arch-8','pm-8',NULL),                 -- a full JID: not a contact
 (7,1,2,NULL,1700000320,0,2,'gone for lunch',NULL,NULL,NULL,NULL),                                    -- a status, not a message
 (8,1,2,NULL,1700000330,9,NULL,NULL,'{"gajim": {"type": "jingle"}}',NULL,NULL,NULL),              -- a file transfer
 (9,NULL,2,NULL,1300000000,4,NULL,'before accounts were kept',NULL,NULL,NULL,NULL),                  -- from 0.16: account unknown
 (10,1,2,NULL,1700000400,6,NULL,'bounced',NULL,'o-10','o-10',NULL);
UPDATE logs SET error='<error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>' WHERE log_line_id=10;
PRAGMA user_version=7;
