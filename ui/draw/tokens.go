package draw

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Token is the name of a colour.
type Token = fyne.ThemeColorName

// The tokens. Text on Fill and Danger is White; the four tints are grounds for the text of the same name.
const (
	Bg            Token = "bg"
	Side          Token = "side"
	Card          Token = "card"
	FieldGround   Token = "field"
	Hover         Token = "hover"
	Own           Token = "own"
	Line          Token = "line"
	Ctl           Token = "ctl"
	Fg            Token = "fg"
	Muted         Token = "muted"
	Acc           Token = "acc"
	Fill          Token = "fill"
	Danger        Token = "danger"
	White         Token = "white"
	Undecided     Token = "undecided"
	UndecidedTint Token = "undecidedTint"
	Trusted       Token = "trusted"
	TrustedTint   Token = "trustedTint"
	Verified      Token = "verified"
	VerifiedTint  Token = "verifiedTint"
	Rejected      Token = "rejected"
	RejectedTint  Token = "rejectedTint"
	Inactive      Token = "inactive"
	InactiveTint  Token = "inactiveTint"
	Online        Token = "online"
	Away          Token = "away"
)

// tokens holds the light and the dark value of each colour, as 0xRRGGBB.
var tokens = map[Token][2]uint32{
	Bg: {0xFFFFFF, 0x1B1C22}, Side: {0xF4F4F8, 0x212229}, Card: {0xFFFFFF, 0x24252D},
	FieldGround: {0xF0F1F5, 0x2C2D37}, Hover: {0xE9EAF0, 0x292A33}, Own: {0xE2E6FD, 0x333A72},
	Line: {0xDEDFE6, 0x373945}, Ctl: {0x7B7E8E, 0x8B8EA0}, Fg: {0x1C1D24, 0xECECF1},
	Muted: {0x5B5E6B, 0xAEB0BD}, Acc: {0x4650C4, 0xA9B1FF}, Fill: {0x4650C4, 0x5660D6},
	Danger: {0xB3261E, 0xC62F26}, White: {0xFFFFFF, 0xFFFFFF},
	Undecided: {0x8A5200, 0xF2B64C}, UndecidedTint: {0xFFF3DC, 0x3B2E14},
	Trusted: {0x0B62A3, 0x7CBDF2}, TrustedTint: {0xE1EFFA, 0x17324A},
	Verified: {0x14703A, 0x6FD393}, VerifiedTint: {0xE1F4E7, 0x163824},
	Rejected: {0xB3261E, 0xFF9A91}, RejectedTint: {0xFCE8E6, 0x4A1F1D},
	Inactive: {0x5B5E6B, 0xAEB0BD}, InactiveTint: {0xECECF1, 0x2C2D37},
	Online: {0x2BA05A, 0x2BA05A}, Away: {0xD99A1F, 0xD99A1F},
}

// fyneNames maps what Fyne's own controls ask for to the tokens.
var fyneNames = map[Token]Token{
	theme.ColorNameBackground: Bg, theme.ColorNameHeaderBackground: Side, theme.ColorNameInputBackground: Card,
	theme.ColorNameMenuBackground: Card, theme.ColorNameOverlayBackground: Card, theme.ColorNameButton: FieldGround,
	theme.ColorNameSelection: Own, theme.ColorNameSeparator: Line, theme.ColorNameInputBorder: Ctl,
	theme.ColorNameForeground: Fg, theme.ColorNamePlaceHolder: Muted, theme.ColorNameDisabled: Muted,
	theme.ColorNamePrimary: Fill, theme.ColorNameHyperlink: Acc, theme.ColorNameError: Danger,
	theme.ColorNameWarning: Undecided, theme.ColorNameSuccess: Verified, theme.ColorNameForegroundOnPrimary: White,
	theme.ColorNameForegroundOnError: White, theme.ColorNameForegroundOnSuccess: Bg, theme.ColorNameForegroundOnWarning: Bg,
}

// Color gives the value of a token; an unknown one is a mistake of the caller and panics.
func (l Look) Color(t Token) color.Color {
	v, ok := tokens[t]
	if !ok {
		panic("no colour " + string(t))
	}
	rgb := v[0]
	if l.Dark {
		rgb = v[1]
	}
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 255}
}
