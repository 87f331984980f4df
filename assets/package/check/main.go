// Command check proves an installed Vouch: it starts it on a virtual display, signs in to a server of its own, looks at the
// window, and may have it talk to another Vouch. How the program is started is up to who calls: by a wrapper into another
// root, or under wine.
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

	"vouch/xmpp/xmpptest"
)

// patience is how long anything may take.
const patience = 2 * time.Minute

// plan is what is to be proven of which program.
type plan struct {
	start, ctl string // shell commands: the program, and its ctl, to which words are added
	caHost, ca string // where the server's authority is put, and where the program finds it
	picture    string // of the window
	friend     string // another Vouch to talk to, on this system; "" for none
	known      bool   // the account is there already: only that is looked at
	second     bool   // start it once more with a link, to be handed over
}

func main() {
	p := plan{}
	flag.StringVar(&p.start, "start", "", "shell `command` that starts the program")
	flag.StringVar(&p.ctl, "ctl", "", "shell `command` that calls it")
	flag.StringVar(&p.caHost, "put-ca", "", "`file` that gets the authority of the server")
	flag.StringVar(&p.ca, "ca", "", "the same `file` as the program sees it")
	flag.StringVar(&p.picture, "picture", "", "`file` for a picture of the display")
	flag.StringVar(&p.friend, "friend", "", "another `program` to talk to")
	flag.BoolVar(&p.known, "known", false, "look whether the account is known, and nothing else")
	flag.BoolVar(&p.second, "second", false, "start it once more with a link")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := p.prove(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		stop()
		os.Exit(1)
	}
}

// prove does everything and clears up.
func (p plan) prove(ctx context.Context) (err error) {
	dir, err := os.MkdirTemp("", "vouch-check-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s := &stage{dir: dir, env: os.Environ()}
	defer s.clear()
	if err := s.display(); err != nil {
		return fmt.Errorf("virtual display: %w", err)
	}
	vouch := &program{stage: s, name: "vouch", start: p.start, ctl: p.ctl}
	if err := vouch.begin(ctx); err != nil {
		return errors.Join(err, vouch.lastWords())
	}
	defer func() {
		if err != nil {
			s.picture(p.picture)
			err = errors.Join(err, vouch.lastWords())
		}
	}()
	if err := s.window(ctx, "Vouch"); err != nil {
		return fmt.Errorf("no window: %w", err)
	}
	if p.known {
		if _, err := vouch.account(ctx, "alice@localhost"); err != nil {
			return err
		}
		s.say("the account is there")
		return vouch.quit(ctx)
	}
	server, err := xmpptest.Launch(ctx, filepath.Join(dir, "server"), xmpptest.Friends("alice", "bob"))
	if err != nil {
		return fmt.Errorf("start server: %w", err)
	}
	defer server.Close()
	authority, err := os.ReadFile(server.CAFile)
	if err != nil {
		return err
	}
	if err := os.WriteFile(p.caHost, authority, 0o644); err != nil {
		return err
	}
	if err := vouch.signIn(ctx, "alice", server, p.ca); err != nil {
		return err
	}
	s.say("signed in")
	if err := s.picture(p.picture); err != nil {
		return err
	}
	if p.friend != "" {
		if err := p.talk(ctx, s, vouch, server); err != nil {
			return err
		}
	}
	if p.second {
		if err := vouch.handOver(ctx, "xmpp:bob@"+server.Domain); err != nil {
			return err
		}
		s.say("a second start handed its link over")
	}
	return vouch.quit(ctx)
}

// talk has the program and another one trust each other and exchange a message each way.
func (p plan) talk(ctx context.Context, s *stage, vouch *program, server *xmpptest.Prosody) error {
	profile := filepath.Join(s.dir, "friend")
	friend := &program{stage: s, name: "friend", start: p.friend + " --headless --profile " + profile, ctl: p.friend + " --profile " + profile + " ctl"}
	if err := friend.begin(ctx); err != nil {
		return errors.Join(err, friend.lastWords())
	}
	if err := friend.signIn(ctx, "bob", server, server.CAFile); err != nil {
		return errors.Join(err, friend.lastWords())
	}
	for _, way := range []struct{ from, to *program }{{vouch, friend}, {friend, vouch}} {
		if err := way.from.trust(ctx, way.to.jid); err != nil {
			return err
		}
	}
	for _, way := range []struct{ from, to *program }{{vouch, friend}, {friend, vouch}} {
		text := "Greetings from " + way.from.name + ": ü, 東, 🙂"
		if err := way.from.send(ctx, way.to.jid, text); err != nil {
			return err
		}
		if err := way.to.read(ctx, way.from.jid, text); err != nil {
			return err
		}
		s.say("%s read an encrypted message of %s", way.to.name, way.from.name)
	}
	s.picture(p.picture)
	return friend.quit(ctx)
}
