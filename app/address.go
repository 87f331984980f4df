package app

import "vouch/app/input"

// bareJID is the one way in which parameters that are addresses come in.
func bareJID(param, text string) (string, error) { return input.Address(param, text) }
