package rooms

import (
	"context"
	"errors"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/loop"
	"vouch/xmpp"
	"vouch/xmpp/disco"
	"vouch/xmpp/forms"
	"vouch/xmpp/muc"
)

// Made is a room that was made.
type Made struct {
	Joined
	Archive bool      // it keeps what is said
	Left    []jid.JID // whom the server did not let us make a member, or invite
}

// Create makes a room as planned (XEP-0045 v1.35.5 §10.1), and invites people to it. Whether it came to be so is asked of
// its disco info before anybody is invited: a private one that is not for members only, or hides who they are, is destroyed.
// KindNotOffered: the server has no such rooms; KindConflict: there is a room of that address; KindNotAllowed: we may make
// none.
func (r *Rooms) Create(ctx context.Context, plan muc.Plan, at jid.JID, nick string, people []jid.JID) (Made, error) {
	if err := isRoom(at); err != nil {
		return Made{}, err
	}
	if err := r.makeIn(ctx, at, nick); err != nil {
		if ctx.Err() != nil {
			err = errors.Join(err, r.unmake(ctx, at))
		}
		return Made{}, err
	}
	kind, err := r.shape(ctx, at, plan)
	if err != nil {
		return Made{}, errors.Join(err, r.unmake(ctx, at))
	}
	made := Made{Archive: kind.Offers.Archive}
	if plan.Private {
		for _, who := range people {
			if err := r.Affiliate(ctx, at, who, muc.Member, ""); err != nil {
				r.Log.Warn("make member", "room", at, "peer", who, "err", err)
				made.Left = append(made.Left, who)
			}
		}
	}
	if err := r.keep(ctx, at, kind, plan.Password, &made); err != nil {
		return Made{}, err
	}
	for _, who := range people {
		if isAmong(made.Left, who) {
			continue
		}
		if err := r.Invite(ctx, at, who, ""); err != nil {
			r.Log.Warn("invite", "room", at, "peer", who, "err", err)
			made.Left = append(made.Left, who)
		}
	}
	return made, nil
}

func isAmong(all []jid.JID, who jid.JID) bool {
	for _, j := range all {
		if j.Equal(who) {
			return true
		}
	}
	return false
}

// makeIn enters a room that is not there, which makes it.
func (r *Rooms) makeIn(ctx context.Context, at jid.JID, nick string) error {
	_, err := loop.Wait(ctx, r.Account, func(report func(struct{}, error)) {
		if !r.Online() {
			report(struct{}{}, offline())
			return
		}
		rm := r.add(at)
		if rm.in || rm.entry != nil {
			report(struct{}{}, errThere)
			return
		}
		e := &entry{nick: nick, making: true, then: []func(error){func(err error) { report(struct{}{}, err) }}}
		if nick == "" {
			e.nick = r.nickFor(rm)
		}
		r.begin(rm, e)
	})
	return err
}

// shape configures a new room, which opens it to others, and says what it then is.
func (r *Rooms) shape(ctx context.Context, at jid.JID, plan muc.Plan) (history.RoomKind, error) {
	form, err := r.Config(ctx, at)
	if err != nil {
		return history.RoomKind{}, err
	}
	if err := r.submit(ctx, at, form, plan.Answers(form)); err != nil {
		return history.RoomKind{}, err
	}
	answer, err := r.askRoom(ctx, at, false, disco.Get(""))
	if err != nil {
		return history.RoomKind{}, err
	}
	kind, err := r.kindOf(answer)
	if err == nil && plan.Private && !kind.Private() {
		err = &fault.Error{Kind: fault.KindNotOffered, Param: "room", Why: "the server made it otherwise than planned"}
	}
	return kind, err
}

// unmake takes back a room that did not become what it was to be. It is done also when ctx has ended.
func (r *Rooms) unmake(ctx context.Context, at jid.JID) error {
	return r.Call(context.WithoutCancel(ctx), func() {
		rm := r.all[at.String()]
		if rm == nil {
			return
		}
		r.Ask(rm.addr, true, muc.Destroy(jid.JID{}, "", ""), func(answer *xmpp.Answer) {
			if answer.Err != nil {
				r.Log.Warn("destroy room", "room", rm.name, "err", answer.Err)
			}
		})
		r.walkOut(rm)
		if !rm.known() {
			r.forget(rm)
		}
	})
}

// keep writes down a room that was made, with its chat.
func (r *Rooms) keep(ctx context.Context, at jid.JID, kind history.RoomKind, password string, made *Made) error {
	_, err := loop.Wait(ctx, r.Account, func(report func(struct{}, error)) {
		rm := r.all[at.String()]
		if rm == nil || !rm.in {
			report(struct{}{}, offline())
			return
		}
		if err := r.settle(rm, &entry{nick: rm.place.Resourcepart(), password: password, kind: kind, making: true}, ""); err != nil {
			report(struct{}{}, err)
			return
		}
		made.Joined = rm.joined()
		r.askAgain(rm)
		r.cameIn(rm)
		report(struct{}{}, nil)
	})
	return err
}

// Config is the form by which a room is configured, as the server offers it (XEP-0045 v1.35.5 §10.2). KindNotAllowed: we are
// no owner.
func (r *Rooms) Config(ctx context.Context, at jid.JID) (forms.Form, error) {
	answer, err := r.askRoom(ctx, at, false, muc.GetConfig())
	if err != nil {
		return forms.Form{}, err
	}
	form, err := muc.ParseConfig(answer.Payload)
	if err != nil {
		return forms.Form{}, &fault.Error{Kind: fault.KindMalformed, Err: err}
	}
	return form, nil
}

// Configure answers the form that Config gave; what answers leave out keeps its value. Nothing is encrypted for the room until
// its disco info has been read anew. KindInvalid: something required is missing, or what is said makes no sense to the server.
func (r *Rooms) Configure(ctx context.Context, at jid.JID, form forms.Form, answers map[string]string) error {
	hold := func() {
		if rm := r.all[at.Bare().String()]; rm != nil && rm.in {
			r.askAgain(rm)
		}
	}
	err := r.submit(ctx, at, form, answers)
	return errors.Join(err, r.Call(context.WithoutCancel(ctx), hold))
}

// submit sends a filled form.
func (r *Rooms) submit(ctx context.Context, at jid.JID, form forms.Form, answers map[string]string) error {
	filled, err := form.Submit(answers)
	if err != nil {
		var missing *forms.MissingError
		if errors.As(err, &missing) {
			return &fault.Error{Kind: fault.KindInvalid, Param: missing.Var, Err: err}
		}
		return &fault.Error{Kind: fault.KindInvalid, Err: err}
	}
	_, err = r.askRoom(ctx, at, true, muc.SetConfig(filled))
	return err
}
