package app_test

import (
	"bytes"
	"errors"
	"image/png"
	"testing"

	"vouch/app"
	"vouch/xmpp/xmpptest"
)

// A room of ejabberd that wants a captcha read lets in who has read it, and nobody else.
func TestARoomThatWantsACaptcha(t *testing.T) {
	server := xmpptest.StartEjabberd(t, xmpptest.Friends("alice", "bob"), xmpptest.Rooms(), xmpptest.Captchas())
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	room := alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
	alice.must(app.ConfigureRoom{Account: alice.jid, Room: room, Fields: map[string]string{"captcha_protected": "1"}})
	bob.await("bob online", bob.online)
	for _, right := range []bool{false, true} {
		entered := make(chan error, 1)
		go func() { entered <- bob.Do(t.Context(), app.JoinRoom{Account: bob.jid, Room: room}) }()
		var got app.RoomPuzzle
		bob.await("what is to be solved", func() (is bool) {
			var err error
			got, err = bob.RoomPuzzle(t.Context(), bob.jid, room)
			return err == nil
		})
		if bob.look("").Accounts[0].Puzzles[room] == 0 {
			t.Error("the window is not told")
		}
		question := got.Fields[len(got.Fields)-1]
		if len(question.Pictures) == 0 {
			t.Fatalf("there is no picture in %+v", got)
		}
		if _, err := png.Decode(bytes.NewReader(question.Pictures[0].Data)); err != nil || !question.Required {
			t.Errorf("the question is %+v: %v", question, err)
		}
		answer, want := server.Captcha(), app.Kind("")
		if !right {
			answer, want = answer+"x", app.KindAuth
		}
		err := bob.Do(t.Context(), app.SolvePuzzle{Account: bob.jid, Room: room, Fields: map[string]string{question.Var: answer}})
		if app.KindOf(err) != want {
			t.Errorf("right: %t, answered: %v", right, err)
		}
		err = <-entered
		var e *app.Error
		if app.KindOf(err) != want || !right && (!errors.As(err, &e) || e.About != "captcha") {
			t.Errorf("right: %t, entered: %v", right, err)
		}
	}
	bob.inside(room)
}
