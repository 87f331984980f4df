package backup

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// endText gives the text of end.json piece by piece: of many files it would be the largest thing in memory.
type endText struct {
	members []Member
	next    int
	rest    []byte
}

func newEndText(members []Member) *endText {
	return &endText{members: members, rest: fmt.Appendf(nil, "{\"count\":%d,\"members\":[\n", len(members))}
}

// Read implements io.Reader.
func (e *endText) Read(p []byte) (int, error) {
	for len(e.rest) == 0 {
		switch {
		case e.next < len(e.members):
			line, err := json.Marshal(e.members[e.next])
			if err != nil {
				return 0, err
			}
			if e.next++; e.next < len(e.members) {
				line = append(line, ',')
			}
			e.rest = append(line, '\n')
		case e.next == len(e.members):
			e.next, e.rest = e.next+1, []byte("]}\n")
		default:
			return 0, io.EOF
		}
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

var errEnd = errors.New("end.json is not as it is written")

// readEnd reads end.json one member at a time, and its count.
func readEnd(r io.Reader, each func(Member)) (count int, err error) {
	d := json.NewDecoder(r)
	if err := delim(d, '{'); err != nil {
		return 0, err
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return 0, err
		}
		switch key {
		case "count":
			err = d.Decode(&count)
		case "members":
			err = readMembers(d, each)
		default:
			err = errEnd
		}
		if err != nil {
			return 0, err
		}
	}
	if err := delim(d, '}'); err != nil {
		return 0, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return 0, errEnd
	}
	return count, nil
}

func readMembers(d *json.Decoder, each func(Member)) error {
	if err := delim(d, '['); err != nil {
		return err
	}
	for d.More() {
		var m Member
		if err := d.Decode(&m); err != nil {
			return err
		}
		each(m)
	}
	return delim(d, ']')
}

func delim(d *json.Decoder, want json.Delim) error {
	got, err := d.Token()
	if err != nil {
		return err
	}
	if got != want {
		return errEnd
	}
	return nil
}
