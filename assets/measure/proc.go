package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of the times in /proc/PID/stat: Linux shows them in hundredths of a second on every architecture.
const tick = 10 * time.Millisecond

// proc is a mounted /proc.
type proc string

// load is what a process and its descendants have used since they began.
type load struct {
	at      time.Time
	cpu     time.Duration // in ticks, threads that have ended included
	threads map[int]thread
}

// thread is what one thread has used since it began.
type thread struct {
	ran   time.Duration // to the nanosecond
	wakes uint64        // how often it gave up the processor by itself, and so was woken afterwards
}

// spent is what a process and its descendants used in a span of time.
type spent struct {
	span  time.Duration
	cpu   time.Duration
	wakes uint64
}

// share is the used part of one core.
func (s spent) share() float64 { return s.cpu.Seconds() / s.span.Seconds() }

// rate is how often a second something was woken.
func (s spent) rate() float64 { return float64(s.wakes) / s.span.Seconds() }

// since is what was used after before. It is exact to the nanosecond as long as no thread ended in between, and to a few
// ticks otherwise.
func (l load) since(before load) spent {
	s := spent{span: l.at.Sub(before.at)}
	for id, now := range l.threads {
		then := before.threads[id]
		s.cpu += now.ran - then.ran
		s.wakes += now.wakes - then.wakes
	}
	for id := range before.threads {
		if _, there := l.threads[id]; !there {
			s.cpu = l.cpu - before.cpu
			break
		}
	}
	return s
}

// load reads what root and its descendants have used. Those that end meanwhile are left out.
func (p proc) load(root int) (load, error) {
	l := load{at: time.Now(), threads: map[int]thread{}}
	for _, pid := range p.tree(root) {
		stat, err := p.stat(pid)
		if err != nil {
			continue
		}
		l.cpu += stat.cpu
		tasks, _ := filepath.Glob(filepath.Join(p.dir(pid), "task", "*"))
		for _, task := range tasks {
			id, err := strconv.Atoi(filepath.Base(task))
			if err != nil {
				continue
			}
			if t, err := readThread(task); err == nil {
				l.threads[id] = t
			}
		}
	}
	if len(l.threads) == 0 {
		return load{}, fmt.Errorf("read load of process %d: it is not there", root)
	}
	return l, nil
}

func (p proc) dir(pid int) string { return filepath.Join(string(p), strconv.Itoa(pid)) }

// tree is root and all its descendants.
func (p proc) tree(root int) []int {
	children := map[int][]int{}
	dirs, _ := filepath.Glob(filepath.Join(string(p), "[0-9]*"))
	for _, dir := range dirs {
		pid, err := strconv.Atoi(filepath.Base(dir))
		if err != nil {
			continue
		}
		if s, err := p.stat(pid); err == nil {
			children[s.parent] = append(children[s.parent], pid)
		}
	}
	all := []int{root}
	for i := 0; i < len(all); i++ {
		all = append(all, children[all[i]]...)
	}
	return all
}

type stat struct {
	parent int
	cpu    time.Duration
}

// stat reads /proc/PID/stat (proc(5)): the name of the program stands in parentheses and may hold more of them.
func (p proc) stat(pid int) (stat, error) {
	text, err := os.ReadFile(filepath.Join(p.dir(pid), "stat"))
	if err != nil {
		return stat{}, err
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	if len(fields) < 13 {
		return stat{}, fmt.Errorf("read stat of process %d: %d fields", pid, len(fields))
	}
	var numbers [3]int // ppid, utime, stime
	for i, field := range []int{1, 11, 12} {
		if numbers[i], err = strconv.Atoi(fields[field]); err != nil {
			return stat{}, fmt.Errorf("read stat of process %d: %w", pid, err)
		}
	}
	return stat{parent: numbers[0], cpu: time.Duration(numbers[1]+numbers[2]) * tick}, nil
}

// readThread reads schedstat and status of a thread.
func readThread(dir string) (thread, error) {
	text, err := os.ReadFile(filepath.Join(dir, "schedstat"))
	if err != nil {
		return thread{}, err
	}
	var t thread
	if _, err := fmt.Sscan(string(text), &t.ran); err != nil {
		return thread{}, fmt.Errorf("read schedstat: %w", err)
	}
	status, err := os.ReadFile(filepath.Join(dir, "status"))
	if err != nil {
		return thread{}, err
	}
	n, err := number(string(status), "voluntary_ctxt_switches:")
	t.wakes = uint64(n)
	return t, err
}

// memory is what a process and its descendants hold, in bytes.
type memory struct {
	pss int64 // pages that are shared count in part
	rss int64
}

// memory reads what root and its descendants hold.
func (p proc) memory(root int) (memory, error) {
	var m memory
	for _, pid := range p.tree(root) {
		text, err := os.ReadFile(filepath.Join(p.dir(pid), "smaps_rollup"))
		if err != nil {
			if pid == root {
				return memory{}, err
			}
			continue
		}
		for name, to := range map[string]*int64{"Pss:": &m.pss, "Rss:": &m.rss} {
			kib, err := number(string(text), name)
			if err != nil {
				return memory{}, fmt.Errorf("read memory of process %d: %w", pid, err)
			}
			*to += kib << 10
		}
	}
	return m, nil
}

// number is what stands behind name at the beginning of a line.
func number(text, name string) (int64, error) {
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			if fields := strings.Fields(rest); len(fields) > 0 {
				return strconv.ParseInt(fields[0], 10, 64)
			}
		}
	}
	return 0, fmt.Errorf("there is no %s", name)
}
