package control

import (
	"context"
	"errors"
	"time"

	"vouch/app"
)

// patience is how long a second start waits for the first one to answer.
const patience = 2 * time.Second

// HandOver gives a link, or "" just to be seen, to the Vouch that holds the profile, and has it raise its window.
func HandOver(ctx context.Context, profile, link string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c, err := Connect(profile)
	if err != nil {
		return err
	}
	defer c.Close()
	_, err = c.Call(ctx, "open", map[string]string{"uri": link})
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.New("it does not answer")
	}
	return err
}

// NoWindow is what a Vouch without a window does with a link: it says so.
func NoWindow(string) error {
	return &app.Error{Kind: app.KindInvalid, Detail: "this Vouch runs without a window"}
}
