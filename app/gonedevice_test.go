package app_test

import (
	"fmt"
	"strings"
	"testing"

	"vouch/app"
	"vouch/xmpp/xmpptest"
)

// A device that left the list before its bundle was seen is asked for no more.
func TestBundleOfADeviceThatIsGoneIsNotAskedFor(t *testing.T) {
	server, alice, carol := withCarol(t)
	const gone = 4711
	lost := server.Inject(xmpptest.Fault{Step: "pep in", User: "alice", Has: fmt.Sprint("bundles:", gone), Times: -1, Deed: xmpptest.Lie, Lie: func(_, _ string) string { return "" }})
	alice.must(app.OpenChat{Account: alice.jid, JID: carol.jid})
	carol.publishList(carol.device, gone)
	struck(t, lost)
	carol.publishList(carol.device)
	alice.await("a list without it", func() bool { return len(alice.devices(carol.jid)) == 1 })
	lost.End()
	alice.restart()
	alice.await("a stream", alice.online)
	carol.message(alice, "<body>after</body>")
	alice.awaitMessage(carol.jid, "after")
	for _, w := range server.Written("alice") {
		if strings.Contains(w, fmt.Sprint("bundles:", gone)) {
			t.Error(w)
		}
	}
}
