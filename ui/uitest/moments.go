package uitest

import (
	"fmt"
	"time"

	"vouch/app/view"
)

// ManyMoments are n lines, the newest first, a minute apart.
func ManyMoments(n int) []view.Moment {
	out := make([]view.Moment, n)
	for i := range out {
		out[i] = view.Moment{Kind: view.MomentSeen, Time: Now.Add(-time.Duration(i) * time.Minute), JID: Bob, Name: "Bob", DeviceID: uint32(i + 1), Fingerprint: fmt.Sprintf("%064x", i+1)}
	}
	return out
}
