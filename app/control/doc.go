// Package control serves JSON-RPC 2.0 on a private local socket, one JSON object a line: how a second start of the program
// hands its link to the first, how scripts use Vouch, and how it is tested from outside.
//
// It is a thin face of app: each method checks its params, calls the service, and gives back what that returned. The
// socket is control.sock in the profile folder, for the user alone (mode 0600, and the peer's user id checked where the
// system tells it). The profile's database lock is taken before the socket is bound, so only its holder may remove a stale
// socket. Where the path would be too long for the system, the socket lies in a short private folder and its path stands
// in control.path in the profile folder.
//
// assets/docs/control.md is the reference, made from the methods' own words; "vouch ctl methods" lists them with their params.
// A method that carries out a command of app is a line of its table of commands, and every other one is a line of a table
// here: general, reading, codes, adHoc. Names are a noun, a dot and a verb, and the same thing has the same name
// everywhere: account and jid are bare addresses, times are RFC 3339 in UTC, fingerprints 64 lower-case digits,
// device ids numbers. A name that is there is not changed.
package control
