package keys

import (
	"errors"
	"slices"
	"strings"

	"vouch/app/history"
)

// Listed is what a device list has brought.
type Listed struct {
	Changed  bool // devices came or went
	Missing  bool // of the own list: this device is not in it
	Unwanted bool // of the own list: a device that the user has removed is in it
}

// SeeList writes down the published list of who, and whose bundles are needed now.
func (k Keyring) SeeList(who string, ids []uint32) (Listed, error) {
	var out Listed
	added, removed, err := k.Trust.SeeList(who, ids, k.Now)
	if err != nil {
		return out, err
	}
	out.Changed = len(added)+len(removed) > 0
	if err := k.NeedBundles(who); err != nil {
		return out, err
	}
	own, have, err := k.Trust.Own()
	if err != nil || !have || who != k.self() {
		return out, err
	}
	out.Missing = !slices.Contains(ids, own.Device)
	out.Unwanted, err = k.unwanted(ids)
	return out, err
}

// NeedBundles asks for the bundles of listed devices whose key was never seen, where it matters: our own devices, and
// those of people there is a chat with.
func (k Keyring) NeedBundles(who string) error {
	if who != k.self() {
		if chat, err := k.History.Chat(who); errors.Is(err, history.ErrNotFound) || err == nil && !chat.Listed {
			return nil
		} else if err != nil {
			return err
		}
		if may, err := MayAsk(k.History, k.self(), who); err != nil || !may {
			return err
		}
	}
	own, _, err := k.Trust.Own()
	if err != nil {
		return err
	}
	devices, err := k.Trust.Devices(who)
	if err != nil {
		return err
	}
	for _, d := range devices {
		if !d.Active || d.Fingerprint != "" || who == k.self() && d.ID == own.Device {
			continue
		}
		if err := k.History.Need(history.Todo{Task: history.FetchBundle, JID: who, Device: d.ID}); err != nil {
			return err
		}
	}
	return nil
}

// MayAsk tells whether the account self may ask who, and so the server of who, by itself: ourselves, contacts, whoever the
// user has written to, and those who belong to a private room with them. A stranger who writes learns nothing by it, not even that somebody is there.
func MayAsk(h *history.Store, self, who string) (bool, error) {
	if who == self {
		return true, nil
	}
	if strings.Contains(who, "/") || h.IsRoom(who) { // a place in a room, or a room, has no devices
		return false, nil
	}
	if _, contact, err := h.Contact(who); err != nil || contact {
		return contact, err
	}
	if wrote, err := h.WroteTo(who); err != nil || wrote {
		return wrote, err
	}
	return h.SharesRoom(who)
}
