package imports

import (
	"context"
	"fmt"
	"iter"
)

// Program is a program whose history can be read: a stable word.
type Program string

// The programs.
const (
	Dino          Program = "dino"
	Gajim         Program = "gajim"
	Conversations Program = "conversations"
)

// Source is a history that lies somewhere.
type Source struct {
	Program Program
	Path    string // its file: dino.db, logs.db, or a backup
}

// Options are what opening a source may need.
type Options struct {
	// Copies is a private folder of ours, for copies of databases that cannot be read where they lie. Close removes them; what is left
	// there after a crash may be removed at the next start.
	Copies string
	// Passphrase opens a backup.
	Passphrase string
}

// History is an open source. It is for one goroutine, and one loop at a time.
type History struct {
	Source Source
	reader reader
}

// reader is what each form of history has.
type reader interface {
	// list gives accounts and chats, which are few.
	list(ctx context.Context) ([]Account, []Chat, error)
	// messages gives all messages, as History.Messages says.
	messages(ctx context.Context, yield func(Message, error) bool)
	// decisions gives all decisions, as History.Decisions says.
	decisions(ctx context.Context, yield func(Decision, error) bool)
	// warnings are those met until now.
	warnings() []error
	close() error
}

// Open opens a source. The files of other programs are never written. Errors are ErrNotTheirs, ErrDamaged, ErrBusy, ErrTooLarge, of
// backups ErrPassphrase, ErrWrongPassphrase and ErrFormat, or why a file cannot be opened.
func Open(ctx context.Context, s Source, o Options) (*History, error) {
	var r reader
	var err error
	switch s.Program {
	case Dino:
		r, err = openDino(ctx, s.Path, o)
	case Gajim:
		r, err = openGajim(ctx, s.Path, o)
	case Conversations:
		r, err = openCEB(ctx, s.Path, o)
	default:
		err = fmt.Errorf("%w: program %q", ErrNotTheirs, s.Program)
	}
	if err != nil {
		return nil, fmt.Errorf("read history of %s: %w", s.Program, notTheirs(err))
	}
	return &History{s, r}, nil
}

// List gives the accounts and the chats, with what they hold. Rows whose account the program did not keep have the account "".
func (h *History) List(ctx context.Context) ([]Account, []Chat, error) { return h.reader.list(ctx) }

// Messages gives all texts and files, chat by chat and in a chat by time; backups give them in their own order. An error that is a
// RowError is about one row; any other one is the last thing that comes, also the context's.
func (h *History) Messages(ctx context.Context) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) { h.reader.messages(ctx, yield) }
}

// Decisions gives what the user, or the program, has decided about keys, for review: never to be taken over unseen. Keys that are
// undecided there, or none, are left out. Errors are as those of Messages.
func (h *History) Decisions(ctx context.Context) iter.Seq2[Decision, error] {
	return func(yield func(Decision, error) bool) { h.reader.decisions(ctx, yield) }
}

// Warnings are what is odd and ended nothing, as far as the source was read: each wraps one of the errors from ErrNewer on.
func (h *History) Warnings() []error { return h.reader.warnings() }

// Close closes the files and removes copies.
func (h *History) Close() error { return h.reader.close() }
