package register_test

import (
	"context"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/forms"
	"vouch/xmpp/register"
	"vouch/xmpp/xmpptest"
)

func at(server xmpptest.Server, user, password string) xmpp.Config {
	place := server.Place()
	return xmpp.Config{
		Address: jid.MustParse(user + "@" + place.Domain), Password: password,
		Host: place.Host, Port: place.Port, RootCAs: server.Pool(),
	}
}

// fill answers user name and password.
func fill(user, password string) func(register.Form) (map[string]string, error) {
	return func(register.Form) (map[string]string, error) {
		return map[string]string{"username": user, "password": password}, nil
	}
}

// signedIn connects and runs until the end of the test.
func signedIn(t *testing.T, cfg xmpp.Config) (*xmpp.Client, <-chan error) {
	t.Helper()
	c, err := xmpp.Connect(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- c.Run(ctx); close(ran) }()
	t.Cleanup(func() {
		stop()
		for range ran {
		}
	})
	return c, ran
}

// ask waits for the answer to a set.
func ask(t *testing.T, c *xmpp.Client, to jid.JID, payload any) error {
	t.Helper()
	if err := c.Ask(xmpp.Request{To: to, Set: true, Payload: payload, Tag: "asked"}); err != nil {
		t.Fatal(err)
	}
	for e := range c.Events() {
		c.Handled(e)
		if a, ok := e.What.(*xmpp.Answer); ok && a.Tag == "asked" {
			return a.Err
		}
	}
	return xmpp.ErrClosed
}

func TestLifeOfAnAccount(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Users("bob"), xmpptest.With("register"), xmpptest.Config("allow_registration = true"))
	cfg := at(server, "alice", "first")
	var form register.Form
	err := register.Register(t.Context(), cfg, "", func(f register.Form) (map[string]string, error) {
		form = f
		return fill("alice", "first")(f)
	})
	if err != nil || len(form.Fields) != 3 || form.Fields[1].Var != "username" || form.Fields[2].Type != "text-private" || !form.Fields[2].Required || strings.Contains(form.Instructions, "\n") {
		t.Fatalf("form %+v, %v", form, err)
	}
	var refused *xmpp.StanzaError
	if err := register.Register(t.Context(), cfg, "", fill("alice", "other")); !errors.As(err, &refused) || refused.Condition != "conflict" {
		t.Errorf("the name again: %v", err)
	}
	if err := register.Register(t.Context(), cfg, "", fill("", "")); !errors.Is(err, forms.ErrMissing) {
		t.Errorf("no name: %v", err)
	}

	c, _ := signedIn(t, cfg)
	if err := ask(t, c, c.Address().Domain(), register.NewPassword("alice", "second")); err != nil {
		t.Fatal(err)
	}
	c.Close()
	if _, err := xmpp.Connect(t.Context(), cfg); !errors.Is(err, xmpp.ErrAuth) {
		t.Errorf("the old password: %v", err)
	}
	cfg.Password = "second"
	c, ran := signedIn(t, cfg)
	if err := ask(t, c, jid.JID{}, register.Remove()); err != nil {
		t.Fatal(err)
	}
	go func() {
		for range c.Events() {
		}
	}()
	var said *xmpp.StreamError
	if err := <-ran; !errors.As(err, &said) {
		t.Errorf("the stream ended with %v", err)
	}
	if _, err := xmpp.Connect(t.Context(), cfg); !errors.Is(err, xmpp.ErrAuth) {
		t.Errorf("after the account was removed: %v", err)
	}
}

func TestServerThatMakesNoAccounts(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Users("bob"))
	var refused *xmpp.StanzaError
	err := register.Register(t.Context(), at(server, "alice", "x"), "", fill("alice", "x"))
	if !errors.As(err, &refused) && !errors.Is(err, xmpp.ErrStream) {
		t.Errorf("got %v", err)
	}
}

// strangers is a scripted server that answers the question for a form with query's content, and takes what is submitted.
func strangers(t *testing.T, script xmpptest.Script, content string, submitted chan<- string) (*xmpptest.Hostile, xmpp.Config) {
	t.Helper()
	script.Login.Stranger = func(w *xmpptest.Wire) {
		id := w.Expect(`<iq id="([^"]*)" type="get" to="example.org"><query xmlns="jabber:iq:register"></query></iq>`)[1]
		w.Write("<iq type='result' id='x'/><iq type='result' id='" + id + "'><query xmlns='jabber:iq:register'>" + content + "</query></iq>")
		set := w.Expect(`<iq id="([^"]*)" type="set" to="example.org">(.*)</iq>`)
		w.Write("<iq type='result' id='" + set[1] + "'/>")
		submitted <- set[2]
	}
	h := xmpptest.StartHostile(t, script)
	return h, xmpp.Config{Address: jid.MustParse("alice@" + h.Domain), Host: "server", Dialer: h, RootCAs: h.Pool()}
}

