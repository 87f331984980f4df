package xmpp

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func TestServiceRecordsAreDrawnByWeight(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	records := []target{
		{host: "last", priority: 20, weight: 65535},
		{host: "heavy", priority: 10, weight: 60, direct: true},
		{host: "light", priority: 10, weight: 30},
		{host: "feather", priority: 10, weight: 10, direct: true},
		{host: "nothing", priority: 10},
		{host: "even", priority: 5}, {host: "odd", priority: 5},
	}
	const draws = 10_000
	at := map[string]int{}
	for range draws {
		drawn := append([]target(nil), records...)
		order(drawn, random.IntN)
		seen := map[string]bool{}
		for i, r := range drawn {
			at[fmt.Sprint(r.host, " ", i)]++
			seen[r.host] = true
		}
		if len(seen) != len(records) {
			t.Fatalf("drawn %v", drawn)
		}
	}
	for place, want := range map[string]float64{
		"even 0": .5, "odd 0": .5, "even 1": .5, "odd 1": .5,
		"heavy 2": .6, "light 2": .3, "feather 2": .1, "nothing 2": 0,
		"heavy 3": .3*60/70 + .1*60/90, "light 3": .6*30/40 + .1*30/90,
		"nothing 5": 1, "last 6": 1,
	} {
		if got := float64(at[place]) / draws; got < want-.02 || got > want+.02 {
			t.Errorf("%s: %.3f of the draws, want %.3f", place, got, want)
		}
	}
}
