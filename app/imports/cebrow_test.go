package imports_test

import (
	"strings"
	"testing"

	"vouch/app/imports"
)

// TestBackupDetails reads rows of messages: what they have beside the usual, and the line that must come out, "" for none.
func TestBackupDetails(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		cells []cell
		want  string
	}{
		{"received and corrected twice", []cell{{"remoteMsgId", "first"}, {"serverMsgId", "a1"}, {"edited", `[{"edited_id":"two","server_msg_id":"a2"},{"edited_id":"three","server_msg_id":"a3"}]`}},
			"enc=clear id=first aid=a1 body=hi change=three,a3,00:00:00"},
		{"corrected before there was JSON", []cell{{"remoteMsgId", "first"}, {"edited", "two"}}, "enc=clear id=first body=hi change=two,,00:00:00"},
		{"sent and corrected", []cell{{"status", "7"}, {"edited", `[{"edited_id":"first","server_msg_id":"a1"}]`}, {"serverMsgId", "a2"}}, "own=delivered enc=clear id=first aid=a1 body=hi change=u,a2,00:00:00"},
		{"sent by another device", []cell{{"status", "2"}, {"carbon", "1"}, {"remoteMsgId", "theirs"}}, "own=sent enc=clear id=theirs body=hi"},
		{"refused", []cell{{"status", "3"}, {"errorMsg", "no"}}, "own=failed enc=clear id=u body=hi error=no"},
		{"PGP that was not opened", []cell{{"encryption", "1"}, {"body", "-----BEGIN PGP MESSAGE-----"}}, "enc=pgp unreadable"},
		{"OMEMO that could not be opened", []cell{{"encryption", "7"}}, "enc=omemo unreadable"},
		{"OTR", []cell{{"encryption", "2"}}, "enc=otr body=hi"},
		{"a file that was sent, with a name of a path", []cell{{"type", "2"}, {"relativeFilePath", "/storage/emulated/0/Sent/a.pdf"}, {"body", "aesgcm://up.example.org/x#5ec2e7|77"}}, "enc=clear file=a.pdf,,77,0x0,[aesgcm://up.example.org/x#…],."},
		{"a text that is a link with a key", []cell{{"body", "aesgcm://up.example.org/x.jpg#5ec2e7"}}, "enc=clear file=x.jpg,,0,0x0,[aesgcm://up.example.org/x.jpg#…],."},
		{"a call", []cell{{"type", "6"}}, ""},
		{"a change of status", []cell{{"type", "3"}}, ""},
		{"a time that cannot be", []cell{{"timeSent", "99999999999999999999"}}, "enc=clear body=hi"},
	} {
		values := []cell{{"uuid", "u"}, {"conversationUuid", "c"}, {"timeSent", "1700000000000"}, {"body", "hi"}, {"type", "0"}, {"status", "0"}, {"encryption", "0"}}
		all := append(entries()[:2], entry{"messages", append(values, c.cells...)})
		h := open(t, backup(t, sealed(t, 2, asJSON(t, all), "x")), "x")
		got := ""
		for m, err := range h.Messages(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			_, got, _ = strings.Cut(line(m), " 1ms ")
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPrivateMessagesInABackup(t *testing.T) {
	all := append(entries()[:1], entry{"conversations", []cell{{"uuid", "r"}, {"accountUuid", "a"}, {"contactJid", "room@rooms.example.org"}, {"mode", "1"}}},
		entry{"messages", []cell{{"uuid", "u"}, {"conversationUuid", "r"}, {"counterpart", "room@rooms.example.org/bob"}, {"body", "psst"}, {"type", "4"}, {"status", "0"}, {"timeSent", "1700000000000"}, {"encryption", "0"}}},
		entry{"messages", []cell{{"uuid", "lost"}, {"conversationUuid", "nowhere"}, {"body", "lost"}, {"type", "0"}}})
	h := open(t, backup(t, sealed(t, 2, asJSON(t, all), "x")), "x")
	n := 0
	for m, err := range h.Messages(t.Context()) {
		if n++; err != nil || m.Chat != (imports.Place{Account: "alice@example.org", With: "room@rooms.example.org", Nick: "bob", Kind: imports.Private}) || m.Body != "psst" {
			t.Errorf("%+v, %v", m, err)
		}
	}
	if w := h.Warnings(); n != 1 || len(w) != 1 || !strings.Contains(w[0].Error(), "1 messages without their chat") {
		t.Errorf("%d messages, warned of %v", n, w)
	}
}
