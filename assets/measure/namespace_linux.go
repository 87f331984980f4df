package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
)

// inside is set in the environment of the copy that runs in namespaces of its own.
const inside = "VOUCH_MEASURE_INSIDE"

// The user that the copy is to itself, as some programs do not start as root, and what it may do: mount.
const (
	mappedUser  = 1000
	capSysAdmin = 21
)

// enter runs the program again, in user and mount namespaces of its own, and ends with it. It returns in the copy, and with an
// error where the system does not allow it.
func enter() error {
	if os.Getenv(inside) != "" {
		return nil
	}
	cmd := exec.Command("/proc/self/exe", os.Args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), inside+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: mappedUser, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: mappedUser, HostID: os.Getgid(), Size: 1}},
		AmbientCaps: []uintptr{capSysAdmin},
		Pdeathsig:   syscall.SIGTERM,
	}
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, os.Interrupt, syscall.SIGTERM)
	if err := cmd.Start(); err != nil {
		signal.Reset()
		return fmt.Errorf("enter namespaces: %w", err)
	}
	go func() {
		for s := range asked {
			_ = cmd.Process.Signal(s) // it may have had it from the terminal, too
		}
	}()
	_ = cmd.Wait() // it has said what was wrong
	os.Exit(max(cmd.ProcessState.ExitCode(), 0))
	return nil
}

// overlay puts files of a folder in the place of the system's, for this process and what it starts. It is for a copy that enter
// has made; elsewhere it would change the system.
func overlay(folder string, files map[string]string) error {
	if os.Getenv(inside) == "" {
		return fmt.Errorf("mount: not in a namespace of its own")
	}
	for name, target := range files {
		if err := syscall.Mount(filepath.Join(folder, name), target, "", syscall.MS_BIND, ""); err != nil {
			return fmt.Errorf("mount %s: %w", target, err)
		}
	}
	return nil
}
