package app_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

func TestArchiveKeepsWhatTheUserWants(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice, bob, carol := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{}), newPeer(t, server, "carol", app.Options{})
		bob.must(app.SetEncryption{Account: bob.jid, Chat: alice.jid})
		carol.must(app.SetEncryption{Account: carol.jid, Chat: alice.jid})
		now, err := alice.ArchivePrefs(t.Context(), alice.jid)
		if err != nil || now.Default != "always" || len(now.Always)+len(now.Never) != 0 {
			t.Fatalf("at first it keeps %+v, %v", now, err)
		}
		want := view.ArchivePrefs{Default: "always", Always: []string{}, Never: []string{bob.jid}}
		if got, err := alice.SetArchivePrefs(t.Context(), alice.jid, want); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("now it keeps %+v, %v", got, err)
		}
		alice.restart()
		alice.await("the preferences", func() bool {
			snap, err := alice.Look(view.View{Account: alice.jid})
			return err == nil && snap.Accounts[0].Archive != nil && reflect.DeepEqual(*snap.Accounts[0].Archive, want)
		})
		wrote := map[string]string{}
		for _, from := range []*peer{bob, carol} {
			wrote[from.jid] = from.send(alice.jid, "by "+from.jid)
			alice.awaitMessage(from.jid, "by "+from.jid)
		}
		var kept []string
		for _, m := range xmpptest.ArchiveOf(t, server, "alice") {
			kept = append(kept, m.From)
		}
		if slices.Contains(kept, bob.jid) || !slices.Contains(kept, carol.jid) {
			t.Errorf("the archive has messages of %q", kept)
		}
		for _, bad := range []view.ArchivePrefs{{Default: "sometimes"}, {Default: "always", Never: []string{"@"}}, {Default: "always", Always: []string{bob.jid}, Never: []string{bob.jid}}} {
			alice.refuse(app.SetArchive{Account: alice.jid, ArchivePrefs: bad}, app.KindInvalid)
		}
	}, xmpptest.Friends("alice", "bob", "carol"))
}

func TestArchiveThatLeavesNoChoice(t *testing.T) {
	l := newLiar(t)
	for _, row := range []struct {
		name string
		lie  func(string) string
		kind app.Kind
	}{
		{"it knows no preferences", func(s string) string { return strings.Replace(s, "urn:xmpp:mam:2", "urn:x", 1) }, app.KindNotOffered},
		{"it asks itself", func(s string) string { return strings.Replace(s, "type=\"get\"", "type=\"set\"", 1) }, ""},
	} {
		i := l.server.Inject(xmpptest.Fault{Step: "archive in", User: "alice", Times: -1, Deed: xmpptest.Lie, Lie: func(_, s string) string { return row.lie(s) }})
		if err := l.Do(t.Context(), app.LookArchive{Account: l.jid}); app.KindOf(err) != row.kind {
			t.Errorf("%s: %v", row.name, err)
		}
		i.End()
	}
	senseless := l.server.Inject(xmpptest.Fault{Step: "archive fin", User: "alice", Times: -1, Deed: xmpptest.Lie, Lie: func(_, s string) string {
		return strings.Replace(s, "default='always'", "default='sometimes'", 1)
	}})
	l.refuse(app.LookArchive{Account: l.jid}, app.KindMalformed)
	senseless.End()
	l.must(app.EnableAccount{Account: l.jid})
	l.refuse(app.LookArchive{Account: l.jid}, app.KindNotConnected)
}

// What the archive is told not to keep is not missing because it is not there: it is not sent twice.
func TestWhatIsNotKeptIsNotMissing(t *testing.T) {
	l := newLiarWith(t, app.Options{})
	l.must(app.SetEncryption{Account: l.jid, Chat: bobs})
	first := l.send(bobs, "seen by the archive")
	l.awaitState(bobs, first, view.MessageSent)
	l.reconnect()
	l.must(app.SetArchive{Account: l.jid, ArchivePrefs: view.ArchivePrefs{Default: "always", Never: []string{bobs}}})
	mute := l.server.Inject(xmpptest.Fault{Step: "ack out", User: "alice", Times: -1, Deed: xmpptest.Lie, Lie: func(_, _ string) string { return "" }})
	taken := l.server.Inject(xmpptest.Fault{Step: "message in", Has: "not twice", Deed: xmpptest.Lie, Lie: honestly})
	id := l.send(bobs, "not twice")
	struck(t, taken)
	l.reconnect()
	mute.End() // not before: an acknowledgement may be on its way
	l.awaitState(bobs, id, view.MessageUnknownFate)
}
