package xmpp_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
)

// Each place is named for what becomes of it: good, bad or late (good though it was told to stop), and after how many
// milliseconds; hung is neither, until it is told to stop.
func TestPlacesAreTriedInTurn(t *testing.T) {
	for _, row := range []struct {
		name   string
		places string
		want   string // the place that is taken, "" none
		took   time.Duration
		begun  string // when each was tried, in milliseconds
	}{
		{"the first is good", "good 100, good 0", "good 100", 100 * time.Millisecond, "0"},
		{"the first is bad: the next at once", "bad 10, good 5", "good 5", 15 * time.Millisecond, "0 10"},
		{"the first hangs: the next after the delay", "hung, good 5", "good 5", 255 * time.Millisecond, "0 250"},
		{"the first is slow, and yet the first", "good 300, good 100", "good 300", 300 * time.Millisecond, "0 250"},
		{"the second overtakes the first", "good 900, good 100", "good 100", 350 * time.Millisecond, "0 250"},
		{"many hang", "hung, hung, hung, good 1", "good 1", 751 * time.Millisecond, "0 250 500 750"},
		{"one that fails brings the next forward, beside one that hangs", "hung, bad 10, good 1", "good 1", 261 * time.Millisecond, "0 250 260"},
		{"all bad", "bad 10, bad 20, bad 30", "", 60 * time.Millisecond, "0 10 30"},
		{"nothing to try", "", "", 0, ""},
		{"one that comes too late is thrown away", "late, good 1", "good 1", 251 * time.Millisecond, "0 250"},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				places := slices.DeleteFunc(strings.Split(row.places, ", "), func(p string) bool { return p == "" })
				from := make(chan string, len(places))
				for _, p := range places {
					from <- p
				}
				close(from)
				start := time.Now()
				var mu sync.Mutex
				var begun, thrown []string
				got, ok, errs := xmpp.Stagger(t.Context(), from, 250*time.Millisecond, func(ctx context.Context, place string) (string, error) {
					mu.Lock()
					begun = append(begun, fmt.Sprint(time.Since(start).Milliseconds()))
					mu.Unlock()
					fate, after := place, 0
					fmt.Sscanf(place, "%s %d", &fate, &after)
					if fate == "hung" || fate == "late" {
						after = 1 << 30
					}
					select {
					case <-time.After(time.Duration(after) * time.Millisecond):
						if fate == "good" {
							return place, nil
						}
						return "", errors.New(place)
					case <-ctx.Done():
						if fate == "late" {
							return place, nil
						}
						return "", ctx.Err()
					}
				}, func(place string) { thrown = append(thrown, place) })
				if got != row.want || ok != (row.want != "") || time.Since(start) != row.took || strings.Join(begun, " ") != row.begun {
					t.Errorf("got %q, %v after %s, tried at %v", got, ok, time.Since(start), begun)
				}
				if late := slices.Contains(places, "late"); late != slices.Equal(thrown, []string{"late"}) {
					t.Errorf("thrown away: %q", thrown)
				}
				for i, err := range errs {
					if !ok && err.Error() != places[i] {
						t.Errorf("error %d is %v", i, err)
					}
				}
			})
		})
	}
}

func TestTriesEndWithTheirContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 600*time.Millisecond)
		defer cancel()
		from := make(chan string, 100)
		for range 100 {
			from <- "hung"
		}
		close(from)
		var tries atomic.Int32
		_, ok, _ := xmpp.Stagger(ctx, from, 250*time.Millisecond, func(ctx context.Context, _ string) (string, error) {
			tries.Add(1)
			<-ctx.Done()
			return "", ctx.Err()
		}, func(string) {})
		if ok || tries.Load() != 3 {
			t.Errorf("good %v after %d tries", ok, tries.Load())
		}
	})
}

// TestConnectThatIsOverBeforeItBegins tries nothing, and says so.
func TestConnectThatIsOverBeforeItBegins(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, host := range []string{"127.0.0.1", "localhost"} {
		c, err := xmpp.Connect(ctx, xmpp.Config{Address: jid.MustParse("alice@example.org"), Password: "x", Host: host, Port: 9})
		if c != nil || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, %v", host, c, err)
		}
	}
}
