-- omemo.db of Dino (5) for the accounts of dino17.sql. No key is real.
CREATE TABLE _meta (name TEXT PRIMARY KEY, int_val INTEGER, text_val TEXT);
INSERT INTO _meta VALUES ('version',5,NULL);
CREATE TABLE identity (id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER NOT NULL UNIQUE, device_id INTEGER NOT NULL, identity_key_private_base64 TEXT NOT NULL, identity_key_public_base64 TEXT NOT NULL);
CREATE TABLE identity_meta (identity_id INTEGER NOT NULL DEFAULT -1, address_name TEXT NOT NULL, device_id INTEGER NOT NULL, identity_key_public_base64 TEXT, trust_level INTEGER DEFAULT 3, now_active INTEGER DEFAULT 1, last_active INTEGER, last_message_untrusted INTEGER, last_message_undecryptable INTEGER);
CREATE TABLE trust (identity_id INTEGER NOT NULL, address_name TEXT, blind_trust INTEGER DEFAULT 1);
CREATE TABLE session (identity_id INTEGER NOT NULL, name TEXT NOT NULL, device_id INTEGER NOT NULL, record_base64 TEXT NOT NULL);
CREATE TABLE content_item_meta (message_id INTEGER PRIMARY KEY, identity_id INTEGER NOT NULL, address_name TEXT NOT NULL, device_id INTEGER NOT NULL, trusted_when_received INTEGER NOT NULL DEFAULT 1);
INSERT INTO identity VALUES (7,1,1001,'PRIVATE','BQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
INSERT INTO identity_meta VALUES                                                              -- 33 bytes: 05, then the key
 (7,'bob@example.org',11,'BRERERERERERERERERERERERERERERERERERERERERER',0,1,1700000000,NULL,NULL),  -- VERIFIED
 (7,'bob@example.org',22,'BSIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIi',1,1,1700000000,NULL,NULL),  -- TRUSTED, by hand or blindly
 (7,'bob@example.org',33,'BTMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMz',2,1,1700000000,NULL,NULL),  -- UNTRUSTED
 (7,'bob@example.org',44,'BUREREREREREREREREREREREREREREREREREREREREQ=',3,0,1690000000,NULL,NULL),  -- UNKNOWN; and 32 bytes, which is no key
 (7,'bob@example.org',55,NULL,3,1,1700000000,NULL,NULL);
INSERT INTO trust VALUES (7,'bob@example.org',1);
INSERT INTO session VALUES (7,'bob@example.org',11,'PRIVATE');
