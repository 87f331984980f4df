package main

import (
	"context"
	"fmt"
	"time"
)

// messenger is a program that is measured, with an account of its own on the server of the scenario and one chat, that with
// the sender. It runs once at a time.
type messenger interface {
	column() string
	user() string // of its account
	// enrol makes a profile that has signed in once, and ends the program.
	enrol(ctx context.Context) error
	// launch starts the program on the profile and returns at once.
	launch() (*process, error)
	// online waits until it is signed in and has fetched what it missed, or, of one that does not tell, until it is signed in.
	online(ctx context.Context, p *process) error
	// open shows the chat with the sender.
	open(ctx context.Context, p *process) error
	// every is how often to ask holds.
	every() time.Duration
	// holds counts the stored messages whose bodies begin with tag, of which there will be n. Vouch stores them in their order,
	// so it may look for the last one and tell of none before.
	holds(ctx context.Context, tag string, n int) (int, error)
	// store puts n messages into the chat, while the program does not run.
	store(ctx context.Context, n int) error
	// keep and back keep the profile as it is, and bring that back, while the program does not run.
	keep() error
	back() error
}

// How long things may take that nobody measures.
const (
	settled  = 3 * time.Second // after the sign-in and an opened chat, before anything is measured
	patience = 60 * time.Second
	longest  = 4 * time.Minute // for what is measured
)

// await waits until m has stored n messages that begin with tag.
func await(ctx context.Context, m messenger, p *process, tag string, n int) error {
	have := 0
	err := until(ctx, m.every(), longest, p, func() (bool, error) {
		now, err := m.holds(ctx, tag, n)
		if err == nil {
			have = now
		}
		return have >= n, err
	})
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("%d of %d messages are stored: %w", have, n, err)
	}
	return err
}
