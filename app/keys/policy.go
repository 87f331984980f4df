package keys

import (
	"vouch/app/fault"
	"vouch/app/history"
	"vouch/trust"
)

// SetPolicy writes the policy for who, or with "" for everybody without one of their own; with apply it decides at once about
// the keys that are still undecided, because the user said so. The rows that it returns are still to be appended to their
// chats. KindInvalid "policy": it is for the own devices, and lets anything but the user decide.
func (k Keyring) SetPolicy(who string, policy trust.Policy, apply bool) ([]history.Message, error) {
	if who == k.self() && policy != trust.Ask {
		return nil, fault.Invalid("policy", "your own devices are always for you to decide about")
	}
	if err := k.Trust.SetPolicy(who, policy, k.Now); err != nil || !apply {
		return nil, err
	}
	if who != "" {
		return k.applyPolicy(who)
	}
	contacts, err := k.History.Roster()
	if err != nil {
		return nil, err
	}
	var notices []history.Message
	for _, contact := range contacts {
		rows, err := k.applyPolicy(contact.JID)
		if err != nil {
			return nil, err
		}
		notices = append(notices, rows...)
	}
	return notices, nil
}

// applyPolicy lets a policy that was just set decide about the keys of who that are still undecided.
func (k Keyring) applyPolicy(who string) (notices []history.Message, err error) {
	devices, err := k.Trust.Devices(who)
	if err != nil {
		return nil, err
	}
	for _, d := range devices {
		if !d.Active || d.Fingerprint == "" || d.Level != trust.Undecided {
			continue
		}
		decided, err := k.Trust.ApplyPolicyToSeen(who, d.Fingerprint, !d.LastMessage.IsZero(), k.Now)
		if err != nil {
			return nil, err
		}
		if !decided {
			continue
		}
		row, err := k.autoTrusted(who, d.Fingerprint, d.ID)
		if err != nil {
			return nil, err
		}
		notices = append(notices, row)
	}
	return notices, nil
}

// ByPolicy has the policy for who decide about a key that was seen just now, if nobody has, and writes the decision. wrote
// says that a text of theirs came under it. The row that it returns, if any, is still to be appended to their chat.
func (k Keyring) ByPolicy(who, fingerprint string, device uint32, wrote bool) ([]history.Message, error) {
	if fingerprint == "" || who == k.self() {
		return nil, nil
	}
	decided, err := k.Trust.ApplyPolicy(who, fingerprint, wrote, k.Now)
	if err != nil || !decided {
		return nil, err
	}
	row, err := k.autoTrusted(who, fingerprint, device)
	return []history.Message{row}, err
}

// autoTrusted is a quiet row that says that a policy has trusted a key.
func (k Keyring) autoTrusted(who, fingerprint string, device uint32) (history.Message, error) {
	policy, _, err := k.Trust.Policy(who)
	return history.Message{Chat: who, From: who, Time: k.Now, Kind: history.KindNotice, Notice: history.NoticeAutoTrusted, Device: device, Fingerprint: fingerprint, Policy: policy}, err
}
