package ui

import (
	"fmt"
	"strings"
	"time"
)

// calendar says times for people, as seen at one moment.
type calendar struct{ now time.Time }

func (c calendar) local(t time.Time) time.Time { return t.In(c.now.Location()) }

// daysAgo counts midnights between t and now.
func (c calendar) daysAgo(t time.Time) int {
	t = c.local(t)
	from := time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
	to := time.Date(c.now.Year(), c.now.Month(), c.now.Day(), 12, 0, 0, 0, time.UTC)
	return int(to.Sub(from).Hours() / 24)
}

// clock is the time of the day.
func (c calendar) clock(t time.Time) string { return c.local(t).Format("15:04") }

// brief is for the list of chats: the time today, else the day.
func (c calendar) brief(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	switch d := c.daysAgo(t); {
	case d == 0:
		return c.clock(t)
	case d == 1:
		return tr("date.yesterday")
	case d > 1 && d < 7:
		return weekday(c.local(t), "date.short")
	}
	return c.date(t)
}

// day is the name of a day in a conversation.
func (c calendar) day(t time.Time) string {
	switch c.daysAgo(t) {
	case 0:
		return tr("date.today")
	case 1:
		return tr("date.yesterday")
	}
	return tr("date.day", "Weekday", weekday(c.local(t), "date.long"), "Date", c.date(t))
}

// date is day and month, and the year where it is not this one.
func (c calendar) date(t time.Time) string {
	t = c.local(t)
	months := strings.Fields(tr("date.months"))
	month := months[(int(t.Month())-1)%len(months)]
	if t.Year() == c.now.Year() {
		return tr("date.date", "Day", fmt.Sprint(t.Day()), "Month", month)
	}
	return tr("date.dateYear", "Day", fmt.Sprint(t.Day()), "Month", month, "Year", fmt.Sprint(t.Year()))
}

// seen is for the middle of a sentence, without a word before a date: "today 14:01", "3 March".
func (c calendar) seen(t time.Time) string {
	if t.IsZero() {
		return tr("date.unknown")
	}
	switch c.daysAgo(t) {
	case 0:
		return tr("date.todayAt", "Time", c.clock(t))
	case 1:
		return tr("date.yesterdayAt", "Time", c.clock(t))
	}
	return c.date(t)
}

// on is seen with the word that a date needs: "today 14:01", "on 3 March".
func (c calendar) on(t time.Time) string {
	if d := c.daysAgo(t); t.IsZero() || d == 0 || d == 1 {
		return c.seen(t)
	}
	return tr("date.on", "Date", c.date(t))
}

// full is the whole date and time.
func (c calendar) full(t time.Time) string {
	return tr("date.full", "Weekday", weekday(c.local(t), "date.long"), "Date", c.date(t), "Time", c.local(t).Format("15:04:05"))
}

func weekday(t time.Time, key string) string {
	var words []string
	switch key { // spelt out, so that the test of words finds the keys
	case "date.short":
		words = strings.Fields(tr("date.short"))
	default:
		words = strings.Fields(tr("date.long"))
	}
	return words[int(t.Weekday())%len(words)]
}
