package app_test

import (
	"os"
	"path/filepath"
	"testing"

	"vouch/app"
	"vouch/xmpp/xmpptest"
)

func TestAccountSignsInByCertificate(t *testing.T) {
	server := xmpptest.StartEjabberd(t, xmpptest.Users("alice"), xmpptest.ClientCertificates())
	at := server.Place()
	certificate, err := server.Authority().Client("alice@" + at.Domain)
	if err != nil {
		t.Fatal(err)
	}
	pem, err := xmpptest.EncodePEM(certificate)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "alice.pem")
	if err := os.WriteFile(file, pem, 0o600); err != nil {
		t.Fatal(err)
	}
	alice := &peer{t: t, jid: "alice@" + at.Domain, dir: t.TempDir()}
	alice.start()
	add := app.AddAccount{JID: alice.jid, Host: at.Host, Port: at.Port, CAFile: at.CAFile}
	alice.refuse(add, app.KindInvalid) // neither a password nor a certificate
	add.CertFile = at.CAFile
	alice.refuse(add, app.KindInvalid) // a certificate without a key
	add.CertFile = file
	alice.must(add)
	alice.await("alice online", alice.online)
	if err := os.Remove(file); err != nil { // it is kept in the profile
		t.Fatal(err)
	}
	alice.restart()
	alice.await("alice online", alice.online)
	notInProfile(t, alice, "PRIVATE KEY")
}
