package view

import (
	"errors"

	"vouch/app/history"
)

// Reply is the message that another one answers, as far as it is known here.
type Reply struct {
	ID        string // its row; "" when it is not here
	Own       bool
	From      string // who wrote it; "" when it is not here
	Name      string
	Text      string // its first line now, "" when that is Blank; when it is not here, what the answer says that it said
	Retracted bool
}

// replyOf is what a window shows of the message that m answers.
func (src Source) replyOf(m history.Message, name string) (*Reply, error) {
	if m.ReplyTo == "" {
		return nil, nil
	}
	of, err := src.History.InChat(m.Chat, m.ReplyRow)
	if errors.Is(err, history.ErrNotFound) {
		return &Reply{Text: firstLine(m.Quoted)}, nil
	} else if err != nil {
		return nil, err
	}
	out := &Reply{ID: of.ID, Own: of.Own, From: of.From, Name: name, Text: lineOf(of), Retracted: of.Retracted()}
	if of.Own {
		out.Name = Localpart(src.self())
	}
	return out, nil
}