func TestFormWithAPictureToRead(t *testing.T) {
	picture := []byte("\x89PNG and so on")
	sum := sha1.Sum(picture)
	cid := "sha1+" + hex.EncodeToString(sum[:]) + "@bob.xmpp.org"
	data := func(cid string) string {
		return "<data xmlns='urn:xmpp:bob' cid='" + cid + "' type='image/png'>\n" + base64.StdEncoding.EncodeToString(picture) + "\n</data>"
	}
	const forged = "sha1+0000000000000000000000000000000000000000@bob.xmpp.org"
	content := "<instructions>Go to the web</instructions><x xmlns='jabber:x:oob'><url>https://example.org/new</url></x>" +
		"<x xmlns='jabber:x:data' type='form'><title>Welcome</title><field type='hidden' var='FORM_TYPE'><value>urn:xmpp:captcha</value></field>" +
		"<field type='fixed'><value>Rules</value></field>" +
		"<field var='username' type='text-single'><required/></field><field var='password' type='text-private'><required/></field>" +
		"<field var='lang' type='list-single'><value>en</value><option label='English'><value>en</value></option><option><value>de</value></option></field>" +
		"<field var='ocr' label='Read'><required/><media xmlns='urn:xmpp:media-element'><uri type='image/png'>cid:" + cid + "</uri>" +
		"<uri type='image/png'>http://example.org/x.png</uri><uri type='image/png'>cid:" + forged + "</uri></media></field></x>" + data(cid) + data(forged)
	submitted := make(chan string, 1)
	_, cfg := strangers(t, xmpptest.Script{}, content, submitted)
	err := register.Register(t.Context(), cfg, "", func(f register.Form) (map[string]string, error) {
		ocr := f.Fields[len(f.Fields)-1]
		if f.Title != "Welcome" || f.URL != "https://example.org/new" || len(f.Fields) != 6 || !f.Fields[0].Hidden() || ocr.Label != "Read" || len(ocr.Media) != 3 {
			t.Fatalf("form %+v", f)
		}
		if string(ocr.Media[0].Data) != string(picture) || ocr.Media[1].URL != "http://example.org/x.png" || ocr.Media[1].Data != nil || ocr.Media[2].Data != nil {
			t.Errorf("pictures %+v", ocr.Media)
		}
		if lang := f.Fields[4]; len(lang.Options) != 2 || lang.Options[0] != (forms.Option{Value: "en", Label: "English"}) {
			t.Errorf("options %+v", lang)
		}
		return map[string]string{"username": "alice", "password": "p<w", "ocr": "7nHL3", "FORM_TYPE": "mine"}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	const want = `<query xmlns="jabber:iq:register"><x xmlns="jabber:x:data" type="submit">` +
		`<field var="FORM_TYPE" type="hidden"><value>urn:xmpp:captcha</value></field>` +
		`<field var="username"><value>alice</value></field><field var="password"><value>p&lt;w</value></field>` +
		`<field var="lang"><value>en</value></field><field var="ocr"><value>7nHL3</value></field></x></query>`
	if got := <-submitted; got != want {
		t.Errorf("submitted %s", got)
	}
}

func TestFieldsWithSeveralValues(t *testing.T) {
	submitted := make(chan string, 1)
	_, cfg := strangers(t, xmpptest.Script{}, "<x xmlns='jabber:x:data' type='form'><field type='fixed'><value>Rule 1</value><value>Rule 2</value></field>"+
		"<field var='rooms' type='list-multi'><value>a</value><value>b</value><option><value>a</value></option></field>"+
		"<field var='words' type='text-multi'/><field var='one'><value>1</value><value>2</value></field></x>", submitted)
	err := register.Register(t.Context(), cfg, "", func(f register.Form) (map[string]string, error) {
		if len(f.Fields) != 4 || f.Fields[0].Value != "Rule 1\nRule 2" || f.Fields[1].Value != "a\nb" || !f.Fields[1].Several() || f.Fields[3].Value != "1" {
			t.Errorf("form %+v", f)
		}
		return map[string]string{"words": "first\nsecond"}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	const want = `<field var="rooms"><value>a</value><value>b</value></field><field var="words"><value>first</value><value>second</value></field>` +
		`<field var="one"><value>1</value></field>`
	if got := <-submitted; !strings.Contains(got, want) {
		t.Errorf("submitted %s", got)
	}
}

func TestFormForAPassword(t *testing.T) {
	read := func(text string) *xmpp.Element {
		e, err := xmpp.ParseElement(text)
		if err != nil {
			t.Fatal(err)
		}
		return &e
	}
	for name, payload := range map[string]*xmpp.Element{"nothing": nil, "what was sent": read("<query xmlns='jabber:iq:register'><username>a</username></query>"), "an error": read("<error/>")} {
		if _, ok := register.PasswordForm(payload); ok {
			t.Errorf("%s is taken for a form", name)
		}
	}
	f, ok := register.PasswordForm(read("<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='form'><field var='old_password' type='text-private'><required/></field><field var='password'/></x></query>"))
	if !ok || f.Fields[0].Var != register.CurrentPassword {
		t.Fatalf("form %+v, %v", f, ok)
	}
	if _, err := f.Submit(map[string]string{"password": "new"}); !errors.Is(err, forms.ErrMissing) {
		t.Errorf("without the current one: %v", err)
	}
}

func TestPlainFormKeepsItsKey(t *testing.T) {
	submitted := make(chan string, 1)
	_, cfg := strangers(t, xmpptest.Script{}, "<key>k</key><username/><password/><body xmlns='urn:x'/>", submitted)
	if err := register.Register(t.Context(), cfg, "", fill("alice", "pw")); err != nil {
		t.Fatal(err)
	}
	const want = `<query xmlns="jabber:iq:register"><key xmlns="jabber:iq:register">k</key>` +
		`<username xmlns="jabber:iq:register">alice</username><password xmlns="jabber:iq:register">pw</password></query>`
	if got := <-submitted; got != want {
		t.Errorf("submitted %s", got)
	}
}

func TestAccountsAreMadeElsewhere(t *testing.T) {
	_, cfg := strangers(t, xmpptest.Script{}, "<instructions>See there</instructions><x xmlns='jabber:x:oob'><url>https://example.org/new</url></x>", nil)
	err := register.Register(t.Context(), cfg, "", fill("alice", "pw"))
	var elsewhere *register.ElsewhereError
	if !errors.Is(err, register.ErrElsewhere) || !errors.As(err, &elsewhere) || *elsewhere != (register.ElsewhereError{URL: "https://example.org/new", Instructions: "See there"}) {
		t.Errorf("got %v", err)
	}
}

func TestNothingIsAskedBeforeTheServerHasProvedItself(t *testing.T) {
	for name, script := range map[string]xmpptest.Script{
		"tls-wrong-name":    {Certificate: xmpptest.OtherName},
		"tls-unknown-ca":    {Certificate: xmpptest.UnknownAuthority},
		"starttls-stripped": {PlainFeatures: "<register xmlns='http://jabber.org/features/iq-register'/>"},
	} {
		t.Run(name, func(t *testing.T) {
			h, cfg := strangers(t, script, "<username/><password/>", make(chan string, 1))
			err := register.Register(t.Context(), cfg, "", fill("alice", "alicepass"))
			if !errors.Is(err, xmpp.ErrTLS) && !errors.Is(err, xmpp.ErrNoTLS) {
				t.Errorf("got %v", err)
			}
			if got := h.Received(); strings.Contains(got, "alice") || strings.Contains(got, "<iq") {
				t.Errorf("sent %s", got)
			}
		})
	}
}

func TestSilenceEndsRegistering(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := xmpptest.StartHostile(t, xmpptest.Script{Login: xmpptest.Login{Stranger: (*xmpptest.Wire).Drain}})
		cfg := xmpp.Config{Address: jid.MustParse("alice@" + h.Domain), Host: "server", Dialer: h, RootCAs: h.Pool()}
		begin := time.Now()
		if err := register.Register(t.Context(), cfg, "", fill("alice", "pw")); !errors.Is(err, xmpp.ErrTimeout) || time.Since(begin) > 31*time.Second {
			t.Errorf("login-silence: %v after %s", err, time.Since(begin))
		}
	})
}

func TestFormsAreBounded(t *testing.T) {
	var fields strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&fields, "<field var='f%d' label='%s'/>", i, strings.Repeat("x", 5000/10))
	}
	_, cfg := strangers(t, xmpptest.Script{}, "<instructions>"+strings.Repeat("x", 100_000)+"</instructions><x xmlns='jabber:x:data' type='form'>"+fields.String()+"</x>", make(chan string, 1))
	err := register.Register(t.Context(), cfg, "", func(f register.Form) (map[string]string, error) {
		if len(f.Fields) != 50 || len(f.Instructions) != 4096 {
			t.Errorf("%d fields, %d bytes of words", len(f.Fields), len(f.Instructions))
		}
		return nil, nil
	})
	if err != nil {
		t.Error(err)
	}
}
