package trust

import "time"

const (
	// strangerLines bounds the lines of the log about keys of a JID of which nobody has decided about any key, and
	// contactLines those of another JID. The devices say by themselves when they were seen.
	strangerLines = 200
	contactLines  = 1000
	// strangersLines bounds the lines about keys of all JIDs together of which nobody has decided about any key.
	strangersLines = 5000
)

// sightingRow counts the lines of the log about keys that were seen, of a JID or of all strangers.
type sightingRow struct {
	Lines   int
	Decided bool // no longer counted among those of strangers
}

var strangersRow = []byte("strangers")

// recordKey writes the line of the log for a key that was not known.
func (s *Store) recordKey(r deviceRow, event KeyEvent, former string, now time.Time) error {
	if event == KeyKnown {
		return nil
	}
	level, err := s.Level(r.JID, r.Fingerprint)
	if err != nil {
		return err
	}
	if room, err := s.countSighting(r.JID); err != nil || !room {
		return err
	}
	e := Entry{Time: now, JID: r.JID, Fingerprint: r.Fingerprint, Device: r.ID, Event: EventSeen, From: level, To: level}
	if former != "" {
		e.Event, e.Detail = EventChanged, former
	}
	return s.record(e)
}

// countSighting counts a line about a key of jid, and says whether there is room for it: anybody can come with new keys.
func (s *Store) countSighting(jid string) (bool, error) {
	var row, all sightingRow
	name := key(s.seal.Name("jid", jid))
	if _, err := s.getJSON(sightingTable, name, &row); err != nil {
		return false, err
	}
	if _, err := s.getJSON(sightingTable, strangersRow, &all); err != nil {
		return false, err
	}
	most := contactLines
	switch decided := s.Decided(jid); {
	case !decided:
		most = strangerLines
		if all.Lines >= strangersLines {
			return false, nil
		}
		all.Lines++
	case !row.Decided:
		all.Lines, row.Decided = all.Lines-row.Lines, true
	}
	if row.Lines >= most {
		return false, nil
	}
	row.Lines++
	if err := s.putJSON(sightingTable, name, row); err != nil {
		return false, err
	}
	return true, s.putJSON(sightingTable, strangersRow, all)
}
