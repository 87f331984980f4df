package uitest

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"vouch/app"
	"vouch/app/keys"
	"vouch/app/view"
)

// KeyService is the part of a Service that is about codes and pages.
type KeyService struct {
	Codes    map[keys.Include]*keys.Code
	Read     map[string]*keys.Check // by the texts of a code, or that of a page
	Fetched  app.Fetched
	KeyErr   error // of reading
	Asked    []string
	Verified []app.Verify
	Changes  []keys.Change // what Verify has changed; nil for every key
	Undone   []keys.Change
	verified atomic.Int32 // how many there are in Verified, for whoever waits for them
}

// Verifications is how often Verify was called. It is for any goroutine.
func (s *KeyService) Verifications() int { return int(s.verified.Load()) }

// Code implements shell.Service.
func (s *KeyService) Code(_, who string, with keys.Include) (*keys.Code, error) {
	if c := s.Codes[with]; c != nil && c.JID == who {
		return c, nil
	}
	return nil, &app.Error{Kind: app.KindNotFound, Param: "jid"}
}

// MakePageOf implements shell.Service.
func (s *KeyService) MakePageOf(_, who string, format keys.PageFormat, with keys.Include, names bool) (string, error) {
	page := string(format) + " page of " + who + " " + string(with)
	if names {
		page += " with names"
	}
	return page, nil
}

// ReadCode implements shell.Service.
func (s *KeyService) ReadCode(_, expect string, texts ...string) (*keys.Check, error) {
	return s.find(strings.Join(texts, "\n"))
}

// ReadPage implements shell.Service.
func (s *KeyService) ReadPage(_, _, text string) (*keys.Check, error) { return s.find(text) }

func (s *KeyService) find(text string) (*keys.Check, error) {
	if c := s.Read[text]; c != nil {
		return c, nil
	}
	if s.KeyErr != nil {
		return nil, s.KeyErr
	}
	return nil, &app.Error{Kind: app.KindInvalid, Param: "uri", Why: "not a link to an XMPP address"}
}

// FetchPage implements shell.Service.
func (s *KeyService) FetchPage(_ context.Context, _, address string) (app.Fetched, error) {
	s.Asked = append(s.Asked, address)
	return s.Fetched, s.KeyErr
}

// Verify implements shell.Service.
func (s *KeyService) Verify(_ context.Context, c app.Verify) (changed []keys.Change, err error) {
	defer s.verified.Add(1)
	if s.Verified = append(s.Verified, c); s.Changes != nil {
		return s.Changes, nil
	}
	for _, k := range c.Keys {
		changed = append(changed, keys.Change{Fingerprint: k, From: view.TrustUndecided, To: view.TrustVerified})
	}
	for _, k := range c.Reject {
		changed = append(changed, keys.Change{Fingerprint: k, From: view.TrustTrusted, To: view.TrustRejected})
	}
	return changed, nil
}

// Undo implements shell.Service.
func (s *KeyService) Undo(_ context.Context, _, _ string, changes []keys.Change) error {
	s.Undone = append(s.Undone, changes...)
	return nil
}

// VerifiedAre checks what was verified so far, and forgets it.
func VerifiedAre(t *testing.T, s *Service, want ...app.Verify) {
	t.Helper()
	if !slices.EqualFunc(s.Verified, want, func(a, b app.Verify) bool { return reflect.DeepEqual(a, b) }) {
		t.Errorf("verified %+v, want %+v", s.Verified, want)
	}
	s.Verified = nil
}

// PrintWork is the fingerprint of a device of Bob that only a code or a page names.
const PrintWork = "01dee1f4a7363451743d25173d866ae4b5f7ba727509eec358029a5e79ff639d"

// BobCheck is what a code of Bob says: one key that differs, two that match, one new, one missing.
func BobCheck() *keys.Check {
	return &keys.Check{JID: Bob, Name: "Bob", Part: 1, Parts: 1, Findings: []keys.Finding{
		{Result: keys.Differs, DeviceID: 90125, Label: "Bob’s laptop", Fingerprint: PrintOld, Known: PrintLaptop, KnownTrust: view.TrustTrusted, Trust: view.TrustUndecided, Active: true},
		{Result: keys.Matches, DeviceID: 771204, Label: "Bob’s phone", Fingerprint: PrintPhone, Trust: view.TrustVerified, Active: true},
		{Result: keys.Matches, DeviceID: 1029384756, Fingerprint: PrintNew, Trust: view.TrustUndecided, Active: true},
		{Result: keys.New, Fingerprint: PrintWork, Trust: view.TrustUndecided},
		{Result: keys.Missing, DeviceID: 4712, Label: "Bob’s desk at work", Fingerprint: PrintOther, Trust: view.TrustVerified, LastSeen: At(2, "12:00")},
	}}
}
