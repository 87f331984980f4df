package captcha_test

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/captcha"
	"vouch/xmpp/xmpptest"
)

const picture = "no picture that shows anything"

// challenge is a message as ejabberd 23.01 sends it (src/ejabberd_captcha.erl, create_captcha).
func challenge(change func(string) string) string {
	sum := sha1.Sum([]byte(picture))
	cid := "sha1+" + hex.EncodeToString(sum[:]) + "@bob.xmpp.org"
	raw := fmt.Sprintf(`<message xmlns='jabber:client' from='harbour@rooms.example.org' id='42'><body>To unblock your request, visit https://example.org/captcha/42</body>
<x xmlns='jabber:x:oob'><url>https://example.org/captcha/42/image</url></x>
<captcha xmlns='urn:xmpp:captcha'><x xmlns='jabber:x:data' type='form'>
<field var='FORM_TYPE' type='hidden'><value>urn:xmpp:captcha</value></field>
<field var='from' type='hidden'><value>harbour@rooms.example.org</value></field>
<field var='challenge' type='hidden'><value>42</value></field>
<field var='sid' type='hidden'><value>p1</value></field>
<field var='ocr' label='Enter the text you see'><media xmlns='urn:xmpp:media-element'><uri type='image/png'>cid:%s</uri></media><required/></field>
</x></captcha><data xmlns='urn:xmpp:bob' cid='%s' max-age='0' type='image/png'>%s</data></message>`, cid, cid, base64.StdEncoding.EncodeToString([]byte(picture)))
	if change != nil {
		raw = change(raw)
	}
	return raw
}

func TestAChallengeIsReadAndAnswered(t *testing.T) {
	got, ok := captcha.Of(xmpptest.Message(t, challenge(nil)))
	if !ok || got.URL != "https://example.org/captcha/42/image" || len(got.Form.Fields) != 5 {
		t.Fatalf("%+v, %t", got, ok)
	}
	ocr := got.Form.Fields[4]
	if ocr.Var != "ocr" || !ocr.Required || len(ocr.Media) != 1 || string(ocr.Media[0].Data) != picture {
		t.Errorf("the question is %+v", ocr)
	}
	filled, err := got.Form.Submit(map[string]string{"ocr": "walk"})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := xmpp.Marshal(captcha.Answer(filled))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`<captcha xmlns="urn:xmpp:captcha"><x xmlns="jabber:x:data" type="submit">`, `var="challenge"`, "<value>42</value>", "<value>p1</value>", "<value>walk</value>"} {
		if !strings.Contains(string(raw), part) {
			t.Errorf("the answer has no %s: %s", part, raw)
		}
	}
}

func TestWhatIsNoChallenge(t *testing.T) {
	replace := func(old, new string) func(string) string {
		return func(raw string) string { return strings.Replace(raw, old, new, 1) }
	}
	for name, change := range map[string]func(string) string{
		"an error": replace("id='42'", "id='42' type='error'"), "a message of an occupant to all": replace("id='42'", "id='42' type='groupchat'"),
		"another form": replace("<value>urn:xmpp:captcha</value>", "<value>urn:x</value>"), "no form": replace("jabber:x:data", "urn:x"),
		"a form that was filled": replace("type='form'", "type='submit'"), "no element": replace("<captcha xmlns='urn:xmpp:captcha'>", "<captcha xmlns='urn:x'>"),
	} {
		if _, ok := captcha.Of(xmpptest.Message(t, challenge(change))); ok {
			t.Errorf("%s counts", name)
		}
	}
	got, ok := captcha.Of(xmpptest.Message(t, challenge(replace("https://example.org/captcha/42/image", "not a link"))))
	if !ok || got.URL != "" {
		t.Errorf("without a page: %+v, %t", got, ok)
	}
}
