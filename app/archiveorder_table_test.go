package app

import (
	"encoding/binary"
	"fmt"
	"testing"

	"vouch/app/history"
)

// sorted is a row at a sort time, with its name as its id.
func sorted(name string, at uint64, own bool) *history.Message {
	key := make([]byte, 16, 32)
	key = binary.BigEndian.AppendUint64(key, at)
	return &history.Message{ID: name, Own: own, Sort: binary.BigEndian.AppendUint64(key, at)}
}

func TestPlaceOfAnArchivedRow(t *testing.T) {
	for _, row := range []struct {
		name string
		o    chatOrder
		back bool
		want string // floor, ceil, quiet
	}{
		{"nothing is here", chatOrder{}, false, "0 0 false"},
		{"behind what the archive gave", chatOrder{floor: 10}, false, "10 0 false"},
		{"before what came in live", chatOrder{floor: 10, live: map[string]uint64{"a": 30, "b": 20}}, false, "10 19 false"},
		{"backwards, before what came in live", chatOrder{floor: 10, live: map[string]uint64{"a": 30}}, true, "0 29 true"},
		{"backwards, before the page that came before", chatOrder{floor: 10, oldest: 8, live: map[string]uint64{"a": 30}}, true, "0 7 true"},
		{"backwards, with nothing here", chatOrder{}, true, "0 0 true"},
	} {
		at := row.o.place(row.back)
		if got := fmt.Sprint(at.Floor, at.Ceil, at.Quiet); got != row.want {
			t.Errorf("%s: got %s, want %s", row.name, got, row.want)
		}
	}
}

// What the archive gives moves the place of what it gives next.
func TestPlaceMovesWithTheArchive(t *testing.T) {
	o := chatOrder{live: map[string]uint64{"live": 50}}
	o.met(sorted("first", 20, false), false)
	if at := o.place(false); at.Floor != 20 || at.Ceil != 49 {
		t.Errorf("after the first: %+v", at)
	}
	o.met(sorted("live", 50, false), false) // the archive has come to it
	if at := o.place(false); at.Floor != 50 || at.Ceil != 0 {
		t.Errorf("after the live one: %+v", at)
	}
	o.met(sorted("second", 12, false), true)
	o.met(sorted("third", 15, false), true)
	if at := o.place(true); at.Ceil != 0 {
		t.Errorf("within a page backwards: %+v", at)
	}
	o.nextPageBack()
	if at := o.place(true); at.Ceil != 11 {
		t.Errorf("on the next page backwards: %+v", at)
	}
}

func TestMisplacedRows(t *testing.T) {
	o := chatOrder{}
	o.met(sorted("last", 40, false), false)
	named := func(m *history.Message, archiveID string) *history.Message { m.ArchiveID = archiveID; return m }
	for _, row := range []struct {
		name string
		row  *history.Message
		in   arrival
		want bool
	}{
		{"before what the archive gave earlier", sorted("a", 30, false), arrival{archiveID: "x"}, true},
		{"behind it", sorted("a", 41, false), arrival{archiveID: "x"}, false},
		{"one's own", sorted("a", 30, true), arrival{archiveID: "x"}, false},
		{"of the past", sorted("a", 30, false), arrival{archiveID: "x", place: history.Place{Quiet: true}}, false},
		{"known by this archive id", named(sorted("a", 30, false), "x"), arrival{archiveID: "x"}, true},
		{"a second copy in the archive", named(sorted("a", 30, false), "y"), arrival{archiveID: "x"}, false},
	} {
		if got := o.misplaced(row.row, row.in); got != row.want {
			t.Errorf("%s: %t", row.name, got)
		}
	}
}
