package rest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// loop is a loop of windows without windows: what is to be done, and what ends a wait.
type loop struct {
	todo   chan func()
	events chan struct{}
	waits  chan time.Duration // a wait has begun
}

func newLoop(t *testing.T, opt Options) (*Rest, *loop) {
	t.Helper()
	l := &loop{todo: make(chan func(), 100), events: make(chan struct{}, 100), waits: make(chan time.Duration, 100)}
	go func() {
		for {
			select {
			case <-t.Context().Done():
				return
			case f := <-l.todo:
				f()
			}
		}
	}()
	return &Rest{
		opt: opt, do: func(f func()) { l.todo <- f }, wake: func() { l.events <- struct{}{} },
		wait: func(most time.Duration) {
			l.waits <- most
			select {
			case <-l.events:
			case <-time.After(most):
			case <-t.Context().Done():
			}
		},
	}, l
}

// What is to be done is done at once, whether the loop sleeps, is about to, or does not.
func TestDoEndsASleep(t *testing.T) {
	r, l := newLoop(t, Options{Most: time.Hour, Blinks: func() bool { return false }})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { r.Run(ctx); close(ended) }()
	for range 2 {
		if most := <-l.waits; most != quiet {
			t.Fatalf("it sleeps %v", most)
		}
		done := make(chan struct{})
		r.Do(func() { close(done) })
		<-done
	}
	<-l.waits
	cancel() // ends the sleep, too
	<-ended
}

// Where something waits already, or the program ends, there is no sleep. An event in a sleep is told from its end.
func TestWhenThereIsNoSleep(t *testing.T) {
	r, l := newLoop(t, Options{Most: time.Hour, Blinks: func() bool { return false }})
	r.waiting.Store(1)
	if !r.sleep(t.Context(), r.opt.Most) || len(l.waits) > 0 {
		t.Error("it sleeps while something waits")
	}
	r.waiting.Store(0)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r.sleep(ctx, r.opt.Most)
	l.events <- struct{}{}
	if !r.sleep(t.Context(), r.opt.Most) {
		t.Error("an event did not end the sleep")
	}
	if n := len(l.waits); n != 1 {
		t.Errorf("%d sleeps", n)
	}
}

// The loop ends before the program does: then nothing that is to be done is done, and every call of GLFW is a mistake.
func TestTheLoopEndsFirst(t *testing.T) {
	ended := func() { panic(&glfw.Error{Desc: "not initialized"}) }
	r := New(Options{Most: time.Hour, Blinks: func() bool { return false }})
	r.do, r.wake, r.wait = func(func()) {}, ended, func(time.Duration) { ended() }
	r.running.Store(true)
	r.Do(func() { t.Error("done") })
	r.waitFor(time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(awake/2, cancel)
	r.sleep(ctx, time.Hour)
	defer func() {
		if recover() != "of a handler" {
			t.Error("what a handler panics with is overlooked")
		}
	}()
	r.wait = func(time.Duration) { panic("of a handler") }
	r.waitFor(time.Hour)
}

// When nothing has happened for a while that is told once, and no more until something has.
func TestQuietIsToldOnce(t *testing.T) {
	told := make(chan struct{}, 10)
	r, l := newLoop(t, Options{Most: time.Hour, Blinks: func() bool { return false }, Quiet: func() { told <- struct{}{} }})
	go r.Run(t.Context())
	<-told
	for most := quiet; most != time.Hour; { // from then on it sleeps as long as it may
		most = <-l.waits
	}
	if len(told) > 0 {
		t.Error("told again")
	}
}

// After a minute in which nothing happened a frame is drawn, once, and what became free by that is given back. That is no event.
func TestOldTexturesAreGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var did []string
		begun := time.Now()
		note := func(what string) { did = append(did, fmt.Sprint(what, " ", time.Since(begun).Round(time.Second))) }
		r, l := newLoop(t, Options{Most: 10 * time.Second, Blinks: func() bool { return false }, Quiet: func() { note("quiet") }, Paint: func() { note("paint") }})
		l.waits = make(chan time.Duration, 1000)
		go r.Run(t.Context())
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if got := strings.Join(did, ", "); got != "quiet 4s, paint 1m14s, quiet 1m17s" {
			t.Errorf("nothing happens: %s", got)
		}
		did, begun = nil, time.Now() // before the loop goes on, which reads both
		r.Do(func() {})
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if got := strings.Join(did, ", "); got != "quiet 4s, paint 1m14s, quiet 1m17s" {
			t.Errorf("after something has happened: %s", got)
		}
	})
}

// While a caret blinks the loop sleeps less, and the end of a sleep is no event.
func TestACaretBlinks(t *testing.T) {
	blinks := true
	r, l := newLoop(t, Options{Most: time.Hour, Blinks: func() bool { return blinks }})
	if r.sleep(t.Context(), r.opt.Most) || <-l.waits != nap {
		t.Error("a sleep that nothing has ended")
	}
	r.opt.Most, blinks = time.Millisecond, false
	if r.sleep(t.Context(), r.opt.Most) || <-l.waits != time.Millisecond {
		t.Error("no sleep of its own length")
	}
}
