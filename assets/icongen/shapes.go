package main

// pen is the width of the round pen on the grid of 24 units; a stroke-width at a shape wins.
const pen = 1.8

// lines are the icons that are drawn with the pen.
var lines = map[string]string{
	"lock":     `<rect x="5" y="11" width="14" height="9" rx="2.2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>`,
	"open":     `<rect x="5" y="11" width="14" height="9" rx="2.2"/><path d="M8 11V7a4 4 0 0 1 7.6-1.8"/>`,
	"search":   `<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5 5"/>`,
	"compose":  `<path d="M5 19l1-4L16.5 4.5a2.1 2.1 0 0 1 3 3L9 18z"/><path d="M14.5 6.5l3 3"/>`,
	"menu":     `<path d="M4 7h16M4 12h16M4 17h16"/>`,
	"more":     `<path d="M12 5.5v.01M12 12v.01M12 18.5v.01" stroke-width="3.2"/>`,
	"send":     `<path d="M12 19V6M6 11.5L12 5.5l6 6"/>`,
	"info":     `<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.2"/><path d="M12 7.8v.01" stroke-width="2.4"/>`,
	"close":    `<path d="M6 6l12 12M18 6L6 18"/>`,
	"back":     `<path d="M15 5l-7 7 7 7"/>`,
	"right":    `<path d="M9 5l7 7-7 7"/>`,
	"down":     `<path d="M5 9l7 7 7-7"/>`,
	"reply":    `<path d="M9.5 6L4.5 11l5 5M5 11h8.5a6 6 0 0 1 6 6v1.5"/>`,
	"file":     `<path d="M7 3.8h6.5L18 8.3V19a1.4 1.4 0 0 1-1.4 1.4H7.4A1.4 1.4 0 0 1 6 19V5.2A1.4 1.4 0 0 1 7.4 3.8M13 4v5h5"/>`,
	"link":     `<path d="M10 14a4 4 0 0 0 5.7 0l2.8-2.8a4 4 0 0 0-5.7-5.7l-1.3 1.3M14 10a4 4 0 0 0-5.7 0l-2.8 2.8a4 4 0 0 0 5.7 5.7l1.3-1.3"/>`,
	"copy":     `<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M6.5 15H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v.5"/>`,
	"clock":    `<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>`,
	"history":  `<path d="M4.5 12a7.5 7.5 0 1 0 2.3-5.4L4.5 9M4.5 4.8V9h4.2M12 8v4.3l2.8 1.7"/>`,
	"check":    `<path d="M5 12.5l4.5 4.5L19 7.5"/>`,
	"warn":     `<path d="M12 4.5L3.5 19h17z"/><path d="M12 10v4.2"/><path d="M12 16.6v.01" stroke-width="2.2"/>`,
	"repair":   `<path d="M19 9a7.5 7.5 0 0 0-13.6-1.5L4 9.5M4 5v4.5h4.5M5 15a7.5 7.5 0 0 0 13.6 1.5l1.4-2M20 19v-4.5h-4.5"/>`,
	"scan":     `<path d="M4 8.5V5.5A1.5 1.5 0 0 1 5.5 4h3M15.5 4h3A1.5 1.5 0 0 1 20 5.5v3M20 15.5v3a1.5 1.5 0 0 1-1.5 1.5h-3M8.5 20h-3A1.5 1.5 0 0 1 4 18.5v-3M4 12h16"/>`,
	"phone":    `<rect x="7" y="3.5" width="10" height="17" rx="2.2"/><path d="M11 17.5h2"/>`,
	"laptop":   `<rect x="5" y="5.5" width="14" height="9.5" rx="1.6"/><path d="M3 18.5h18"/>`,
	"desktop":  `<rect x="3.5" y="4.5" width="17" height="11.5" rx="1.8"/><path d="M8.5 20h7M12 16v4"/>`,
	"tablet":   `<rect x="5" y="3.5" width="14" height="17" rx="2.2"/><path d="M11 17.5h2"/>`,
	"up":       `<path d="M5 15l7-7 7 7"/>`,
	"user":     `<circle cx="12" cy="8.5" r="3.7"/><path d="M4.8 19.5a7.2 6.5 0 0 1 14.4 0"/>`,
	"users":    `<circle cx="9" cy="9" r="3.3"/><path d="M2.8 19a6.2 5.6 0 0 1 12.4 0M15.5 6a3.2 3.2 0 0 1 0 6M17.5 14a5.6 5.6 0 0 1 3.7 5"/>`,
	"mute":     `<path d="M7 16.5V11a5 5 0 0 1 8.6-3.4M17 11v5.5M5 16.5h14M10.3 19.3a1.9 1.9 0 0 0 3.4 0M4.5 4l15.5 16"/>`,
	"key":      `<circle cx="8" cy="15.5" r="3.8"/><path d="M10.8 12.7L19 4.5M15.5 8l3 3"/>`,
	"globe":    `<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17"/>`,
	"qr":       `<rect x="4" y="4" width="6" height="6" rx="1"/><rect x="14" y="4" width="6" height="6" rx="1"/><rect x="4" y="14" width="6" height="6" rx="1"/><path d="M14 14h2.5v2.5M20 14v2M14 20h2M18.5 20H20v-1.5"/>`,
	"page":     `<rect x="5" y="3.8" width="14" height="16.5" rx="2"/><path d="M8 9.2l1.2 1.2 2-2.2M13 9.5h3M8 15.2l1.2 1.2 2-2.2M13 15.5h3"/>`,
	"export":   `<path d="M12 15V4M7.5 8L12 3.5 16.5 8M5 13v5.5A1.5 1.5 0 0 0 6.5 20h11a1.5 1.5 0 0 0 1.5-1.5V13"/>`,
	"plus":     `<path d="M12 5v14M5 12h14"/>`,
	"minus":    `<path d="M5 12h14"/>`,
	"pause":    `<path d="M8.5 6v12M15.5 6v12" stroke-width="3"/>`,
	"stop":     `<rect x="7" y="7" width="10" height="10" rx="1.5" fill="black"/>`,
	"mic":      `<rect x="9" y="3.5" width="6" height="10.5" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v2.8M9 20.8h6"/>`,
	"play":     `<path d="M8 5.5v13l10.5-6.5z" fill="black"/>`,
	"trash":    `<path d="M5 7h14M10 7V4.5h4V7M7 7l.8 12a1.3 1.3 0 0 0 1.3 1.2h5.8a1.3 1.3 0 0 0 1.3-1.2L17 7"/>`,
	"eye":      `<path d="M2.8 12c3.8-7 14.6-7 18.4 0-3.8 7-14.6 7-18.4 0z"/><circle cx="12" cy="12" r="2.8"/>`,
	"camera":   `<rect x="3.5" y="7" width="17" height="12" rx="2.2"/><circle cx="12" cy="13" r="3.5"/><path d="M8.5 7l1.3-2h4.4l1.3 2"/>`,
	"screen":   `<rect x="3.5" y="5" width="17" height="11" rx="1.8"/><path d="M8.5 19.5h7M12 16v3.5"/>`,
	"paste":    `<rect x="5.5" y="5" width="13" height="15.5" rx="2"/><rect x="9" y="3.3" width="6" height="3.4" rx="1"/><path d="M9 11.5h6M9 15.5h4"/>`,
	"download": `<path d="M12 4v11M7 10.5l5 5 5-5M5 20h14"/>`,
	"print":    `<path d="M7 8.5V4h10v4.5M7 17H5.5A1.5 1.5 0 0 1 4 15.5V10a1.5 1.5 0 0 1 1.5-1.5h13A1.5 1.5 0 0 1 20 10v5.5a1.5 1.5 0 0 1-1.5 1.5H17"/><rect x="7" y="13.5" width="10" height="6.5" rx="1"/>`,
	"image":    `<rect x="4" y="5" width="16" height="14" rx="2"/><path d="M4.5 17l4.5-4.5 3.5 3.5 3-3 4 4"/><path d="M15.5 9v.01" stroke-width="2.6"/>`,
	"settings": `<circle cx="12" cy="12" r="3"/><path d="M12 3.5v2.3M12 18.2v2.3M3.5 12h2.3M18.2 12h2.3M6 6l1.6 1.6M16.4 16.4L18 18M18 6l-1.6 1.6M7.6 16.4L6 18"/>`,
}

