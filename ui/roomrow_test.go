package ui

import (
	"testing"

	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestOfWhatInARoomTheUserIsTold(t *testing.T) {
	for _, c := range []struct {
		name string
		row  view.ChatRow
		want bool
	}{
		{"a contact", view.ChatRow{Of: view.ChatContact}, true},
		{"a group", view.ChatRow{Of: view.ChatGroup}, true},
		{"a channel", view.ChatRow{Of: view.ChatChannel}, false},
		{"a channel, all of it", view.ChatRow{Of: view.ChatChannel, Level: view.LevelAll}, true},
		{"a group, what names the user", view.ChatRow{Of: view.ChatGroup, Level: view.LevelMentions}, false},
		{"a muted group", view.ChatRow{Of: view.ChatGroup, Level: view.LevelMuted}, false},
	} {
		if got := tells(&c.row); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

func TestTheTitleCountsWhatTheUserIsToldOf(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, uitest.GroupScene()) // one mention in a channel with 48, and 12 in one that is muted
	if got := w.Win.Title(); got != "(1) Vouch" {
		t.Errorf("%q", got)
	}
}

func TestRowsOfRoomsSayWhoWrote(t *testing.T) {
	row := view.ChatRow{Chat: uitest.Walk, Of: view.ChatGroup, From: "Carol\nBob", Kind: view.RowText, Preview: "hi", Time: uitest.Now}
	if got := sayer(&row); got != "Carol Bob" {
		t.Errorf("%q", got)
	}
	for name, change := range map[string]func(*view.ChatRow){
		"an own one": func(r *view.ChatRow) { r.Own = true }, "a notice": func(r *view.ChatRow) { r.Kind = view.RowNotice },
		"one taken back": func(r *view.ChatRow) { r.Retracted = true }, "of a room that we are out of": func(r *view.ChatRow) { r.Away = true },
		"one unreadable": func(r *view.ChatRow) { r.Kind = view.RowUnreadable }, "of a contact": func(r *view.ChatRow) { r.Of = view.ChatContact },
	} {
		other := row
		change(&other)
		if got := sayer(&other); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
	row.Away = true
	if got := words.Preview(&row); got != words.Tr("room.left") {
		t.Errorf("out of it: %q", got)
	}
	if got := mentionMark(1) + " " + mentionMark(12); got != "@ @12" {
		t.Errorf("%q", got)
	}
}
