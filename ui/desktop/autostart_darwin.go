package desktop

import (
	"errors"
	"fmt"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// file is the launch agent (launchd.plist(5)).
func (a Autostart) file() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errors.Join(ErrNoAutostart, err)
	}
	return filepath.Join(home, "Library", "LaunchAgents", ID+".plist"), nil
}

// On says whether the program starts by itself.
func (a Autostart) On() (bool, error) {
	file, err := a.file()
	if err != nil {
		return false, err
	}
	_, err = os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Set has the program start by itself, or no longer.
func (a Autostart) Set(on bool) error {
	file, err := a.file()
	if err != nil {
		return err
	}
	if !on {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove launch agent: %w", err)
		}
		return nil
	}
	argv, err := a.command()
	if err != nil {
		return err
	}
	var args strings.Builder
	for _, arg := range argv {
		args.WriteString("<string>" + html.EscapeString(arg) + "</string>")
	}
	plist := `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>Label</key><string>` + ID + `</string><key>ProgramArguments</key><array>` + args.String() + `</array><key>RunAtLoad</key><true/></dict></plist>
`
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("make launch agents' folder: %w", err)
	}
	if err := os.WriteFile(file, []byte(plist), 0o600); err != nil {
		return fmt.Errorf("write launch agent: %w", err)
	}
	return nil
}
