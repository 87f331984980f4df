package words

import (
	"errors"
	"strings"

	"vouch/app"
	"vouch/app/input"
)

// ContactAddress is the address that was typed, or that of a link.
func ContactAddress(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if IsLink(typed) {
		l, err := input.ParseLink(typed)
		switch {
		case err != nil:
			return "", err
		case l.Room:
			return "", &app.Error{Kind: app.KindRoom}
		}
		typed = l.JID
	}
	who, err := input.ParseAddress(typed)
	if err == nil && !strings.Contains(who, "@") {
		err = errNoLocalpart
	}
	return who, err
}

// RoomAddress is the address of a room that was typed, or that of a link to one, with the password that the link has, or "".
func RoomAddress(typed string) (room, password string, err error) {
	typed = strings.TrimSpace(typed)
	if IsLink(typed) {
		l, err := input.ParseLink(typed)
		if err != nil {
			return "", "", err
		}
		typed, password = l.JID, l.Password
	}
	room, err = input.ParseAddress(typed)
	if err == nil && !strings.Contains(room, "@") {
		err = errNoLocalpart
	}
	return room, password, err
}

// IsLink tells whether what was typed where an address belongs is a link.
func IsLink(typed string) bool {
	return strings.HasPrefix(strings.ToLower(typed), "xmpp:") || strings.Contains(typed, "://")
}

var errNoLocalpart = errors.New("address without a name before the @")
