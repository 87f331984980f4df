// Command measure tells what Vouch costs, beside other messengers and beside next to nothing, in one run: what it uses while
// nothing happens, how long it takes to fetch what was missed and to take in a burst, how soon its window is there, and how
// long a message is on its way. It prints a table in Markdown.
//
//	measure [-only idle,catchup,burst,start,send] [-for vouch,dino,gajim] [-vouch BINARY] [-runs N]
//
// A private Prosody on loopback serves all of them, with an account for each and a server for each scenario; they show their
// windows on a virtual display with a window manager, one at a time, each on a profile that was made for it. The figures of
// one machine say little, so each is held against something that was measured in the same run: another program, Vouch without
// a window, or a client on bare sockets that acknowledges at once and stores nothing. A figure that was taken several times
// is the median. Where a program could not be driven there is a dash, and the reason below the table.
//
// It reads /proc, so it runs on Linux alone. Dino and Gajim take no file of certificate authorities and Dino no port: all runs
// in user and mount namespaces in which the server's name and its authority are the system's.
//
// What it started ends with it. See assets/docs/performance.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	r := &run{sheet: newSheet(), progress: os.Stderr}
	only := flag.String("only", strings.Join(names(scenarios), ","), "scenarios, with commas")
	programs := flag.String("for", "vouch,dino,gajim", "programs, with commas")
	flag.StringVar(&r.binary, "vouch", "build/vouch", "the program")
	flag.StringVar(&r.window, "window", "build/window", "a window with one word, see make measure; left out where there is none")
	flag.IntVar(&r.runs, "runs", 3, "how often each figure is taken")
	flag.IntVar(&r.archived, "archived", 10_000, "messages of the catch-up")
	flag.IntVar(&r.burst, "burst", 2000, "messages of the burst")
	flag.IntVar(&r.stored, "stored", 100_000, "messages in the chat when the start is measured; then ten times as many")
	flag.IntVar(&r.sends, "sends", 50, "messages that are sent one by one")
	flag.StringVar(&r.pictures, "pictures", "", "folder for pictures of what is measured")
	flag.DurationVar(&r.span, "span", 20*time.Second, "how long nothing happens")
	flag.DurationVar(&r.settle, "settle", 10*time.Second, "how long it is left alone before")
	flag.Parse()
	if err := enter(); err != nil {
		r.say("%v: what takes no other name service than the system's is not measured", err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := r.all(ctx, strings.Split(*only, ","), strings.Split(*programs, ",")); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		stop()
		os.Exit(1)
	}
}

// run is one run of the program.
type run struct {
	*stage
	binary, window, pictures       string
	runs                           int
	archived, burst, stored, sends int
	span, settle                   time.Duration
	sheet                          *sheet
	progress                       io.Writer
	programs                       []string
	shots                          int
}

// scenario is something that is measured.
type scenario struct {
	name string
	play func(*run, context.Context) error
}

var scenarios = []scenario{
	{"idle", (*run).idle},
	{"catchup", (*run).catchUp},
	{"burst", (*run).live},
	{"start", (*run).begin},
	{"send", (*run).send},
}

func names(all []scenario) (out []string) {
	for _, s := range all {
		out = append(out, s.name)
	}
	return out
}

// all plays the scenarios and prints the table of what was measured, also when one of them failed.
func (r *run) all(ctx context.Context, only, programs []string) (err error) {
	if runtime.GOOS != "linux" {
		return errors.New("it reads /proc, and there is none here")
	}
	for _, name := range only {
		if !slices.Contains(names(scenarios), name) {
			return fmt.Errorf("there is no scenario %q", name)
		}
	}
	for _, name := range programs {
		if !slices.Contains([]string{"vouch", "dino", "gajim"}, name) {
			return fmt.Errorf("there is no program %q", name)
		}
	}
	for _, path := range []*string{&r.binary, &r.window} {
		if *path, err = filepath.Abs(*path); err != nil {
			return err
		}
	}
	r.programs = programs
	dir, err := os.MkdirTemp("", "vouch-measure-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	r.stage, err = newStage(ctx, dir)
	defer r.clear()
	if err != nil {
		return err
	}
	for _, s := range scenarios {
		if slices.Contains(only, s.name) {
			if err = s.play(r, ctx); err != nil {
				err = fmt.Errorf("%s: %w", s.name, err)
				break
			}
		}
	}
	r.sheet.write(os.Stdout)
	return err
}

// say tells how far it is.
func (r *run) say(format string, args ...any) {
	fmt.Fprintf(r.progress, time.Now().Format("15:04:05 ")+format+"\n", args...)
}

// cast gives the programs that were asked for.
func (r *run) cast() (all []messenger) {
	for _, name := range r.programs {
		switch name {
		case "vouch":
			all = append(all, r.vouch())
		case "dino":
			all = append(all, r.dino())
		case "gajim":
			all = append(all, r.gajim())
		}
	}
	return all
}

func (r *run) vouch() *vouch {
	return &vouch{s: r.stage, binary: r.binary, name: "vouch", peer: sender}
}

// onlyVouch leaves out what is none.
func onlyVouch(all []messenger) (out []messenger) {
	for _, m := range all {
		if _, ok := m.(*vouch); ok {
			out = append(out, m)
		}
	}
	return out
}

// users are the accounts of programs.
func users(all []messenger) (out []string) {
	for _, m := range all {
		out = append(out, m.user())
	}
	return out
}

// each has every program do something. One that fails lacks the figures of rows, and the others go on.
func (r *run) each(ctx context.Context, all []messenger, rows []*row, do func(messenger) error) error {
	for _, m := range all {
		if err := do(m); ctx.Err() != nil {
			return ctx.Err()
		} else if err != nil {
			r.say("%s: %v", m.column(), err)
			for _, row := range rows {
				r.sheet.lack(row, m.column(), err.Error())
			}
		}
	}
	return nil
}
