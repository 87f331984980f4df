package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A tree of processes of which one has a name that looks like fields, and one is nobody's.
func TestLoadIsThatOfTheWholeTree(t *testing.T) {
	p := proc(t.TempDir())
	p.put(t, 10, "vouch", 1, 100, 20, map[int]int{10: 5, 11: 7})
	p.put(t, 20, "a) R 99 (b", 10, 3, 4, map[int]int{20: 1})
	p.put(t, 30, "grandchild", 20, 1, 1, map[int]int{30: 100})
	p.put(t, 40, "stranger", 1, 1000, 1000, map[int]int{40: 1000})
	l, err := p.load(10)
	if err != nil {
		t.Fatal(err)
	}
	if want := (100 + 20 + 3 + 4 + 1 + 1) * tick; l.cpu != want {
		t.Errorf("CPU %v, want %v", l.cpu, want)
	}
	if len(l.threads) != 4 || l.threads[11] != (thread{7 * time.Millisecond, 7}) {
		t.Errorf("threads %+v", l.threads)
	}
	m, err := p.memory(10)
	if want := (memory{pss: (10 + 20 + 30) << 10, rss: 2 * (10 + 20 + 30) << 10}); err != nil || m != want {
		t.Errorf("memory %+v, want %+v: %v", m, want, err)
	}
	if l, err := p.load(50); err == nil {
		t.Errorf("the load of nobody is %+v", l)
	}
}

// put makes a process whose threads ran and were woken as often as a number says.
func (p proc) put(t *testing.T, pid int, name string, parent, utime, stime int, threads map[int]int) {
	t.Helper()
	files := map[string]string{
		"stat":         fmt.Sprintf("%d (%s) S %d 1 1 0 -1 4194304 9 8 7 6 %d %d 55 66 20 0 2 0 100", pid, name, parent, utime, stime),
		"smaps_rollup": fmt.Sprintf("00400000-7ff [rollup]\nRss:  %d kB\nPss: %d kB\nPss_Dirty: 1 kB\n", 2*pid, pid),
	}
	for id, n := range threads {
		files[fmt.Sprintf("task/%d/schedstat", id)] = fmt.Sprintf("%d 99 3\n", n*int(time.Millisecond))
		files[fmt.Sprintf("task/%d/status", id)] = fmt.Sprintf("Name:\t%s\nvoluntary_ctxt_switches:\t%d\nnonvoluntary_ctxt_switches:\t77\n", name, n)
	}
	for file, content := range files {
		path := filepath.Join(p.dir(pid), file)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSpentBetweenTwoLoads(t *testing.T) {
	at := time.Now()
	before := load{at, 50 * tick, map[int]thread{1: {time.Second, 10}, 2: {time.Second, 20}}}
	for _, c := range []struct {
		what  string
		after load
		cpu   time.Duration
		wakes uint64
	}{
		{"a thread more: to the nanosecond", load{at.Add(2 * time.Second), 60 * tick, map[int]thread{1: {time.Second + 3, 11}, 2: {time.Second, 20}, 3: {4, 5}}}, 7, 6},
		{"a thread fewer: in ticks", load{at.Add(2 * time.Second), 60 * tick, map[int]thread{1: {time.Second + 3, 14}}}, 10 * tick, 4},
	} {
		s := c.after.since(before)
		if s.cpu != c.cpu || s.wakes != c.wakes || s.span != 2*time.Second {
			t.Errorf("%s: %+v", c.what, s)
		}
		if s.share() != c.cpu.Seconds()/2 || s.rate() != float64(c.wakes)/2 {
			t.Errorf("%s: share %v, rate %v", c.what, s.share(), s.rate())
		}
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		all  []float64
		want float64
	}{{nil, 0}, {[]float64{3}, 3}, {[]float64{9, 1, 2}, 2}, {[]float64{4, 1, 100, 2}, 3}} {
		kept := fmt.Sprint(c.all)
		if got := median(c.all); got != c.want || fmt.Sprint(c.all) != kept {
			t.Errorf("median of %s is %v, and leaves %v", kept, got, c.all)
		}
	}
}

func TestUnits(t *testing.T) {
	for got, want := range map[string]string{
		seconds(0.00642): "6.4 ms", seconds(0.15): "0.15 s", seconds(13.249): "13.25 s", percent(0.0131): "1.31 %",
		mebibytes(1.5 * (1 << 30)): "1536 MiB", times(1.126): "1.13 ×", perSecond(12.34): "12.3/s",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestTable(t *testing.T) {
	s := newSheet()
	cpu, memory, only := &row{"CPU", percent, []string{colDino, colBare}}, &row{"…", mebibytes, []string{colDino}}, &row{"…", seconds, []string{colBare}}
	for _, v := range []float64{0.02, 0.5, 0.01} {
		s.put(cpu, colVouch, v)
	}
	s.put(cpu, colDino, 0.01)
	s.put(cpu, colBare, 0)
	s.put(memory, colVouch, 1<<20)
	s.lack(memory, colDino, "it does not start")
	s.lack(only, colDino, "it does not start")
	s.put(only, colHeadless, 3)
	s.put(only, colBare, 2)
	var out strings.Builder
	s.write(&out)
	want := `| | Vouch | Vouch --headless | Dino | Gajim | bare sockets | bare window | Vouch is |
|---|---:|---:|---:|---:|---:|---:|---|
| CPU | 2.00 % |  | 1.00 % |  | 0.00 % |  | 2.00 × Dino |
| … | 1 MiB |  | — |  |  |  |  |
| … |  | 3.00 s | — |  | 2.00 s |  | 1.50 × bare sockets |

—: not measured.

* Dino: it does not start
`
	if out.String() != want {
		t.Errorf("the table is\n%s\nwant\n%s", out.String(), want)
	}
}

func TestWordsThatComeInParts(t *testing.T) {
	for _, c := range []struct {
		b, word string
		want    int
	}{{"x</fin", "</fin>", 5}, {"x</fin>", "</fin>", 0}, {"x<", "</fin>", 1}, {"", "</fin>", 0}, {"</f</f", "</fin>", 3}} {
		if got := partial([]byte(c.b), c.word); got != c.want {
			t.Errorf("%q keeps %d for %q, want %d", c.b, got, c.word, c.want)
		}
	}
	var all [][]string
	for part := range parts([]string{"a", "b", "c"}, 2) {
		all = append(all, part)
	}
	if fmt.Sprint(all) != "[[a b] [c]]" {
		t.Errorf("parts %v", all)
	}
}
