package history

import "fmt"

// Task names something idempotent that the network has to be asked for.
type Task string

// The tasks.
const (
	PublishBundle Task = "publish-bundle"
	PublishList   Task = "publish-list"
	FetchList     Task = "fetch-list"     // of JID
	FetchBundle   Task = "fetch-bundle"   // of JID and Device
	DeleteBundle  Task = "delete-bundle"  // the own one of Device, which is no more
	TellDisplayed Task = "tell-displayed" // how far the chat with JID was read
	UploadFile    Task = "upload-file"    // that of Row, in the chat with JID
	FetchFile     Task = "fetch-file"     // the same
)

// Todo is a task that is still to be done. It is written in the transaction that makes it necessary, and removed in the
// one that records its result; asking twice gives one row.
type Todo struct {
	Task   Task   `json:"task"`
	JID    string `json:"jid,omitempty"`
	Device uint32 `json:"dev,omitempty"`
	Row    string `json:"row,omitempty"`
	Most   int64  `json:"most,omitempty"` // of FetchFile: bytes; more is not fetched by itself
	Round  uint64 `json:"round"`          // changes each time the task is asked for
}

// Key tells todos of different tasks, JIDs, devices or rows apart.
func (t Todo) Key() string {
	key := fmt.Sprintf("%s %d %s", t.Task, t.Device, t.JID)
	if t.Row != "" {
		key += " " + t.Row
	}
	return key
}

// Need writes t, or a new round of it.
func (s *Store) Need(t Todo) error {
	b, err := s.writable(bktTodo)
	if err != nil {
		return err
	}
	if t.Round, err = b.NextSequence(); err != nil {
		return fmt.Errorf("number todo: %w", err)
	}
	key := s.seal.Name("todo", t.Key())
	return s.putSealed(s.seal, bktTodo, key[:], t)
}

// Done removes t, unless it was asked for again since t was read.
func (s *Store) Done(t Todo) error {
	key := s.seal.Name("todo", t.Key())
	stored := s.get(bktTodo, key[:])
	if stored == nil {
		return nil
	}
	var now Todo
	if err := s.open(s.seal, bktTodo, key[:], stored, &now); err != nil {
		return err
	}
	if now.Round != t.Round {
		return nil
	}
	if _, err := s.bucket(bktTodo).NextSequence(); err != nil { // for TodosChanged
		return fmt.Errorf("count todo: %w", err)
	}
	return s.remove(bktTodo, key[:])
}

// TodosChanged counts the changes of what is to be done; 0 before the first.
func (s *Store) TodosChanged() uint64 {
	b := s.bucket(bktTodo)
	if b == nil {
		return 0
	}
	return b.Sequence()
}

// Todos gives all that is still to be done.
func (s *Store) Todos() ([]Todo, error) {
	b := s.bucket(bktTodo)
	if b == nil {
		return nil, nil
	}
	var out []Todo
	err := b.ForEach(func(k, v []byte) error {
		var t Todo
		if err := s.open(s.seal, bktTodo, k, v, &t); err != nil {
			return err
		}
		out = append(out, t)
		return nil
	})
	return out, err
}
