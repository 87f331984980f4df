package keys

import (
	"errors"
	"slices"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
)

// MayTell refuses a text with a link that holds a key of the account's which no code would hold: it was right when it was
// made, and is not any longer. KindInvalid "link".
func (k Keyring) MayTell(text string) error {
	own, err := k.devices(k.self())
	if err != nil {
		return err
	}
	for _, link := range view.KeyLinks(text) {
		for _, key := range link.Keys {
			if link.JID == k.self() && !slices.ContainsFunc(own.Devices, func(d *view.DeviceView) bool {
				return d.Fingerprint == key.Fingerprint && d.Active && (d.This || includes(IncludeTrusted, d))
			}) {
				return fault.Invalid("link", "a link with a key of a device that is not trusted")
			}
		}
	}
	return nil
}

// Answer writes what the user answers to the card of a message from who, and returns the row with it. It is called in
// Deciding. With accept the keys of the card are verified that match or are new, but none that differs or was rejected.
// KindNotFound "id": there is no such card. KindUndecided "id": the device that wrote the message is not verified.
func (k Keyring) Answer(who, id string, accept bool) (history.Message, error) {
	m, err := k.History.InChat(who, id)
	if err != nil && !errors.Is(err, history.ErrNotFound) {
		return m, err
	}
	_, link, ok := view.LinkIn(m)
	if err != nil || !ok {
		return m, fault.NotFound("id", id)
	}
	m.Answered = history.AnswerDismissed
	if accept {
		m.Answered = history.AnswerAccepted
		if err := k.accept(m, link); err != nil {
			return m, err
		}
	}
	return m, k.History.Put(m)
}

func (k Keyring) accept(m history.Message, link trust.Link) error {
	verified, err := view.FromVerified(k.Trust, m)
	if err != nil {
		return err
	}
	if !verified {
		return &fault.Error{Kind: fault.KindUndecided, Param: "id", Why: "the device that wrote this is not verified"}
	}
	found, err := k.Trust.Compare(m.From, link.Keys)
	if err != nil {
		return err
	}
	for _, f := range found {
		if f.Result != trust.Matches && f.Result != trust.New || f.Level == trust.Rejected {
			continue
		}
		d := trust.Decision{JID: m.From, Fingerprint: f.Claimed.Fingerprint, Level: trust.Verified, At: k.Now, By: trust.ByMessage, Detail: m.Fingerprint}
		if err := k.Trust.Record(d); err != nil {
			return err
		}
	}
	return nil
}
