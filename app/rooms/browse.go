package rooms

import (
	"context"
	"strings"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/loop"
	"vouch/xmpp"
	"vouch/xmpp/disco"
	"vouch/xmpp/muc"
	"vouch/xmpp/rsm"
)

const (
	pageSize     = 100 // rooms of a page
	mostPages    = 50  // that are searched
	mostServices = 50  // entities of our server that are asked what they are
)

// Listed is a room in the list of a service.
type Listed struct {
	Room string // bare
	Name string // as the service has it; ejabberd writes behind it how many are there
}

// Page is a part of such a list.
type Page struct {
	Rooms []Listed
	Next  string // what to go on from; "": that was all
	More  bool   // there are more than are looked at
}

// Browse reads the list of the rooms of a service, from the beginning or from the Next of a Page. With search it goes through
// all pages, and gives the rooms that have it in their name or address. KindNotFound, KindNotOffered: there is no such service.
func (r *Rooms) Browse(ctx context.Context, service jid.JID, search, after string) (Page, error) {
	if search == "" {
		return r.page(ctx, service, after)
	}
	var found Page
	wanted := strings.ToLower(search)
	for range mostPages {
		page, err := r.page(ctx, service, after)
		if err != nil {
			return Page{}, err
		}
		for _, l := range page.Rooms {
			if strings.Contains(strings.ToLower(l.Name), wanted) || strings.Contains(l.Room, wanted) {
				found.Rooms = append(found.Rooms, l)
			}
		}
		found.More = found.More || page.More
		if page.Next == "" || page.Next == after {
			return found, nil
		}
		after = page.Next
	}
	found.More = true
	return found, nil
}

func (r *Rooms) page(ctx context.Context, service jid.JID, after string) (Page, error) {
	size := pageSize
	request := rsm.Request{Max: &size}
	if after != "" {
		request.After = &after
	}
	return loop.AskFor(ctx, r.Account, loop.Question{To: service, Payload: disco.GetPage("", request)}, func(answer *xmpp.Answer) (Page, error) {
		if answer.Err != nil {
			return Page{}, failure(answer.Err)
		}
		list, err := disco.ParsePage(answer.Payload)
		if err != nil {
			return Page{}, &fault.Error{Kind: fault.KindMalformed, Err: err}
		}
		out := Page{Next: list.Place.Last, More: list.More}
		for _, i := range list.Items {
			if i.JID.Localpart() != "" {
				out.Rooms = append(out.Rooms, Listed{i.JID.Bare().String(), i.Name})
			}
		}
		return out, nil
	})
}

// Services are the addresses at which our server has rooms.
func (r *Rooms) Services(ctx context.Context) ([]jid.JID, error) {
	entities, err := loop.AskFor(ctx, r.Account, loop.Question{To: r.Addr.Domain(), Payload: disco.GetItems("")}, func(answer *xmpp.Answer) ([]disco.Item, error) {
		if answer.Err != nil {
			return nil, failure(answer.Err)
		}
		return disco.ParseItems(answer.Payload)
	})
	if err != nil {
		return nil, err
	}
	var out []jid.JID
	for i, entity := range entities {
		if i == mostServices || entity.Node != "" || entity.JID.Localpart() != "" {
			continue
		}
		has, err := loop.AskFor(ctx, r.Account, loop.Question{To: entity.JID, Payload: disco.Get("")}, func(answer *xmpp.Answer) (bool, error) {
			if answer.Err != nil {
				return false, nil // one that does not answer has no rooms for us
			}
			info, err := disco.ParseInfo(answer.Payload)
			return err == nil && info.Has(muc.NS), nil
		})
		if err != nil {
			return nil, err
		}
		if has {
			out = append(out, entity.JID)
		}
	}
	return out, nil
}
