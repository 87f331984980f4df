package uitest

import (
	"fmt"
	"time"

	"vouch/app"
)

// ManyMoments are n lines, the newest first, a minute apart.
func ManyMoments(n int) []app.Moment {
	out := make([]app.Moment, n)
	for i := range out {
		out[i] = app.Moment{Kind: app.MomentSeen, Time: Now.Add(-time.Duration(i) * time.Minute), JID: Bob, Name: "Bob", DeviceID: uint32(i + 1), Fingerprint: fmt.Sprintf("%064x", i+1)}
	}
	return out
}
