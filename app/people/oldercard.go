package people

import (
	"context"

	"vouch/app/fault"
	"vouch/app/loop"
	"vouch/xmpp/disco"
	"vouch/xmpp/vcard"
)

// fetchOlderCard fetches a vCard of the older kind; one that is not there is an empty one.
func (r *Room) fetchOlderCard(ctx context.Context, who string) (vcard.Card, error) {
	answer, err := r.fetch(ctx, who, vcard.Get{})
	if err != nil {
		return vcard.Card{}, err
	}
	card, err := vcard.Parse(answer)
	if err != nil {
		return vcard.Card{}, &fault.Error{Kind: fault.KindMalformed, Err: err}
	}
	return card, nil
}

// writeOlder keeps the own vCard of the older kind in step with what was published as vCard4, where the server does not. Anybody
// may read it, so fields that were not there are added only if all is meant for it.
func (r *Room) writeOlder(ctx context.Context, published vcard.Fields, all bool) error {
	card, err := r.fetchOlderCard(ctx, r.JID)
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
	if converts, err := r.converts(ctx, card.Fields, published); err != nil || converts {
		return err
	}
	return loop.Tell(ctx, r.Account, card.With(want).Payload(), nil)
}

// converts tells whether the server has made the older vCard of the one that was just published. Then writing it would take
// away from the new one what the older has no place for.
func (r *Room) converts(ctx context.Context, older, published vcard.Fields) (bool, error) {
	if older.FullName != published.FullName {
		return false, nil
	}
	answer, err := r.fetch(ctx, r.JID, disco.Get(""))
	if err != nil || answer == nil {
		return false, err
	}
	info, err := disco.ParseInfo(answer)
	if err != nil {
		return false, &fault.Error{Kind: fault.KindMalformed, Err: err}
	}
	return info.Has(vcard.Conversion), nil
}
