package crypto

import (
	"context"
	"errors"
	"fmt"

	"go.mau.fi/libsignal/keys/identity"
	"go.mau.fi/libsignal/logger"
	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/libsignal/serialize"
	"go.mau.fi/libsignal/session"
	"go.mau.fi/libsignal/state/record"
)

// noContext is handed to the library, which asks for a context and waits for nothing.
var noContext = context.Background()

// errUnasked is what a stand-in answers to a question that the library should not have asked.
var errUnasked = errors.New("unexpected call by the library")

// init silences the library before anything can log: its own logger prints to standard output, messages and keys too.
func init() {
	var l logger.Loggable = silent{}
	logger.Setup(&l)
}

type silent struct{}

func (silent) Debug(string, string)   {}
func (silent) Info(string, string)    {}
func (silent) Warning(string, string) {}
func (silent) Error(string, string)   {}
func (silent) Configure(string)       {}

// guard runs a call into the library and turns its panics into errPanicked. The panic's text is dropped: it could hold
// key bytes. Stores are never called inside, so their panics pass.
func guard(call func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %T", errPanicked, p)
		}
	}()
	return call()
}

var errPanicked = errors.New("library panicked")

// standIn takes the place of the library's stores for one call. It holds what the call may read, and catches the session
// that the call makes. It writes nothing.
type standIn struct {
	own    *identity.KeyPair
	device uint32
	signed *record.SignedPreKey
	once   *record.PreKey
	state  *record.State // the state to encrypt with; nil to begin one
	made   *record.State // what the library wanted stored
}

func (s *standIn) builder() *session.Builder {
	return session.NewBuilder(s, s, s, s, nil, messages)
}

// messages writes messages; sessions and keys never go through the library's serializers.
var messages = &serialize.Serializer{
	SignalMessage:       &serialize.ProtoBufSignalMessageSerializer{},
	PreKeySignalMessage: &serialize.ProtoBufPreKeySignalMessageSerializer{},
}

func (s *standIn) GetIdentityKeyPair() *identity.KeyPair { return s.own }

func (s *standIn) GetLocalRegistrationID() uint32 { return s.device }

// SaveIdentity does nothing: the library calls it before the message is authenticated.
func (s *standIn) SaveIdentity(context.Context, *protocol.SignalAddress, *identity.Key) error {
	return nil
}

// IsTrustedIdentity leaves the question to the callers in this package, who compare with the pinned key themselves.
func (s *standIn) IsTrustedIdentity(context.Context, *protocol.SignalAddress, *identity.Key) (bool, error) {
	return true, nil
}

func (s *standIn) LoadSession(context.Context, *protocol.SignalAddress) (*record.Session, error) {
	if s.state != nil {
		return record.NewSessionFromState(s.state, nil), nil
	}
	return record.NewSession(nil, nil), nil
}

func (s *standIn) StoreSession(_ context.Context, _ *protocol.SignalAddress, r *record.Session) error {
	s.made = r.SessionState()
	return nil
}

func (s *standIn) LoadPreKey(context.Context, uint32) (*record.PreKey, error) { return s.once, nil }

func (s *standIn) LoadSignedPreKey(context.Context, uint32) (*record.SignedPreKey, error) {
	return s.signed, nil
}

// What follows is never called on the paths used; the library's interfaces ask for it.

func (s *standIn) GetSubDeviceSessions(context.Context, string) ([]uint32, error) {
	return nil, errUnasked
}

func (s *standIn) ContainsSession(context.Context, *protocol.SignalAddress) (bool, error) {
	return false, errUnasked
}

func (s *standIn) DeleteSession(context.Context, *protocol.SignalAddress) error { return errUnasked }

func (s *standIn) DeleteAllSessions(context.Context) error { return errUnasked }

func (s *standIn) StorePreKey(context.Context, uint32, *record.PreKey) error { return errUnasked }

func (s *standIn) ContainsPreKey(context.Context, uint32) (bool, error) { return false, errUnasked }

func (s *standIn) RemovePreKey(context.Context, uint32) error { return errUnasked }

func (s *standIn) LoadSignedPreKeys(context.Context) ([]*record.SignedPreKey, error) {
	return nil, errUnasked
}

func (s *standIn) StoreSignedPreKey(context.Context, uint32, *record.SignedPreKey) error {
	return errUnasked
}

func (s *standIn) ContainsSignedPreKey(context.Context, uint32) (bool, error) {
	return false, errUnasked
}

func (s *standIn) RemoveSignedPreKey(context.Context, uint32) error { return errUnasked }
