package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// losing is a module for Prosody that loses messages on their way to rooms, once or always, and those that come back from there to
// alice, by how their text begins.
const losing = `
local once = {};
module:hook("pre-message/bare", function (event)
	local body = event.stanza.attr.type == "groupchat" and event.stanza:get_child_text("body") or "";
	if body:find("^lost always") then return true; end
	if body:find("^lost once") and not once[body] then once[body] = true; return true; end
end, 1000);
module:hook("message/full", function (event)
	local body = event.stanza.attr.type == "groupchat" and event.stanza:get_child_text("body") or "";
	if body:find("^unheard") and event.stanza.attr.to:find("^alice@") then return true; end
end, 1000);
`

// What a room does not send back while alice is in it is looked for in its archive: there it is sent, and what is not there goes out
// again once; then its row says so, and the user decides. What follows is not held up.
func TestWhatIsLostOnTheWayToARoom(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "mod_losing.lua"), []byte(losing), 0o600); err != nil {
		t.Fatal(err)
	}
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive(), xmpptest.Rooms(),
		xmpptest.Config(fmt.Sprintf("plugin_paths = { %q }", folder)), xmpptest.With("losing"))
	alice, bob := newPeer(t, server, "alice", app.Options{Reflects: 300 * time.Millisecond}), newPeer(t, server, "bob", app.Options{})
	room := alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
	enters(room, bob)
	bob.inside(room)
	alice.awaitState(room, alice.send(room, "hello"), view.MessageSent)
	for _, body := range []string{"lost once", "unheard"} {
		alice.awaitState(room, alice.send(room, body), view.MessageSent)
		once(t, bob, room, body)
	}
	lost := alice.send(room, "lost always")
	next := alice.send(room, "after it")
	m := alice.awaitState(room, lost, view.MessageUnknownFate)
	if m.ErrKind != app.KindNotReflected {
		t.Errorf("its row says %q", m.ErrKind)
	}
	alice.awaitState(room, next, view.MessageSent)
	once(t, bob, room, "after it")
	if _, ok := bob.message(room, "lost always"); ok {
		t.Error("bob has what was lost")
	}
}
