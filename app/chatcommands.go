package app

// OpenChat makes a chat appear in the list, with or without a contact behind it.
type OpenChat struct{ Account, JID string }

// SendText stores a message, which goes out when it can. With ReplyTo it answers the row with that id.
//
// KindReadable: it would leave a private group in clear, to somebody's place there.
type SendText struct {
	Account string `json:"account"`
	Chat    string `json:"chat" about:"the other side; of somebody in a channel its address, / and the nickname, for a private message"`
	Body    string `json:"body"`
	ReplyTo string `json:"reply_to,omitempty" about:"id of the message that this one answers"`
}

// CorrectText gives an own message another text. What has been sent is corrected for the other side too. KindConflict:
// whether the message arrived is not known, or it did not.
type CorrectText struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	ID      string `json:"id"`
	Body    string `json:"body"`
}

// Retract takes an own message back: its text is gone, and the other side is told. KindConflict: it was taken back already.
type Retract struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	ID      string `json:"id"`
}

// React adds or removes one own reaction to a message. KindReadable: servers can read reactions, and nobody has allowed
// that in this encrypted chat yet; Allow does.
type React struct {
	Account, Chat, ID, Emoji string
	On, Allow                bool
}

// SetReactions sets all own reactions to a message; Service.React says with which errors.
type SetReactions struct {
	Account string   `json:"account"`
	Chat    string   `json:"chat"`
	ID      string   `json:"id"`
	Emoji   []string `json:"emoji" about:"all reactions of one's own, up to ten; [] for none"`
	Allow   bool     `json:"allow,omitempty" about:"servers may read reactions in this chat, from now on"`
}

// Typing tells the contact what the user does.
type Typing struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	State   string `json:"state" about:"active, composing, paused, inactive or gone"`
}

// Release lets a message that waits for a decision, and those before it, go out to the devices trusted now.
type Release struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	ID      string `json:"id"`
}

// TakeBack removes an own message that is not known to have arrived, or brings back the text before a correction that is
// not; where it may have arrived the other side is told, as by Retract. KindConflict: it has arrived.
type TakeBack struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	ID      string `json:"id"`
}

// SendAgain puts a failed message, or one of unknown fate, back in the queue.
type SendAgain struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	ID      string `json:"id"`
}

// SetEncryption turns a chat's encryption on or off for messages written from now on.
type SetEncryption struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	On      bool   `json:"on"`
}

// SetVoiceFormat has voice messages to a chat recorded as WAV, for programs that play no Ogg Opus, or not any more.
type SetVoiceFormat struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	WAV     bool   `json:"wav" about:"they take eight times as much"`
}

// FetchOlder asks the archive for what was written in a chat before its first row. KindNotOffered: there is no archive;
// KindRefused: it does not tell; KindMalformed: its answer makes no sense; KindBusy: all that it gave for a while has
// nothing to show, and it can be asked on.
type FetchOlder struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
}

// ClearChat deletes the rows of a chat. What has not left does not leave any more, apart from retractions. With Before it deletes what is
// older, and what has not left stays.
type ClearChat struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	Before  string `json:"before,omitempty" about:"a day, 2026-11-30, or a time: what is older; where it is left out everything"`
}

// ClearHistory is ClearChat for all chats of an account.
type ClearHistory struct {
	Account string `json:"account"`
	Before  string `json:"before,omitempty" about:"a day, 2026-11-30, or a time: what is older; where it is left out everything"`
}

// SetKeep says for how long messages are kept here. What is older goes by itself, unless it is unread or has not left, and does not come
// back by itself. KindInvalid: out of range.
type SetKeep struct {
	Account string `json:"account"`
	Chat    string `json:"chat,omitempty" about:"the other side; where it is left out all chats that say nothing else"`
	Days    int    `json:"days" about:"up to 36500; -1 for ever; 0 in a chat as in all, and else for ever"`
}

// MarkRead says that the user has seen the chat up to its newest row.
type MarkRead struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	ID      string `json:"id,omitempty" about:"is taken and not heeded: a chat is read to its end"`
}

// AskAgain asks the contact to send a message again that could not be read here: Text says so in words, and the stanza in a
// form that Vouch understands. KindConflict: the message could be read.
type AskAgain struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	ID      string `json:"id"`
	Text    string `json:"body" about:"the question in words, which is sent as a message"`
}

// SendCopies sends earlier own messages again, each as a new one with the text that it has now, in the order in which
// they were written: for devices that could not read them then. KindConflict: one of them has no text any more.
// KindReadable: one was written under encryption, which is off in this chat now. Then none is sent.
type SendCopies struct {
	Account string   `json:"account"`
	Chat    string   `json:"chat"`
	IDs     []string `json:"ids" about:"ids of the messages, in any order"`
}

// AnswerKeys accepts what a KeyCard says, which verifies the keys, or dismisses it. KindUndecided: the device that wrote
// the message is not verified, so its word is not enough. KindNotFound: there is no such card.
type AnswerKeys struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	ID      string `json:"id"`
	Accept  bool   `json:"accept"`
}

func (OpenChat) command()       {}
func (SendText) command()       {}
func (CorrectText) command()    {}
func (Retract) command()        {}
func (React) command()          {}
func (SetReactions) command()   {}
func (Typing) command()         {}
func (Release) command()        {}
func (TakeBack) command()       {}
func (SendAgain) command()      {}
func (SetEncryption) command()  {}
func (SetVoiceFormat) command() {}
func (FetchOlder) command()     {}
func (ClearChat) command()      {}
func (ClearHistory) command()   {}
func (SetKeep) command()        {}
func (MarkRead) command()       {}
func (AskAgain) command()       {}
func (SendCopies) command()     {}
func (AnswerKeys) command()     {}
