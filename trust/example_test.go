package trust_test

import (
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"vouch/crypto"
	"vouch/trust"
)

// A device that shows a key for the first time is undecided. What the user decides holds for the key, with a line in the log.
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

	const bob = "bob@example.org"
	phone, err := crypto.NewIdentity(nil)
	if err != nil {
		panic(err)
	}
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	if err := file.Update(func(tx *bbolt.Tx) error {
		store := trust.In(tx, file.Seal(), "alice@example.org")
		if _, _, err := store.SeeList(bob, []uint32{phone.Device}, now); err != nil {
			return err
		}
		device, event, err := store.SeeKey(bob, phone.Device, phone.Public(), now)
		if err != nil {
			return err
		}
		fmt.Println(event, device.Level, device.Level.Reads())
		if err := store.Record(trust.Decision{
			JID: bob, Fingerprint: phone.Fingerprint(), Level: trust.Verified, At: now, By: trust.ByCode, Detail: "camera",
		}); err != nil {
			return err
		}
		device, _, err = store.Device(bob, phone.Device)
		if err != nil {
			return err
		}
		fmt.Println(device.Level, device.Level.Reads(), device.DecidedBy, device.Detail)
		log, err := store.Log(bob)
		for _, line := range log {
			fmt.Println(line.Time.Format(time.DateOnly), line.Event, line.From, line.To)
		}
		return err
	}); err != nil {
		panic(err)
	}
	// Output:
	// new undecided false
	// verified true code camera
	// 2026-03-04 seen undecided undecided
	// 2026-03-04 decision undecided verified
}

// A verification link says whose keys it vouches for. It decides nothing by itself.
func ExampleParseLink() {
	key := strings.Repeat("0123456789abcdef", 4)
	link, err := trust.ParseLink(trust.URI("bob@example.org", []trust.LinkKey{{Device: 4711, Fingerprint: key}}))
	fmt.Println(link.JID, err)
	for _, k := range link.Keys {
		fmt.Println(k.Device, strings.Join(crypto.Group(k.Fingerprint), " "))
	}
	// Output:
	// bob@example.org <nil>
	// 4711 01234567 89abcdef 01234567 89abcdef 01234567 89abcdef 01234567 89abcdef
}
