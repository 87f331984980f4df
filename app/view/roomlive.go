package view

// Rooms is how we stand to rooms now, by bare JID. A room that is not there is one that we are out of.
type Rooms map[string]RoomLive

// RoomLive is how we stand to one room on this stream. It is replaced whole.
type RoomLive struct {
	State       RoomState
	Refusal     string // why it did not let us in when we tried last, in the words of package muc; "" when it did, or none was given
	Puzzle      int    // while entering: it wants something solved first, which has this number; else 0
	Held        Held   // why nothing is encrypted for it now
	Nick        string // ours
	Affiliation string // ours: owner, admin, member, none
	Role        string // ours: moderator, participant, visitor, none
	Occupants   int    // how many are there, ourselves among them
}

// RoomState is how far into a room we are.
type RoomState string

// The states.
const (
	RoomOut      RoomState = ""
	RoomEntering RoomState = "entering"
	RoomIn       RoomState = "in"
)

// Held is why nothing is encrypted for a room.
type Held string

// The reasons.
const (
	HeldNot    Held = ""
	HeldOut    Held = "out"     // we are not surely in
	HeldAsking Held = "asking"  // what it is, or who belongs to it, is being asked
	HeldLists  Held = "no-list" // it does not say who belongs to it
)
