package timeline

import "vouch/ui/draw"

// senderKey is the spot over the name above a bubble.
const senderKey = "sender"

// senderHeight is the height of the name above the first bubble of somebody in a room.
func senderHeight(s *draw.Sheet) float32 { return s.K(18) + 2 }

// paintSender draws who wrote a group of bubbles, in the colour of that person, and the mark of the device that it came from.
func (b bubble) paintSender(s *draw.Sheet, r *Row) {
	i, room := s.K(14), min(560, (s.W-2*side(s.W))*.78)-8
	if r.SenderMark != "" {
		room -= i + 6
	}
	name, x := s.Clip(r.Sender, room, draw.B12), b.x+4
	w := s.Width(name, draw.B12)
	s.Spot(senderKey, x, b.sender, w, s.K(18), func(s *draw.Sheet, hover, _ bool) {
		f := draw.B12
		f.Under = hover
		s.WordColor(name, 0, 0, s.H, f, s.NameColor(r.JID))
	}, nil)
	if r.SenderMark != "" {
		s.Icon(string(r.SenderMark), r.SenderMark, x+w+6, b.sender+(s.K(18)-i)/2, i)
	}
}
