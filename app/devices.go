package app

import (
	"time"

	"vouch/app/history"
)

// devices is what this run knows of devices and of what is to be done for them, beside the file.
type devices struct {
	doubted   map[string]time.Time // by JID: when a device showed up that its list did not have
	relisted  []time.Time          // when the own id was put back into the own list
	relistAt  time.Time            // when it is the next time
	efforts   map[string]effort    // by payer: work left to senders who have cost some
	todos     todos
	displayed displayedNode
}

// todos is the loop's copy of the todo rows.
type todos struct {
	rows     []history.Todo
	asOf     uint64             // count of the file's changes that rows shows
	fetching map[string]bool    // by key of the todo: under way
	failed   map[string]failure // by key of the todo
}

// failure is a todo that did not work out, and when it may be tried again.
type failure struct {
	after time.Time
	times int
}

// displayedNode is the private node in which our devices tell each other how far chats were read (XEP-0490). What it can do
// is as it was found last.
type displayedNode struct {
	works     bool // private PEP nodes and stable archive ids are there
	writtenAt time.Time
	sizeApart bool              // our server takes max_items only apart from publishing
	rooms     map[string]string // by room that has no chat here: the archive id up to which it was read
}

func newDevices() devices {
	return devices{
		doubted: map[string]time.Time{}, efforts: map[string]effort{},
		todos:     todos{fetching: map[string]bool{}, failed: map[string]failure{}},
		displayed: displayedNode{rooms: map[string]string{}},
	}
}

// began has all that failed on the stream before tried again.
func (t *todos) began() { t.fetching, t.failed = map[string]bool{}, map[string]failure{} }

// tryAgain notes that a todo did not work out, and wakes the loop when it may be tried again.
func (a *account) tryAgain(key string) {
	f := a.devices.todos.failed[key]
	pause := min(time.Second<<min(f.times, 10), 10*time.Minute)
	f.times++
	f.after = a.now().Add(pause)
	a.devices.todos.failed[key] = f
	a.wakeIn(pause)
}
