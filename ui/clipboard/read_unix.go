//go:build !windows && !darwin

package clipboard

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
)

// kinds are those of pictures that are asked for, the best first.
var kinds = []string{"image/png", "image/webp", "image/jpeg", "image/gif"}

// copied gives the picture that was copied last, of at most most bytes: from the compositor where there is one that lets itself be
// asked, else from the X server. No library is needed but what is linked in.
func copied(ctx context.Context, most int) ([]byte, error) {
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		if paste, err := exec.LookPath("wl-paste"); err == nil {
			return pasted(ctx, paste, most)
		}
	}
	type outcome struct {
		data []byte
		err  error
	}
	done := make(chan outcome, 1)
	go func() { // a server that hangs is left behind
		data, err := readSelection(ctx, "CLIPBOARD", kinds, most)
		done <- outcome{data, err}
	}()
	select {
	case got := <-done:
		return got.data, got.err
	case <-ctx.Done():
		return nil, ErrSilent
	}
}

// pasted has wl-paste say what was copied, and give it.
func pasted(ctx context.Context, paste string, most int) ([]byte, error) {
	list, err := output(ctx, 64<<10, paste, "--list-types")
	if err != nil {
		return nil, errors.Join(ErrNone, err)
	}
	offered := strings.Fields(string(list))
	for _, kind := range kinds {
		for _, o := range offered {
			if o == kind {
				return output(ctx, most, paste, "--no-newline", "--type", kind)
			}
		}
	}
	return nil, ErrNone
}

// output is what a program writes, at most most bytes.
func output(ctx context.Context, most int, name string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	defer context.AfterFunc(ctx, func() { out.Close() })() // a child of it may hold the other end
	data, err := io.ReadAll(io.LimitReader(out, int64(most)+1))
	if len(data) > most {
		err = ErrTooLarge
	}
	if err != nil {
		cancel()
		cmd.Wait()
		return nil, err
	}
	return data, cmd.Wait()
}
