package uitest

import (
	"fmt"
	"time"

	"vouch/app"
	"vouch/app/view"
)

// listFiles is one page of Sent.
func (s *Service) listFiles(c app.ListFiles) (page app.FilePage) {
	begun := c.Before == ""
	for _, it := range s.Sent {
		if begun && it.Sort == c.Sort {
			if len(page.Files) == c.Limit {
				page.Next = page.Files[c.Limit-1].ID
				return page
			}
			page.Files = append(page.Files, it)
		}
		begun = begun || it.ID == c.Before
	}
	return page
}

// MediaScene is the page with what a chat has beside words: n pictures over the last months, the others in each of their states, and
// links. photos are what the service has of the pictures.
func MediaScene(n int) (scene *view.Snapshot, sent []app.FileItem, photos map[string][]byte) {
	scene = MainScene()
	scene.View.Page = view.PageFiles
	photos = map[string][]byte{}
	add := func(it app.FileItem, daysAgo int) {
		it.ID, it.Time = fmt.Sprint("m", len(sent)), Now.Add(-time.Duration(daysAgo)*24*time.Hour)
		if it.From == "" {
			it.From = Bob
		}
		if it.Width > 0 {
			photos[it.ID] = Photo(160, 120, float64(len(sent)))
		}
		sent = append(sent, it)
	}
	for i := range n {
		it := app.FileItem{Sort: app.SortPictures, Name: fmt.Sprint("picture ", i, ".jpg"), State: view.FileHere, Width: 160, Height: 120, Size: 2_300_000}
		if i%9 == 4 {
			it.State, it.Width, it.Height = view.FileOffered, 0, 0
		}
		add(it, 4*i)
	}
	for i, state := range []view.FileState{view.FileHere, view.FileOffered, view.FileComing, view.FileGone, view.FileDamaged} {
		add(app.FileItem{Sort: app.SortFiles, Name: fmt.Sprint("Plan ", i+1, ".pdf"), Size: 234_000 * int64(i), State: state, Own: i == 0, From: []string{Alice, Bob}[min(i, 1)]}, 20*i)
	}
	add(app.FileItem{Sort: app.SortSound, Name: "voice.oga", Size: 80_000, State: view.FileHere}, 1)
	add(app.FileItem{Sort: app.SortLinks, Links: []string{"https://example.org/mill", "xmpp:dave@example.com"}}, 1)
	add(app.FileItem{Sort: app.SortLinks, Links: []string{"https://example.org/a-very-long-way-that-nobody-reads-to-its-end-and-that-is-cut"}}, 70)
	return scene, sent, photos
}
