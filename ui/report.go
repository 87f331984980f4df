package ui

// reportProblem shows what a report about a problem can say, for the user to read and to copy.
func (w *Window) reportProblem() {}
