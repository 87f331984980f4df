package export

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"
)

// english are the words of what is for people: what stands in braces is filled in. JSON lines have none of them.
var english = words{
	"lang": "en", "title": "Chats of {who}", "made": "Written by Vouch on {date}.", "messages": "{n} messages",
	"before": "before", "after": "after", "all": "all chats",
	"weekdays": "Sunday Monday Tuesday Wednesday Thursday Friday Saturday", "date": "{weekday}, {day} {month} {year}",
	"months": "January February March April May June July August September October November December",

	"encrypted": "encrypted", "clear": "in clear", "inClear": "in clear, in an encrypted chat",
	"verified": "verified device", "trusted": "trusted device", "undecided": "undecided device", "rejected": "rejected device",
	"pending": "not sent", "sending": "perhaps sent", "sent": "sent", "delivered": "delivered", "read": "read", "failed": "failed",
	"unknown-fate": "nobody knows whether it arrived",

	"edited": "changed at {time}; it said before:", "retracted": "{who} took this back at {time}", "retractedBy": "{by} took away what {who} had written, at {time}",
	"answers": "answers {who}", "answersSome": "answers", "unreadable": "{who} wrote something that could not be read here ({why}).",
	"fileAbsent": "was not on this computer", "fileLeftOut": "left out", "fileProgram": "may run when it is opened; it lies at {path}",

	"encryption-off": "The encryption was turned off.", "encryption-on": "The encryption was turned on.",
	"key-changed": "Device {device} of {who} has another key.", "key-shared": "Device {device} of {who} has the key of another one.",
	"broken": "Something came that could not be taken in.", "auto-trusted": "Device {device} of {who} was trusted by the policy.",
	"notice-trusted": "Device {device} of {who} is trusted; {n} earlier messages were not for it.",
	"earlier":        "{n} earlier messages were written before this device existed.", "unknown": "{n} times something came that Vouch does not know: {about}",
	"strangers": "{n} things from strangers; the last from {who}: {about}",

	"room-kicked": "{about} was put out.", "room-banned": "{about} was banned.", "room-removed": "{about} does not belong to the group any more.",
	"room-closed": "The room became one for members.", "room-destroyed": "The room was ended. {about}", "room-gone": "The room is no more. {about}",
	"room-added": "{about} belongs to the group.", "room-public": "The group is not private any more: nothing is encrypted for it.",
	"room-private": "The group is private.", "room-subject": "The subject: {text}", "doneBy": "{said} By {by}.", "because": "{said} Reason: {text}",

	"invitation": "Invitation to {about}", "call": "Call", "form": "Form: {about}", "attention": "Asks for attention", "contacts": "Contacts: {about}",
	"file": "File: {about}", "location": "Place: {about}", "changed": "An earlier message was changed.", "other": "Something else: {about}",
}

// words are those of one export, by key.
type words map[string]string

// Words are the keys of all words with the English ones.
func Words() map[string]string { return maps.Clone(english) }

func wordsOf(o Options) words {
	w := maps.Clone(english)
	maps.Copy(w, o.Words)
	return w
}

// say gives words with values, which are names and values in turn. It is "" for a key that is not there.
func (w words) say(key string, values ...string) string {
	for i := 0; i < len(values); i += 2 {
		values[i] = "{" + values[i] + "}"
	}
	return strings.NewReplacer(values...).Replace(w[key])
}

// date is a day as people say it.
func (w words) date(at time.Time) string {
	nth := func(key string, n int) string {
		if all := strings.Fields(w[key]); n < len(all) {
			return all[n]
		}
		return ""
	}
	return w.say("date", "weekday", nth("weekdays", int(at.Weekday())), "day", strconv.Itoa(at.Day()), "month", nth("months", int(at.Month())-1), "year", strconv.Itoa(at.Year()))
}

// marks are what is known about how a message came or went.
func (w words) marks(m *Message) string {
	out := w["clear"]
	switch {
	case m.Encrypted:
		out = w["encrypted"]
	case m.InClear:
		out = w["inClear"]
	}
	for _, key := range []string{m.Trust, m.State} {
		if said := w[key]; key != "" && said != "" {
			out += ", " + said
		}
	}
	return out
}

// notice says what a row is about that is nobody's text.
func (w words) notice(m *Message) string {
	key := m.Notice
	if key == "trusted" { // which is a level, too
		key = "notice-trusted"
	}
	if w[key] == "" {
		key = "other"
	}
	said := strings.TrimSpace(w.say(key, "who", line(m.Name), "about", line(m.About), "device", strconv.FormatUint(uint64(m.Device), 10), "n", strconv.Itoa(m.Count), "text", line(m.Text)))
	if m.By != "" {
		said = w.say("doneBy", "said", said, "by", line(m.By))
	}
	if m.Text != "" && !strings.Contains(w[key], "{text}") {
		said = w.say("because", "said", said, "text", line(m.Text))
	}
	return said
}

// gone says who took a message away.
func (w words) gone(m *Message, clock string) string {
	if m.By != "" {
		return w.say("retractedBy", "who", line(m.Name), "by", line(m.By), "time", clock)
	}
	return w.say("retracted", "who", line(m.Name), "time", clock)
}

// fileMarks are what is known about a file and where it is.
func (w words) fileMarks(f *File, a attached) string {
	var out []string
	if said := size(f.Size); said != "" {
		out = append(out, said)
	}
	if f.Length > 0 {
		out = append(out, fmt.Sprintf("%d:%02d", f.Length/60_000, f.Length/1000%60))
	}
	switch {
	case a.where == fileAbsent:
		out = append(out, w["fileAbsent"])
	case a.where == fileLeftOut:
		out = append(out, w["fileLeftOut"])
	case a.program:
		out = append(out, w.say("fileProgram", "path", a.path))
	}
	return strings.Join(out, ", ")
}

// size is how large a file is, in the units that are a thousand times each other.
func size(bytes int64) string {
	if bytes <= 0 {
		return ""
	}
	n, unit := float64(bytes), 0
	for n >= 999.5 && unit < 4 {
		n, unit = n/1000, unit+1
	}
	digits := 0
	if unit > 0 && n < 9.95 {
		digits = 1
	}
	return strconv.FormatFloat(n, 'f', digits, 64) + " " + []string{"B", "kB", "MB", "GB", "TB"}[unit]
}
