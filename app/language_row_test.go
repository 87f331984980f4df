package app_test

import (
	"testing"

	"vouch/app"
)

// TestMessagesAreReadInTheUsersLanguage, also after a restart in another, when the archive brings them again.
func TestMessagesAreReadInTheUsersLanguage(t *testing.T) {
	l := newLiarWith(t, app.Options{Timing: impatient, Languages: []string{"de-DE"}})
	for _, row := range []struct{ name, message, want string }{
		{"two languages", "<message type='chat' id='l1' from='" + bobs + "/x' to='%s'><body xml:lang='en'>Good morning</body><body xml:lang='de'>Guten Morgen</body></message>", "Guten Morgen"},
		{"of another country", "<message type='chat' id='l2' from='" + bobs + "/x' to='%s' xml:lang='fr'><body>Bonjour</body><body xml:lang='de-AT'>Servus</body></message>", "Servus"},
		{"none that fits", "<message type='chat' id='l3' from='" + bobs + "/x' to='%s'><body xml:lang='en'>Hello</body><body>Hi</body></message>", "Hi"},
	} {
		t.Run(row.name, func(t *testing.T) {
			rows, _ := l.between(t, func() { l.tell(row.message) })
			if len(rows) != 1 || rows[0] != bobs+": "+row.want {
				t.Errorf("rows %q", rows)
			}
			l.opt.Languages = []string{"en"}
			l.restart()
			l.await("stream", l.online)
			if again, _ := l.between(t, func() { l.tell(row.message) }); len(again) > 0 {
				t.Errorf("in another language it is another message: %q", again)
			}
			l.opt.Languages = []string{"de-DE"}
			l.restart()
			l.await("stream", l.online)
		})
	}
}

// TestAStatusIsReadInTheUsersLanguage: the words of a contact's presence.
func TestAStatusIsReadInTheUsersLanguage(t *testing.T) {
	l := newLiarWith(t, app.Options{Timing: impatient, Languages: []string{"de-AT", "en"}})
	l.tell("<presence from='" + bobs + "/x' to='%s'><status>away</status><status xml:lang='de'>unterwegs</status></presence>")
	l.await("status", func() bool { s := l.look(bobs); return s.Chat.Status == "unterwegs" })
}
