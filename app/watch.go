package app

import "sync"

// Event says that something changed, and where; not what it is now.
type Event struct {
	Event   string `json:"event"` // message, changed, status, devices
	Account string `json:"account"`
	Chat    string `json:"chat,omitempty"`
	ID      string `json:"id,omitempty"`
}

// The events.
const (
	EventMessage = "message" // a row was added or changed
	EventChanged = "changed" // a chat, the roster or presence
	EventTyping  = "typing"  // a contact writes, or no longer
	EventStatus  = "status"  // a connection
	EventDevices = "devices" // devices, or decisions about them
)

// hubDepth is how many events wait for a watcher. One that is further behind loses the oldest: it looks again anyway.
const hubDepth = 1024

// hub hands events to those who watch. The zero hub is ready.
type hub struct {
	mu       sync.Mutex
	watchers map[chan Event]struct{}
}

// Watch gives all events from now on, until stop is called.
func (s *Service) Watch() (events <-chan Event, stop func()) {
	ch := make(chan Event, hubDepth)
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	if s.hub.watchers == nil {
		s.hub.watchers = map[chan Event]struct{}{}
	}
	s.hub.watchers[ch] = struct{}{}
	return ch, func() {
		s.hub.mu.Lock()
		defer s.hub.mu.Unlock()
		delete(s.hub.watchers, ch)
	}
}

func (h *hub) send(e Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ch := range h.watchers {
		select {
		case ch <- e:
			continue
		default:
		}
		select {
		case <-ch:
		default:
		}
		select {
		case ch <- e:
		default:
		}
	}
}
