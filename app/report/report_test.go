package report

import (
	"strings"
	"testing"
)

// text masks a text, line by line.
func (m *Mask) text(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = m.line(l)
	}
	return strings.Join(lines, "\n")
}

// TestMaskTakesOutWhoSomebodyIs: the same one is the same stand-in, and what names nobody stays.
func TestMaskTakesOutWhoSomebodyIs(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"from=bob@example.org/phone to=alice@example.org", "from=user1@server1/… to=user2@server1"},
		{"bob@example.org and Bob@Example.org", "user1@server1 and user1@server1"},
		{`peer="bob@example.org"`, `peer="user1@server1"`},
		{"peer=localname", "peer=server1"},
		{"localnames are other names, and localname-x too", "localnames are other names, and localname-x too"},
		{"alice@localname", "user1@server1"},
		{"lookup _xmpp-client._tcp.chat.example.net on 192.0.2.1:53: no such host", "lookup server1 on network1:53: no such host"},
		{"dial tcp [2001:db8::1]:5222 and 2001:db8::1", "dial tcp network1:5222 and network1"},
		{"time=2026-11-26T10:11:12.123Z level=INFO", "time=2026-11-26T10:11:12.123Z level=INFO"},
		{`xmlns="eu.siacs.conversations.axolotl" and http://jabber.org/protocol/pubsub`, `xmlns="eu.siacs.conversations.axolotl" and http://jabber.org/protocol/pubsub`},
		{"open /home/alice/.local/share/vouch/vouch.db", "open ~/.local/share/vouch/vouch.db"},
		{"key 593c6a0d59c64bc83ea19e21255926f7f3ce9d63b1455828e5f1f20d47fa4591", "key [fingerprint]"},
		{"593c6a0d 59c64bc8 3ea19e21 255926f7 f3ce9d63 b1455828 e5f1f20d 47fa4591", "[fingerprint]"},
		{"xmpp:bob@example.org?roster;preauth=abc.123", "xmpp:user1@server1?roster;preauth=[token]"},
		{"panic at /src/send.go:12 in vouch/app.(*account).send", "panic at /src/send.go:12 in vouch/app.(*account).send"},
		{"room%example.org@irc.example.org", "user1@server1"},
		{"bücher@münchen.example", "user1@server1"},
		{"dial tcp: lookup münchen.example: no such host", "dial tcp: lookup server1: no such host"},
		{"lookup chat.example.so and libGL.so", "lookup server1 and libGL.so"},
		{"dial ::ffff:192.0.2.1 and [::1]:53", "dial network1 and network2:53"},
		{`from="bob@example.org/Robert Roe's phone" id=7`, `from="user1@server1/…" id=7`},
		{`in="<message from=\"bob@example.org/Robert \\\"Bobby\\\" Roe\" id=\"7\">"`, `in="<message from=\"user1@server1/…\" id=\"7\">"`},
		{`err="answer of bob@example.org/Robert Roe" peer=bob@example.org`, `err="answer of user1@server1/…" peer=user1@server1`},
		{`in="<message to=\"al=ice@example.org/x\"> of al=ice@example.org"`, `in="<message to=\"user1@server1/…\"> of al=user2@server1"`},
		{`peer=o\27brien,jr@example.org or "o\\27brien,jr@example.org/a b"`, `peer=user1@server1 or "user1@server1/…"`},
		{"socks5://carol:pa:ss@w@proxy.example.net:1080: refused", "socks5://[login] server1:1080: refused"},
		{`C:\Users\alice and "C:\\Users\\alice"`, "~ and \"~\""},
		{"created by main.serve in goroutine 1", "created by main.serve in goroutine 1"},
		{"runtime.gopark(0x1) fyne.io/fyne/v2@v2.8.1/app/run.go:7 os/signal.Notify()", "runtime.gopark(0x1) fyne.io/fyne/v2@v2.8.1/app/run.go:7 os/signal.Notify()"},
		{"open vouch.crash.old and control.sock", "open vouch.crash.old and control.sock"},
	} {
		t.Setenv("HOME", map[bool]string{true: `C:\Users\alice`, false: "/home/alice"}[strings.HasPrefix(c.text, "C:")])
		if got := NewMask("localname", "x@only.example", `o\27brien,jr@example.org`).text(c.text); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.text, got, c.want)
		}
	}
}

func TestReportIsBounded(t *testing.T) {
	r := Report{Version: "1", Window: []Line{{"theme", ""}}, Log: strings.Repeat(strings.Repeat("x", 5000)+"\n", 1000), Crash: "panic: a mistake"}
	text := r.Text(NewMask())
	if len(text) > logLines*(lineLen+10)+500 {
		t.Errorf("%d bytes", len(text))
	}
	if !strings.Contains(text, "theme                  -\n") || !strings.Contains(text, "panic: a mistake") {
		t.Error(text[:300])
	}
}
