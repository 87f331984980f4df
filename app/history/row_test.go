package history

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

// Of a row nothing is lost, wherever it stands: each field alone, all together, and what is left out where it follows from
// the place.
func TestRowsAreReadAsWritten(t *testing.T) {
	inHistory(t, func(h *Store) error {
		var bare Message
		for i := range reflect.TypeFor[Message]().NumField() {
			field := reflect.TypeFor[Message]().Field(i)
			if field.Name == "Sort" || field.Name == "Chat" {
				continue
			}
			m := bare
			fill(t, reflect.ValueOf(&m).Elem().Field(i))
			survives(t, h, "only "+field.Name, m)
			m = codecText()
			fill(t, reflect.ValueOf(&m).Elem().Field(i))
			survives(t, h, "a text with "+field.Name, m)
		}
		var full Message
		fill(t, reflect.ValueOf(&full).Elem())
		full.Sort = nil
		survives(t, h, "every field", full)
		for _, kind := range []Kind{KindText, KindNotice, KindUnreadable, KindOther, "", "of a later version"} {
			for from, own := range map[string]bool{self: true, friend: false, "carol@example.org": true, "room@rooms.example.org/nick": false, "": false} {
				m := codecText()
				m.Kind, m.From, m.Own = kind, from, own
				survives(t, h, "kind "+string(kind)+" from "+from, m)
				m.Own = !own
				survives(t, h, "kind "+string(kind)+" from "+from+", own the other way", m)
			}
		}
		for name, fp := range map[string]string{"hex": strings.Repeat("0f", 32), "upper case": strings.Repeat("0F", 32), "odd": "abc", "other": "no hex"} {
			m := codecText()
			m.Fingerprint = fp
			for _, who := range []string{self, friend, "carol@example.org", ""} {
				m.Recipients = append(m.Recipients, Recipient{JID: who, Device: 7, Fingerprint: fp})
			}
			survives(t, h, "fingerprint: "+name, m)
		}
		for _, id := range []string{"", "0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF", "r1"} {
			m := codecText()
			m.ID = id
			survives(t, h, "id "+id, m)
		}
		for _, row := range []struct {
			name string
			at   time.Time
		}{
			{"a second", midday},
			{"a millisecond", midday.Add(time.Millisecond)},
			{"a nanosecond", midday.Add(1)},
			{"before the newest", midday.Add(-time.Hour - 1)},
			{"years before it", midday.AddDate(-20, 0, 0)},
			{"here", midday.Local()},
			{"east", midday.In(time.FixedZone("", 5*3600+1800))},
			{"west", midday.In(time.FixedZone("", -3600))},
			{"before 1970", time.Unix(-5, 7).UTC()},
			{"zero", time.Time{}},
			{"far out, where what follows is too", time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)},
			{"millennia before the newest", midday},
		} {
			m := codecText()
			m.Time = row.at
			survives(t, h, "time: "+row.name, m)
		}
		return nil
	})
}

// survives appends a message, and reads it there, after it was put back, and after it was moved.
func survives(t *testing.T, h *Store, name string, m Message) {
	t.Helper()
	m.Chat = friend
	if err := h.Append(&m); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	same := func(when string) {
		t.Helper()
		got, err := h.Get(m.ID)
		walked, err2 := h.Before(friend, nil, 1)
		if err := errors.Join(err, err2); err != nil || len(walked) != 1 {
			t.Fatalf("%s, %s: %v", name, when, err)
		}
		want := text(t, m)
		if g, w := text(t, got), text(t, walked[0]); g != want || w != want || string(got.Sort) != string(m.Sort) {
			t.Errorf("%s, %s:\ngot    %s\nwalked %s\nwant   %s", name, when, g, w, want)
		}
	}
	same("appended")
	if err := h.Put(m); err != nil {
		t.Fatal(err)
	}
	same("put")
	c, err := h.Chat(friend)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Move(&m, c.LastLive); err != nil {
		t.Fatal(err)
	}
	same("moved")
	if err := h.Put(m); err != nil {
		t.Fatal(err)
	}
	same("put where it was moved")
	if err := h.Delete(m); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Get(m.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("%s: after it was deleted: %v", name, err)
	}
}

// fill gives a value something that is not zero, in all of its parts.
func fill(t *testing.T, v reflect.Value) {
	t.Helper()
	if _, ok := v.Interface().(time.Time); ok {
		v.Set(reflect.ValueOf(midday.Add(1234567)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("x7")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Uint32, reflect.Uint8:
		v.SetUint(7)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(t, v.Index(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	default:
		t.Fatalf("no value for a %s", v.Type())
	}
}
