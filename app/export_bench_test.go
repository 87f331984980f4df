package app

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"vouch/app/history"
	"vouch/trust"
)

// BenchmarkExport writes 100,000 messages in each form. x-reading is how much longer that takes than reading the same rows in the same
// slices, in the same run; above-MiB is the heap that is alive while it goes on, above what there was before.
func BenchmarkExport(b *testing.B) {
	const n, part = 100_000, 500
	a := exporter(b)
	for i := 0; i < n; i += part {
		var rows []*history.Message
		for j := i; j < i+part; j++ {
			rows = append(rows, &history.Message{Chat: bobOf, From: bobOf, Time: time.Unix(int64(1_700_000_000+j*60), 0), Kind: history.KindText, Encrypted: true, Device: 7, Trust: trust.Verified,
				Fingerprint: strings.Repeat("ab", 32), Body: fmt.Sprintf("message number %d, which says as much as people do; see https://example.org/%d", j, j)})
		}
		a.holds(b, rows...)
	}
	read := func() (took time.Duration) {
		x := &exporting{s: a.s, a: a}
		chats, err := x.chats(bobOf)
		if err != nil {
			b.Fatal(err)
		}
		begin, got := time.Now(), 0
		for m, err := range x.messages(b.Context(), chats[0]) {
			if got++; err != nil || m.Text == "" {
				b.Fatal(m, err)
			}
		}
		if got != n {
			b.Fatal(got)
		}
		return time.Since(begin)
	}
	read() // the file is in memory from here on
	for _, form := range []ExportForm{ExportHTML, ExportMarkdown, ExportJSON} {
		b.Run(string(form), func(b *testing.B) {
			var reading, writing time.Duration
			above := uint64(0)
			for b.Loop() {
				reading += read()
				before, begin, paused := alive(), time.Now(), time.Duration(0)
				heard := 0
				got, err := a.s.Export(b.Context(), ExportChats{Account: a.jid, Folder: b.TempDir(), As: form}, func(int) {
					if heard++; heard%50 == 0 {
						looked := time.Now()
						if now := alive(); now > before {
							above = max(above, now-before)
						}
						paused += time.Since(looked)
					}
				})
				if err != nil || got.Messages != n {
					b.Fatal(got, err)
				}
				writing += time.Since(begin) - paused
				if err := os.RemoveAll(got.Path); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(writing.Seconds()/reading.Seconds(), "x-reading")
			b.ReportMetric(float64(n*b.N)/writing.Seconds(), "messages/s")
			b.ReportMetric(float64(above)/(1<<20), "above-MiB")
		})
	}
}

// alive is the heap that is in use.
func alive() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
