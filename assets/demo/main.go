// Command demo shows Vouch to a newcomer: a private server on loopback, the accounts alice and bob, and two windows side by
// side that know each other as contacts and trust nothing yet. Without a display it tells the same story to a virtual one
// by driving the real windows, and leaves pictures. Everything it starts ends with the windows.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

func main() {
	vouch := flag.String("vouch", "build/vouch", "the program")
	pictures := flag.String("pictures", "demo-pictures", "folder for pictures, where there is no display")
	headless := flag.Bool("headless", false, "use a virtual display even where there is a real one")
	theme := flag.String("theme", "light", "light or dark")
	single := flag.Bool("single", false, "take pictures of one window, for the README, instead of the whole display")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := demo(ctx, &stage{vouch: *vouch, theme: *theme, single: *single, env: os.Environ()}, *pictures, *headless); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "demo:", err)
		stop()
		os.Exit(1)
	}
}

// demo sets the stage, plays or waits, and clears up.
func demo(ctx context.Context, s *stage, pictures string, headless bool) error {
	real := os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
	dir, err := os.MkdirTemp("", "vouch-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s.dir = dir
	defer s.clear()
	if headless || !real {
		if !real {
			fmt.Println("There is no display: the story is told to a virtual one.")
		}
		if err := s.virtualDisplay(ctx); err != nil {
			return fmt.Errorf("virtual display: %w", err)
		}
	}
	if err := s.begin(ctx); err != nil {
		return err
	}
	if !headless && real {
		fmt.Println("Two windows: Alice on the left, Bob on the right. Write from Alice to Bob, and decide.\nClosing the windows ends the demo.")
		return s.wait(ctx)
	}
	folder, err := filepath.Abs(pictures)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	begun := time.Now()
	if err := s.tell(ctx, folder); err != nil {
		s.picture(ctx, filepath.Join(folder, "stopped-here.png"))
		return fmt.Errorf("story: %w (see the pictures in %s)", err, folder)
	}
	if err := s.complaints(); err != nil {
		return err
	}
	fmt.Printf("The story took %.0f seconds. Its pictures are in %s\n", time.Since(begun).Seconds(), folder)
	return nil
}
