package app

import (
	"context"

	"vouch/app/loop"
	"vouch/xmpp/disco"
	"vouch/xmpp/vcard"
)

// fetchOlderCard fetches a vCard of the older kind; one that is not there is an empty one.
func (a *account) fetchOlderCard(ctx context.Context, who string) (vcard.Card, error) {
	answer, err := a.fetch(ctx, who, vcard.Get{})
	if err != nil {
		return vcard.Card{}, err
	}
	card, err := vcard.Parse(answer)
	if err != nil {
		return vcard.Card{}, &Error{Kind: KindMalformed, Err: err}
	}
	return card, nil
}

// writeOlder keeps the own vCard of the older kind in step with what was published as vCard4, where the server does not. Anybody
// may read it, so fields that were not there are added only if all is meant for it.
func (a *account) writeOlder(ctx context.Context, published vcard.Fields, all bool) error {
	card, err := a.fetchOlderCard(ctx, a.jid)
	if err != nil {
		return err
	}
	want := published
	if !all {
		want = published.InStep(card.Fields)
	}
	if want == card.Fields {
		return nil
	}
	if converts, err := a.converts(ctx, card.Fields, published); err != nil || converts {
		return err
	}
	return loop.Tell(ctx, a.asRoomsSeeIt(), card.With(want).Payload(), nil)
}

// converts tells whether the server has made the older vCard of the one that was just published. Then writing it would take
// away from the new one what the older has no place for.
func (a *account) converts(ctx context.Context, older, published vcard.Fields) (bool, error) {
	if older.FullName != published.FullName {
		return false, nil
	}
	answer, err := a.fetch(ctx, a.jid, disco.Get(""))
	if err != nil || answer == nil {
		return false, err
	}
	info, err := disco.ParseInfo(answer)
	if err != nil {
		return false, &Error{Kind: KindMalformed, Err: err}
	}
	return info.Has(vcard.Conversion), nil
}
