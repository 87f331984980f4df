package files

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/url"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/files/aesgcm"
	"vouch/app/files/filename"
	"vouch/app/history"
	"vouch/app/loop"
	"vouch/app/web"
	"vouch/xmpp"
	"vouch/xmpp/disco"
	"vouch/xmpp/upload"
)

// mostServices bounds how many entities of a server are asked whether they take files.
const mostServices = 20

// sealedType is what a server is told of the type of encrypted bytes: no more than that.
const sealedType = "application/octet-stream"

// Place is an entity that takes files (XEP-0363).
type Place struct {
	Addr  jid.JID
	Limit int64 // bytes as they go over the wire; 0 where it does not say
}

// Known tells whether there is one.
func (p Place) Known() bool { return p.Addr.String() != "" }

// FindPlace asks our server and what belongs to it for an entity that takes files; of several the one that takes the largest.
// KindNotOffered: there is none; KindNotConnected: there is none among those that have answered, and not all have. It waits for the
// network.
func FindPlace(ctx context.Context, a loop.Account) (Place, error) {
	entities, err := loop.AskFor(ctx, a, loop.Question{To: a.Addr.Domain(), Payload: disco.GetItems("")}, func(answer *xmpp.Answer) ([]disco.Item, error) {
		if answer.Err != nil {
			return nil, loop.Failure(answer.Err)
		}
		return disco.ParseItems(answer.Payload)
	})
	if err != nil && fault.KindOf(err) == fault.KindNotConnected {
		return Place{}, err
	}
	asked := []jid.JID{a.Addr.Domain()}
	for _, e := range entities {
		if e.Node == "" && e.JID.Localpart() == "" && len(asked) < mostServices {
			asked = append(asked, e.JID)
		}
	}
	var best Place
	var silent error
	for _, addr := range asked {
		p, err := askPlace(ctx, a, addr)
		if errors.Is(err, xmpp.ErrClosed) || ctx.Err() != nil {
			return Place{}, err
		}
		if err != nil {
			silent = err
		}
		if !p.Known() {
			continue
		}
		if !best.Known() || best.Limit != 0 && (p.Limit == 0 || p.Limit > best.Limit) {
			best = p
		}
	}
	if !best.Known() && silent != nil {
		return Place{}, silent
	}
	if !best.Known() {
		return Place{}, &fault.Error{Kind: fault.KindNotOffered, Why: "the server takes no files"}
	}
	return best, nil
}

// askPlace asks one entity; the zero Place: it takes none. KindNotConnected: it does not say.
func askPlace(ctx context.Context, a loop.Account, addr jid.JID) (Place, error) {
	return loop.AskFor(ctx, a, loop.Question{To: addr, Payload: disco.Get("")}, func(answer *xmpp.Answer) (Place, error) {
		var refused *xmpp.StanzaError
		if answer.Err != nil && (!errors.As(answer.Err, &refused) || refused.Type == "wait") {
			return Place{}, &fault.Error{Kind: fault.KindNotConnected, Err: answer.Err}
		}
		if answer.Err != nil {
			return Place{}, nil
		}
		info, err := disco.ParseInfo(answer.Payload)
		if err != nil {
			return Place{}, nil
		}
		limit, is := upload.Limit(info)
		if !is {
			return Place{}, nil
		}
		return Place{addr, limit}, nil
	})
}

// Way is how the web is reached on behalf of an account, to a host that is its server's own, or to any.
type Way func(own bool) web.Way

// Upload puts a stored file at a place that the server gives, encrypted as it lies in the store or, for a chat in clear, in clear,
// and gives the address at which it is then. progress is told how many bytes were handed over, from another goroutine.
//
// KindTooBig: the server takes none so large, and Said is the limit in bytes; KindRefused: it takes none now, or does not have what it
// took; KindNotConnected: it could not be reached, or the transfer broke off; KindNotFound "file": it is not in the store.
func (s *Store) Upload(ctx context.Context, a loop.Account, p Place, way Way, f history.File, sealed bool, progress func(int64)) (address string, err error) {
	u := uplink{s, a, p, way(true), progress}
	if address, err = u.put(ctx, f, sealed); errors.Is(err, errNotThere) {
		address, err = u.put(ctx, f, sealed) // into another slot: one that broke may stay so
	}
	if errors.Is(err, errNotThere) {
		return "", &fault.Error{Kind: fault.KindRefused, Why: err.Error(), Err: err}
	}
	return address, err
}

// errNotThere is returned for what the server has taken, and does not give: others would find no file behind our link, or half of one.
var errNotThere = errors.New("the server does not have what it took")

// uplink is where the files of an account go.
type uplink struct {
	*Store
	account  loop.Account
	place    Place
	way      web.Way
	progress func(int64)
}

