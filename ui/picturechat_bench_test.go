package ui

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"go.etcd.io/bbolt"

	"vouch/app"
	"vouch/app/files"
	"vouch/app/files/aesgcm"
	"vouch/app/history"
	"vouch/trust"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
)

// The benchmark of pictures: what they cost the main goroutine beside a chat of text alone, and how soon one is seen.
//
//	scroll     a step of the wheel in a chat of 10,000 rows with 500 pictures: x-text, at most 1.5
//	first      a JPEG of 12 MP from the store to the screen: x-decode, what the decoder alone takes
//	coming     the longest stop while 20 pictures are made and drawn: x-look, what showing the chat once takes
func BenchmarkPictures(b *testing.B) {
	l := newPictureChats(b)
	b.Run("scroll", func(b *testing.B) {
		const steps = 300
		var took took
		for b.Loop() {
			for _, chat := range []string{uitest.Bob, uitest.Users} {
				l.open(chat)
				took.add(chat, func() {
					for range steps {
						l.step()
						l.take()
					}
				})
			}
		}
		b.ReportMetric(float64(took.room.Microseconds())/1000/float64(b.N*steps), "ms/step")
		b.ReportMetric(float64(took.room)/float64(took.contact), "x-text")
	})
	b.Run("first", func(b *testing.B) {
		var decode, shown time.Duration
		for b.Loop() {
			begin := time.Now()
			if _, err := jpeg.Decode(bytes.NewReader(l.large)); err != nil {
				b.Fatal(err)
			}
			decode += time.Since(begin)
			l.open(uitest.Bob)
			begin = time.Now()
			l.open(uitest.Carol)
			l.until(func() bool { return l.w.chat.Drawn() })
			shown += time.Since(begin)
			l.forget(b)
		}
		b.ReportMetric(float64(shown.Milliseconds())/float64(b.N), "ms/first")
		b.ReportMetric(float64(shown)/float64(decode), "x-decode")
	})
	b.Run("coming", func(b *testing.B) {
		var longest, look time.Duration
		for b.Loop() {
			l.forget(b)
			begin := time.Now()
			l.open(uitest.Bob)
			look += time.Since(begin)
			l.open(uitest.Dave)
			longest += l.until(func() bool { return l.w.chat.Drawn() })
		}
		b.ReportMetric(float64(longest.Microseconds())/1000/float64(b.N), "ms/longest")
		b.ReportMetric(float64(longest)/float64(look), "x-look")
	})
}

// pictureChats are a window over a file with chats of text (Bob), of text and pictures (Users), with a large picture (Carol), and
// with twenty in a row (Dave).
type pictureChats struct {
	*longChats
	store *files.Store
	large []byte
	dir   string
}

func newPictureChats(b *testing.B) *pictureChats {
	dir := b.TempDir()
	file, err := trust.Open(dir, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { file.Close() })
	store, err := files.Open(filepath.Join(dir, "files"))
	if err != nil {
		b.Fatal(err)
	}
	l := &pictureChats{longChats: &longChats{b: b, file: file}, store: store, large: photo(b, 4000, 3000), dir: dir}
	l.update(func(h *history.Store, tx *bbolt.Tx) error {
		return trust.PutAccount(tx, file.Seal(), trust.Account{JID: uitest.Alice, Added: uitest.Now})
	})
	small := photo(b, 1200, 900)
	l.chat(uitest.Bob, 10_000, func(int) []byte { return nil })
	l.chat(uitest.Users, 10_000, func(i int) []byte {
		if i%20 == 0 {
			return small
		}
		return nil
	})
	l.chat(uitest.Carol, 1, func(int) []byte { return l.large })
	l.chat(uitest.Dave, 20, func(int) []byte { return small })
	if l.service, err = app.New(file, app.Options{}); err != nil {
		b.Fatal(err)
	}
	l.forget(b)
	return l
}

// forget makes the window anew, which knows no picture.
func (l *pictureChats) forget(b *testing.B) {
	if l.w != nil {
		l.w.Win.Close()
	}
	l.w = New(test.NewTempApp(b), l.service, slog.New(slog.DiscardHandler), Options{Theme: "light", Now: func() time.Time { return uitest.Now }, OnMain: func(f func()) { f() }})
	l.open(uitest.Bob)
	l.list = found[*timeline.List](l.w)[0]
}

func photo(b *testing.B, w, h int) []byte {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = uint8(i>>4 ^ i>>9)
	}
	m.Set(0, 0, color.White)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, &jpeg.Options{Quality: 85}); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

// chat writes n messages that have been read; those are pictures for which of gives one.
func (l *pictureChats) chat(who string, n int, of func(i int) []byte) {
	l.update(func(h *history.Store, _ *bbolt.Tx) error {
		for i := range n {
			m := history.Message{Kind: history.KindText, Chat: who, From: who, Encrypted: true, Time: uitest.Now.Add(time.Duration(i-n) * time.Hour), Body: fmt.Sprint("to ", who, " ", i, " and some words more")}
			if data := of(i); data != nil {
				k := aesgcm.NewKey()
				name, size, err := l.store.Add(l.b.Context(), bytes.NewReader(data), k)
				if err != nil {
					return err
				}
				cfg, err := jpeg.DecodeConfig(bytes.NewReader(data))
				if err != nil {
					return err
				}
				m.Body, m.File = "", &history.File{Name: "a.jpg", Size: size, Width: cfg.Width, Height: cfg.Height, Stored: name, State: history.FileHere}
				m.File.SetKey(k)
			}
			if err := h.Append(&m); err != nil {
				return err
			}
			if m.File != nil {
				if err := h.KeepFile(m.File.Stored, &m); err != nil {
					return err
				}
			}
		}
		c, err := h.Chat(who)
		c.Unread = 0
		return errors.Join(err, h.PutChat(c))
	})
}

// take has what was ordered carried out beside the main goroutine, and gives how long what has come of it took there.
func (l *pictureChats) take() (longest time.Duration) {
	for _, o := range l.w.Queue.TakeOrders() {
		go l.w.Queue.CarryOut(l.b.Context(), o)
	}
	for _, o := range l.w.Queue.TakeOutcomes() {
		begin := time.Now()
		o.Then(o.Err)
		longest = max(longest, time.Since(begin))
	}
	return longest
}

func (l *pictureChats) until(come func() bool) (longest time.Duration) {
	for !come() {
		longest = max(longest, l.take())
		if come() {
			break
		}
		select {
		case <-l.w.Queue.Woken:
		case <-l.w.Queue.Ordered:
		}
	}
	return longest
}
