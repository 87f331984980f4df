package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/history"
)

// finds is what a search finds in all pages: each hit with the marked words in brackets.
func (p *peer) finds(c app.Search) (out []string) {
	p.t.Helper()
	for range 50 {
		got, err := p.Call(p.t.Context(), c)
		if err != nil {
			p.t.Fatal(err)
		}
		page := got.(app.HitPage)
		for _, h := range page.Hits {
			text, end := "", 0
			for _, m := range h.Marks {
				text += h.Text[end:m.From] + "[" + h.Text[m.From:m.To] + "]"
				end = m.To
			}
			out = append(out, text+h.Text[end:])
		}
		if page.Next == "" {
			return out
		}
		c.Next = page.Next
	}
	p.t.Fatal("the search has no end")
	return nil
}

// Messages are found by words and by what is known of them, the newest first, in pages of any size; as soon as they are here, and as
// long as they are.
func TestSearch(t *testing.T) {
	l := newLiar(t)
	l.must(app.OpenChat{Account: l.jid, JID: bobs})
	l.say("the big red boat")
	l.say("Im Krankenhaus, siehe https://example.org/haus")
	own := l.send(bobs, "a boat of mine")
	carol := "carol@example.org"
	l.tell(fmt.Sprintf("<message from='%s/x' to='%%s' type='chat' id='c1'><body>boats, boats</body></message>", carol))
	l.awaitMessage(carol, "boats, boats")
	for _, c := range []struct {
		app.Search
		want []string
	}{
		{app.Search{Text: "BOAT"}, []string{"[boat]s, [boat]s", "a [boat] of mine", "the big red [boat]"}},
		{app.Search{Text: "boat", Chat: bobs}, []string{"a [boat] of mine", "the big red [boat]"}},
		{app.Search{Text: "boat", From: "me"}, []string{"a [boat] of mine"}},
		{app.Search{Text: "boat", From: "CAR"}, []string{"[boat]s, [boat]s"}},
		{app.Search{Text: "\"red boat", From: "bob"}, []string{"the big [red boat]"}},
		{app.Search{Has: "link"}, []string{"Im Krankenhaus, siehe https://example.org/haus"}},
		{app.Search{Text: "haus", Has: "link"}, []string{"Im Kranken[haus], siehe https://example.org/[haus]"}},
		{app.Search{Text: "haus", Has: "picture"}, nil},
		{app.Search{Text: "boat", Before: "2000-01-01"}, nil},
		{app.Search{Text: "boat", After: time.Now().AddDate(0, 0, 1).Format(time.DateOnly)}, nil},
		{app.Search{Text: "red boat", After: "2000-01-01", Before: "2999-01-01T00:00:00Z"}, []string{"the big [red] [boat]"}},
		{app.Search{Text: "boat", Chat: "nobody@example.org"}, nil},
	} {
		for _, account := range []string{"", l.jid} {
			for _, limit := range []int{0, 1, 2} {
				if c.Account = account; account == "" && c.Chat != "" {
					continue
				}
				c.Limit = limit
				if got := l.finds(c.Search); !slices.Equal(got, c.want) {
					t.Errorf("%+v: %q, want %q", c.Search, got, c.want)
				}
			}
		}
	}
	l.must(app.CorrectText{Account: l.jid, Chat: bobs, ID: own, Body: "a ship of mine"})
	if got := l.finds(app.Search{Text: "of mine"}); !slices.Equal(got, []string{"a ship [of] [mine]"}) {
		t.Errorf("corrected: %q", got)
	}
	l.must(app.ClearChat{Account: l.jid, Chat: bobs})
	if got := l.finds(app.Search{Text: "haus"}); len(got) != 0 {
		t.Errorf("cleared: %q", got)
	}
	for param, c := range map[string]app.Search{
		"text": {}, "limit": {Text: "x", Limit: 201}, "has": {Has: "cheese"}, "after": {After: "yesterday"}, "before": {Before: "30.11.2026"},
		"next": {Text: "x", Next: "00"}, "account": {Text: "x", Account: "nobody@example.org"}, "chat": {Text: "x", Account: l.jid, Chat: "@"},
	} {
		_, err := l.Call(t.Context(), c)
		if kind := app.KindOf(err); kind != app.KindInvalid && kind != app.KindNotFound {
			t.Errorf("%s: %v", param, err)
		}
	}
}

// What many messages say comes into blocks beside the work, and what an earlier version has left is searched as well.
func TestTextsAreCollected(t *testing.T) {
	l := newLiar(t)
	for i := range history.MostFresh + 10 {
		l.tell(fmt.Sprintf("<message from='%s/x' to='%%s' type='chat' id='n%d'><body>number %d</body></message>", bobs, i, i))
	}
	l.awaitMessage(bobs, fmt.Sprint("number ", history.MostFresh+9))
	l.await("they are collected", func() bool {
		fresh := 0
		l.view(func(h *history.Store) error { fresh = h.Fresh(); return nil })
		return fresh < history.MostFresh
	})
	want := 0
	for i := range history.MostFresh + 10 {
		if strings.Contains(fmt.Sprint(i), "17") {
			want++
		}
	}
	if got := l.finds(app.Search{Text: "number 17", Limit: 3}); len(got) != want || got[want-1] != "[number] [17]" {
		t.Errorf("%d of %d: %q", len(got), want, got)
	}
}
