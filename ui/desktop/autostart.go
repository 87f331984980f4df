package desktop

import (
	"errors"
	"fmt"
	"os"
)

// ErrNoAutostart: on this system, or from where it was started, the program cannot be made to start by itself.
var ErrNoAutostart = errors.New("cannot start by itself from here")

// Autostart is whether the program starts by itself when its user logs in. What it says is read from where the system keeps
// it, which the user and installers change too.
type Autostart struct {
	Args []string // after the program's name
	home string   // for tests: instead of where the system keeps it
}

// command is the program and its arguments.
func (a Autostart) command() ([]string, error) {
	program := os.Getenv("APPIMAGE") // what is running lies in a folder that goes away
	if program == "" {
		var err error
		if program, err = os.Executable(); err != nil {
			return nil, fmt.Errorf("find the program: %w", err)
		}
	}
	return append([]string{program}, a.Args...), nil
}
