// Package xmpptest is what tests need around a stream: a real Prosody on free loopback ports with throw-away
// certificates, a scripted server that writes any bytes it is told to, an in-memory pair of connections, and a recorder
// for what a client writes.
package xmpptest
