package ui

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"go.etcd.io/bbolt"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
	"vouch/ui/shell"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
)

// BenchmarkLongRoom opens a channel of 100,000 messages by 300 people, and scrolls up in it, each held against the same in the chat
// with a contact that has as many: x-contact. A step is one of the wheel, with the snapshot of older rows when the window asks for
// them.
func BenchmarkLongRoom(b *testing.B) {
	l := newLongChats(b)
	b.Run("open", func(b *testing.B) {
		var took took
		for b.Loop() {
			for _, chat := range []string{uitest.Bob, uitest.Users} {
				took.add(chat, func() { l.open(chat) })
				b.StopTimer()
				l.open(uitest.Carol) // what was on the screen is the same for both
				b.StartTimer()
			}
		}
		took.report(b, "ms/open")
	})
	b.Run("scroll", func(b *testing.B) {
		const steps = 500
		var took took
		for b.Loop() {
			for _, chat := range []string{uitest.Bob, uitest.Users} {
				b.StopTimer()
				l.open(chat)
				b.StartTimer()
				l.looks = 0
				took.add(chat, func() {
					for range steps {
						l.step()
					}
				})
				if l.looks == 0 {
					b.Fatal("no older rows were asked for")
				}
			}
		}
		took.contact, took.room = took.contact/steps, took.room/steps
		took.report(b, "ms/step")
	})
}

// took is what the same took in two chats.
type took struct{ contact, room time.Duration }

func (t *took) add(chat string, do func()) {
	begin := time.Now()
	do()
	if chat == uitest.Bob {
		t.contact += time.Since(begin)
	} else {
		t.room += time.Since(begin)
	}
}

func (t *took) report(b *testing.B, unit string) {
	b.ReportMetric(float64(t.room.Microseconds())/1000/float64(b.N), unit)
	b.ReportMetric(float64(t.room)/float64(t.contact), "x-contact")
}

// longChats are a window over a file with two long chats and a short one.
type longChats struct {
	b       *testing.B
	w       *Window
	list    *timeline.List
	looks   int // for older rows
	file    *trust.File
	service *app.Service
}

func newLongChats(b *testing.B) *longChats {
	file, err := trust.Open(b.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { file.Close() })
	l := &longChats{b: b, file: file}
	kind := history.RoomKind{Asked: uitest.Now, Persistent: true, Profile: history.RoomProfile{Name: "Vouch users"}}
	l.update(func(h *history.Store, tx *bbolt.Tx) error {
		_, err := h.BeginRoom(uitest.Users, kind.Chat(), uitest.Now)
		return errors.Join(err, h.PutRoom(history.Room{JID: uitest.Users, Autojoin: true, Kind: kind}), trust.PutAccount(tx, file.Seal(), trust.Account{JID: uitest.Alice, Added: uitest.Now}))
	})
	l.write(uitest.Carol, 20)
	l.write(uitest.Bob, 100_000)
	l.write(uitest.Users, 100_000)
	if l.service, err = app.New(file, app.Options{}); err != nil {
		b.Fatal(err)
	}
	l.w = New(test.NewTempApp(b), l.service, slog.New(slog.DiscardHandler), Options{Theme: "light", Now: func() time.Time { return uitest.Now }})
	b.Cleanup(l.w.Win.Close)
	l.open(uitest.Carol)
	l.list = found[*timeline.List](l.w)[0]
	return l
}

func (l *longChats) update(do func(*history.Store, *bbolt.Tx) error) {
	if err := l.file.Update(func(tx *bbolt.Tx) error { return do(history.In(tx, l.file.Seal(), uitest.Alice), tx) }); err != nil {
		l.b.Fatal(err)
	}
}

// write puts n messages into a chat that have been read.
func (l *longChats) write(chat string, n int) {
	const most = 5000 // in a transaction
	for from := 0; from < n; from += most {
		l.update(func(h *history.Store, _ *bbolt.Tx) error {
			for i := from; i < min(from+most, n); i++ {
				m := history.Message{Kind: history.KindText, Chat: chat, From: chat, Time: uitest.Now.Add(time.Duration(i-n) * time.Minute), Body: fmt.Sprint("to ", chat, " ", i, strings.Repeat(" and some words more", 1+i%4))}
				if chat == uitest.Users {
					m.Nick = fmt.Sprint("person ", i*7%300)
					m.From, m.Occupant = chat+"/"+m.Nick, fmt.Sprint("occupant ", i*7%300)
				}
				if err := h.Append(&m); err != nil {
					return err
				}
			}
			c, err := h.Chat(chat)
			c.Unread = 0
			return errors.Join(err, h.PutChat(c))
		})
	}
}

// open has the window show a chat.
func (l *longChats) open(chat string) {
	l.w.Queue.SetView(view.View{Account: uitest.Alice, Chat: chat, Before: shell.FirstRows})
	l.look()
}

func (l *longChats) look() {
	snap, err := l.service.Look(l.w.View())
	if err != nil {
		l.b.Fatal(err)
	}
	l.w.show(snap)
}

// step scrolls up by one of the wheel, and has the window get the rows that it asks for.
func (l *longChats) step() {
	before := l.w.View()
	l.list.ScrollBy(40)
	if l.w.View() != before {
		l.looks++
		l.look()
	}
}
