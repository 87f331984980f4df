package app

import (
	"fmt"
	"testing"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/xmpp/mam"
	"vouch/xmpp/xmpptest"
)

// The archive of a room says that this device has written what it has not: nobody can be sure of that, and it is no reason to stop
// encrypting everywhere.
func TestARoomMakesNobodyDoubtTheirKeys(t *testing.T) {
	a := knowsRoom(t)
	is := history.Room{JID: someRoom, Kind: history.RoomKind{NonAnonymous: true, MembersOnly: true}}
	var out taken
	if err := a.s.file.Update(func(tx *bbolt.Tx) error {
		ts := a.s.trust(tx, a.jid)
		if err := ts.CreateOwn(nil, a.now()); err != nil {
			return err
		}
		own, _, err := ts.Own()
		if err != nil {
			return err
		}
		raw := fmt.Sprintf(`<message xmlns='jabber:client' type='groupchat' id='m1' from='%s/alice' to='alice@example.org/a'>
			<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='%d'><key rid='%d'>AAAA</key><iv>AAAAAAAAAAAAAAAA</iv></header><payload>AAAA</payload></encrypted>
			<x xmlns='http://jabber.org/protocol/muc#user'><item jid='alice@example.org/other'/></x></message>`, someRoom, own.Device, own.Device)
		r := &roomRead{pager: pager{of: a.addr}, given: map[string]bool{}}
		if err := a.takeRoomResult(tx, r, mam.Result{ArchiveID: "s1", Message: xmpptest.Message(t, raw)}, is, &out); err != nil {
			return err
		}
		doubt, err := ts.Doubt()
		if doubt != "" {
			t.Errorf("the account doubts its keys: %s", doubt)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if len(out.rows) != 1 || out.rows[0].ErrKind != KindUnknownSender {
		t.Errorf("left behind is %+v", out.rows)
	}
}
