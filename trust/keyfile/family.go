package keyfile

import "slices"

// files are the slots that have the key in clear.
func (l *list) files() (out []SlotID) {
	for _, s := range l.slots {
		if s.Kind == KindFile {
			out = append(out, s.ID)
		}
	}
	return out
}

// protects says whether a slot that can be used is for every day, or the key is in clear beside them as it was before.
func (l *list) protects() bool {
	return slices.ContainsFunc(l.slots, func(s slot) bool { return s.Usable && s.Kind.protects() })
}

// without is the list without the slots that go. Their order stays.
func (l *list) without(goes func(SlotID) bool) *list {
	out := &list{profile: l.profile}
	for _, s := range l.slots {
		if !goes(s.ID) {
			out.slots = append(out.slots, s)
		}
	}
	return out
}

// family are the slots of one place: those that replace one another, of which a finished change leaves one. It begins with id.
func (l *list) family(id SlotID) []SlotID {
	out := []SlotID{id}
	for i := 0; i < len(out); i++ {
		for _, o := range l.slots {
			for _, s := range l.slots {
				if o.ID == out[i] && s.near(o.Slot) && !slices.Contains(out, s.ID) {
					out = append(out, s.ID)
				}
			}
		}
	}
	return out
}

func without(ids []SlotID, id SlotID) []SlotID {
	return slices.DeleteFunc(ids, func(o SlotID) bool { return o == id })
}
