package chat

import (
	"testing"

	"vouch/ui/uitest"
)

func TestThePictureOfAContactStandsBesideItsMessages(t *testing.T) {
	w, _ := window(t)
	snap := uitest.FacesScene()
	see(w, snap)
	face := w.Face("Bob", uitest.Bob, snap.Chat.Picture).Picture
	before := w.chat.book.made["3"]
	if before.Picture != face || w.chat.book.made["1"].Picture != nil {
		t.Fatal("messages of the contact have no picture, or our own have one")
	}
	again := *snap
	again.Number = 2
	see(w, &again)
	if w.chat.book.made["3"] != before {
		t.Error("a row that looks as before is measured again")
	}
	gone := *snap
	chat := *snap.Chat
	gone.Number, gone.Chat, chat.Picture = 3, &chat, nil
	see(w, &gone)
	if w.chat.book.made["3"].Picture != nil {
		t.Error("the picture stays though it was taken away")
	}
}
