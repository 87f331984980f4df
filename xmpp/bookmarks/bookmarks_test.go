package bookmarks_test

import (
	"fmt"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/bookmarks"
	"vouch/xmpp/pep"
	"vouch/xmpp/xmpptest"
)

const native = " xmlns='urn:xmpp:bookmarks:1'"

func item(t *testing.T, id, payload string) pep.Item {
	return pep.Item{ID: id, Payload: xmpptest.Element(t, payload)}
}

// told is what a bookmark says, for tests that compare it.
func told(b bookmarks.Bookmark) string {
	return fmt.Sprintf("%s %q %v %q %q %d", b.Room, b.Name, b.Autojoin, b.Nick, b.Password, len(b.Extensions()))
}

func TestParse(t *testing.T) {
	for _, row := range []struct{ name, id, payload, want string }{
		{"all of it", "Play@r.example.org", "<conference" + native + " name='The Play' autojoin='1'><nick> JC </nick><password>pw</password><extensions><state xmlns='urn:s'/></extensions></conference>",
			`play@r.example.org "The Play" true "JC" "pw" 1`},
		{"nothing said", "play@r.example.org", "<conference" + native + "/>", `play@r.example.org "" false "" "" 0`},
		{"autojoin in no way that there is", "play@r.example.org", "<conference" + native + " autojoin='yes'/>", `play@r.example.org "" false "" "" 0`},
		{"two nicknames", "play@r.example.org", "<conference" + native + "><nick>a</nick><nick>b</nick></conference>", `play@r.example.org "" false "a" "" 0`},
		{"a nickname of another namespace", "play@r.example.org", "<conference" + native + "><nick xmlns='urn:x'>a</nick></conference>", `play@r.example.org "" false "" "" 0`},
		{"a far too long name", "play@r.example.org", "<conference" + native + " name='" + strings.Repeat("ä", 600) + "'/>", `play@r.example.org "` + strings.Repeat("ä", 512) + `" false "" "" 0`},
		{"of no room", "r.example.org", "<conference" + native + "/>", ""},
		{"of a place in a room", "play@r.example.org/jc", "<conference" + native + "/>", ""},
		{"of no address", "@", "<conference" + native + "/>", ""},
		{"xml-wrong-ns", "play@r.example.org", "<conference xmlns='storage:bookmarks'/>", ""},
		{"another thing", "play@r.example.org", "<url" + native + "/>", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			b, err := bookmarks.Parse(item(t, row.id, row.payload))
			if (err == nil) != (row.want != "") || err == nil && told(b) != row.want {
				t.Errorf("got %s, %v", told(b), err)
			}
		})
	}
}

func TestWhatOthersKeepIsKept(t *testing.T) {
	b, err := bookmarks.Parse(item(t, "play@r.example.org", "<conference"+native+" name='Play' autojoin='true' order='3'><nick>jc</nick>"+
		"<extensions><state xmlns='urn:s' minimized='true'><x>t</x></state><muted xmlns='urn:m'/></extensions>"+
		"<later"+native+" a='b'>new</later><other xmlns='urn:o'/></conference>"))
	if err != nil {
		t.Fatal(err)
	}
	b.Name, b.Autojoin = "The <Play>", false
	const want = `<conference xmlns="urn:xmpp:bookmarks:1" name="The &lt;Play&gt;" order="3"><nick xmlns="urn:xmpp:bookmarks:1">jc</nick>` +
		`<extensions xmlns="urn:xmpp:bookmarks:1"><state xmlns="urn:s" minimized="true"><x xmlns="urn:s">t</x></state><muted xmlns="urn:m"></muted></extensions>` +
		`<later xmlns="urn:xmpp:bookmarks:1" a="b">new</later><other xmlns="urn:o"></other></conference>`
	again := xmpptest.Sent(t, b)
	if got, wanted := again.Raw(2000), xmpptest.Element(t, want).Raw(2000); got != wanted {
		t.Errorf("got  %s\nwant %s", got, wanted)
	}
	if twice, err := bookmarks.Parse(pep.Item{ID: b.Room.String(), Payload: again}); err != nil || told(twice) != told(b) {
		t.Errorf("read again it is %s, %v", told(twice), err)
	}
}

func TestPayloads(t *testing.T) {
	room := jid.MustParse("play@r.example.org")
	for _, row := range []struct {
		payload any
		want    string
	}{
		{bookmarks.Publish(bookmarks.Bookmark{Room: room, Autojoin: true, Nick: "jc"}, bookmarks.Options), `<pubsub xmlns="http://jabber.org/protocol/pubsub"><publish node="urn:xmpp:bookmarks:1"><item id="play@r.example.org">` +
			`<conference xmlns="urn:xmpp:bookmarks:1" autojoin="true"><nick>jc</nick></conference></item></publish><publish-options><x xmlns="jabber:x:data" type="submit">` +
			`<field var="FORM_TYPE" type="hidden"><value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var="pubsub#access_model"><value>whitelist</value></field>` +
			`<field var="pubsub#persist_items"><value>true</value></field><field var="pubsub#max_items"><value>max</value></field>` +
			`<field var="pubsub#send_last_published_item"><value>never</value></field></x></publish-options></pubsub>`},
		{bookmarks.Retract(room), `<pubsub xmlns="http://jabber.org/protocol/pubsub"><retract node="urn:xmpp:bookmarks:1" notify="true"><item id="play@r.example.org"></item></retract></pubsub>`},
		{bookmarks.GetPrivate(), `<query xmlns="jabber:iq:private"><storage xmlns="storage:bookmarks"></storage></query>`},
	} {
		if raw, err := xmpp.Marshal(row.payload); err != nil || string(raw) != row.want {
			t.Errorf("got  %s, %v\nwant %s", raw, err, row.want)
		}
	}
}

