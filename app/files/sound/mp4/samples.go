package mp4

import (
	"encoding/binary"
	"fmt"
)

// table is a table with entries of a fixed size behind version, flags and count.
type table struct {
	entries []byte
	count   int
	size    int
}

// tableOf believes a count only if its entries are there.
func tableOf(b []byte, before, size int) (table, error) {
	if len(b) < before+4 {
		return table{}, fmt.Errorf("%w: no table", ErrBroken)
	}
	count := int64(binary.BigEndian.Uint32(b[before:]))
	entries := b[before+4:]
	if count*int64(size) > int64(len(entries)) {
		return table{}, fmt.Errorf("%w: table of %d entries in %d bytes", ErrBroken, count, len(entries))
	}
	return table{entries, int(count), size}, nil
}

func (t table) u32(entry, field int) int64 {
	return int64(binary.BigEndian.Uint32(t.entries[entry*t.size+4*field:]))
}

// samples puts together sizes (stsz, §8.7.3), chunks (stsc, §8.7.4) and where chunks lie (stco or co64, §8.7.5).
func samples(tables []byte, size int64) ([]Sample, error) {
	sizes, err := sizesOf(inside(tables, "stsz"), size)
	if err != nil {
		return nil, err
	}
	runs, err := tableOf(inside(tables, "stsc"), 4, 12)
	if err != nil {
		return nil, err
	}
	wide := false
	b := inside(tables, "stco")
	width := 4
	if b == nil {
		b, wide, width = inside(tables, "co64"), true, 8
	}
	chunks, err := tableOf(b, 4, width)
	if err != nil {
		return nil, err
	}
	out := make([]Sample, 0, sizes.count)
	run := 0
	for chunk := 0; chunk < chunks.count && len(out) < sizes.count; chunk++ {
		for run+1 < runs.count && runs.u32(run+1, 0) <= int64(chunk+1) {
			run++
		}
		if runs.count == 0 {
			return nil, fmt.Errorf("%w: no chunks", ErrBroken)
		}
		at := chunks.u32(chunk, 0)
		if wide {
			at = at<<32 | chunks.u32(chunk, 1)
		}
		for range runs.u32(run, 1) {
			if len(out) == sizes.count {
				break
			}
			n := sizes.of(len(out))
			if n > MaxSample || at < 0 || at > size-n {
				return nil, fmt.Errorf("%w: sample of %d bytes at %d", ErrBroken, n, at)
			}
			out = append(out, Sample{at, int(n)})
			at += n
		}
	}
	if len(out) < sizes.count {
		return nil, fmt.Errorf("%w: chunks of %d samples, of %d", ErrBroken, len(out), sizes.count)
	}
	return out, nil
}

// sizes are those of all samples, or the one that all have.
type sizes struct {
	table
	all int64
}

func (s sizes) of(i int) int64 {
	if s.all > 0 {
		return s.all
	}
	return s.u32(i, 0)
}

func sizesOf(b []byte, size int64) (sizes, error) {
	if len(b) < 12 {
		return sizes{}, fmt.Errorf("%w: no sizes of samples", ErrBroken)
	}
	all, count := int64(binary.BigEndian.Uint32(b[4:])), int64(binary.BigEndian.Uint32(b[8:]))
	if count == 0 {
		return sizes{}, ErrNoSound // or the samples are in fragments
	}
	if count > MaxSamples || all*count > size {
		return sizes{}, fmt.Errorf("%w: %d samples", ErrBroken, count)
	}
	if all > 0 {
		return sizes{table{count: int(count)}, all}, nil
	}
	t, err := tableOf(b, 8, 4)
	return sizes{table: t}, err
}
