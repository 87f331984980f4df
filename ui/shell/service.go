package shell

import (
	"context"
	"image"

	"vouch/app"
	"vouch/app/files/picture"
	"vouch/app/keys"
	"vouch/app/report"
	"vouch/app/view"
)

// Service is what a window needs of the program behind it. No method is called on the main goroutine.
type Service interface {
	// Look gives what the view shows now. The snapshot and all that it points to stay as they are.
	Look(v view.View) (*view.Snapshot, error)
	// Do carries out a command; app/command.go says with which errors.
	Do(ctx context.Context, c app.Command) error
	// Register makes an account on a server with a person who fills the server's form; app.Service says how.
	Register(ctx context.Context, c app.AddAccount, fill func(app.RegistrationForm) (map[string]string, error)) error
	// OwnPicture is the picture in a file as it would be published, a PNG; app.Service says how.
	OwnPicture(path string) ([]byte, error)
	// FilePicture is the picture of a message as it is drawn; app.Service says how.
	FilePicture(ctx context.Context, c app.PictureOf) (*image.RGBA, error)
	// FileSound opens the sound of a message; app.Service says how.
	FileSound(ctx context.Context, c app.SoundOf) (*app.Sound, error)
	// FileMoving is the same picture as it moves; app.Service says how.
	FileMoving(ctx context.Context, c app.PictureOf) (*picture.Moving, error)
	// Weigh is how large a file is as it would be sent; app.Service says how.
	Weigh(ctx context.Context, c app.Weigh) (app.Weighed, error)
	// Export writes chats into files, and tells how many messages there are so far; app.Service says how.
	Export(ctx context.Context, c app.ExportChats, told func(messages int)) (app.Exported, error)
	Telling
	Rooms
	// AdHocCommands and RunAdHoc are about what servers can be told to do; app.Service says how.
	AdHocCommands(ctx context.Context, of, entity string) ([]app.AdHocCommand, error)
	RunAdHoc(ctx context.Context, c app.AdHocRun) (app.AdHocStep, error)
	// Timeline is what was seen and decided about the devices of who, newest first; of everybody with "".
	Timeline(account, who string) ([]view.Moment, error)
	// Report is a text for those who look for a mistake; app.Service says what is in it.
	Report(window []report.Line) (string, error)
	// Changed has one slot: something changed, look again.
	Changed() <-chan struct{}
	Keys
}

// Keys is what codes, links and pages of fingerprints need; app.Service says how. Reading changes nothing.
type Keys interface {
	Code(account, who string, with keys.Include) (*keys.Code, error)
	MakePageOf(account, who string, format keys.PageFormat, with keys.Include, names bool) (string, error)
	ReadCode(account, expect string, texts ...string) (*keys.Check, error)
	ReadPage(account, who, text string) (*keys.Check, error)
	FetchPage(ctx context.Context, account, address string) (app.Fetched, error)
	Verify(ctx context.Context, c app.Verify) ([]keys.Change, error)
	Undo(ctx context.Context, account, jid string, changes []keys.Change) error
}

// Rooms is what a window asks about group chats and waits for; app.Service says how each works.
type Rooms interface {
	// Call is Do for a command with an answer, which is of the type that its line of the table names.
	Call(ctx context.Context, c app.Command) (answer any, err error)
	// RoomMembers is who is in a room, and who belongs to it.
	RoomMembers(ctx context.Context, account, room string) ([]app.RoomPerson, error)
	// Affiliated is who has an affiliation, as the room says now.
	Affiliated(ctx context.Context, c app.ListAffiliated) ([]app.RoomPerson, error)
	// BrowseRooms is a page of the rooms of a service.
	BrowseRooms(ctx context.Context, c app.BrowseRooms) (app.RoomPage, error)
	// RoomConfig is the configuration of a room, in its server's words.
	RoomConfig(ctx context.Context, account, room string) ([]app.RoomField, error)
	// RoomPuzzle is what a room that is being entered wants solved first.
	RoomPuzzle(ctx context.Context, account, room string) (app.RoomPuzzle, error)
}

// Telling is about devices of one's own that contacts should know, and messages that devices have missed. app.Service says
// how each works.
type Telling interface {
	// Tell sends a text to contacts and names those who were left out.
	Tell(ctx context.Context, account string, to []string, text string) (left []string, err error)
	// Missed are the own messages of a chat that were not for a key.
	Missed(account, chat, fingerprint string) ([]app.Missed, error)
}