// put puts a file into a slot of its own. errNotThere: the server says that it took it, and says otherwise when it is asked.
func (u uplink) put(ctx context.Context, f history.File, sealed bool) (address string, err error) {
	name, body, size, err := u.wire(ctx, f, sealed)
	if err != nil {
		return "", err
	}
	defer body.Close()
	if u.place.Limit > 0 && size > u.place.Limit {
		return "", tooBig(u.place.Limit)
	}
	kind := sealedType
	if !sealed {
		kind = filename.Type(f.Name)
	}
	slot, err := askSlot(ctx, u.account, u.place, name, size, kind)
	if err != nil {
		return "", err
	}
	headers := make([]web.Header, 0, len(slot.Headers))
	for _, h := range slot.Headers {
		headers = append(headers, web.Header(h))
	}
	err = u.way.Put(ctx, slot.Put, headers, kind, size, body, u.progress)
	if err != nil {
		var over bool
		if err, over = putError(ctx, err); over {
			return "", err
		}
	}
	switch there := u.there(ctx, slot.Get, size); {
	case there == yes, there == unknown && err == nil: // or the answer alone was lost
		return slot.Get, nil
	case err == nil:
		return "", errNotThere
	}
	return "", err
}

// putError gives an error of a PUT its kind. over tells whether the server has said that it does not take the file; else the file may
// be there, and the answer alone was lost.
func putError(ctx context.Context, err error) (kind error, over bool) {
	var status web.StatusError
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx), true
	case errors.As(err, &status) && status.Code() == 413:
		return &fault.Error{Kind: fault.KindTooBig, Err: err}, true
	case errors.As(err, &status) && status.Code() != 409:
		return &fault.Error{Kind: fault.KindRefused, Said: status.Error(), Err: err}, true
	case errors.Is(err, web.ErrChanged), errors.Is(err, web.ErrAddress):
		return &fault.Error{Kind: fault.KindRefused, Why: err.Error(), Err: err}, true
	}
	return &fault.Error{Kind: fault.KindNotConnected, Err: err}, false
}

type answer int

const (
	unknown answer = iota // it does not say
	yes
	no
)

// there asks whether a file is where it was put, whole: other programs ask for its length before they fetch it, and a server that
// says that it took one may have lost it on the way to its disk.
func (u uplink) there(ctx context.Context, address string, size int64) answer {
	n, err := u.way.Length(ctx, address)
	var status web.StatusError
	switch {
	case errors.As(err, &status) && (status.Code() == 404 || status.Code() == 410), err == nil && n >= 0 && n != size:
		return no
	case err == nil && n == size:
		return yes
	}
	return unknown
}

// wire is a stored file as it goes over the wire: what it is called there, and its bytes. Of one that is encrypted the server learns
// the ending. In clear the message tells it the name, and other programs show the one that the address ends with.
func (s *Store) wire(ctx context.Context, f history.File, sealed bool) (name string, body io.ReadCloser, size int64, err error) {
	raw := make([]byte, 12)
	rand.Read(raw)
	name = base64.RawURLEncoding.EncodeToString(raw)
	if e := filename.Shared(f.Name); e != "" {
		name += "." + e
	}
	if sealed {
		file, size, err := s.Sealed(f.Stored)
		if err != nil {
			return "", nil, 0, missing(err)
		}
		return name, file, size, nil
	}
	if f.Name != "" {
		name = filename.Clean(f.Name)
	}
	c, err := s.Clear(ctx, f.Stored, f.AESGCM())
	if err != nil {
		return "", nil, 0, missing(err)
	}
	return name, c, c.Size(), nil
}

// missing is why a file of the store cannot be read.
func missing(err error) error {
	kind := fault.KindNotFound
	if errors.Is(err, aesgcm.ErrDamaged) {
		kind = fault.KindTampered
	}
	return &fault.Error{Kind: kind, Param: "file", Err: err}
}

// askSlot asks for a place for one file.
func askSlot(ctx context.Context, a loop.Account, p Place, name string, size int64, kind string) (upload.Slot, error) {
	return loop.AskFor(ctx, a, loop.Question{To: p.Addr, Payload: upload.Request(name, size, kind)}, func(answer *xmpp.Answer) (upload.Slot, error) {
		if answer.Err != nil {
			return upload.Slot{}, refused(answer.Err)
		}
		slot, err := upload.ParseSlot(answer.Payload)
		if err != nil {
			return slot, &fault.Error{Kind: fault.KindMalformed, Err: err}
		}
		return slot, nil
	})
}

// refused gives the refusal of a slot its kind.
func refused(err error) error {
	var se *xmpp.StanzaError
	if !errors.As(err, &se) || se.Type == "wait" && se.Condition != "resource-constraint" {
		return &fault.Error{Kind: fault.KindNotConnected, Err: err}
	}
	if r := upload.RefusalOf(err); r.Large {
		return tooBig(r.Most)
	}
	return &fault.Error{Kind: fault.KindRefused, Said: se.Text, Err: err}
}

func tooBig(most int64) error {
	e := &fault.Error{Kind: fault.KindTooBig}
	if most > 0 {
		e.Said = fmt.Sprint(most)
	}
	return e
}

// ownHost tells whether an address is at a host of the account's own domain.
func ownHost(address string, domain string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := u.Hostname()
	return host == domain || len(host) > len(domain) && host[len(host)-len(domain)-1:] == "."+domain
}
