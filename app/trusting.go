package app

import (
	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp/omemo"
)

// applyPolicy lets the contact's policy decide about the device that wrote, if nobody has. Under "first use" only a text
// that decrypts counts, and only one of the contact's own: never a key transport, a carbon, or what we wrote elsewhere.
func (a *account) applyPolicy(h *history.Store, t *trust.Store, in arrival, e *omemo.Encrypted, row *history.Message, out *taken) error {
	wrote := !view.Blank(in.said.text) && !in.own && !in.copied
	return a.decideByPolicy(h, t, in.from, row.Fingerprint, e.SenderID, wrote, out)
}

// decideByPolicy lets a policy decide about a key that was seen just now.
func (a *account) decideByPolicy(h *history.Store, t *trust.Store, who, fingerprint string, device uint32, wrote bool, out *taken) error {
	if fingerprint == "" || who == a.jid {
		return nil
	}
	decided, err := t.ApplyPolicy(who, fingerprint, wrote, a.now())
	if err != nil || !decided {
		return err
	}
	return a.noteAutoTrusted(h, t, who, fingerprint, device, out)
}

// noteAutoTrusted leaves a quiet row where a policy has trusted a key.
func (a *account) noteAutoTrusted(h *history.Store, t *trust.Store, who, fingerprint string, device uint32, out *taken) error {
	policy, _, err := t.Policy(who)
	if err != nil {
		return err
	}
	row := history.Message{Chat: who, From: who, Time: a.now(), Kind: history.KindNotice, Notice: history.NoticeAutoTrusted, Device: device, Fingerprint: fingerprint, Policy: policy}
	if err := a.appendLive(h, &row); err != nil {
		return err
	}
	out.rows, out.devices = append(out.rows, row), append(out.devices, who)
	return nil
}

// applyNow lets a policy that was just set decide about the keys that are still undecided, because the user said so.
func (a *account) applyNow(tx *bbolt.Tx, who string, out *taken) error {
	h, t := a.s.history(tx, a.jid), a.s.trust(tx, a.jid)
	devices, err := t.Devices(who)
	if err != nil {
		return err
	}
	for _, d := range devices {
		if !d.Active || d.Fingerprint == "" || d.Level != trust.Undecided {
			continue
		}
		decided, err := t.ApplyPolicyToSeen(who, d.Fingerprint, !d.LastMessage.IsZero(), a.now())
		if err == nil && decided {
			err = a.noteAutoTrusted(h, t, who, d.Fingerprint, d.ID, out)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
