package app

import (
	"errors"

	"vouch/xmpp"
	"vouch/xmpp/avatar"
	"vouch/xmpp/blocking"
	"vouch/xmpp/bookmarks"
	"vouch/xmpp/caps"
	"vouch/xmpp/chatstates"
	"vouch/xmpp/corrections"
	"vouch/xmpp/disco"
	"vouch/xmpp/displayed"
	"vouch/xmpp/entitytime"
	"vouch/xmpp/invites"
	"vouch/xmpp/markers"
	"vouch/xmpp/nick"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
	"vouch/xmpp/ping"
	"vouch/xmpp/reactions"
	"vouch/xmpp/receipts"
	"vouch/xmpp/replies"
	"vouch/xmpp/retractions"
	"vouch/xmpp/roster"
	"vouch/xmpp/version"
)

// capsNode names the software in entity capabilities (XEP-0115 v1.6.0 §4): by its id, since it has no web page.
const capsNode = "im.vouch.Vouch"

// ownInfo is what we tell about ourselves. The "+notify" makes servers send device lists of contacts (XEP-0163 §4).
func ownInfo() disco.Info {
	return disco.Own(caps.NS, disco.NSInfo, chatstates.NS, corrections.NS, entitytime.NS, markers.NS, pep.Notify(omemo.NodeDevices),
		pep.Notify(avatar.NodeMetadata), pep.Notify(nick.Node), pep.Notify(displayed.Node), pep.Notify(bookmarks.Node), invites.NS, ping.NS, reactions.NS, receipts.NS, replies.NS, retractions.NS, version.NS)
}

func ownCaps() *caps.C { return caps.For(capsNode, ownInfo()) }

// receiveIQ answers questions. Strangers and those who may not see our presence learn nothing from an answer that they
// would not learn from any client: everything but our own server's business is refused in the
// same way. Nobody is told how long ago somebody sat here (XEP-0012).
func (a *account) receiveIQ(q *xmpp.IQ) error {
	if q.Payload == nil {
		return a.reply(a.conn.client.Refuse(q, "bad-request"))
	}
	if item, ver, ok := roster.ParsePush(q, a.addr); ok {
		if err := a.receiveRosterPush(item, ver); err != nil {
			return err
		}
		return a.reply(a.conn.client.Reply(q, nil))
	}
	if push, ok := blocking.ParsePush(q, a.addr); ok {
		if err := a.people.ReceiveBlockPush(push); err != nil {
			return err
		}
		return a.reply(a.conn.client.Reply(q, nil))
	}
	if q.Set || !a.mayAsk(q) {
		return a.reply(a.conn.client.Refuse(q, "service-unavailable"))
	}
	if ping.Is(q) {
		return a.reply(a.conn.client.Reply(q, nil))
	}
	if version.Is(q) {
		return a.reply(a.conn.client.Reply(q, version.Version{Name: "Vouch", Version: a.s.opt.Version}))
	}
	if entitytime.Is(q) {
		return a.reply(a.conn.client.Reply(q, entitytime.Of(a.now())))
	}
	if node, asked := disco.InfoAsked(q); asked {
		if node != "" && node != ownCaps().DiscoNode() {
			return a.reply(a.conn.client.Refuse(q, "item-not-found"))
		}
		info := ownInfo()
		info.Node = node
		return a.reply(a.conn.client.Reply(q, info))
	}
	return a.reply(a.conn.client.Refuse(q, "service-unavailable"))
}

// mayAsk tells whether the one who asks sees our presence anyway: our own account, our server, or a contact we show
// ourselves to.
func (a *account) mayAsk(q *xmpp.IQ) bool {
	from := q.FromJID.Bare()
	if from.Equal(a.addr.Bare()) || q.FromJID.Equal(a.addr.Domain()) {
		return true
	}
	c, ok := a.people.Contact(from.String())
	return ok && (c.Subscription == "from" || c.Subscription == "both")
}

// reply gives on that the stream was over before there was an answer: the question must not enter the count then.
func (a *account) reply(err error) error {
	if errors.Is(err, xmpp.ErrClosed) {
		return err
	}
	if err != nil {
		a.log.Info("reply", "err", err)
	}
	return nil
}
