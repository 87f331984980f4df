//go:build !windows && !darwin

package clipboard

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// copied gives what was copied last in the first of kinds that it can be had in, of at most most bytes: from the compositor where
// there is one that lets itself be asked, else from the X server. No library is needed but what is linked in.
func copied(ctx context.Context, kinds []string, most int) (kind string, data []byte, err error) {
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		if paste, err := exec.LookPath("wl-paste"); err == nil {
			return pasted(ctx, paste, kinds, most)
		}
	}
	type outcome struct {
		kind string
		data []byte
		err  error
	}
	done := make(chan outcome, 1)
	go func() { // a server that hangs is left behind
		kind, data, err := readSelection(ctx, "CLIPBOARD", kinds, most)
		done <- outcome{kind, data, err}
	}()
	select {
	case got := <-done:
		return got.kind, got.data, got.err
	case <-ctx.Done():
		return "", nil, ErrSilent
	}
}

// pasted has wl-paste say what was copied, and give it.
func pasted(ctx context.Context, paste string, kinds []string, most int) (kind string, data []byte, err error) {
	step, cancel := context.WithTimeout(ctx, stepTime)
	defer cancel()
	list, err := output(step, 64<<10, paste, "--list-types")
	switch {
	case step.Err() != nil:
		return "", nil, errors.Join(ErrSilent, err)
	case err != nil: // it fails where nothing was copied
		return "", nil, errors.Join(ErrNone, err)
	}
	offered := strings.Fields(string(list))
	for _, kind := range kinds {
		if slices.Contains(offered, kind) {
			data, err := output(ctx, most, paste, "--no-newline", "--type", kind)
			return kind, data, err
		}
	}
	return "", nil, ErrNone
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
