package control

import (
	"os"
	"path/filepath"
	"runtime"
)

// DefaultProfile is the profile folder in the system's place for a user's data: $XDG_DATA_HOME/vouch or
// ~/.local/share/vouch, on macOS and Windows what os.UserConfigDir says. It is "" where the system names none.
func DefaultProfile() string {
	if runtime.GOOS != "darwin" && runtime.GOOS != "windows" {
		if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
			return filepath.Join(dir, "vouch")
		}
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, ".local", "share", "vouch")
		}
		return ""
	}
	if dir, err := os.UserConfigDir(); err == nil {
		return filepath.Join(dir, "Vouch")
	}
	return ""
}
