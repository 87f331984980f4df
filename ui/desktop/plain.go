//go:build !linux && !freebsd && !openbsd && !netbsd

package desktop

import "context"

// HasTray says whether the desktop has a place for an icon of the program: it always has.
func HasTray(context.Context) bool { return true }

// serve shows plain notifications: they can be read, and neither pressed nor taken back.
func (d *Desktop) serve(ctx context.Context, h Handler) error {
	h.Tray(true)
	d.each(ctx, func(o order) {
		if o.gone == "" && d.opt.Plain != nil {
			d.opt.Plain(o.tell.Title, o.tell.Body)
		}
	})
	return nil
}
