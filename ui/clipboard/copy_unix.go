//go:build !windows && !darwin

package clipboard

import (
	"bytes"
	"context"
	"os"
	"os/exec"
)

// offer offers by the compositor where there is one that lets itself be told, else by the X server.
func offer(ctx context.Context, offers []Offer) error {
	if len(offers) == 0 {
		return ErrNone
	}
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		if copier, err := exec.LookPath("wl-copy"); err == nil {
			return told(ctx, copier, offers[0]) // it offers one kind
		}
	}
	return own(ctx, "CLIPBOARD", offers)
}

// told has wl-copy offer something, as long as it is not told to end.
func told(ctx context.Context, copier string, o Offer) error {
	cmd := exec.CommandContext(ctx, copier, "--foreground", "--type", o.Kind)
	cmd.Stdin = bytes.NewReader(o.Data)
	if err := cmd.Run(); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}
