package ui

import (
	"context"
	"testing"

	"vouch/app"
	"vouch/ui/accounts"
	"vouch/ui/uitest"
)

// Pictures of an export: before it, while it is written, and when it lies there.
func TestExportPictures(t *testing.T) {
	ask := func(chat, name string) func(t *testing.T, w *Window) {
		return func(t *testing.T, w *Window) {
			w.App.Preferences().SetString(accounts.ExportFolderKey, "/home/alice/Documents")
			w.accounts.AskExport(uitest.Alice, chat, name)
		}
	}
	done := func(t *testing.T, w *Window) {
		ask(uitest.Bob, "Bob")(t, w)
		w.Queue.Service.(*uitest.Service).Writes = func(context.Context, app.ExportChats, func(int)) (app.Exported, error) {
			return app.Exported{Path: "/home/alice/Documents/Vouch bob@example.org 2026-11-30", Chats: 1, Messages: 1234, Files: 31, Missing: 2}, nil
		}
		uitest.Press(t, uitest.Top(t, w.Shell), "export")
		uitest.CarryOut(t, w.Shell)
	}
	failed := func(t *testing.T, w *Window) {
		ask("", "")(t, w)
		w.Queue.Service.(*uitest.Service).Writes = func(context.Context, app.ExportChats, func(int)) (app.Exported, error) {
			return app.Exported{}, &app.Error{Kind: app.KindDisk, Param: "folder"}
		}
		uitest.Press(t, uitest.Top(t, w.Shell), "export")
		uitest.CarryOut(t, w.Shell)
	}
	for _, c := range []pictureCase{
		{name: "export-light", scene: uitest.MainScene, theme: "light", w: 900, h: 600, then: ask(uitest.Bob, "Bob")},
		{name: "export-failed-dark", scene: uitest.MainScene, theme: "dark", w: 430, h: 700, language: "de", then: failed},
		{name: "export-done-light", scene: uitest.MainScene, theme: "light", w: 900, h: 600, language: "de", then: done},
		{name: "export-done-dark", scene: uitest.MainScene, theme: "dark", w: 900, h: 600, then: done},
	} {
		c.compare(t)
	}
}
