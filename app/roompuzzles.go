package app

import (
	"context"

	"mellium.im/xmpp/jid"
)

// RoomPuzzle is what a room that is being entered wants solved first (XEP-0158).
type RoomPuzzle struct {
	Form   DataForm      `json:"-"`
	Title  string        `json:"title,omitempty"`
	Text   string        `json:"text,omitempty" about:"what the form says"`
	URL    string        `json:"url,omitempty" about:"a page where it can be solved as well"`
	Fields []PuzzleField `json:"fields"`
}

// PuzzleField is a question of it.
type PuzzleField struct {
	Var      string          `json:"var"`
	Type     string          `json:"type" about:"as in XEP-0004"`
	Label    string          `json:"label,omitempty"`
	Value    string          `json:"value,omitempty"`
	Required bool            `json:"required,omitempty"`
	Options  []RoomOption    `json:"options,omitempty" about:"what it may be"`
	Pictures []PuzzlePicture `json:"pictures,omitempty" about:"to be read"`
}

// PuzzlePicture is a picture, sound or film that belongs to a question.
type PuzzlePicture struct {
	Type string `json:"type,omitempty" about:"media type"`
	URL  string `json:"url,omitempty"`
	Data []byte `json:"data,omitempty" about:"in base64, where it came along"`
}

// RoomPuzzle gives what a room wants solved before it lets us in. KindNotFound: nothing.
func (s *Service) RoomPuzzle(ctx context.Context, of, room string) (out RoomPuzzle, err error) {
	out.Fields = []PuzzleField{}
	err = s.onRoom(of, room, func(a *account, at jid.JID) error {
		c, err := a.rooms.Puzzle(ctx, at)
		if err != nil {
			return err
		}
		out.Form, out.Title, out.Text, out.URL = c.Form, c.Form.Title, c.Form.Instructions, c.URL
		for _, f := range c.Form.Fields {
			if f.Hidden() {
				continue
			}
			q := PuzzleField{Var: f.Var, Type: f.Type, Label: f.Label, Value: f.Value, Required: f.Required}
			for _, o := range f.Options {
				q.Options = append(q.Options, RoomOption(o))
			}
			for _, m := range f.Media {
				q.Pictures = append(q.Pictures, PuzzlePicture(m))
			}
			out.Fields = append(out.Fields, q)
		}
		return nil
	})
	return out, err
}

func (s *Service) solvePuzzle(ctx context.Context, c SolvePuzzle) error {
	return s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) error { return a.rooms.Solve(ctx, at, c.Fields) })
}
