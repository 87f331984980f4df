package ui

// What other files make: these stand in for them until they are there.

func (w *Window) showCode(jid string)  {}
func (w *Window) scanCode(jid string)  {}
func (w *Window) checkPage(jid string) {}
