//go:build linux || freebsd || openbsd || netbsd

package desktop

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// off are the lines by which a desktop switches an entry off without removing it.
var off = regexp.MustCompile(`(?mi)^\s*(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$`)

// file is the entry (Desktop Application Autostart Specification v0.5).
func (a Autostart) file() (string, error) {
	if _, err := os.Stat("/.flatpak-info"); err == nil { // what is written in the sandbox is not read by the desktop
		return "", ErrNoAutostart
	}
	home := a.home
	if home == "" {
		var err error
		if home, err = os.UserConfigDir(); err != nil {
			return "", errors.Join(ErrNoAutostart, err)
		}
	}
	return filepath.Join(home, "autostart", ID+".desktop"), nil
}

// On says whether the program starts by itself.
func (a Autostart) On() (bool, error) {
	file, err := a.file()
	if err != nil {
		return false, err
	}
	entry, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	} else if err != nil {
		return false, fmt.Errorf("read autostart entry: %w", err)
	}
	return !off.Match(entry), nil
}

// Set has the program start by itself, or no longer.
func (a Autostart) Set(on bool) error {
	file, err := a.file()
	if err != nil {
		return err
	}
	if !on {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove autostart entry: %w", err)
		}
		return nil
	}
	argv, err := a.command()
	if err != nil {
		return err
	}
	entry := "[Desktop Entry]\nType=Application\nName=Vouch\nIcon=" + ID + "\nExec=" + execLine(argv) + "\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("make autostart folder: %w", err)
	}
	if err := os.WriteFile(file+".new", []byte(entry), 0o600); err != nil {
		return fmt.Errorf("write autostart entry: %w", err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		return fmt.Errorf("write autostart entry: %w", err)
	}
	return nil
}

// execLine quotes a command for an Exec key (Desktop Entry Specification v1.5, §The Exec key): inside double quotes, with a
// field code's % doubled, and then once more for a string of such a file.
func execLine(argv []string) string {
	inQuotes := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", `$`, `\$`, `%`, `%%`)
	inString := strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`, "\r", `\r`)
	var words []string
	for _, arg := range argv {
		if strings.ContainsAny(arg, " \t\n\r\"'\\><~|&;$*?#()`%") || arg == "" {
			arg = `"` + inQuotes.Replace(arg) + `"`
		}
		words = append(words, inString.Replace(arg))
	}
	return strings.Join(words, " ")
}
