package crypto_test

import (
	"bytes"
	"testing"
	"time"

	"vouch/crypto"
	"vouch/crypto/storetest"
)

// recording is what another implementation wrote to a device of ours, with the device's keys at that time.
type recording struct {
	Name     string
	Source   string // implementation and version
	Device   uint32
	Identity string // private
	Signed   recordedKey
	PreKey   recordedKey
	Sender   string // identity key of the other side
	Session  string // our stored session, when we began it; in the record format of that time
	Messages []recordedMessage
}

type recordedKey struct {
	ID                 uint32
	Private, Signature string
}

type recordedMessage struct {
	Pre       bool
	Data, Key string
}

// store is our device as it was.
func (r recording) store(t *testing.T) *storetest.Memory {
	id := crypto.Identity{Device: r.Device, Private: [32]byte(unhex(t, r.Identity))}
	return storetest.From(id, []crypto.PreKey{{ID: r.PreKey.ID, Private: unhex(t, r.PreKey.Private)}}, crypto.SignedPreKey{
		ID: r.Signed.ID, Private: unhex(t, r.Signed.Private), Signature: unhex(t, r.Signed.Signature), Made: time.Unix(0, 0),
	})
}

// Messages of other implementations stay readable, and so do sessions stored by earlier versions.
func TestRecordedMessages(t *testing.T) {
	for _, r := range vectors[recording](t, "recorded.json") {
		t.Run(r.Source+", "+r.Name, func(t *testing.T) {
			s, at := r.store(t), crypto.Address{JID: "bob@example.org", Device: 7}
			b, err := s.Bundle()
			must(t, err)
			must(t, b.Check())
			if r.Session != "" {
				must(t, s.PutSession(at, crypto.Fingerprint(unhex(t, r.Sender)), unhex(t, r.Session)))
			}
			for i, m := range r.Messages {
				o, err := crypto.DecryptKey(s, at, unhex(t, m.Data), m.Pre)
				must(t, err)
				if !bytes.Equal(o.Key, unhex(t, m.Key)) || !bytes.Equal(o.Identity, unhex(t, r.Sender)) || o.NewSession != (m.Pre && i == 0) {
					t.Errorf("message %d: %v, new session %t", i, o, o.NewSession)
				}
			}
		})
	}
}
