package history_test

import (
	"fmt"
	"testing"
	"time"

	"vouch/app/history"
)

func TestRefsWaitForTheirMessage(t *testing.T) {
	open(t, t.TempDir()).update(func(h *history.Store) error {
		add := func(r history.Ref) {
			t.Helper()
			if err := h.AddRef(bob, "m1", r); err != nil {
				t.Fatal(err)
			}
		}
		add(history.Ref{Kind: history.RefReaction, From: bob, Emoji: []string{"👍"}, Time: noon})
		add(history.Ref{Kind: history.RefReaction, From: bob, Emoji: []string{"🎉"}, Time: noon.Add(time.Minute)})
		add(history.Ref{Kind: history.RefReaction, From: bob, Emoji: []string{"👎"}, Time: noon.Add(-time.Minute)})
		add(history.Ref{Kind: history.RefReceipt, From: bob, Time: noon})
		add(history.Ref{Kind: history.RefReply, From: bob, Row: "r1", Time: noon})
		add(history.Ref{Kind: history.RefReply, From: bob, Row: "r2", Time: noon})
		all, err := h.Refs(bob, "m1")
		if err != nil || len(all) != 4 || all[0].Emoji[0] != "🎉" {
			t.Errorf("kept %+v, %v", all, err)
		}
		if all, err := h.Refs(carol, "m1"); err != nil || all != nil {
			t.Errorf("of another chat: %+v, %v", all, err)
		}
		if err := h.DropRefs(bob, "m1"); err != nil {
			return err
		}
		if all, err := h.Refs(bob, "m1"); err != nil || all != nil {
			t.Errorf("after they were dropped: %+v, %v", all, err)
		}
		return nil
	})
}

func TestRefsAreBounded(t *testing.T) {
	open(t, t.TempDir()).update(func(h *history.Store) error {
		for i := range 55 {
			if err := h.AddRef(bob, "m", history.Ref{Kind: history.RefReply, From: bob, Row: fmt.Sprint(i)}); err != nil {
				return err
			}
		}
		if all, err := h.Refs(bob, "m"); err != nil || len(all) != 50 {
			t.Errorf("%d references to one message, %v", len(all), err)
		}
		for i := range 500 {
			if err := h.AddRef(bob, fmt.Sprint("m", i), history.Ref{Kind: history.RefReceipt, From: bob}); err != nil {
				return err
			}
		}
		if all, err := h.Refs(bob, "m"); err != nil || all != nil {
			t.Errorf("the first is still there: %d, %v", len(all), err)
		}
		if all, err := h.Refs(bob, "m0"); err != nil || len(all) != 1 {
			t.Errorf("the second is gone: %d, %v", len(all), err)
		}
		return nil
	})
}

func TestRefsGoWithTheirChat(t *testing.T) {
	f := open(t, t.TempDir())
	f.append(bob, "hello", noon)
	f.update(func(h *history.Store) error {
		if err := h.AddRef(bob, "m", history.Ref{Kind: history.RefReaction, From: bob, Emoji: []string{"👍"}}); err != nil {
			return err
		}
		_, err := h.Clear(bob)
		return err
	})
	f.view(func(h *history.Store) error {
		if all, err := h.Refs(bob, "m"); err != nil || all != nil {
			t.Errorf("left: %+v, %v", all, err)
		}
		return nil
	})
}
