package desktop

import (
	"context"
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// openFile asks the shell, which asks the user first for what came from the internet.
func openFile(_ context.Context, path string, ask bool) error {
	verb := "open"
	if ask {
		verb = "openas"
	}
	does, err := windows.UTF16PtrFromString(verb)
	if err != nil {
		return err
	}
	file, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	return windows.ShellExecute(0, does, file, nil, nil, windows.SW_SHOWNORMAL)
}

// showFile has the Explorer point at a file; whether it could it does not say. No name has a quotation mark here.
func showFile(_ context.Context, path string) error {
	cmd := exec.Command("explorer.exe")
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: `explorer.exe /select,"` + path + `"`}
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Process.Release()
}
