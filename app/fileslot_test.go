package app_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"testing"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

var idOfIQ = regexp.MustCompile(` id=["']([^"']*)["']`)

// slot-from-other, slot-late: a slot counts once, from the service that was asked, while somebody waits for it.
func TestSlotsOfOthersAreNone(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Features("urn:xmpp:http:upload:0"))
	h := newFileHost(t, server)
	taken := h.does("/taken", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusCreated) })
	h.does("/evil", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusCreated) })
	l := newLiarOn(t, server, app.Options{Timing: impatient})
	l.encryption(bobs, false)
	asks := func() (file, question string) {
		t.Helper()
		asked := make(chan string, 1)
		question = ""
		swallowed := server.Inject(xmpptest.Fault{Step: "iq in", Has: `<request xmlns="urn:xmpp:http:upload:0"`, Deed: xmpptest.Lie, Lie: func(_, stanza string) string {
			asked <- idOfIQ.FindStringSubmatch(stanza)[1]
			return ""
		}})
		file = l.sendsFile(app.SendFile{Chat: bobs, Path: fileOf(t, "a.txt", []byte("the file"))})
		struck(t, swallowed)
		swallowed.End()
		return file, <-asked
	}
	answer := func(from, id, path string) {
		l.tell(fmt.Sprintf("<iq type='result' id='%s' from='%s' to='%%s/~'><slot xmlns='urn:xmpp:http:upload:0'><put url='%s'/><get url='%s'/></slot></iq>", id, from, h.url+path, h.url+path))
	}
	file, id := asks()
	for _, other := range []string{bobs + "/x", bobs, "upload.localhost", "elsewhere.example", "localhost/x"} {
		answer(other, id, "/evil")
	}
	l.settled()
	answer("localhost", id, "/taken")
	answer("localhost", id, "/evil")
	if row := l.awaitState(bobs, file, view.MessageSent); row.File.URL != taken {
		t.Errorf("it is at %s", row.File.URL)
	}
	file, id = asks()
	l.must(app.StopFile{Account: l.jid, Chat: bobs, ID: file})
	answer("localhost", id, "/evil")
	l.settled()
	l.await("what was stopped is gone", func() bool {
		return !slices.ContainsFunc(l.messages(bobs), func(m history.Message) bool { return m.ID == file })
	})
	if asked := h.wasAsked("/evil"); len(asked) > 0 {
		t.Errorf("others were asked: %q", asked)
	}
}
