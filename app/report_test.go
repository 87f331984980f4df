package app_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/report"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// TestReportSaysNothingAboutAnybody: two people talk while all that goes over the wire is logged. Neither the log nor the
// report holds what they wrote, their passwords and keys, and the report not who they are.
func TestReportSaysNothingAboutAnybody(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "vouch.log")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	crash := filepath.Join(dir, "vouch.crash.old")
	if err := os.WriteFile(crash, []byte("panic: reading from carol@example.net by Gateway as usher\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	debug := slog.New(slog.NewTextHandler(file, &slog.HandlerOptions{Level: slog.LevelDebug}))
	alice, bob := newPeer(t, server, "alice", app.Options{Log: debug, LogFile: path, Crash: crash, Version: "1.2.3"}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	alice.trustKey(bob)
	bob.trustKey(alice)
	name := "Robert Roe"
	alice.must(app.EditContact{Account: alice.jid, JID: bob.jid, Name: &name, Groups: &[]string{"Chess club"}})
	id := alice.send(bob.jid, "meet me at the windmill")
	bob.awaitMessage(alice.jid, "meet me at the windmill")
	alice.awaitState(bob.jid, id, view.MessageDelivered)
	bob.send(alice.jid, "the windmill it is")
	alice.awaitMessage(bob.jid, "the windmill it is")
	alice.must(app.SetEncryption{Account: alice.jid, Chat: bob.jid})
	alice.send(bob.jid, "in clear, and yet nobody else's business")
	bob.awaitMessage(alice.jid, "in clear, and yet nobody else's business")

	log, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text, err := alice.Report([]report.Line{{Name: "theme", Value: "dark"}})
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{"windmill", "business", "alicepass", "Robert", "Chess"}
	for _, secret := range append(secrets, "bob@", "alice@", server.Domain, alice.key()[:16], bob.key()[:16], "carol") {
		if strings.Contains(strings.ToLower(text), strings.ToLower(secret)) {
			t.Errorf("the report holds %q", secret)
		}
	}
	for _, secret := range secrets {
		if strings.Contains(string(log), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	for _, want := range []string{"Vouch 1.2.3", "theme                  dark", "state                  online", "1 active; 0 undecided, 1 trusted", "user1@server", "panic: reading from user", "wire"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	alice.must(app.SetProxy{Account: alice.jid, Proxy: "socks5://usher:hush@gateway:1080"})
	if text, err = alice.Report(nil); err != nil || !strings.Contains(text, "panic: reading from user") {
		t.Fatalf("with a proxy: %v\n%s", err, text)
	}
	for _, secret := range []string{"gateway", "usher", "hush"} {
		if strings.Contains(strings.ToLower(text), secret) {
			t.Errorf("the report holds %q", secret)
		}
	}
	for _, want := range []string{"<encrypted", "mechanism=", "<body>["} { // the wire is there
		if !strings.Contains(string(log), want) {
			t.Errorf("the log does not hold %q", want)
		}
	}
}
