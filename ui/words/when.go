package words

import (
	"fmt"
	"strings"
	"time"
)

// Calendar says times for people, as seen at one moment.
type Calendar struct{ Now time.Time }

// Local is a time in the zone of the calendar.
func (c Calendar) Local(t time.Time) time.Time { return t.In(c.Now.Location()) }

// DaysAgo counts midnights between t and now.
func (c Calendar) DaysAgo(t time.Time) int {
	t = c.Local(t)
	from := time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
	to := time.Date(c.Now.Year(), c.Now.Month(), c.Now.Day(), 12, 0, 0, 0, time.UTC)
	return int(to.Sub(from).Hours() / 24)
}

// Clock is the time of the day.
func (c Calendar) Clock(t time.Time) string { return c.Local(t).Format("15:04") }

// Brief is for the list of chats: the time today, else the day.
func (c Calendar) Brief(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	switch d := c.DaysAgo(t); {
	case d == 0:
		return c.Clock(t)
	case d == 1:
		return Tr("date.yesterday")
	case d > 1 && d < 7:
		return weekday(c.Local(t), "date.short")
	}
	return c.Date(t)
}

// Day is the name of a day in a conversation.
func (c Calendar) Day(t time.Time) string {
	switch c.DaysAgo(t) {
	case 0:
		return Tr("date.today")
	case 1:
		return Tr("date.yesterday")
	}
	return Tr("date.day", "Weekday", weekday(c.Local(t), "date.long"), "Date", c.Date(t))
}

// Date is day and month, and the year where it is not this one.
func (c Calendar) Date(t time.Time) string {
	t = c.Local(t)
	months := strings.Fields(Tr("date.months"))
	month := months[(int(t.Month())-1)%len(months)]
	if t.Year() == c.Now.Year() {
		return Tr("date.date", "Day", fmt.Sprint(t.Day()), "Month", month)
	}
	return Tr("date.dateYear", "Day", fmt.Sprint(t.Day()), "Month", month, "Year", fmt.Sprint(t.Year()))
}

// Month is the month of a day, with the year where it is not this one.
func (c Calendar) Month(t time.Time) string {
	t = c.Local(t)
	months := strings.Fields(Tr("date.months"))
	month := months[(int(t.Month())-1)%len(months)]
	if t.Year() == c.Now.Year() {
		return month
	}
	return month + " " + fmt.Sprint(t.Year())
}

// Seen is for the middle of a sentence, without a word before a date: "today 14:01", "3 March".
func (c Calendar) Seen(t time.Time) string {
	if t.IsZero() {
		return Tr("date.unknown")
	}
	switch c.DaysAgo(t) {
	case 0:
		return Tr("date.todayAt", "Time", c.Clock(t))
	case 1:
		return Tr("date.yesterdayAt", "Time", c.Clock(t))
	}
	return c.Date(t)
}

// On is seen with the word that a date needs: "today 14:01", "on 3 March".
func (c Calendar) On(t time.Time) string {
	if d := c.DaysAgo(t); t.IsZero() || d == 0 || d == 1 {
		return c.Seen(t)
	}
	return Tr("date.on", "Date", c.Date(t))
}

// Full is the whole date and time.
func (c Calendar) Full(t time.Time) string {
	return Tr("date.full", "Weekday", weekday(c.Local(t), "date.long"), "Date", c.Date(t), "Time", c.Local(t).Format("15:04:05"))
}

func weekday(t time.Time, key string) string {
	var words []string
	switch key { // spelt out, so that the test of words finds the keys
	case "date.short":
		words = strings.Fields(Tr("date.short"))
	default:
		words = strings.Fields(Tr("date.long"))
	}
	return words[int(t.Weekday())%len(words)]
}
