package shell

// How the field of a chat sends, as the preferences keep it. Rooms that set a preference and rooms that go by it do not
// know each other, so its words are here.
const (
	SendKey   = "send"
	SendEnter = ""     // Enter sends, Shift+Enter breaks the line
	SendCtrl  = "ctrl" // Enter breaks the line; Ctrl+Enter sends (on macOS with the command key), as it always does
)

// Whether pictures move, as the preferences keep it.
const (
	MovingKey   = "moving"
	MovingPress = ""      // when they are pressed, and in the viewer
	MovingNever = "never" // they stand still
)

// SpeedKey is where the preferences keep how fast sound plays.
const SpeedKey = "speed"
