package imports_test

import (
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"

	"vouch/app/imports"
)

const many = 300_000

// large is a dino.db of so many messages in 100 chats.
func large(b testing.TB, n string) string {
	return database(b, filepath.Join(b.TempDir(), "dino.db"), "dino17.sql", "dino26.sql",
		`WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 100) INSERT INTO jid SELECT 100 + n, 'friend' || n || '@example.org' FROM i`,
		`INSERT INTO conversation (id, account_id, jid_id, type, encryption) SELECT id, 1, id, 0, 2 FROM jid WHERE id > 100`,
		`WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < `+n+`) INSERT INTO message (id, stanza_id, server_id, account_id, counterpart_id, direction, type, time, local_time, body, encryption, marked)
			SELECT 1000 + n, 'id-' || n, 'arch-' || n, 1, 101 + n % 100, n % 2, 1, 1600000000 + n, 0, 'message number ' || n || ', which says as much as people do', 2, 0 FROM i`,
		`INSERT INTO content_item (conversation_id, time, local_time, content_type, foreign_id) SELECT counterpart_id, time, 0, 1, id FROM message WHERE id > 1000`,
		`PRAGMA journal_mode = delete`)
}

// BenchmarkDino says how much longer the rows take as messages than as a bare question for the same columns, and the memory that is
// alive in the middle of it.
func BenchmarkDino(b *testing.B) {
	path := large(b, "300000")
	var bare, read time.Duration
	var alive runtime.MemStats
	for b.Loop() {
		start := time.Now()
		if n := question(b, path); n < many {
			b.Fatal(n)
		}
		bare += time.Since(start)

		start = time.Now()
		h := open(b, imports.Source{Program: imports.Dino, Path: path}, "")
		n := 0
		for m, err := range h.Messages(b.Context()) {
			if err != nil || m.Chat.With == "" {
				b.Fatal(m, err)
			}
			if n++; n == many/2 {
				b.StopTimer()
				pause := time.Now()
				runtime.GC()
				runtime.ReadMemStats(&alive)
				start = start.Add(time.Since(pause))
				b.StartTimer()
			}
		}
		if n < many {
			b.Fatal(n)
		}
		read += time.Since(start)
	}
	b.ReportMetric(float64(read)/float64(bare), "messages/bare")
	b.ReportMetric(float64(alive.HeapAlloc)/(1<<20), "MiB-alive")
	b.ReportMetric(float64(read.Microseconds())/float64(many)/float64(b.N), "µs/message")
}

// question reads the same rows with the library alone, in the same order.
func question(b *testing.B, path string) (n int) {
	c, err := sqlite3.OpenFlags(path, sqlite3.OPEN_READONLY)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	s, _, err := c.Prepare(`SELECT i.id, i.time, i.hide, m.stanza_id, m.server_id, m.direction, m.body, m.encryption, m.marked
		FROM content_item i JOIN message m ON m.id = i.foreign_id WHERE i.content_type = 1 ORDER BY i.conversation_id, i.time, i.id`)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for s.Step() {
		if n++; s.ColumnText(6) == "" || s.ColumnText(3) == s.ColumnText(4) && s.ColumnText(3) != "" {
			b.Fatal(n)
		}
	}
	if err := s.Err(); err != nil {
		b.Fatal(err)
	}
	return n
}
