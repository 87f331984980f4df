// Package trust opens, seals and migrates the one bbolt file of a profile, and gives typed views of what it knows about
// keys: accounts, own keys, sessions, devices, trust decisions and their log.
package trust