type mark struct {
	w, h float64
	path string
}

// marks are written as filled outlines with real holes, so that they work on every ground: five for trust, each with
// a shape of its own, and four for delivery.
var marks = map[string]mark{
	"undecided": {24, 24, polygon(true, 12, 1.2, 22.8, 12, 12, 22.8, 1.2, 12) + polygon(false, 12, 4, 20, 12, 12, 20, 4, 12) +
		"M8.6 10.2a3.4 3.4 0 1 1 4.9 3c-.4.2-.6.4-.6.8h-1.9c0-1.2.5-2 1.6-2.5a1.5 1.5 0 1 0-2.1-1.3z" + disc(true, 12, 16.3, 1.3)},
	"trusted":  {24, 24, disc(true, 12, 12, 10) + disc(false, 12, 12, 8) + tick(true)},
	"verified": {24, 24, "M12 2l8.5 3v6.2c0 5-3.5 8.7-8.5 10.8-5-2.1-8.5-5.8-8.5-10.8V5z" + tick(false)},
	"rejected": {24, 24, polygon(true, 8, 2.5, 16, 2.5, 21.5, 8, 21.5, 16, 16, 21.5, 8, 21.5, 2.5, 16, 2.5, 8) + cross(false)},
	"inactive": {24, 24, disc(true, 12, 12, 10) + disc(false, 12, 12, 8) + bar(8, 12, 16, 12, 1.1) + disc(true, 8, 12, 1.1) + disc(true, 16, 12, 1.1)},
	"pending": {14, 12, disc(true, 7, 6, 5.25) + disc(false, 7, 6, 3.95) + bar(7, 3.5, 7, 6.2, .65) + bar(7, 6, 8.8, 7.2, .65) +
		disc(true, 7, 3.5, .65) + disc(true, 7, 6, .65) + disc(true, 8.8, 7.2, .65)},
	"sent": {13, 12, ticked(2, 0)},
	"delivered": {18, 12, ticked(1.5, 0) + bar(7.8, 8.6, 8.6, 9.3, .75) + bar(8.6, 9.3, 14.6, 2.9, .75) + disc(true, 8.6, 9.3, .75) +
		disc(true, 7.8, 8.6, .75) + disc(true, 14.6, 2.9, .75)},
	"read": {22, 12, "M6 0h10a6 6 0 0 1 0 12H6a6 6 0 0 1 0-12z" + polygon(false, 4.3, 6.8, 5.3, 5.8, 7.4, 7.9, 12.3, 2.6, 13.4, 3.6, 7.5, 10) +
		polygon(false, 9.9, 8.6, 10.8, 7.4, 11.4, 7.9, 16.2, 2.6, 17.3, 3.6, 11.4, 10)},
}

func tick(clockwise bool) string {
	return polygon(clockwise, 6.9, 12.9, 8.6, 11.2, 10.8, 13.3, 15.5, 8.2, 17.3, 9.8, 10.9, 16.8)
}

func cross(clockwise bool) string {
	return polygon(clockwise, 6.9, 8.6, 8.6, 6.9, 12, 10.3, 15.4, 6.9, 17.1, 8.6, 13.7, 12, 17.1, 15.4, 15.4, 17.1, 12, 13.7, 8.6, 17.1, 6.9, 15.4, 10.3, 12)
}

// ticked is the tick of the delivery marks, beginning at x.
func ticked(x, y float64) string {
	const half = .75
	return bar(x, y+6.3, x+3, y+9.3, half) + bar(x+3, y+9.3, x+9, y+2.9, half) + disc(true, x, y+6.3, half) + disc(true, x+3, y+9.3, half) + disc(true, x+9, y+2.9, half)
}
