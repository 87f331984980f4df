package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"
)

// place is where something stands in a window of width by height, when the list of chats shows one contact.
type place struct{ x, y int }

var (
	firstChat = place{150, 136}
	pill      = place{662, 30} // what the header says of the encryption
	tick      = place{363, 335}
	back      = place{345, 30}
)

// tell tells the story: Alice writes, is asked, compares, ticks; Bob reads, is asked, ticks, answers.
func (s *stage) tell(ctx context.Context, folder string) error {
	alice, bob := s.people["alice"], s.people["bob"]
	steps := []struct {
		picture string
		of      *person // whose window a single picture shows
		do      func() error
	}{
		{"1-signed-in", alice, func() error { return nil }},
		{"2-alice-is-asked", alice, func() error {
			return s.all(
				s.click(ctx, alice, firstChat),
				s.write(ctx, alice, "Found the old path above the lake. Nine o'clock at the mill?"),
				alice.await(ctx, bob, "undecided"))
		}},
		{"3-alice-compares", alice, func() error { return s.click(ctx, alice, pill) }},
		{"4-alice-trusts", alice, func() error {
			return s.all(s.click(ctx, alice, tick), alice.await(ctx, bob, "delivered"))
		}},
		{"5-bob-reads", bob, func() error {
			return s.all(s.click(ctx, alice, back), s.click(ctx, bob, firstChat))
		}},
		{"6-bob-is-asked", bob, func() error {
			return s.all(s.write(ctx, bob, "Great, see you at nine"), bob.await(ctx, alice, "undecided"))
		}},
		{"7-bob-compares", bob, func() error { return s.click(ctx, bob, pill) }},
		{"8-bob-trusts", bob, func() error {
			return s.all(s.click(ctx, bob, tick), bob.await(ctx, alice, "delivered"))
		}},
		{"9-both-talk", alice, func() error {
			return s.all(
				s.click(ctx, bob, back),
				s.write(ctx, alice, "I bring the lamp, you bring the bread"), alice.await(ctx, bob, "delivered"))
		}},
	}
	for _, step := range steps {
		if err := step.do(); err != nil {
			return fmt.Errorf("%s: %w", step.picture, err)
		}
		take := s.picture
		if s.single {
			take = func(ctx context.Context, path string) error { return s.shot(ctx, step.of, path) }
		}
		if err := take(ctx, filepath.Join(folder, step.picture+".png")); err != nil {
			return err
		}
		fmt.Println(" ", step.picture)
	}
	return nil
}

// all is the first of errs that is one. Its arguments are worked out in order.
func (s *stage) all(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// message is what a person's Vouch says of a message.
type message struct {
	Body, State string
	Own         bool
	Error       struct{ Kind string }
}

// await waits until the newest message with other has a state, or waits for a reason.
func (p *person) await(ctx context.Context, other *person, word string) error {
	var last []message
	err := until(ctx, 20*time.Second, func() bool {
		raw, err := p.call(ctx, "chat.messages", map[string]any{"account": p.jid, "chat": other.jid})
		if err != nil || json.Unmarshal(raw, &last) != nil || len(last) == 0 {
			return false
		}
		m := last[len(last)-1]
		return m.Error.Kind == word || m.State == word
	}, p.done)
	if err != nil {
		return fmt.Errorf("%s: no message that is %s but %+v: %w", p.jid, word, last, err)
	}
	return nil
}
