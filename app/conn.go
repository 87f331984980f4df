package app

import (
	"context"
	"time"

	"vouch/xmpp"
)

// conn is the stream, or the try to get one.
type conn struct {
	client  *xmpp.Client // nil without a stream
	events  <-chan xmpp.Event
	over    chan over // one slot, for the one stream
	stream  uint64    // number of the stream, or of the try to get one
	online  bool      // the stream is bound, and not about to end
	boundAt time.Time
	away    time.Time          // since when contacts know that the user is away (XEP-0319), or zero
	quiet   bool               // our server was told that nobody looks (XEP-0352)
	asked   map[*question]bool // IQs without an answer
	resume  *xmpp.Resumption   // to continue the stream that was cut (XEP-0198)
	goodbye goodbye
	try     try
	retry   retry
}

// goodbye is the polite end of a stream that was given up (drop).
type goodbye struct {
	begun bool
	then  []func() // called when it has ended
}

// try is the try to connect that is under way.
type try struct {
	cancel context.CancelFunc // nil: there is none
	opened chan opened
}

// retry is what decides when the next try to connect is due, and whether there is one.
type retry struct {
	tries  int         // without success, in a row
	parked bool        // no further try until the user has done something
	moved  []time.Time // when another client took our resource, lately
	steady bool        // the stream has come as far as the end of its catch-up
	mend   bool        // a stream ended because its bytes were not XML; from then on they are mended
}

// opened is the end of a try to connect; over that of a stream. Both carry the stream's number.
type opened struct {
	stream uint64
	client *xmpp.Client
	err    error
}

type over struct {
	stream uint64
	err    error
}

func newConn() conn {
	return conn{try: try{opened: make(chan opened)}, over: make(chan over, 1), asked: map[*question]bool{}}
}

// giveUpTry ends a try to connect that is under way, if there is one. What comes of it counts no more.
func (c *conn) giveUpTry() {
	if c.try.cancel == nil {
		return
	}
	c.try.cancel()
	c.try.cancel = nil
	c.stream++
}

// began takes a bound stream.
func (c *conn) began(client *xmpp.Client, now time.Time) {
	c.client, c.events, c.online, c.boundAt = client, client.Events(), true, now
	c.resume, c.quiet = nil, false
}

// receives tells whether there is a stream of which what comes in is handled.
func (c *conn) receives() bool { return c.client != nil && !c.goodbye.begun }

// ended forgets the stream. Answers that come for it count no more.
func (c *conn) ended() {
	c.online, c.client, c.events = false, nil, nil
	c.stream++
}

// endQuestions tells those who asked that no answer will come.
func (c *conn) endQuestions() {
	for q := range c.asked {
		q.then(&xmpp.Answer{Err: xmpp.ErrClosed})
	}
	clear(c.asked)
}
