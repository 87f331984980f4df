package uitest

import (
	"context"

	"vouch/app"
	"vouch/app/keys"
)

// Tellings is a Telling that writes down who was told what.
type Tellings struct {
	OneCode *keys.Code
	Lacks   []app.Missed
	KeyOf   string // that was asked for
	Told    []string
	Words   string
	Left    []string
	Refuse  error
}

// Missed implements shell.Service.
func (s *Tellings) Missed(_, _, fingerprint string) ([]app.Missed, error) {
	s.KeyOf = fingerprint
	return s.Lacks, s.Refuse
}

// Tell implements shell.Service.
func (s *Tellings) Tell(_ context.Context, _ string, to []string, text string) ([]string, error) {
	s.Told, s.Words = to, text
	return s.Left, s.Refuse
}
