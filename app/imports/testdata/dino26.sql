-- What Dino 0.4.2 adds to dino17.sql (26), as its own migration does.
ALTER TABLE conversation ADD COLUMN active_last_changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN pinned INTEGER DEFAULT 0;
CREATE TABLE occupant_id (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, last_nick TEXT, jid_id INTEGER, occupant_id TEXT, UNIQUE (account_id, jid_id, occupant_id) ON CONFLICT REPLACE);
CREATE TABLE body_meta (id INTEGER PRIMARY KEY AUTOINCREMENT, message_id INTEGER, from_char INTEGER, to_char INTEGER, info_type TEXT, info TEXT);
CREATE TABLE reply (id INTEGER PRIMARY KEY AUTOINCREMENT, message_id INTEGER NOT NULL UNIQUE, quoted_message_id INTEGER, quoted_message_stanza_id TEXT, quoted_message_from TEXT);
CREATE TABLE reaction (id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER NOT NULL, occupant_id INTEGER, content_item_id INTEGER NOT NULL, time INTEGER NOT NULL, jid_id INTEGER, emojis TEXT, UNIQUE (account_id, content_item_id, jid_id) ON CONFLICT REPLACE, UNIQUE (account_id, content_item_id, occupant_id) ON CONFLICT REPLACE);
CREATE TABLE call (id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER NOT NULL, counterpart_id INTEGER NOT NULL, counterpart_resource TEXT, our_resource TEXT, direction INTEGER NOT NULL, time INTEGER NOT NULL, local_time INTEGER NOT NULL, end_time INTEGER, encryption INTEGER, state INTEGER);
INSERT INTO message VALUES (12,'in-12','arch-12',1,1,NULL,'phone',0,1,1700000500,1700000500,'> Hello' || char(10) || 'yes',2,0);
INSERT INTO content_item VALUES (12,1,1700000500,1700000500,1,12,0);
INSERT INTO reply VALUES (1,12,1,NULL,NULL);                                                  -- quoted_message_id is a content_item.id
INSERT INTO body_meta VALUES (1,12,0,8,'urn:xmpp:fallback:0','urn:xmpp:reply:0');            -- characters, not bytes
INSERT INTO reaction VALUES (1,1,NULL,1,1700000510000,1,'👍,❤');                              -- milliseconds here, seconds elsewhere
INSERT INTO call VALUES (1,1,1,NULL,'dino.1',0,1700000520,1700000520,NULL,3,6);
INSERT INTO content_item VALUES (13,1,1700000520,1700000520,3,1,0);
UPDATE _meta SET int_val=26 WHERE name='version';
