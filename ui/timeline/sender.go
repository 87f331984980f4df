package timeline

import "vouch/ui/draw"

// senderHeight is the height of the name above the first bubble of somebody in a room.
func senderHeight(s *draw.Sheet) float32 { return s.K(18) + 2 }

// paintSender draws who wrote a group of bubbles, in the colour of that person, and the mark of the device that it came from.
func (b bubble) paintSender(s *draw.Sheet, r *Row) {
	i, room := s.K(14), min(560, (s.W-2*side(s.W))*.78)-8
	if r.SenderMark != "" {
		room -= i + 6
	}
	x := b.x + 4
	x += s.WordColor(s.Clip(r.Sender, room, draw.B12), x, b.sender, s.K(18), draw.B12, s.NameColor(r.JID))
	if r.SenderMark != "" {
		s.Icon(string(r.SenderMark), r.SenderMark, x+6, b.sender+(s.K(18)-i)/2, i)
	}
}
