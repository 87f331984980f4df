// Package rest lets the loop of the windows sleep while nothing happens. Fyne's driver looks for events sixty times a second,
// also when there are none for hours, which keeps a laptop's processor from its deeper sleep; GLFW, below it, can wait for them.
package rest

import (
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

const (
	awake = time.Second            // after an event the loop runs as Fyne's does: what an event has begun may move on
	nap   = 480 * time.Millisecond // with a turn, half of what a caret blinks in
	turn  = 5 * time.Millisecond   // between two sleeps, so that the loop turns once, by the tick that came in the first: it draws what has changed
	quiet = 3 * time.Second        // after which nothing happens for a while, it seems
	again = 10 * time.Second
	old   = 65 * time.Second // when Fyne gives up the textures of what is not seen, with a frame; it keeps them for a minute
)

// Options say how the loop sleeps.
type Options struct {
	Most   time.Duration // at a time; so long waits what Fyne itself wants done, as a click on the tray
	Blinks func() bool   // on the main goroutine: whether a caret blinks now
	Quiet  func()        // on a goroutine of Run, when nothing has happened for a while; not more often than once in ten seconds
	Paint  func()        // on the main goroutine: has a frame drawn; once after a minute in which nothing happened, and Quiet follows
}

// Rest is when the loop of the windows sleeps. Its methods are for any goroutine.
type Rest struct {
	opt     Options
	waiting atomic.Int32 // what Do has not done yet
	running atomic.Bool

	do   func(func())        // has the main goroutine do something
	wait func(time.Duration) // on the main goroutine: until there is an event, and handles those
	wake func()              // ends a wait
}

// New makes a Rest over Fyne's driver for desktops.
func New(opt Options) *Rest {
	return &Rest{opt: opt, do: fyne.Do, wake: glfw.PostEmptyEvent, wait: func(d time.Duration) { glfw.WaitEventsTimeout(d.Seconds()) }}
}

// Do runs f on the main goroutine, also while that sleeps, and does not wait for it.
func (r *Rest) Do(f func()) {
	r.waiting.Add(1)
	r.do(func() {
		r.waiting.Add(-1)
		f()
	})
	if r.running.Load() {
		r.wakeUp()
	}
}

// Run has the loop sleep while nothing happens, until ctx ends. The loop must have begun when it is called.
func (r *Rest) Run(ctx context.Context) {
	r.running.Store(true)
	defer r.running.Store(false)
	var told, painted time.Time
	woken := time.Now() // when something happened
	for pause := awake; ; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		pause = turn
		most := r.opt.Most
		if woken.After(told) {
			most = min(most, quiet) // so that it is noticed
		}
		if r.sleep(ctx, most) {
			pause, woken = awake, time.Now()
			continue
		}
		switch now := time.Now(); {
		case now.Sub(woken) >= quiet && woken.After(told) && now.Sub(told) >= again:
			told = now
			r.opt.Quiet()
		case now.Sub(woken) >= old && woken.After(painted) && painted.Before(told):
			painted, told = now, time.Time{} // so that Quiet follows, once the loop has turned
			r.do(r.opt.Paint)
		}
	}
}

// sleep has the main goroutine sleep until there is an event, or something for it to do, for most at the longest. It is false
// when there was none.
func (r *Rest) sleep(ctx context.Context, most time.Duration) (woken bool) {
	ended := make(chan bool, 1)
	stop := context.AfterFunc(ctx, r.wakeUp)
	defer stop()
	r.do(func() {
		if r.waiting.Load() > 0 || ctx.Err() != nil { // and whatever comes from here on ends the wait
			ended <- true
			return
		}
		if r.opt.Blinks() {
			most = min(most, nap)
		}
		begun := time.Now()
		r.waitFor(most)
		ended <- time.Since(begun) < most*9/10
	})
	select {
	case woken = <-ended:
	case <-ctx.Done(): // the loop may have ended
	}
	return woken
}

func (r *Rest) wakeUp() {
	defer overlook()
	r.wake()
}

func (r *Rest) waitFor(most time.Duration) {
	defer overlook()
	r.wait(most)
}

// overlook is deferred, and lets go what GLFW's package panics with: Fyne ends GLFW when the last window closes, tells nobody
// before, and from then on every call of it is a mistake.
func overlook() {
	switch p := recover().(type) {
	case nil, *glfw.Error:
	default:
		panic(p)
	}
}
