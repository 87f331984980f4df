package desktop

import (
	"errors"
	"fmt"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// Where Windows keeps what starts with the user. The installer writes the same value.
const (
	runKey   = `Software\Microsoft\Windows\CurrentVersion\Run`
	runValue = "Vouch"
)

// On says whether the program starts by itself.
func (a Autostart) On() (bool, error) {
	key, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	} else if err != nil {
		return false, fmt.Errorf("read autostart value: %w", err)
	}
	defer key.Close()
	_, _, err = key.GetStringValue(runValue)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Set has the program start by itself, or no longer.
func (a Autostart) Set(on bool) error {
	key, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return fmt.Errorf("open autostart key: %w", err)
	}
	defer key.Close()
	if !on {
		if err := key.DeleteValue(runValue); err != nil && !errors.Is(err, registry.ErrNotExist) {
			return fmt.Errorf("remove autostart value: %w", err)
		}
		return nil
	}
	argv, err := a.command()
	if err != nil {
		return err
	}
	if err := key.SetStringValue(runValue, windows.ComposeCommandLine(argv)); err != nil {
		return fmt.Errorf("write autostart value: %w", err)
	}
	return nil
}
