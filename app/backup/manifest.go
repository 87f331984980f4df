package backup

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Manifest is the first member: what the file is, and what it has.
type Manifest struct {
	Format   int       `json:"format"` // Format, when it is written
	Program  string    `json:"program"`
	Version  string    `json:"version"` // of the program
	Profile  string    `json:"profile"` // the id of the profile that it is of
	Time     time.Time `json:"time"`
	Parts    []Kind    `json:"parts"`    // which were asked for; one of them that is empty has no member
	Accounts []string  `json:"accounts"` // their addresses
}

// check looks for what a manifest must have to be written.
func (m Manifest) check() error {
	if m.Profile == "" || m.Time.IsZero() {
		return errors.New("write manifest: neither profile nor time may be empty")
	}
	for _, k := range m.Parts {
		if k.rank() < 0 || k == kindManifest || k == kindEnd {
			return fmt.Errorf("write manifest: no part %q", k)
		}
	}
	return nil
}

// parseManifest reads the format first: of a newer one nothing else is known.
func parseManifest(text []byte) (Manifest, error) {
	var only struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(text, &only); err != nil || only.Format < 1 {
		return Manifest{}, fmt.Errorf("manifest: %w", ErrNotBackup)
	}
	if only.Format > Format {
		return Manifest{}, fmt.Errorf("format %d: %w", only.Format, ErrNewer)
	}
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return Manifest{}, fmt.Errorf("manifest: %w", ErrNotBackup)
	}
	return m, nil
}
