package keys_test

import (
	"fmt"
	"log/slog"
	"os"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/keys"
	"vouch/trust"
)

// What a code says is read, held against what is known, and verified, and can be taken back.
func Example() {
	dir, err := os.MkdirTemp("", "profile")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	file, err := trust.Open(dir, slog.New(slog.DiscardHandler))
	if err != nil {
		panic(err)
	}
	defer file.Close()

	key, fingerprint := publicKey("phone")
	claim, err := keys.ReadCode("xmpp:bob@example.org?omemo-sid-7=" + fingerprint)
	if err != nil {
		panic(err)
	}
	if err := file.Update(func(tx *bbolt.Tx) error {
		k := keys.Keyring{Trust: trust.In(tx, file.Seal(), alice), History: history.In(tx, file.Seal(), alice), Now: noon}
		if _, _, err := k.Trust.SeeKey(bob, 7, key, noon); err != nil {
			return err
		}
		check, err := k.Check(claim, bob)
		if err != nil {
			return err
		}
		for _, f := range check.Findings {
			fmt.Println(f.DeviceID, f.Result, f.Trust)
		}
		verdicts, err := keys.Verdicts(check.Verifiable(), nil)
		if err != nil {
			return err
		}
		_, err = k.Deciding(bob, func() error {
			changed, err := k.Verify(bob, verdicts, trust.ByCode, "camera")
			if err != nil {
				return err
			}
			level, err := k.Trust.Level(bob, fingerprint)
			fmt.Println("then", level, err)
			return k.Undo(bob, changed)
		})
		if err != nil {
			return err
		}
		level, err := k.Trust.Level(bob, fingerprint)
		fmt.Println("taken back:", level)
		return err
	}); err != nil {
		panic(err)
	}
	// Output:
	// 7 matches undecided
	// then verified <nil>
	// taken back: undecided
}
