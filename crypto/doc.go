// Package crypto speaks OMEMO as XEP-0384 v0.3.0 has it (eu.siacs.conversations.axolotl): X3DH, the double ratchet of
// the Signal protocol's wire version 3, and AES-128-GCM for the payload. Bytes go in and bytes come out; it knows no
// address formats, no XML and no database.
//
// All keys lie in a Store that the caller hands to each function, usually the view of one open transaction. Nothing is
// kept between calls, so rolling the transaction back undoes a call completely.
//
// # What is done about the library
//
// The ratchet is that of go.mau.fi/libsignal. It is used through a narrow door, because some of its habits are unsafe
// with messages from a network:
//
//   - It decrypts on the live session and keeps the damage when another state of the session turns out to be the right
//     one. Here every state is decoded anew for every attempt, and only the winner is encoded again (decrypt.go).
//   - It stores the sender's identity before the message is authenticated. Here its stores are stand-ins that write
//     nothing; what is to be kept is written after success (signal.go).
//   - It reads keys of any length, and its protobuf and CBC code panics on odd input. Here messages are parsed and
//     checked by our own code first (wire.go, point.go), and each call into the library is guarded.
//   - It authenticates a re-encoding of the message instead of the bytes received. Here it is given a serializer that
//     returns those bytes, so senders whose protobuf differs in order or in optional fields are understood.
//   - It stores sessions as JSON. Here they have a compact form with bounds (record.go).
//   - It logs keys to standard output. Here its logger is silent from the start.
//
// # Concurrency
//
// A Store is used by one goroutine at a time. Encrypting twice from the same session record gives the same message key
// twice, so reading and writing a session must lie in the same write transaction.
package crypto
