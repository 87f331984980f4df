package rooms

import (
	"context"
	"errors"
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

// Services are the addresses at which a server has rooms: host itself where it is such a service, else those of its parts that
// are, in the server's order.
func (r *Rooms) Services(ctx context.Context, host jid.JID) ([]jid.JID, error) {
	is, err := r.hasRooms(ctx, host)
	if err != nil || is {
		return []jid.JID{host}, err
	}
	entities, err := loop.AskFor(ctx, r.Account, loop.Question{To: host, Payload: disco.GetItems("")}, func(answer *xmpp.Answer) ([]disco.Item, error) {
		if answer.Err != nil {
			return nil, failure(answer.Err)
		}
		return disco.ParseItems(answer.Payload)
	})
	if err != nil {
		return nil, err
	}
	var out []jid.JID
	for _, entity := range entities[:min(len(entities), mostServices)] {
		if entity.Node != "" || entity.JID.Localpart() != "" || entity.JID.Equal(host) {
			continue
		}
		has, err := r.hasRooms(ctx, entity.JID)
		if fault.KindOf(err) == fault.KindNotConnected && !errors.Is(err, xmpp.ErrTimeout) {
			return nil, err
		}
		if has && err == nil { // one that does not answer has no rooms for us
			out = append(out, entity.JID)
		}
	}
	return out, nil
}

// hasRooms asks an entity whether it is a service for rooms.
func (r *Rooms) hasRooms(ctx context.Context, who jid.JID) (bool, error) {
	return loop.AskFor(ctx, r.Account, loop.Question{To: who, Payload: disco.Get("")}, func(answer *xmpp.Answer) (bool, error) {
		if answer.Err != nil {
			return false, failure(answer.Err)
		}
		info, err := disco.ParseInfo(answer.Payload)
		return err == nil && info.Has(muc.NS), nil
	})
}
