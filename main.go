// Command vouch is a messenger for XMPP with OMEMO encryption, in which the user decides which devices to trust.
//
// This file is the wiring: flags, the profile, the service, and a window or none. It is taken down in reverse order.
package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	stdlog "log"
	"log/slog"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"sync"
	"syscall"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"vouch/app"
	"vouch/app/control"
	"vouch/assets"
	"vouch/trust"
	"vouch/ui"
	"vouch/ui/desktop"
)

// metadata is where the version of the program stands, and nowhere else.
//
//go:embed FyneApp.toml
var metadata string

// version is the line of FyneApp.toml, such as "0.1.0".
var version = regexp.MustCompile(`(?m)^\s*Version = "(.+)"$`).FindStringSubmatch(metadata)[1]

// The exit codes.
const (
	exitError = 1
	exitUsage = 2
	exitBusy  = 3 // the profile is in use, and its holder cannot do what was asked
)

type options struct {
	profile, title, theme string
	headless, debug       bool
	background            bool
	link, action          string
}

func main() {
	opt := options{}
	flags := flag.NewFlagSet("vouch", flag.ContinueOnError)
	flags.StringVar(&opt.profile, "profile", control.DefaultProfile(), "profile `folder`")
	flags.BoolVar(&opt.headless, "headless", false, "run without a window or a display")
	flags.BoolVar(&opt.debug, "debug", false, "log more")
	flags.StringVar(&opt.title, "title", "", "`name` of the window")
	flags.StringVar(&opt.theme, "theme", "", "light, dark or system; what was chosen in the settings where it is not given")
	flags.BoolVar(&opt.background, "background", false, "start without showing the window")
	flags.StringVar(&opt.action, "action", "", "what to begin with: `open`, new-chat or show-code")
	showVersion := flags.Bool("version", false, "print the version")
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "usage: vouch [flags] [xmpp:LINK]\n       vouch [--profile DIR] ctl METHOD [key=value …]")
		flags.PrintDefaults()
	}
	if err := flags.Parse(os.Args[1:]); errors.Is(err, flag.ErrHelp) {
		return
	} else if err != nil {
		os.Exit(exitUsage)
	}
	if *showVersion {
		fmt.Println("vouch", version, runtime.Version(), runtime.GOOS)
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := 0
	switch args := flags.Args(); {
	case len(args) > 0 && args[0] == "ctl":
		code = control.CLI(ctx, opt.profile, args[1:], os.Stdin, os.Stdout, os.Stderr)
	case len(args) > 1:
		flags.Usage()
		code = exitUsage
	default:
		if len(args) == 1 {
			opt.link = args[0]
		}
		code = run(ctx, opt)
	}
	stop()
	os.Exit(code)
}

// run opens the profile, or hands over to whoever has it open.
func run(ctx context.Context, opt options) int {
	level := slog.LevelInfo
	if opt.debug {
		level = slog.LevelDebug
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	file, err := trust.Open(opt.profile, log)
	if errors.Is(err, trust.ErrLocked) {
		if err := handOver(ctx, opt); err != nil {
			fmt.Fprintf(os.Stderr, "vouch: the profile %s is in use: %v\n", opt.profile, err)
			return exitBusy
		}
		return 0
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "vouch:", err)
		return exitError
	}
	err = serve(ctx, opt, file, log)
	if err = errors.Join(err, file.Close()); err != nil {
		fmt.Fprintln(os.Stderr, "vouch:", err)
		return exitError
	}
	return 0
}

// handOver has the Vouch that runs already do what this one was started for.
func handOver(ctx context.Context, opt options) error {
	if opt.background && opt.link == "" && opt.action == "" {
		return control.Answers(ctx, opt.profile)
	}
	return control.HandOver(ctx, opt.profile, opt.link, opt.action)
}

// serve runs the service, the control socket and the window until one of them ends, and waits for the others.
func serve(ctx context.Context, opt options, file *trust.File, log *slog.Logger) error {
	service, err := app.New(file, app.Options{Version: version, Log: log})
	if err != nil {
		return err
	}
	listener, err := control.Listen(opt.profile)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	front := control.Front(control.NoWindow{})
	var window *ui.Window
	var around *desktop.Desktop
	var program fyne.App
	if !opt.headless {
		if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			listener.Close()
			return errors.New("no display; --headless runs without one")
		}
		program = fyneapp.NewWithID(desktop.ID)
		if err := assets.LoadWords(); err != nil {
			listener.Close()
			return err
		}
		stdlog.SetOutput(slog.NewLogLogger(log.Handler(), slog.LevelDebug).Writer()) // of the tray's library
		own := opt.profile == control.DefaultProfile()
		around = desktop.New(desktop.Options{Log: log, Named: own, Plain: func(title, body string) { program.SendNotification(fyne.NewNotification(title, body)) }})
		window = ui.New(program, service, log, ui.Options{Title: opt.title, Theme: opt.theme, Version: version, Desktop: around, Autostart: autostart(opt, own)})
		if opt.background || desktop.HasTray(ctx) {
			window.UseTray()
		}
		front = window
	}
	running.Go(func() { service.Run(ctx) })
	running.Go(func() {
		if err := control.NewServer(service, version, front, cancel, log).Serve(ctx, listener); err != nil {
			log.Error("control socket", "err", err)
			cancel()
		}
	})
	if window == nil {
		<-ctx.Done()
		return nil
	}
	running.Go(func() { window.Watch(ctx) })
	running.Go(func() { around.Run(ctx, window.Handler()) })
	if err := begin(window, opt); err != nil {
		log.Warn("begin", "err", err)
	}
	if !opt.background {
		window.Show()
	}
	program.Run()
	return nil
}

// begin has the window begin with what the command line asks for.
func begin(window *ui.Window, opt options) error {
	switch {
	case opt.link != "":
		return window.Open(opt.link)
	case opt.action != "":
		return window.Act(opt.action)
	}
	return nil
}

// autostart starts the program with the profile that it has now.
func autostart(opt options, own bool) ui.Autostart {
	args := []string{"--background"}
	if !own {
		args = append(args, "--profile", opt.profile)
	}
	return desktop.Autostart{Args: args}
}
