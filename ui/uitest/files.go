package uitest

import (
	"vouch/app"
	"vouch/app/view"
)

// FilesScene is a chat with files in each of their states.
func FilesScene() *view.Snapshot {
	s := MainScene()
	file := func(id string, own bool, clock string, f view.FileView) *view.Row {
		r := Text(id, Bob, "Bob", "", At(20, clock))
		if own {
			r = Own(id, "", At(20, clock), view.MessageDelivered)
		}
		r.Encrypted, r.File = true, &f
		if !own {
			r.Trust = view.TrustVerified
		}
		return r
	}
	leaving := file("6", true, "14:06", view.FileView{Name: "Old path above the lake, all of it.mp4", Size: 48_300_000, State: view.FileHere, Leaving: true, Done: 12_100_000, Of: 48_300_000})
	leaving.State = view.MessagePending
	failed := file("7", false, "14:07", view.FileView{Name: "map.png", State: view.FileFailed})
	failed.Err = app.KindTooBig
	undecided := file("8", false, "14:08", view.FileView{Name: "invoice.pdf.exe", Size: 120_000, State: view.FileHere, Program: true})
	undecided.Trust = view.TrustUndecided
	s.Rows = []*view.Row{
		file("1", false, "14:00", view.FileView{Name: "Walk on Saturday.pdf", Size: 234_000, State: view.FileHere}),
		file("2", false, "14:01", view.FileView{Name: "bridge.jpg", Size: 2_340_000, State: view.FileComing, Done: 1_200_000, Of: 2_340_000}),
		file("3", false, "14:02", view.FileView{Name: "lake.webm", State: view.FileOffered}),
		file("4", false, "14:03", view.FileView{Name: "notes.odt", State: view.FileGone}),
		file("5", true, "14:05", view.FileView{Name: "tea.pdf", Size: 890_000, State: view.FileHere, Origin: true}),
		leaving, failed, undecided,
	}
	return s
}
