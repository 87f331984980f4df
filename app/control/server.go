package control

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"sync"
	"time"

	"vouch/app"
)

// writeTime is how long a client may take to read an answer before it is cut off.
const writeTime = 10 * time.Second

// Server answers calls on a socket.
type Server struct {
	service *app.Service
	version string
	front   Front
	quit    func()
	log     *slog.Logger
	methods map[string]Method
}

// NewServer makes a server over a service. Links and actions go to front; quit is what the method quit does, and must return
// at once.
func NewServer(service *app.Service, version string, front Front, quit func(), log *slog.Logger) *Server {
	s := &Server{service: service, version: version, front: front, quit: quit, log: log, methods: map[string]Method{}}
	for _, m := range Methods() {
		s.methods[m.Name] = m
	}
	return s
}

// Serve answers on l until ctx ends, closes l, and returns when every connection is done.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	var conns sync.WaitGroup
	defer conns.Wait()
	closed := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(closed)
		l.Close()
	})
	defer func() { // waits for it: there may be a folder of its own to remove, and the program ends when we return
		if stop() {
			l.Close()
			return
		}
		<-closed
	}()
	for {
		conn, err := l.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		if err := checkPeer(conn); err != nil {
			s.log.Warn("control connection refused", "err", err)
			conn.Close()
			continue
		}
		conns.Go(func() { s.serve(ctx, conn) })
	}
}

// session is one connection.
type session struct {
	s    *Server
	conn net.Conn
	mu   sync.Mutex // guards writing
}

// serve reads requests line by line. Each is carried out on a goroutine of its own, so that a call that waits for the
// network holds up no other.
func (s *Server) serve(ctx context.Context, conn net.Conn) {
	ctx, cancel := context.WithCancel(ctx)
	var calls sync.WaitGroup
	defer calls.Wait()
	defer conn.Close()
	defer cancel()
	stop := context.AfterFunc(ctx, func() { conn.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	c := &session{s: s, conn: conn}
	in := bufio.NewScanner(conn)
	in.Buffer(make([]byte, 0, 64<<10), maxLine)
	for in.Scan() {
		line := bytes.TrimSpace(in.Bytes())
		if len(line) == 0 {
			continue
		}
		var q request
		if err := json.Unmarshal(line, &q); err != nil {
			c.refuse(nil, codeParse, "not JSON")
			continue
		}
		if q.Version != "2.0" || q.Method == "" {
			c.refuse(q.ID, codeInvalidRequest, "not a JSON-RPC 2.0 request")
			continue
		}
		if q.Method == "events" {
			calls.Go(func() { c.events(ctx, q) })
			continue
		}
		m, ok := s.methods[q.Method]
		if !ok {
			c.refuse(q.ID, codeNoMethod, "unknown method "+q.Method)
			continue
		}
		calls.Go(func() { c.answer(ctx, q, m) })
	}
	if in.Err() == bufio.ErrTooLong {
		c.refuse(nil, codeInvalidRequest, "request too long")
	}
}

// answer carries out one request.
func (c *session) answer(ctx context.Context, q request, m Method) {
	result, err := m.run(ctx, c.s, q.Params)
	if q.Method == "quit" && err == nil {
		defer c.s.quit()
	}
	if len(q.ID) == 0 {
		return
	}
	if err != nil {
		c.write(response{Version: "2.0", ID: q.ID, Error: asError(err)})
		return
	}
	raw, err := json.Marshal(result)
	if err != nil {
		c.refuse(q.ID, codeService, err.Error())
		return
	}
	c.write(response{Version: "2.0", ID: q.ID, Result: raw})
}

// events answers once, and then sends a notification for each event until the connection ends.
func (c *session) events(ctx context.Context, q request) {
	events, stop := c.s.service.Watch()
	defer stop()
	c.write(response{Version: "2.0", ID: q.ID, Result: json.RawMessage("{}")})
	for {
		select {
		case e := <-events:
			if err := c.notify(e); err != nil {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

func (c *session) notify(e app.Event) error {
	params, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return c.write(request{Version: "2.0", Method: "event", Params: params})
}

func (c *session) refuse(id json.RawMessage, code int, text string) {
	if id == nil {
		id = json.RawMessage("null")
	}
	c.write(response{Version: "2.0", ID: id, Error: &Error{Code: code, Message: text}})
}

func (c *session) write(v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conn.SetWriteDeadline(time.Now().Add(writeTime))
	_, err = c.conn.Write(append(line, '\n'))
	return err
}
