package entitytime_test

import (
	"testing"
	"time"

	"vouch/xmpp"
	"vouch/xmpp/entitytime"
	"vouch/xmpp/xmpptest"
)

func TestTime(t *testing.T) {
	for zone, want := range map[int]string{
		0:              "+00:00",
		5*3600 + 1800:  "+05:30",
		-(9*3600 + 60): "-09:01",
	} {
		at := time.Date(2025, 11, 20, 14, 10, 5, 999, time.UTC).In(time.FixedZone("", zone))
		got, err := xmpp.Marshal(entitytime.Of(at))
		if err != nil || string(got) != `<time xmlns="urn:xmpp:time"><tzo>`+want+`</tzo><utc>2025-11-20T14:10:05Z</utc></time>` {
			t.Errorf("%s, %v", got, err)
		}
	}
	payload := xmpptest.Sent(t, entitytime.Time{})
	if !entitytime.Is(&xmpp.IQ{Payload: &payload}) || entitytime.Is(&xmpp.IQ{Payload: &payload, Set: true}) || entitytime.Is(&xmpp.IQ{}) {
		t.Error("a question is mistaken")
	}
}
