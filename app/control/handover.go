package control

import (
	"context"
	"errors"
	"time"

	"vouch/app"
)

// patience is how long a second start waits for the first one to answer.
const patience = 2 * time.Second

// Front is what is in front of the service, as the method open needs it.
type Front interface {
	// Open comes to the front with a link, or with "" as it is.
	Open(link string) error
	// Act comes to the front and carries out one of the actions of the desktop entry.
	Act(action string) error
}

// HandOver gives a link or an action, or neither just to be seen, to the Vouch that holds the profile, and has it raise its
// window.
func HandOver(ctx context.Context, profile, link, action string) error {
	return askHolder(ctx, profile, "open", map[string]string{"uri": link, "action": action})
}

// Answers finds out whether the Vouch that holds the profile does; it stays as it is.
func Answers(ctx context.Context, profile string) error {
	return askHolder(ctx, profile, "version", nil)
}

func askHolder(ctx context.Context, profile, method string, params any) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c, err := Connect(profile)
	if err != nil {
		return err
	}
	defer c.Close()
	_, err = c.Call(ctx, method, params)
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.New("it does not answer")
	}
	return err
}

// NoWindow is the front of a Vouch without a window: it says so.
type NoWindow struct{}

var errNoWindow = &app.Error{Kind: app.KindInvalid, Why: "this Vouch runs without a window"}

// Open implements Front.
func (NoWindow) Open(string) error { return errNoWindow }

// Act implements Front.
func (NoWindow) Act(string) error { return errNoWindow }
