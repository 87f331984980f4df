package app

import "vouch/app/input"

// chatAddress is the address of a chat as somebody gives it: bare or, of somebody in a room that is known, their place there. It is
// for any goroutine.
func (a *account) chatAddress(param, text string) (string, error) {
	if j, err := input.FullAddress(param, text); err == nil && j.Resourcepart() != "" && a.rooms.Is(j.Bare().String()) {
		return j.String(), nil
	}
	return bareJID(param, text)
}

// bareJID is the one way in which parameters that are addresses come in.
func bareJID(param, text string) (string, error) { return input.Address(param, text) }
