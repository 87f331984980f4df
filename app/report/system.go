package report

import (
	"bufio"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// System says on what the program runs.
func System() []Line {
	return []Line{
		{"system", runtime.GOOS + "/" + runtime.GOARCH + ", " + systemName()},
		{"desktop", strings.TrimSpace(os.Getenv("XDG_CURRENT_DESKTOP") + " " + os.Getenv("XDG_SESSION_TYPE"))},
		{"display", display()},
		{"language", first(os.Getenv("LANGUAGE"), os.Getenv("LC_ALL"), os.Getenv("LANG"))},
		{"packaged as", packaged()},
	}
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func display() string {
	switch {
	case os.Getenv("WAYLAND_DISPLAY") != "":
		return "Wayland"
	case os.Getenv("DISPLAY") != "":
		return "X11"
	}
	return ""
}

func packaged() string {
	if _, err := os.Stat("/.flatpak-info"); err == nil {
		return "Flatpak"
	}
	if os.Getenv("APPIMAGE") != "" {
		return "AppImage"
	}
	return ""
}

// systemName is what the system calls itself.
func systemName() string {
	switch runtime.GOOS {
	case "windows":
		return output("cmd", "/c", "ver")
	case "darwin":
		return "macOS " + output("sw_vers", "-productVersion")
	}
	f, err := os.Open("/etc/os-release")
	if err != nil {
		return ""
	}
	defer f.Close()
	for in := bufio.NewScanner(f); in.Scan(); {
		if name, ok := strings.CutPrefix(in.Text(), "PRETTY_NAME="); ok {
			return strings.Trim(name, `"`)
		}
	}
	return ""
}

func output(name string, args ...string) string {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
