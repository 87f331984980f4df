-- What Dino's master adds to dino26.sql (32).
ALTER TABLE file_transfer ADD COLUMN file_sharing_id TEXT;
ALTER TABLE file_transfer ADD COLUMN modification_date INTEGER DEFAULT -1;
ALTER TABLE file_transfer ADD COLUMN width INTEGER DEFAULT -1;
ALTER TABLE file_transfer ADD COLUMN height INTEGER DEFAULT -1;
ALTER TABLE file_transfer ADD COLUMN length INTEGER DEFAULT -1;
ALTER TABLE message_correction ADD COLUMN to_message_db_id INTEGER;
ALTER TABLE roster ADD COLUMN ask TEXT;
CREATE TABLE file_hashes (id INTEGER, algo TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (id, algo) ON CONFLICT REPLACE);
CREATE TABLE sfs_sources (file_transfer_id INTEGER, type TEXT NOT NULL, data TEXT NOT NULL);
CREATE TABLE message_occupant_id (id INTEGER PRIMARY KEY AUTOINCREMENT, message_id INTEGER NOT NULL, occupant_id INTEGER NOT NULL);
INSERT INTO file_transfer VALUES (2,1,1,'phone',NULL,0,1700000550,1700000550,2,'note.pdf',NULL,'application/pdf',99,2,2,NULL,'sfs-1',-1,-1,-1,-1);
INSERT INTO sfs_sources VALUES (2,'http','https://up.example.org/b/note.pdf');
INSERT INTO content_item VALUES (14,1,1700000550,1700000550,2,2,0);
UPDATE _meta SET int_val=32 WHERE name='version';
