package desktop

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"
)

// ErrNoChooser: the desktop has no way to ask which program is to open a file. It is an errors.ErrUnsupported.
var ErrNoChooser = fmt.Errorf("the desktop asks for no program: %w", errors.ErrUnsupported)

// openAnswer is how long a program that hands a file on may take to say that it cannot. One that goes on shows the file itself.
const openAnswer = 5 * time.Second

// OpenFile has the desktop open a file in the program that it knows for its kind or, with ask, in the one that the user picks then;
// the path is absolute. What may run when it is opened is not for here: see package filename. ErrNoChooser: nobody can be asked. It
// waits, with ask for the user, until ctx ends.
func (d *Desktop) OpenFile(ctx context.Context, path string, ask bool) error {
	if err := openFile(ctx, path, ask); err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	return nil
}

// ShowFile shows a file among the others of its folder, or that folder where the desktop cannot point at one; the path is absolute.
func (d *Desktop) ShowFile(ctx context.Context, path string) error {
	if err := showFile(ctx, path); err != nil {
		d.log.Info("point at file", "err", err)
		if err := openFile(ctx, filepath.Dir(path), false); err != nil {
			return fmt.Errorf("open folder: %w", err)
		}
	}
	return nil
}

// start runs a program that hands a file on. That it goes on is as good as that it says so: it may be the viewer by then, which is the
// user's to close.
func start(ctx context.Context, cmd *exec.Cmd) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }() // ends with the program
	select {
	case err := <-ended:
		return err
	case <-time.After(openAnswer):
	case <-ctx.Done():
	}
	return nil
}
