package trust

import (
	"testing"

	"go.etcd.io/bbolt"

	"vouch/crypto"
)

// One incoming message: session and pinned key read, decrypted, session written, committed to the disk.
func BenchmarkDecryptInOneUpdate(b *testing.B) {
	for _, size := range []struct {
		name     string
		messages int // in one transaction
	}{{"1", 1}, {"64", 64}} {
		b.Run(size.name, func(b *testing.B) {
			f, other := profile(b), profile(b)
			a, p := talkers(b, f, other)
			for b.Loop() {
				b.StopTimer()
				var sent [][]byte
				must(b, other.Update(func(tx *bbolt.Tx) error {
					for range size.messages {
						data, _, err := crypto.EncryptKey(In(tx, other.Seal(), bob), a, keyOf(b, f, me), make([]byte, 32))
						must(b, err)
						sent = append(sent, data)
					}
					return nil
				}))
				b.StartTimer()
				must(b, f.Update(func(tx *bbolt.Tx) error {
					for _, data := range sent {
						_, err := crypto.DecryptKey(In(tx, f.Seal(), me), p, data, false)
						must(b, err)
					}
					return nil
				}))
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*size.messages), "µs/message")
		})
	}
}

func BenchmarkBundle(b *testing.B) {
	f := profile(b)
	update(b, f, func(s *Store) {
		must(b, s.CreateOwn(nil, start))
		for b.Loop() {
			_, err := s.Bundle()
			must(b, err)
		}
	})
}

func BenchmarkDevices(b *testing.B) {
	f := profile(b)
	update(b, f, func(s *Store) {
		for i := range byte(8) {
			_, _, err := s.SeeKey(bob, uint32(i)+1, testKey(i+1), start)
			must(b, err)
		}
		for b.Loop() {
			_, err := s.Devices(bob)
			must(b, err)
		}
	})
}

// keyOf is the own fingerprint of an account in f.
func keyOf(b *testing.B, f *File, account string) (fingerprint string) {
	b.Helper()
	must(b, f.View(func(tx *bbolt.Tx) error {
		id, err := In(tx, f.Seal(), account).Identity()
		fingerprint = id.Fingerprint()
		return err
	}))
	return fingerprint
}

// talkers gives two profiles a session, and says where each finds the other: me as bob sees it, and bob as me sees him.
func talkers(b *testing.B, f, other *File) (me1, bob1 crypto.Address) {
	b.Helper()
	update(b, f, func(s *Store) {
		must(b, s.CreateOwn(nil, start))
		id, err := s.Identity()
		must(b, err)
		me1 = crypto.Address{JID: me, Device: id.Device}
	})
	var first, answer []byte
	must(b, other.Update(func(tx *bbolt.Tx) error {
		o := In(tx, other.Seal(), bob)
		must(b, o.CreateOwn(nil, start))
		id, err := o.Identity()
		must(b, err)
		bob1 = crypto.Address{JID: bob, Device: id.Device}
		must(b, f.View(func(tx *bbolt.Tx) error {
			bundle, err := In(tx, f.Seal(), me).Bundle()
			must(b, err)
			return crypto.StartSession(o, me1, bundle)
		}))
		first, _, err = crypto.EncryptKey(o, me1, keyOf(b, f, me), make([]byte, 32))
		return err
	}))
	update(b, f, func(s *Store) {
		_, err := crypto.DecryptKey(s, bob1, first, true)
		must(b, err)
		answer, _, err = crypto.EncryptKey(s, bob1, keyOf(b, other, bob), make([]byte, 32))
		must(b, err)
	})
	must(b, other.Update(func(tx *bbolt.Tx) error {
		_, err := crypto.DecryptKey(In(tx, other.Seal(), bob), me1, answer, false)
		return err
	}))
	return me1, bob1
}
