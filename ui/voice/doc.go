// Package voice makes a voice message: it records one, pauses, plays what was recorded, and gives it away.
//
// A Message belongs to the main goroutine. Devices are asked beside it, by shell.Shell.Ask: each stretch of recording and each
// playing is one such order, that holds the device for as long as it lasts, and no longer. So a paused message has no microphone
// open, one whose microphone went away goes on with another, and all ends with the window's Watch. A device that does not answer
// holds up nothing: the message can be thrown away meanwhile.
//
// What is recorded is in memory alone, as Ogg Opus from the first sample on, until it is given away or thrown away: 15 minutes,
// after which a message ends by itself, take less than 4 MB. It is never on the disk in clear, and therefore does not outlive the
// program; package ui asks before it ends.
package voice
