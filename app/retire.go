package app

import (
	"context"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
)

// retireTime is how long an account that is removed may take to say goodbye.
const retireTime = 5 * time.Second

// retire takes this device out of the published list and deletes its bundle, so that nobody goes on encrypting for a device
// that is no more. Without a connection it is left at that: others see the device until it is removed from another one.
func (a *account) retire(ctx context.Context) error {
	limited, cancel := context.WithTimeout(ctx, retireTime)
	defer cancel()
	err := a.waitNetwork(limited, func(report func(error)) {
		device, others, err := a.otherDevices()
		if err != nil || !a.conn.online || !a.facts.keysSet {
			report(err)
			return
		}
		a.facts.keysSet = false // nothing of ours is published from here on
		a.publish(omemo.NodeDevices, omemo.List{Devices: others}, func(err error) {
			if err != nil {
				a.log.Warn("take device out of the list", "err", err)
			}
			a.Ask(jid.JID{}, true, pep.DeleteNode(omemo.NodeBundle(device)), func(answer *xmpp.Answer) {
				if answer.Err != nil {
					a.log.Warn("delete bundle", "err", answer.Err)
				}
				report(nil)
			})
		})
	})
	if limited.Err() != nil && ctx.Err() == nil {
		return nil // the server does not answer; the account goes all the same
	}
	return err
}

// otherDevices gives our device id, and the ids of our other active devices.
func (a *account) otherDevices() (device uint32, others []uint32, err error) {
	err = a.s.view("read own devices", func(tx *bbolt.Tx) (err error) {
		device, others, err = a.keyring(tx).Others()
		return err
	})
	return device, others, err
}
