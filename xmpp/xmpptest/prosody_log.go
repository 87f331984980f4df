package xmpptest

import "strings"

// traffic counts, in a log of Prosody 0.12, the messages of the stream that account was logged in on before the log was
// cut in two: those the server read in the second part, and those it wrote then and the client has not acknowledged. A
// stream that is resumed has another name at its login.
func traffic(before, after, account string) (read, unacknowledged int) {
	stream := ""
	for line := range strings.Lines(before) {
		if name, said := logLine(line); said == "Authenticated as "+account {
			stream = name
		} else if strings.HasPrefix(said, "mod_smacks session resumed from "+stream+".") {
			stream = name
		}
	}
	for line := range strings.Lines(after) {
		switch name, said := logLine(line); {
		case name != stream:
		case strings.HasPrefix(said, "Received[c2s]: <message "):
			read++
		case strings.HasPrefix(said, "Sending[c2s]: <message "):
			unacknowledged++
		case strings.HasPrefix(said, "Received[c2s]: <a "):
			unacknowledged = 0
		}
	}
	return read, unacknowledged
}

// logLine takes a line apart: who speaks, the name of a stream for one, and what is said.
func logLine(line string) (name, said string) {
	head, rest, _ := strings.Cut(line, "\t")
	_, said, _ = strings.Cut(rest, "\t")
	return head[strings.LastIndexByte(head, ' ')+1:], strings.TrimRight(said, "\n")
}
