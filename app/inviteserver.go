package app

import (
	"context"
	"net/url"
	"time"

	"vouch/app/input"
	"vouch/xmpp/commands"
)

// inviteCommand is the node of the ad-hoc command that makes an invitation (XEP-0401 v0.6.0 §3.1).
const inviteCommand = "urn:xmpp:invite#invite"

// inviteTime is how long the server may take, before the invitation is made here.
const inviteTime = 10 * time.Second

// inviteByServer has the server make an invitation. It is false where that is not offered, or what comes is not an
// invitation to this account that lets somebody make one as well: for contacts alone our own is as good, and better than
// that of Prosody 0.12, which accepts for nobody who is offline.
func (s *Service) inviteByServer(ctx context.Context, of string) (Invitation, bool) {
	ctx, cancel := context.WithTimeout(ctx, inviteTime)
	defer cancel()
	step, err := s.RunAdHoc(ctx, AdHocRun{Account: of, Command: AdHocCommand{Node: inviteCommand}})
	if err != nil || step.Status != commands.Completed || step.Form == nil {
		return Invitation{}, false
	}
	out := Invitation{URI: step.Form.Value("uri")}
	link, err := input.ParseLink(out.URI)
	if err != nil || link.JID != of || link.Token == "" || link.Server == "" || link.Account {
		return Invitation{}, false
	}
	out.Account = true
	if page, err := url.Parse(step.Form.Value("landing-url")); err == nil && page.Scheme == "https" && page.Host != "" {
		out.Page = page.String()
	}
	if text := step.Form.Value("expire"); text != "" {
		if out.Expires, err = time.Parse(time.RFC3339, text); err != nil {
			return Invitation{}, false
		}
	}
	return out, true
}
