package main

import (
	"maps"
	"os"
	"path/filepath"
	"testing"
)

// Each mapping belongs to one part, by its path.
func TestPartsOfMemory(t *testing.T) {
	p := proc(t.TempDir())
	p.put(t, 10, "vouch", 1, 0, 0, nil)
	smaps := `00400000-00500000 r-xp 00000000 08:01 11                         /opt/a program
Rss:                 500 kB
Pss:                   1 kB
Pss_Dirty:          9000 kB
01c00000-01d00000 rw-p 00000000 00:00 0                                  [heap]
Pss:                   2 kB
20000000-20100000 rw-p 00000000 00:00 0 
Pss:                   4 kB
30000000-30100000 rw-p 00000000 00:00 0                                  [stack]
Pss:                   8 kB
40000000-40100000 rwxs 00000000 00:01 7                                  /memfd:code (deleted)
Pss:                  16 kB
50000000-50100000 r--s 00000000 08:01 12                                 /home/alice/vouch.db
Pss:                  32 kB
60000000-60100000 rw-s 00000000 00:01 8                                  /SYSV00000000 (deleted)
Pss:                  64 kB
70000000-70100000 r-xp 00000000 08:01 13                                 /usr/lib/libGL.so
Pss:                 128 kB
`
	if err := os.WriteFile(filepath.Join(p.dir(10), "smaps"), []byte(smaps), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := p.parts(10, "/opt/a program")
	want := map[part]int64{partProgram: 1 << 10, partC: 2 << 10, partOther: (4 + 8 + 16) << 10, partStore: 32 << 10, partDisplay: 64 << 10, partLibrary: 128 << 10}
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("parts %v, want %v: %v", got, want, err)
	}
	if got, err := p.parts(11, ""); err == nil {
		t.Errorf("parts of nobody: %v", got)
	}
}

// The last collection counts, whoever asked for it.
func TestWhatIsAlive(t *testing.T) {
	log := `level=INFO msg="gc 1 @ is no such line"
gc 1 @0.021s 3%: 0.016+1.1+0.003 ms clock, 0.03+0.41/0.9/0+0.007 ms cpu, 4->5->3 MB, 4 MB goal, 0 MB stacks, 1 MB globals, 2 P
gc 22 @9.120s 0%: 0.05+8.1+0.02 ms clock, 0.1+0.2/8/0.1+0.04 ms cpu, 33->34->27 MB, 40 MB goal, 0 MB stacks, 1 MB globals, 2 P (forced)
something else
`
	if got := alive(log); got != 27<<20 {
		t.Errorf("%d bytes", got)
	}
	if got := alive("nothing"); got != 0 {
		t.Errorf("of a program that is not traced: %d bytes", got)
	}
}
