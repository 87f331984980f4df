package uitest

import (
	"bytes"
	"context"
	"image"

	"vouch/app"
	"vouch/app/files/picture"
	"vouch/app/keys"
	"vouch/app/report"
	"vouch/app/view"
)

// Service is a Service that writes down what it is asked for.
type Service struct {
	Snap     *view.Snapshot
	Pages    map[view.Page]*view.Snapshot // what is seen on a page, where it is not snap
	Err      error
	Forms    func(app.AddAccount, func(app.RegistrationForm) (map[string]string, error)) error // a server that makes accounts
	Moments  []view.Moment
	Asked    []string                                                                // whose timelines
	Files    map[string][]byte                                                       // pictures by path, or by the message that they are of
	Behind   int                                                                     // chats that a search has not looked at
	Searched []app.Search                                                            // what was looked for
	Hits     []app.Hit                                                               // what can be found, the newest first; Search gives those with its text
	Sent     []app.FileItem                                                          // what the chat has beside words, the newest first
	Usage    []app.ChatUsage                                                         // what its files take
	Copies   map[string]string                                                       // where OpenFile puts the file of a row; it is a program where there is none
	Weights  map[string]app.Weighed                                                  // of files and what was pasted, by path; there is none of what is not in it
	Writes   func(context.Context, app.ExportChats, func(int)) (app.Exported, error) // an export
	Done     []app.Command
	Change   chan struct{}

	Failures []string // what a room on a Stage said went wrong

	Offered []app.AdHocCommand // what a server can be told to do
	Next    func(app.AdHocRun) (app.AdHocStep, error)
	Steps   []app.AdHocRun
	Tellings
	KeyService
	RoomService
}

// Look implements shell.Service.
func (s *Service) Look(v view.View) (*view.Snapshot, error) {
	if s.Err != nil {
		return nil, s.Err
	}
	seen := s.Snap
	if p := s.Pages[v.Page]; p != nil {
		seen = p
	}
	snap := *seen
	snap.View = v
	return &snap, nil
}

// Do implements shell.Service.
func (s *Service) Do(_ context.Context, c app.Command) error {
	s.Done = append(s.Done, c)
	return s.Err
}

// Register implements shell.Service.
func (s *Service) Register(_ context.Context, c app.AddAccount, fill func(app.RegistrationForm) (map[string]string, error)) error {
	return s.Forms(c, fill)
}

// OwnPicture implements shell.Service.
func (s *Service) OwnPicture(path string) ([]byte, error) {
	if picture, ok := s.Files[path]; ok {
		return picture, nil
	}
	return nil, &app.Error{Kind: app.KindInvalid, Param: "path"}
}

// FilePicture implements shell.Service.
func (s *Service) FilePicture(ctx context.Context, c app.PictureOf) (*image.RGBA, error) {
	draw := picture.Fit
	if c.Fill {
		draw = picture.Fill
	}
	return draw(ctx, s.Files[c.ID], c.Width, c.Height)
}

// FileSound implements shell.Service.
func (s *Service) FileSound(ctx context.Context, c app.SoundOf) (*app.Sound, error) {
	data := s.Files[c.ID]
	out, err := app.OpenSound(ctx, nopCloser{bytes.NewReader(data)}, int64(len(data)))
	if err != nil {
		return nil, &app.Error{Kind: app.KindInvalid, Param: "id", Err: err}
	}
	return out, nil
}

type nopCloser struct{ *bytes.Reader }

func (nopCloser) Close() error { return nil }

// FileMoving implements shell.Service.
func (s *Service) FileMoving(_ context.Context, c app.PictureOf) (*picture.Moving, error) {
	return picture.Frames(s.Files[c.ID])
}

// Weigh implements shell.Service.
func (s *Service) Weigh(_ context.Context, c app.Weigh) (app.Weighed, error) {
	if w, ok := s.Weights[c.Path]; ok {
		return w, nil
	}
	return app.Weighed{}, &app.Error{Kind: app.KindNotFound, Param: "path"}
}

// Export implements shell.Service.
func (s *Service) Export(ctx context.Context, c app.ExportChats, told func(int)) (app.Exported, error) {
	return s.Writes(ctx, c, told)
}

// Commands implements shell.Service.
func (s *Service) AdHocCommands(context.Context, string, string) ([]app.AdHocCommand, error) {
	return s.Offered, s.Err
}

// RunStep implements shell.Service.
func (s *Service) RunAdHoc(_ context.Context, c app.AdHocRun) (app.AdHocStep, error) {
	s.Steps = append(s.Steps, c)
	return s.Next(c)
}

// Timeline implements shell.Service.
func (s *Service) Timeline(account, who string) ([]view.Moment, error) {
	s.Asked = append(s.Asked, account+" "+who)
	return s.Moments, s.Err
}

// Code is one of several that were made for a test, or the one there is.
func (s *Service) Code(account, who string, with keys.Include) (*keys.Code, error) {
	if s.Codes == nil && (s.OneCode != nil || s.Refuse != nil) {
		return s.OneCode, s.Refuse
	}
	return s.KeyService.Code(account, who, with)
}

// Report implements shell.Service.
func (s *Service) Report(window []report.Line) (string, error) {
	return report.Report{Version: "1.2.3", Window: window}.Text(report.NewMask()), s.Err
}

// Changed implements shell.Service.
func (s *Service) Changed() <-chan struct{} { return s.Change }

// LastFailure is what a room said last went wrong, or "".
func (s *Service) LastFailure() string {
	if len(s.Failures) == 0 {
		return ""
	}
	return s.Failures[len(s.Failures)-1]
}