const older = `<storage xmlns='storage:bookmarks'><url name='Web' url='https://example.org'/>` +
	`<conference jid='Play@r.example.org' name='Play' autojoin='true' minimize='1'><nick>jc</nick><print_status xmlns='urn:g'>all</print_status></conference>` +
	`<conference jid='@'/><conference jid='r.example.org'/><conference jid='yard@r.example.org/x'/><conference jid='play@r.example.org' name='Twice'/></storage>`

func TestStorage(t *testing.T) {
	private := xmpptest.Element(t, "<query xmlns='jabber:iq:private'>"+older+"</query>")
	s, err := bookmarks.ParsePrivate(&private)
	if err != nil {
		t.Fatal(err)
	}
	show := func(s bookmarks.Storage) string {
		var all []string
		for _, b := range s.Rooms() {
			all = append(all, told(b))
		}
		return strings.Join(all, "; ")
	}
	if got := show(s); got != `play@r.example.org "Play" true "jc" "" 0; yard@r.example.org "" false "" "" 0` {
		t.Fatalf("rooms %s", got)
	}
	if got, want := xmpptest.Sent(t, s).Raw(2000), xmpptest.Element(t, older).Raw(2000); got != want {
		t.Errorf("unchanged it is\n%s, want\n%s", got, want)
	}
	changed := s.With(bookmarks.Bookmark{Room: jid.MustParse("play@r.example.org"), Name: "New", Nick: "j"}).With(bookmarks.Bookmark{Room: jid.MustParse("more@r.example.org"), Autojoin: true})
	const want = `<storage xmlns='storage:bookmarks'><url name='Web' url='https://example.org'/>` +
		`<conference jid='play@r.example.org' name='New' minimize='1'><nick>j</nick><print_status xmlns='urn:g'>all</print_status></conference>` +
		`<conference jid='@'/><conference jid='r.example.org'/><conference jid='yard@r.example.org/x'/><conference jid='more@r.example.org' autojoin='true'/></storage>`
	if got, want := xmpptest.Sent(t, changed).Raw(2000), xmpptest.Element(t, want).Raw(2000); got != want {
		t.Errorf("changed it is\n%s, want\n%s", got, want)
	}
	if got := show(changed.Without(jid.MustParse("play@r.example.org"))); got != `yard@r.example.org "" false "" "" 0; more@r.example.org "" true "" "" 0` {
		t.Errorf("without one %s", got)
	}
	if got := show(s); !strings.HasPrefix(got, `play@r.example.org "Play"`) {
		t.Errorf("what it was made from became %s", got)
	}
	other := xmpptest.Element(t, "<query xmlns='jabber:iq:private'><x xmlns='urn:x'/></query>")
	for _, payload := range []*xmpp.Element{nil, &other} {
		if _, err := bookmarks.ParsePrivate(payload); err == nil {
			t.Error("something else was taken for a list")
		}
	}
}

func TestMerge(t *testing.T) {
	a, b := jid.MustParse("a@r.example.org"), jid.MustParse("b@r.example.org")
	all := bookmarks.Merge([]bookmarks.Bookmark{{Room: a, Name: "new"}}, []bookmarks.Bookmark{{Room: b, Name: "pep"}, {Room: a, Name: "old"}}, []bookmarks.Bookmark{{Room: b, Name: "private"}})
	var names []string
	for _, one := range all {
		names = append(names, one.Name)
	}
	if fmt.Sprint(names) != "[new pep]" {
		t.Errorf("merged %v", names)
	}
}

func FuzzBookmark(f *testing.F) {
	f.Add("<conference" + native + " name='n' autojoin='1'><nick>a</nick><extensions><x xmlns='urn:x' a='b'>t</x></extensions></conference>")
	f.Add("<conference" + native + " a='b'><nick xmlns=''/><extensions/><extensions><nick>n</nick></extensions></conference>")
	f.Add("<conference" + native + " xmlns:a='q' xmlns:q='jabber:client' a:name='x' xml:lang='de'/>")
	f.Fuzz(func(t *testing.T, text string) {
		e, err := xmpp.ParseElement(text)
		if err != nil {
			return
		}
		b, err := bookmarks.Parse(pep.Item{ID: "a@b", Payload: e})
		if err != nil {
			return
		}
		again, err := bookmarks.Parse(pep.Item{ID: "a@b", Payload: xmpptest.Sent(t, b)})
		if err != nil || told(again) != told(b) {
			t.Errorf("%q is %s, and then %s, %v", text, told(b), told(again), err)
		}
	})
}
