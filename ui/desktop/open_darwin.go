package desktop

import (
	"context"
	"os/exec"
)

// openFile leaves the choice to Launch Services, which asks nobody.
func openFile(ctx context.Context, path string, ask bool) error {
	if ask {
		return ErrNoChooser
	}
	return start(ctx, exec.Command("open", path))
}

// showFile has the Finder point at a file.
func showFile(ctx context.Context, path string) error {
	return start(ctx, exec.Command("open", "-R", path))
}
