package files

import "os"

// Mark notes of a file that it came from the internet, as the system wants to know before it opens one (the Zone.Identifier stream).
// From where is not said: the address would have the key in it. A file system that has no such notes is no error.
func Mark(path string) {
	_ = os.WriteFile(path+":Zone.Identifier", []byte("[ZoneTransfer]\r\nZoneId=3\r\n"), 0o600)
}
