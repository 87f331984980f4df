package muc

// Exit is how somebody came to be no longer there.
type Exit string

// The exits. After those from Kicked on nobody comes back by itself; after Faulted and Stopped they may.
const (
	Still     Exit = ""          // they are there
	Left      Exit = "left"      // of their own will, or nothing is said
	Renamed   Exit = "renamed"   // the same occupant, under the nickname of NewPlace
	Faulted   Exit = "faulted"   // a fault of the connection
	Stopped   Exit = "stopped"   // the service goes down
	Kicked    Exit = "kicked"    // and may come back
	Banned    Exit = "banned"    // as an Outcast
	Removed   Exit = "removed"   // is no member any more, of a room for members only
	ClosedOut Exit = "closed"    // was no member when the room became one for members only
	Ended     Exit = "destroyed" // the room is no more
)

// Exit is how who it is about came to be gone.
func (p Presence) Exit() Exit {
	c := p.Codes
	switch {
	case !p.Gone:
		return Still
	case p.Destroyed != nil:
		return Ended
	case c.Has(WasBanned):
		return Banned
	case c.Has(HadFault): // §11.1: also with WasKicked
		return Faulted
	case c.Has(ShutsDown):
		return Stopped
	case c.Has(WasRenamed):
		return Renamed
	case c.Has(LostAffiliation):
		return Removed
	case c.Has(BecameClosed):
		return ClosedOut
	case c.Has(WasKicked):
		return Kicked
	}
	return Left
}
