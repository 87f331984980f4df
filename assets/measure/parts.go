package main

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// part is a kind of memory.
type part string

// The parts. Together they are the proportional memory.
const (
	partLive    part = "Go's heap, alive"
	partOther   part = "other memory without a file: Go's beyond that, and what C maps"
	partC       part = "C's heap, with textures"
	partProgram part = "the program"
	partLibrary part = "libraries and other files"
	partStore   part = "the file of the messages"
	partDisplay part = "shared with the display"
)

var allParts = []part{partLive, partOther, partC, partProgram, partLibrary, partStore, partDisplay}

// partRows are a row for each part, held against a bare window where floors say so.
func partRows(when string, floors ...string) map[part]*row {
	rows := map[part]*row{}
	for _, p := range allParts {
		rows[p] = &row{"… " + when + ": " + string(p), mebibytes, floors}
	}
	return rows
}

// traced has a Go program print a line for each collection.
const traced = "GODEBUG=gctrace=1"

// collected is such a line (package runtime): of the three sizes the last is what is alive.
var collected = regexp.MustCompile(`^gc \d+ @.* \d+->\d+->(\d+) MB,`)

// alive is what the last collection of a traced program found, in bytes.
func alive(log string) (bytes int64) {
	for line := range strings.Lines(log) {
		if m := collected.FindStringSubmatch(line); m != nil {
			n, _ := strconv.ParseInt(m[1], 10, 64)
			bytes = n << 20
		}
	}
	return bytes
}

// parts divides what a program written in Go holds. The size of what is alive is rounded to megabytes.
func (p *process) parts() (map[part]int64, error) {
	binary, err := filepath.EvalSymlinks(p.cmd.Path)
	if err != nil {
		return nil, err
	}
	all, err := proc("/proc").parts(p.cmd.Process.Pid, binary)
	if err != nil {
		return nil, err
	}
	log, err := os.ReadFile(p.log)
	if err != nil {
		return nil, err
	}
	all[partLive] = min(alive(string(log)), all[partOther])
	all[partOther] -= all[partLive]
	return all, nil
}

// parts divides the proportional memory of a process and its descendants by what is mapped (proc(5), smaps).
func (p proc) parts(root int, binary string) (map[part]int64, error) {
	all := map[part]int64{}
	for _, pid := range p.tree(root) {
		one, err := p.partsOf(pid, binary)
		if err != nil {
			if pid == root {
				return nil, err
			}
			continue
		}
		for name, bytes := range maps.All(one) {
			all[name] += bytes
		}
	}
	return all, nil
}

// mapping is the first line of what smaps says of one: addresses, permissions, offset, device, inode, and a path or nothing.
var mapping = regexp.MustCompile(`^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+ *(.*)$`)

func (p proc) partsOf(pid int, binary string) (map[part]int64, error) {
	file, err := os.Open(filepath.Join(p.dir(pid), "smaps"))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	all, at := map[part]int64{}, partOther
	in := bufio.NewScanner(file)
	for in.Scan() {
		if m := mapping.FindStringSubmatch(in.Text()); m != nil {
			at = partFor(m[1], binary)
		} else if kib, err := number(in.Text(), "Pss:"); err == nil {
			all[at] += kib << 10
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("read maps of process %d: %w", pid, err)
	}
	return all, nil
}

func partFor(path, binary string) part {
	switch {
	case path == binary:
		return partProgram
	case path == "[heap]":
		return partC
	case strings.HasPrefix(path, "/SYSV"): // XShm pictures
		return partDisplay
	case strings.HasSuffix(path, "/vouch.db"):
		return partStore
	case strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "/memfd:"):
		return partLibrary
	}
	return partOther
}
