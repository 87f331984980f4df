package ui

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vouch/app"
)

// keyService is the part of a Service that is about codes and pages.
type keyService struct {
	codes    map[app.Include]*app.Code
	read     map[string]*app.KeyCheck // by the texts of a code, or that of a page
	fetched  app.Fetched
	keyErr   error // of reading
	asked    []string
	verified []app.Verify
	undone   []app.KeyChange
}

func (s *keyService) Code(_, who string, with app.Include) (*app.Code, error) {
	if c := s.codes[with]; c != nil && c.JID == who {
		return c, nil
	}
	return nil, &app.Error{Kind: app.KindNotFound, Param: "jid"}
}

func (s *keyService) MakePageOf(_, who string, format app.PageFormat, with app.Include, names bool) (string, error) {
	page := string(format) + " page of " + who + " " + string(with)
	if names {
		page += " with names"
	}
	return page, nil
}

func (s *keyService) ReadCode(_, expect string, texts ...string) (*app.KeyCheck, error) {
	return s.find(strings.Join(texts, "\n"))
}

func (s *keyService) ReadPage(_, _, text string) (*app.KeyCheck, error) { return s.find(text) }

func (s *keyService) find(text string) (*app.KeyCheck, error) {
	if c := s.read[text]; c != nil {
		return c, nil
	}
	if s.keyErr != nil {
		return nil, s.keyErr
	}
	return nil, &app.Error{Kind: app.KindInvalid, Param: "uri", Detail: "not a link to an XMPP address"}
}

func (s *keyService) FetchPage(_ context.Context, _, address string) (app.Fetched, error) {
	s.asked = append(s.asked, address)
	return s.fetched, s.keyErr
}

func (s *keyService) Verify(_ context.Context, c app.Verify) (changed []app.KeyChange, err error) {
	s.verified = append(s.verified, c)
	for _, k := range c.Keys {
		changed = append(changed, app.KeyChange{Fingerprint: k, From: app.TrustUndecided, To: app.TrustVerified})
	}
	for _, k := range c.Reject {
		changed = append(changed, app.KeyChange{Fingerprint: k, From: app.TrustTrusted, To: app.TrustRejected})
	}
	return changed, nil
}

func (s *keyService) Undo(_ context.Context, _, _ string, changes []app.KeyChange) error {
	s.undone = append(s.undone, changes...)
	return nil
}

// verifiedAre checks what was verified so far, and forgets it.
func verifiedAre(t *testing.T, s *service, want ...app.Verify) {
	t.Helper()
	if !slices.EqualFunc(s.verified, want, func(a, b app.Verify) bool { return reflect.DeepEqual(a, b) }) {
		t.Errorf("verified %+v, want %+v", s.verified, want)
	}
	s.verified = nil
}

const printWork = "01dee1f4a7363451743d25173d866ae4b5f7ba727509eec358029a5e79ff639d"

// bobCheck is what a code of Bob says: one key that differs, two that match, one new, one missing.
func bobCheck() *app.KeyCheck {
	return &app.KeyCheck{JID: bob, Name: "Bob", Part: 1, Parts: 1, Findings: []app.KeyFinding{
		{Result: app.KeyDiffers, DeviceID: 90125, Label: "Bob’s laptop", Fingerprint: printOld, Known: printLaptop, KnownTrust: app.TrustTrusted, Trust: app.TrustUndecided, Active: true},
		{Result: app.KeyMatches, DeviceID: 771204, Label: "Bob’s phone", Fingerprint: printPhone, Trust: app.TrustVerified, Active: true},
		{Result: app.KeyMatches, DeviceID: 1029384756, Fingerprint: printNew, Trust: app.TrustUndecided, Active: true},
		{Result: app.KeyNew, Fingerprint: printWork, Trust: app.TrustUndecided},
		{Result: app.KeyMissing, DeviceID: 4712, Label: "Bob’s desk at work", Fingerprint: printOther, Trust: app.TrustVerified, LastSeen: at(2, "12:00")},
	}}
}
