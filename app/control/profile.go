package control

import (
	"os"
	"path/filepath"
	"runtime"
)

// DefaultProfile is the profile folder in the system's place for a user's data: $XDG_DATA_HOME/vouch or
// ~/.local/share/vouch, %LOCALAPPDATA%\Vouch on Windows, which does not copy it to other computers, and
// ~/Library/Application Support/Vouch on macOS. It is "" where the system names none.
func DefaultProfile() string {
	switch runtime.GOOS {
	case "windows":
		if dir := os.Getenv("LOCALAPPDATA"); filepath.IsAbs(dir) {
			return filepath.Join(dir, "Vouch")
		}
	case "darwin":
		if dir, err := os.UserConfigDir(); err == nil {
			return filepath.Join(dir, "Vouch")
		}
	default:
		if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
			return filepath.Join(dir, "vouch")
		}
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, ".local", "share", "vouch")
		}
	}
	return ""
}
