package keys

import (
	"cmp"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// storyRows is how many lines of a timeline are drawn at once.
const storyRows = 200

// storyFilter chooses lines of a timeline.
type storyFilter int

const (
	storyAll storyFilter = iota
	storyDecisions
	storyDevices
	storyAlarms
)

// storyPage is the timeline of trust: of a contact, or of everybody.
type storyPage struct {
	w      *Room
	pane   *draw.Pane // header, filters; the rest is scrolled
	body   *draw.Pane
	scroll *container.Scroll

	view    view.View // whose moments these are
	all     []view.Moment
	loaded  bool
	loading bool
	again   bool // something changed while they were being read

	filter  storyFilter
	device  string        // fingerprint, or "" for every device
	lines   []view.Moment // that the filters let through
	devices []storyDevice
	alarms  int
	wanted  string // the device that the page is opened for
	page    int    // of storyRows lines, from the newest
	failure string
	said    string

	changes int       // of what the lines show
	drawn   storyLook // of the lines on the screen
}

func newStoryPage(w *Room) *storyPage {
	p := &storyPage{w: w}
	p.pane = w.Pane(p.draw)
	p.body = w.Pane(p.drawBody)
	p.scroll = container.NewVScroll(p.body)
	p.body.Reached = func(o fyne.CanvasObject) { shell.Reveal(p.scroll, p.body, o) }
	return p
}

// openTimeline goes to the timeline of whom a tab is of, and shows the lines about one key, or with "" all of them.
func (w *Room) openTimeline(of *view.DevicesView, fingerprint string) {
	w.story.wanted = fingerprint
	switch {
	case of.Own:
		w.GoTo(view.PageOwnTimeline)
	case of.JID == w.View().Chat:
		w.GoTo(view.PageTimeline)
	default:
		w.GoToMember(view.PageTimeline, of.JID)
	}
}

// open says whether a timeline is on the screen.
func (p *storyPage) open() bool {
	return p.w.Shown != nil && (p.w.Page() == view.PageTimeline || p.w.Page() == view.PageOwnTimeline)
}

// back leads to the Encryption tab.
func (p *storyPage) back() {
	if p.w.Page() == view.PageOwnTimeline {
		p.w.GoTo(view.PageOwn)
		return
	}
	p.w.GoToMember(view.PageDevices, p.w.View().Member)
}

func (p *storyPage) areas(before []fyne.Focusable) []fyne.Focusable {
	for _, key := range []string{"back", "filter 0"} {
		if f, ok := p.pane.Find(key).(fyne.Focusable); ok {
			before = append(before, f)
		}
	}
	return before
}

// show has the moments read when the page is opened and whenever there are more, which the snapshot says.
func (p *storyPage) show(before, snap *view.Snapshot) {
	if page := snap.View.Page; page != view.PageTimeline && page != view.PageOwnTimeline {
		p.view, p.all, p.loaded = view.View{}, nil, false
		return
	}
	fresh := p.view != snap.View
	if fresh {
		p.view, p.all, p.loaded, p.lines, p.devices, p.alarms = snap.View, nil, false, nil, nil, 0
		p.filter, p.device, p.page, p.failure, p.said = storyAll, p.wanted, 0, "", ""
		p.wanted = ""
		p.changes++
		p.scroll.Offset = fyne.Position{}
	}
	if fresh || before.Moments != snap.Moments || !reflect.DeepEqual(before.Devices, snap.Devices) {
		p.load()
	}
}

// load reads the moments, one time after the other.
func (p *storyPage) load() {
	if p.loading {
		p.again = true
		return
	}
	p.loading, p.again = true, false
	of := p.view
	who := cmp.Or(of.Member, of.Chat)
	if of.Page == view.PageOwnTimeline {
		who = ""
	}
	var got []view.Moment
	p.w.Read(func(s shell.Service) (err error) { got, err = s.Timeline(of.Account, who); return err }, func(err error) {
		p.loading = false
		switch {
		case p.view == (view.View{}): // left meanwhile
			return
		case p.view != of || p.again:
			p.load()
		}
		if p.view != of {
			return
		}
		if err != nil {
			p.fail(words.ErrText(err, ""))
			return
		}
		p.take(got)
	})
}

// take shows moments that were read.
func (p *storyPage) take(moments []view.Moment) {
	p.all, p.loaded = moments, true
	p.changes++
	p.sum()
	p.lines = p.chosen()
	p.pane.Refresh()
}

func (p *storyPage) fail(text string) {
	p.failure, p.said = text, ""
	p.pane.Refresh()
}

// everybody says whether the page is about all people.
func (p *storyPage) everybody() bool { return p.view.Page == view.PageOwnTimeline }

// several says whether the page has lines about more than one person.
func (p *storyPage) several() bool {
	v := p.w.Shown
	return p.everybody() || v != nil && v.Devices != nil && v.Devices.Group
}

// words puts a moment into words.
func (p *storyPage) words(m view.Moment) moment {
	return momentOf(m, p.several(), p.view.Account, func(fingerprint string) string {
		for _, o := range p.all {
			if o.Fingerprint == fingerprint && o.JID == m.JID {
				return words.MomentDevice(o)
			}
		}
		return words.ShortKey(fingerprint)
	})
}

// chosen are the moments that the filters let through, newest first.
func (p *storyPage) chosen() (out []view.Moment) {
	for _, m := range p.all {
		if p.filter.lets(m) && (p.device == "" || m.Fingerprint == p.device || m.Before == p.device) {
			out = append(out, m)
		}
	}
	return out
}

func (f storyFilter) lets(m view.Moment) bool {
	switch f {
	case storyDecisions:
		switch m.Kind {
		case view.MomentDecision, view.MomentPolicy, view.MomentRemoved, view.MomentRenewed, view.MomentTold:
			return true
		}
		return false
	case storyDevices:
		switch m.Kind {
		case view.MomentDecision, view.MomentPolicy, view.MomentTold:
			return false
		}
		return true
	case storyAlarms:
		return m.Kind == view.MomentChanged
	}
	return true
}

// storyDevice is a device that the lines can be limited to.
type storyDevice struct{ fingerprint, name string }

// mostStoryDevices are offered to choose from.
const mostStoryDevices = 40

// sum counts the alarms that nobody has decided about, and lists the devices that there are lines about, newest first.
func (p *storyPage) sum() {
	p.devices, p.alarms = nil, 0
	seen := map[string]bool{"": true}
	for _, m := range p.all {
		if m.Alarm {
			p.alarms++
		}
		if seen[m.Fingerprint] || len(p.devices) == mostStoryDevices && m.Fingerprint != p.device {
			continue
		}
		seen[m.Fingerprint] = true
		name := words.MomentDevice(m)
		if p.several() {
			name += " · " + bidi.Isolate(words.NameOf(m.Name, m.JID))
		}
		p.devices = append(p.devices, storyDevice{m.Fingerprint, name})
	}
}
