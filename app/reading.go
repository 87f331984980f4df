package app

import (
	"errors"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/view"
)

// Status gives the state of all accounts.
func (s *Service) Status() ([]*view.AccountView, error) {
	snapshot, err := s.Look(view.View{})
	if err != nil {
		return nil, err
	}
	return snapshot.Accounts, nil
}

// Roster gives the contacts of an account.
func (s *Service) Roster(account string) ([]view.Contact, error) {
	a, err := s.account(account)
	if err != nil {
		return nil, err
	}
	var out []view.Contact
	err = s.view("read roster", func(tx *bbolt.Tx) error {
		out, err = a.source(tx).Roster()
		return err
	})
	return out, err
}

// Chats gives the chats of an account, newest first.
func (s *Service) Chats(account string) ([]*view.ChatRow, error) {
	if _, err := s.account(account); err != nil {
		return nil, err
	}
	snapshot, err := s.Look(view.View{Account: account})
	if err != nil {
		return nil, err
	}
	return snapshot.Chats, nil
}

// maxMessages is how many rows one call of Messages gives.
const maxMessages = 1000

// Messages gives rows of a chat, oldest first: the newest limit ones, or those before or after the row with that id.
func (s *Service) Messages(account, chat string, limit int, before, after string) ([]history.Message, error) {
	a, err := s.account(account)
	if err != nil {
		return nil, err
	}
	who, err := a.chatAddress("chat", chat)
	if err != nil {
		return nil, err
	}
	switch {
	case limit < 0 || limit > maxMessages:
		return nil, invalid("limit", "0 to 1000")
	case limit == 0:
		limit = view.DefaultRows
	case before != "" && after != "":
		return nil, invalid("after", "not together with before")
	}
	var out []history.Message
	err = s.view("read messages", func(tx *bbolt.Tx) error {
		h := s.history(tx, a.jid)
		var key []byte
		if id := before + after; id != "" {
			m, err := h.InChat(who, id)
			if errors.Is(err, history.ErrNotFound) {
				return notFound("id", id)
			} else if err != nil {
				return err
			}
			key = m.Sort
		}
		read := h.Before
		if after != "" {
			read = h.After
		}
		out, err = read(who, key, limit)
		if errors.Is(err, history.ErrNotFound) {
			return nil // nobody wrote yet
		}
		return err
	})
	return out, err
}

// Gaps gives the times, oldest first, of which messages of a chat may be missing because the server no longer had them: those
// after the chat's first row. Without a chat it gives all of the account.
func (s *Service) Gaps(account, chat string) ([]view.Gap, error) {
	a, err := s.account(account)
	if err != nil {
		return nil, err
	}
	if chat != "" {
		if chat, err = a.chatAddress("chat", chat); err != nil {
			return nil, err
		}
	}
	var out []view.Gap
	err = s.view("read gaps", func(tx *bbolt.Tx) error {
		out, err = a.source(tx).Gaps(chat)
		return err
	})
	return out, err
}

// Devices gives the devices of a JID, the account's own included, or of all who belong to a room.
func (s *Service) Devices(account, who string) ([]*view.DeviceView, error) {
	a, err := s.account(account)
	if err != nil {
		return nil, err
	}
	if who, err = bareJID("jid", who); err != nil {
		return nil, err
	}
	var out []*view.DeviceView
	err = s.view("read devices", func(tx *bbolt.Tx) error {
		tab, err := a.source(tx).Devices(who)
		if err == nil {
			out = tab.All()
		}
		return err
	})
	if err == nil {
		select {
		case a.inbox.looks <- look{chat: who, devices: true}: // keys not seen yet are fetched, for the next call
		default:
		}
	}
	return out, err
}

// Expected gives the keys of a JID that were verified and that no device has shown yet, oldest first.
func (s *Service) Expected(account, who string) ([]view.ExpectedKey, error) {
	a, err := s.account(account)
	if err != nil {
		return nil, err
	}
	if who, err = bareJID("jid", who); err != nil {
		return nil, err
	}
	var out []view.ExpectedKey
	err = s.view("read expected keys", func(tx *bbolt.Tx) error {
		tab, err := a.source(tx).Devices(who)
		if err == nil {
			out = tab.Expected
		}
		return err
	})
	return out, err
}

// LogLine is an entry of the trust log: what happened to a device, a decision, or a policy.
type LogLine struct {
	Time        time.Time
	JID         string
	Fingerprint string
	Event       string
	DeviceID    uint32
	From, To    string // levels of trust, or policies
	By          view.Author
	Detail      string
}

// Log gives the trust log of an account, oldest first; who "" is everybody.
func (s *Service) Log(account, who string) ([]LogLine, error) {
	a, err := s.account(account)
	if err != nil {
		return nil, err
	}
	if who != "" {
		if who, err = bareJID("jid", who); err != nil {
			return nil, err
		}
	}
	var out []LogLine
	err = s.view("read trust log", func(tx *bbolt.Tx) error {
		entries, err := s.trust(tx, a.jid).Log(who)
		for _, e := range entries {
			out = append(out, LogLine{e.Time, e.JID, e.Fingerprint, e.Event, e.Device, string(e.From), string(e.To), e.By, e.Detail})
		}
		return err
	})
	return out, err
}

// Policy gives the policy that holds for who, or for the account where who is "".
func (s *Service) Policy(account, who string) (policy view.Policy, err error) {
	a, err := s.account(account)
	if err != nil {
		return "", err
	}
	if who != "" {
		if who, err = bareJID("jid", who); err != nil {
			return "", err
		}
	}
	err = s.view("read policy", func(tx *bbolt.Tx) error {
		policy, _, err = s.trust(tx, a.jid).Policy(who)
		return err
	})
	return policy, err
}
