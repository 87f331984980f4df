package backup

// Progress says how far it is.
type Progress struct {
	Verifying bool  // it was written, and is read back
	Members   int   // that are done
	Rows      int64 // written, or 0 while it is read back
	Bytes     int64 // of the members, before they are compressed
	Total     int64 // bytes there will be, or 0 while that is not known
}

// progressStep is how many bytes lie between two reports.
const progressStep = 1 << 20

// reporter tells a function of the caller's, but not for every row.
type reporter struct {
	Progress
	to   func(Progress) // or nil
	last int64
}

func (r *reporter) bytes(n int) {
	r.Bytes += int64(n)
	if r.Bytes-r.last >= progressStep {
		r.tell()
	}
}

func (r *reporter) member() {
	r.Members++
	r.tell()
}

func (r *reporter) tell() {
	r.last = r.Bytes
	if r.to != nil {
		r.to(r.Progress)
	}
}
