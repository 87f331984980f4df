package uitest

import (
	"fmt"
	"time"

	"vouch/app"
	"vouch/app/search"
	"vouch/app/view"
)

// search is a page of those of Hits that have the text, and are of the chat.
func (s *Service) search(c app.Search) app.HitPage {
	s.Searched = append(s.Searched, c)
	page, q, begun := app.HitPage{Left: s.Behind}, search.Parse(c.Text), c.Next == ""
	for _, h := range s.Hits {
		if begun && q.Fits([]byte(search.Fold(h.Text))) && (c.Chat == "" || h.Chat == c.Chat) && (c.From != "me" || h.Own) {
			if len(page.Hits) == c.Limit {
				page.Next = page.Hits[c.Limit-1].ID
				break
			}
			h.Marks = nil
			for _, m := range q.Marks(h.Text, 100) {
				h.Marks = append(h.Marks, app.Mark{From: m.From, To: m.To})
			}
			page.Hits = append(page.Hits, h)
		}
		begun = begun || h.ID == c.Next
	}
	return page
}

// SearchScene is the page on which messages are looked for, and what can be found: of each kind of chat, long and short, in several
// scripts, and n more.
func SearchScene(n int) (scene *view.Snapshot, hits []app.Hit) {
	scene = MainScene()
	scene.View.Page = view.PageSearch
	add := func(h app.Hit, daysAgo int) {
		h.ID, h.Time, h.Begins, h.Ends = fmt.Sprint("h", len(hits)), Now.Add(-time.Duration(daysAgo)*24*time.Hour), h.Text[0] != ' ', h.Text[len(h.Text)-1] != ' '
		if h.Account == "" {
			h.Account = Alice
		}
		if h.Chat == "" {
			h.Chat = Bob
		}
		if h.From == "" {
			h.From = h.Chat
		}
		hits = append(hits, h)
	}
	add(app.Hit{Text: "The boat leaves at nine, so we should be at the harbour half an hour before"}, 0)
	add(app.Hit{Text: "I have the boat’s papers", Own: true, From: Alice}, 0)
	add(app.Hit{Text: " and if nobody minds we take the small boat, since the large one needs somebody who has sailed it before, and Carol is not back until Sunday evening. The weather is ", Chat: Walk, Nick: "erin", From: Walk + "/erin"}, 3)
	add(app.Hit{Text: "boat.jpg", File: true}, 9)
	add(app.Hit{Text: "Das Boot (boat) ist im Krankenhaus gewesen", Chat: Carol}, 40)
	add(app.Hit{Text: "我喜歡用 boat 坐船", Chat: Dave}, 200)
	add(app.Hit{Text: "הסירה boat מחכה", Account: "alice@example.net", Chat: Dave}, 400)
	for i := range n {
		add(app.Hit{Text: fmt.Sprint("boat number ", i)}, 500+i)
	}
	return scene, hits
}
