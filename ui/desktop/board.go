//go:build linux || freebsd || openbsd || netbsd

package desktop

import (
	"context"
	"image"
	"image/draw"
	"log/slog"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"
)

// board is where the desktop shows notifications. It belongs to the goroutine of Run.
type board struct {
	conn  *dbus.Conn
	log   *slog.Logger
	ids   map[string]uint32 // of what is to be seen, by tag
	can   []string          // capabilities of who shows them; nil while they are not known
	quiet bool              // that nobody shows them was logged
}

// escape is for boards that read markup: the words are those of strangers.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func (b *board) carryOut(ctx context.Context, o order) {
	ctx, cancel := context.WithTimeout(ctx, busAnswer)
	defer cancel()
	if o.gone != "" {
		if id, ok := b.ids[o.gone]; ok {
			delete(b.ids, o.gone)
			b.check(b.call(ctx, "CloseNotification", id).Err)
		}
		return
	}
	if b.can == nil {
		if err := b.call(ctx, "GetCapabilities").Store(&b.can); err != nil {
			b.can = nil
			b.check(err)
			return
		}
	}
	id := b.ids[o.tell.Tag]
	if err := b.notify(ctx, o.tell, id).Store(&id); err != nil {
		b.check(err)
		return
	}
	b.ids[o.tell.Tag] = id
}

func (b *board) notify(ctx context.Context, n Notification, replaces uint32) *dbus.Call {
	body, actions, expires := n.Body, []string{}, int32(-1)
	if slices.Contains(b.can, "body-markup") {
		body = escape.Replace(body)
	}
	if slices.Contains(b.can, "actions") {
		for _, a := range n.Actions {
			actions = append(actions, a.Name, a.Word)
		}
	}
	hints := map[string]dbus.Variant{
		"desktop-entry": dbus.MakeVariant(ID),
		"category":      dbus.MakeVariant("im.received"),
		"urgency":       dbus.MakeVariant(byte(1)),
	}
	if n.Urgent {
		hints["urgency"], expires = dbus.MakeVariant(byte(2)), 0
	}
	if n.Quiet {
		hints["suppress-sound"] = dbus.MakeVariant(true)
	}
	if n.Picture != nil {
		hints["image-data"] = dbus.MakeVariant(pixels(n.Picture))
	}
	return b.call(ctx, "Notify", "Vouch", replaces, ID, n.Title, body, actions, hints, expires)
}

func (b *board) call(ctx context.Context, method string, args ...any) *dbus.Call {
	return b.conn.Object(notifier, notifyAt).CallWithContext(ctx, notifier+"."+method, 0, args...)
}

// check logs once that notifications are not shown.
func (b *board) check(err error) {
	if err != nil && !b.quiet {
		b.quiet = true
		b.log.Info("notifications are not shown", "err", err)
	}
}

// heard takes a signal. Only who owns the name of the notifier has sent it: the bus holds that for what was asked for.
func (b *board) heard(s *dbus.Signal, h Handler) {
	id, _ := value[uint32](s, 0)
	switch s.Name {
	case notifier + ".ActionInvoked":
		if action, ok := value[string](s, 1); ok {
			if tag := b.tag(id); tag != "" {
				h.Pressed(tag, action)
			}
		}
	case notifier + ".NotificationClosed":
		delete(b.ids, b.tag(id))
	case busFace + ".NameOwnerChanged":
		name, _ := value[string](s, 0)
		owner, _ := value[string](s, 2)
		switch name {
		case watcher:
			h.Tray(owner != "")
		case notifier: // another one knows nothing of what this one showed
			b.ids, b.can, b.quiet = map[string]uint32{}, nil, false
		}
	}
}

// tag is what a notification is about, "" for one that is not ours.
func (b *board) tag(id uint32) string {
	for tag, its := range b.ids {
		if its == id {
			return tag
		}
	}
	return ""
}

// value is a part of a signal, if it is there and of the type that it must have.
func value[T any](s *dbus.Signal, i int) (v T, ok bool) {
	if i < len(s.Body) {
		v, ok = s.Body[i].(T)
	}
	return v, ok
}

// raw is a picture as notifications carry it: RGBA, rows without a gap.
type raw struct {
	Width, Height, Stride int32
	Alpha                 bool
	Bits, Channels        int32
	Data                  []byte
}

func pixels(from image.Image) raw {
	size := from.Bounds().Size()
	to := image.NewNRGBA(image.Rectangle{Max: size})
	draw.Draw(to, to.Rect, from, from.Bounds().Min, draw.Src)
	return raw{int32(size.X), int32(size.Y), int32(to.Stride), true, 8, 4, to.Pix}
}
