// Command vouch is a messenger for XMPP with OMEMO encryption, in which the user decides which devices to trust.
//
// This file is the wiring: flags, the profile, the service, and a window or none. It is taken down in reverse order.
package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	stdlog "log"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/lang"

	"vouch/app"
	"vouch/app/cli"
	"vouch/app/control"
	"vouch/app/logfile"
	"vouch/assets"
	"vouch/trust"
	"vouch/ui"
	"vouch/ui/audio"
	"vouch/ui/desktop"
	"vouch/ui/rest"
)

// metadata is where the version of the program stands, and nowhere else.
//
//go:embed FyneApp.toml
var metadata string

// version is the line of FyneApp.toml, such as "0.1.0".
var version = regexp.MustCompile(`(?m)^\s*Version = "(.+)"$`).FindStringSubmatch(metadata)[1]

func main() {
	opt, err := cli.Parse(os.Args[1:], control.DefaultProfile())
	switch {
	case err != nil:
		fmt.Fprintf(os.Stderr, "vouch: %v; try vouch --help\n", err)
		os.Exit(cli.ExitUsage)
	case opt.Help:
		cli.Help(os.Stdout)
		return
	case opt.Version:
		fmt.Println("vouch", version, runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	var code int
	if opt.Ctl != nil {
		code = control.CLI(ctx, opt.Profile, opt.Ctl, os.Stdin, os.Stdout, os.Stderr)
	} else {
		code = run(ctx, opt)
	}
	stop()
	os.Exit(code)
}

// run opens the profile, or hands over to whoever has it open.
func run(ctx context.Context, opt cli.Options) int {
	file, err := trust.Open(opt.Profile, logTo(os.Stderr, opt.Debug))
	if errors.Is(err, trust.ErrLocked) {
		if err := handOver(ctx, opt); err != nil {
			fmt.Fprintf(os.Stderr, "vouch: the profile %s is in use: %v\n", opt.Profile, err)
			return cli.ExitBusy
		}
		return 0
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "vouch:", err)
		return cli.ExitError
	}
	kept := logfile.Open(logPath(opt), os.Stderr)
	defer kept.Close()
	err = serve(ctx, opt, file, logTo(kept, opt.Debug))
	if err = errors.Join(err, file.Close()); err != nil {
		fmt.Fprintln(os.Stderr, "vouch:", err)
		return cli.ExitError
	}
	return 0
}

func logTo(w io.Writer, debug bool) *slog.Logger {
	level := slog.LevelInfo
	if debug {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level}))
}

// logPath is where the log is kept: where was asked for, or in the profile; "" for nowhere.
func logPath(opt cli.Options) string {
	switch opt.Log {
	case "":
		return filepath.Join(opt.Profile, "vouch.log")
	case "-":
		return ""
	}
	return opt.Log
}

// handOver has the Vouch that runs already do what this one was started for.
func handOver(ctx context.Context, opt cli.Options) error {
	if opt.Background && opt.Link == "" && opt.Action == "" {
		return control.Answers(ctx, opt.Profile)
	}
	return control.HandOver(ctx, opt.Profile, opt.Link, opt.Action)
}

// serve runs the service, the control socket and the window until one of them ends, and waits for the others.
func serve(ctx context.Context, opt cli.Options, file *trust.File, log *slog.Logger) error {
	crash := filepath.Join(opt.Profile, "vouch.crash")
	if left, err := logfile.KeepCrashes(crash); err != nil {
		log.Warn("crashes", "err", err)
	} else if left {
		log.Warn("the last run stopped by a mistake of the program", "file", crash+".old")
	}
	service, err := app.New(file, app.Options{Version: version, Languages: app.Languages(os.Getenv, lang.SystemLocale().String()), Log: log, LogFile: logPath(opt), Crash: crash + ".old"})
	if err != nil {
		return err
	}
	listener, err := control.Listen(opt.Profile)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	front := control.Front(control.NoWindow{})
	var w *windowed
	if !opt.Headless {
		if w, err = openWindow(ctx, opt, service, log); err != nil {
			listener.Close()
			return err
		}
		front = w.window
	}
	running.Go(func() { service.Run(ctx) })
	running.Go(func() {
		if err := control.NewServer(service, version, front, cancel, log).Serve(ctx, listener); err != nil {
			log.Error("control socket", "err", err)
			cancel()
		}
	})
	if w == nil {
		<-ctx.Done()
		return nil
	}
	running.Go(func() { w.window.Watch(ctx) })
	running.Go(func() { w.around.Run(ctx, w.window.Handler()) })
	if err := begin(w.window, opt); err != nil {
		log.Warn("begin", "err", err)
	}
	if !opt.Background {
		w.window.Show()
	}
	w.program.Lifecycle().SetOnStarted(func() { running.Go(func() { w.rest.Run(ctx) }) })
	w.program.Run()
	return nil
}

// windowGC is by how much of itself, in percent, the heap grows before it is collected. Of that of a window the fonts are most, which
// stay: as much again would lie idle beside them, and collecting more often costs little.
const windowGC = 50

// windowed is the program with a window, and the desktop around it.
type windowed struct {
	program fyne.App
	rest    *rest.Rest
	window  *ui.Window
	around  *desktop.Desktop
}

// openWindow makes the window, and shows nothing yet.
func openWindow(ctx context.Context, opt cli.Options, service *app.Service, log *slog.Logger) (*windowed, error) {
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return nil, errors.New("no display; --headless runs without one")
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(windowGC)
	}
	w := &windowed{program: fyneapp.NewWithID(desktop.ID)}
	if err := assets.LoadWords(); err != nil {
		return nil, err
	}
	stdlog.SetOutput(slog.NewLogLogger(log.Handler(), slog.LevelDebug).Writer()) // of the tray's library
	own := opt.Profile == control.DefaultProfile()
	onMain := func(f func()) { w.rest.Do(f) }
	plain := func(title, body string) { w.program.SendNotification(fyne.NewNotification(title, body)) }
	w.around = desktop.New(desktop.Options{Log: log, Named: own, Plain: plain})
	w.window = ui.New(w.program, service, log, ui.Options{Title: opt.Title, Theme: opt.Theme, Version: version, OnMain: onMain, Desktop: w.around, Autostart: autostart(opt, own), Audio: audio.System{}})
	tray := opt.Background || desktop.HasTray(ctx)
	w.rest = rest.New(restFor(w, tray, service.Rest))
	if tray {
		w.window.UseTray()
	}
	return w, nil
}

// restFor is how the loop sleeps. Fyne's tray has no way to wake it.
func restFor(w *windowed, tray bool, forget func()) rest.Options {
	opt := rest.Options{Most: 10 * time.Second, Quiet: func() { forget(); giveBack() }, Paint: w.window.Paint, Blinks: func() bool { return w.window.Focused() && w.program.Settings().ShowAnimations() }}
	if tray {
		opt.Most = time.Second
	}
	return opt
}

// giveBack gives memory back to the system that is not in use.
func giveBack() {
	debug.FreeOSMemory()
	rest.Trim()
}

// begin has the window begin with what the command line asks for.
func begin(window *ui.Window, opt cli.Options) error {
	switch {
	case opt.Link != "":
		return window.Open(opt.Link)
	case opt.Action != "":
		return window.Act(opt.Action)
	}
	return nil
}

// autostart starts the program with the profile that it has now.
func autostart(opt cli.Options, own bool) ui.Autostart {
	args := []string{"--background"}
	if !own {
		args = append(args, "--profile", opt.Profile)
	}
	return desktop.Autostart{Args: args}
}
