package keys

import (
	"image"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/keys"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/uitest"
)

// TestAPartThatCameAsALinkMakesALink: the camera reads the other part of the code, before or after, and yet the user is
// asked.
func TestAPartThatCameAsALinkMakesALink(t *testing.T) {
	for _, linkFirst := range []bool{true, false} {
		w, s := window(t)
		s.Snap = uitest.EncScene()
		see(w, s.Snap)
		parts := []string{uitest.BobLink + ";part=1-2", uitest.BobLink + ";part=2-2"}
		whole := uitest.BobCheck()
		whole.Part, whole.Parts = 2, 2
		s.Read = map[string]*keys.Check{strings.Join(parts, "\n"): whole}
		for i, text := range parts {
			s.Read[text] = &keys.Check{JID: uitest.Bob, Name: "Bob", Part: i + 1, Parts: 2}
		}
		second := byLink
		if linkFirst {
			second = byCamera
			w.OpenKeys(parts[0])
		} else {
			w.ScanCode(uitest.Bob).take(parts[:1], byCamera)
		}
		uitest.Await(t, w.Shell, "the first part", func() bool { return w.scanning != nil && len(w.scanning.parts) == 1 })
		w.scanning.take(parts[1:], second)
		uitest.Await(t, w.Shell, "question", func() bool { return uitest.Shows(w.Shell, "Verify 2 keys of Bob?") })
		uitest.VerifiedAre(t, s)
	}
}

// TestAPartThatCameAsAPictureMakesAPicture: the weakest way counts, whichever part came first.
func TestAPartThatCameAsAPictureMakesAPicture(t *testing.T) {
	for _, order := range [][3]string{{byCamera, byPicture, byPicture}, {byPicture, byCamera, byPicture}, {byLink, byPicture, byLink}, {byScreen, byLink, byLink}, {byCamera, byCamera, byCamera}} {
		p := &scan{}
		for i, how := range order[:2] {
			p.collect(&keys.Check{JID: uitest.Bob, Part: i + 1, Parts: 3}, strings.Repeat("x", i), how)
		}
		if p.how != order[2] {
			t.Errorf("%s and %s: %s", order[0], order[1], p.how)
		}
	}
}

// TestAnotherTextForAPartBeginsAnew keeps nothing of a code that changes while it is read.
func TestAnotherTextForAPartBeginsAnew(t *testing.T) {
	w, s := window(t)
	see(w, uitest.EncScene())
	texts := []string{uitest.BobLink + ";part=1-3", uitest.BobLink + ";part=2-3", uitest.BobLink + ";x=y;part=1-3"}
	s.Read = map[string]*keys.Check{}
	for i, text := range texts {
		s.Read[text] = &keys.Check{JID: uitest.Bob, Name: "Bob", Part: []int{1, 2, 1}[i], Parts: 3}
	}
	p := w.ScanCode(uitest.Bob)
	for i, text := range texts {
		p.take([]string{text}, byCamera)
		want := []int{1, 2, 1}[i]
		uitest.Await(t, w.Shell, "part", func() bool { return len(p.parts) == want && p.parts[[]int{1, 2, 1}[i]] == text })
	}
}

// TestALinkThatSaysToBeMineAsksFirst: what anybody can write does not make it easier.
func TestALinkThatSaysToBeMineAsksFirst(t *testing.T) {
	w, s := window(t)
	s.Snap = uitest.EncScene()
	check := uitest.BobCheck()
	check.VouchedBy = uitest.Alice
	s.Read = map[string]*keys.Check{uitest.BobLink: check}
	see(w, s.Snap)
	w.OpenKeys(uitest.BobLink)
	uitest.Await(t, w.Shell, "question", func() bool { return uitest.Shows(w.Shell, "Take over what you verified of Bob?") })
	if got := uitest.WhatIsSaid(t, w.Shell); !strings.Contains(got, "anybody could write that") {
		t.Errorf("asks %q", got)
	}
	if uitest.Top(t, w.Shell).Find("verify").(*draw.Hit).Tap != nil {
		t.Error("it can be taken over before the box is ticked")
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "sure")
	uitest.Press(t, uitest.Top(t, w.Shell), "verify")
	uitest.Await(t, w.Shell, "result", func() bool { return uitest.Shows(w.Shell, "Code of Bob read") })
	uitest.VerifiedAre(t, s, app.Verify{Account: uitest.Alice, JID: uitest.Bob, Keys: check.Verifiable(), By: view.ByOtherDevice, Detail: byLink})
}

// TestMyOwnCodeInPassing: read for anybody, a code of one's own account is asked about; read for it, it counts at once.
func TestMyOwnCodeInPassing(t *testing.T) {
	for _, c := range []struct {
		wanted string
		asks   bool
	}{{"", true}, {uitest.Alice, false}} {
		w, s := window(t)
		check := uitest.BobCheck()
		check.JID, check.Name, check.Own = uitest.Alice, "Alice", true
		s.Read = map[string]*keys.Check{uitest.BobLink: check}
		see(w, uitest.EncScene())
		eyes(t, w, uitest.CodePicture(t, uitest.BobLink))
		w.ScanCode(c.wanted)
		uitest.Press(t, uitest.Top(t, w.Shell), "camera")
		if c.asks {
			uitest.Await(t, w.Shell, "question", func() bool { return uitest.Top(t, w.Shell).Find("verify") != nil })
			uitest.VerifiedAre(t, s)
			continue
		}
		uitest.Await(t, w.Shell, "result", func() bool { return s.Verifications() == 1 })
	}
}

// TestSeveralCodesInOnePictureAreNone: which one is meant is not for the program to say.
func TestSeveralCodesInOnePictureAreNone(t *testing.T) {
	w, s := window(t)
	other := uitest.BobLink + ";x=y"
	s.Read = map[string]*keys.Check{uitest.BobLink: uitest.BobCheck(), other: uitest.BobCheck()}
	see(w, uitest.EncScene())
	eyes(t, w, image.NewGray(image.Rect(0, 0, 10, 10)))
	p := w.ScanCode(uitest.Bob)
	p.take([]string{uitest.BobLink, other}, byScreen)
	uitest.Await(t, w.Shell, "a word about it", func() bool { return strings.Contains(p.failure, "several codes") })
	uitest.VerifiedAre(t, s)
}
