package app

import (
	"cmp"
	"context"
	"slices"

	"vouch/app/view"
)

// commandTable is the one table of commands: what the Service can be asked to do, by window and control socket alike. The
// window reads here which of them wait; the control socket has its methods, their params and their help from here.
var commandTable = slices.Concat(accountTable, peopleTable, chatTable, keyTable, roomTable, fileTable, backupTable)

// OwnPresence is that of an account, whether or not it is connected.
type OwnPresence struct {
	Show   view.Show `json:"show"`
	Status string    `json:"status"`
}

// IdleAfter is what SetIdle sets.
type IdleAfter struct {
	Minutes int `json:"minutes"`
}

// Unasked is what SetUnasked sets.
type Unasked struct {
	Megabytes int `json:"megabytes"`
}

// Highlights is what SetHighlights sets.
type Highlights struct {
	Words []string `json:"words"`
}

var accountTable = []Spec{
	does("", "sign in with an account that is kept from then on",
		(*Service).addAccount, waits), // account.add fills forms, too
	does("account.remove", "take an account off this computer, and off its server if asked",
		(*Service).removeAccount, waits,
		fails(KindNotConnected, KindRefused), more("With `on_server`, nothing is removed here unless the server says yes.")),
	does("account.enable", "connect an account, or take it offline",
		(*Service).enableAccount, waits),
	does("account.proxy", "reach the server through a SOCKS5 proxy", (*Service).setProxy, waits),
	does("account.password", "sign in with another password, and have the server change it if asked",
		(*Service).changePassword, waits,
		fails(KindNotConnected, KindAuth, KindTLS, KindDowngrade, KindRefused)),
	does("account.accept", "sign in although the server offers less than before",
		func(s *Service, ctx context.Context, c AcceptLogin) error {
			return s.onLoop(ctx, c.Account, func(a *account) error { return a.acceptLogin(c.Mechanism) })
		}, waits, fails(KindConflict)),
	does("account.presence", "how an account can be reached",
		(*Service).setPresence, setting(func(s *Service, _ context.Context, c SetPresence) (OwnPresence, error) {
			return s.Presence(c.Account)
		})),
	does("account.active", "say whether somebody looks at the program", (*Service).setActive),
	does("", "say that the user does something here",
		func(s *Service, ctx context.Context, _ Active) error { return s.used(ctx) }),
	gives("account.idle", "minutes without use after which an account is shown as away",
		func(s *Service, ctx context.Context, c SetIdle) (IdleAfter, error) {
			return IdleAfter{c.Minutes}, s.onLoop(ctx, c.Account, func(a *account) error { return a.setIdle(c.Minutes) })
		}, keeps(func(s *Service, ctx context.Context, c SetIdle) (IdleAfter, error) {
			minutes, err := s.Idle(ctx, c.Account)
			return IdleAfter{minutes}, err
		})),
	does("account.avatar", "publish a picture of an account, or take it away",
		(*Service).setAvatar, waits, fails(KindNotConnected)),
	does("account.profile", "what an account says about its owner",
		(*Service).setProfile, waits, fails(KindNotConnected),
		setting(func(s *Service, ctx context.Context, c SetProfile) (view.Profile, error) {
			return s.Profile(ctx, c.Account, c.Account)
		})),
	gives("account.privacy", "what contacts and other devices are told",
		func(s *Service, ctx context.Context, c SetPrivacy) (view.Privacy, error) {
			return c.Privacy, s.onLoop(ctx, c.Account, func(a *account) error { return a.setPrivacy(c.Privacy) })
		}, keeps(func(s *Service, ctx context.Context, c SetPrivacy) (view.Privacy, error) {
			return s.Privacy(ctx, c.Account)
		})),
	gives("account.highlights", "words that name the user in rooms, beside the nickname",
		func(s *Service, ctx context.Context, c SetHighlights) (Highlights, error) {
			return s.setHighlights(ctx, c)
		}, keeps(func(s *Service, ctx context.Context, c SetHighlights) (Highlights, error) {
			return s.highlights(ctx, c.Account)
		})),
	gives("account.unasked", "megabytes up to which files of contacts are fetched by themselves",
		func(s *Service, ctx context.Context, c SetUnasked) (Unasked, error) {
			return Unasked{c.Megabytes}, s.onLoop(ctx, c.Account, func(a *account) error { return a.setUnasked(c.Megabytes) })
		}, keeps(func(s *Service, ctx context.Context, c SetUnasked) (out Unasked, err error) {
			err = s.onLoop(ctx, c.Account, func(a *account) error { out.Megabytes = unaskedMegabytes(a.cfg); return nil })
			return out, err
		})),
	gives("", "ask what the server's archive keeps",
		func(s *Service, ctx context.Context, c LookArchive) (view.ArchivePrefs, error) { // archive.prefs
			return s.ArchivePrefs(ctx, c.Account)
		}, waits),
	gives("archive.prefs", "what the server's archive keeps",
		func(s *Service, ctx context.Context, c SetArchive) (view.ArchivePrefs, error) {
			return s.SetArchivePrefs(ctx, c.Account, c.ArchivePrefs)
		}, waits, fails(KindNotConnected, KindNotOffered, KindRefused, KindMalformed),
		keeps(func(s *Service, ctx context.Context, c SetArchive) (view.ArchivePrefs, error) {
			return s.ArchivePrefs(ctx, c.Account)
		})),
}

var peopleTable = []Spec{
	does("roster.add", "add a contact", (*Service).addContact, waits, fails(KindNotConnected)),
	does("roster.edit", "change the name and the groups of a contact",
		(*Service).editContact, waits, fails(KindNotConnected)),
	does("roster.remove", "remove a contact", (*Service).removeContact, waits, fails(KindNotConnected)),
	does("roster.answer", "let somebody see the presence, or not",
		(*Service).answerContact, waits, fails(KindNotConnected)),
	gives("invite.make", "make an invitation for one person",
		func(s *Service, ctx context.Context, c MakeInvitation) (Invitation, error) {
			return s.Invite(ctx, c.Account)
		}, waits, fails(KindBusy)),
	gives("people.profile", "what somebody says about themselves",
		func(s *Service, ctx context.Context, c LookUp) (view.Profile, error) {
			return s.Profile(ctx, c.Account, c.JID)
		}, waits, fails(KindNotConnected)),
	does("people.block", "keep somebody away, and report them if asked",
		(*Service).block, waits, fails(KindNotConnected, KindNotOffered)),
	does("people.unblock", "no longer keep somebody away",
		(*Service).unblock, waits, fails(KindNotConnected, KindNotOffered)),
}

// Stored names the message that a command has stored or changed.
type Stored struct {
	ID string `json:"id"`
}

// FetchedOlder is what FetchOlder has brought.
type FetchedOlder struct {
	Added    int  `json:"added"`    // rows
	Complete bool `json:"complete"` // there are no older ones
}

// Cleared says how many messages ClearChat has deleted.
type Cleared struct {
	Removed int `json:"removed"`
}

var chatTable = []Spec{
	does("", "make a chat appear in the list", (*Service).openChat),
	gives("chat.send", "write a message", func(s *Service, ctx context.Context, c SendText) (Stored, error) {
		id, err := s.SendReply(ctx, c.Account, c.Chat, c.Body, c.ReplyTo)
		return Stored{id}, err
	}, fails(KindReadable), more("It answers when the message is stored; what becomes of it is its `state`.")),
	gives("chat.correct", "put another text in the place of an own message",
		func(s *Service, ctx context.Context, c CorrectText) (Stored, error) {
			id, err := s.Correct(ctx, c.Account, c.Chat, c.ID, c.Body)
			return Stored{id}, err
		}, fails(KindConflict)),
	gives("chat.retract", "take an own message back", func(s *Service, ctx context.Context, c Retract) (Stored, error) {
		id, err := s.Retract(ctx, c.Account, c.Chat, c.ID)
		return Stored{id}, err
	}, fails(KindConflict)),
	does("", "add or take away one reaction", (*Service).react), // chat.react sets all of them
	does("chat.react", "set the own reactions to a message",
		func(s *Service, ctx context.Context, c SetReactions) error {
			return s.React(ctx, c.Account, c.Chat, c.ID, c.Emoji, c.Allow)
		}, fails(KindReadable, KindConflict)),
	does("chat.typing", "tell a contact that the user writes, or no longer",
		func(s *Service, ctx context.Context, c Typing) error {
			return s.Typing(ctx, c.Account, c.Chat, c.State)
		}),
	does("chat.release", "send what waits to the devices that are trusted now",
		(*Service).release, fails(KindConflict, KindNoDevices, KindNoneTrusted, KindNoKeys), more("Those before it in the chat leave too. Undecided devices stay undecided, and are left out.")),
	does("chat.take-back", "take out an own message that is not known to have arrived",
		(*Service).takeBack, fails(KindConflict)),
	does("chat.send-again", "send a message again that failed, or may not have arrived",
		(*Service).sendAgain, fails(KindConflict)),
	does("chat.encryption", "turn the encryption of a chat on or off", (*Service).setEncryption),
	does("chat.voice", "record voice messages to a chat as WAV, for programs that play no Ogg, or as Ogg Opus", (*Service).setVoiceFormat),
	gives("chat.older", "fetch older messages of a chat from the archive",
		func(s *Service, ctx context.Context, c FetchOlder) (FetchedOlder, error) {
			return s.Older(ctx, c.Account, c.Chat)
		}, waits, fails(KindNotConnected, KindNotOffered, KindRefused, KindMalformed, KindBusy), more("It is `busy` where all that came for a while has nothing to show: ask on.")),
	gives("search", "messages with words in them, the newest first", (*Service).search, fails(KindNotFound),
		more("It looks only at what is on this computer. `left` is how many chats are not looked at yet, after an update from a version without search.")),
	gives("chat.clear", "delete the messages of a chat here",
		(*Service).clearChat, more("What has not left does not leave any more, apart from retractions, where everything is deleted. Copies on servers and other devices stay.")),
	gives("history.clear", "delete the messages of all chats of an account here", (*Service).clearHistory, more("Each chat as `chat.clear` does.")),
	does("chat.keep", "for how many days messages are kept here", (*Service).setKeep,
		more("What is older goes by itself, but for what is unread or has not left yet.")),
	gives("chat.export", "write chats into files that need no Vouch to be read",
		func(s *Service, ctx context.Context, c ExportChats) (Exported, error) { return s.Export(ctx, c, nil) }, fails(KindNotFound),
		more("What it writes is in clear, in a new folder that only you can read; `assets/docs/export.md` describes it. It answers when all is written. "+
			"Where it fails, or the connection of the caller ends, nothing of it stays. `absent` names the first hundred files that were not here, `missing` counts all.")),
	does("chat.read", "say that a chat was read", func(s *Service, ctx context.Context, c MarkRead) error {
		return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error { return a.markRead(who) })
	}),
	does("chat.ask-again", "ask for a message again that could not be read", (*Service).askAgain, fails(KindConflict)),
	does("chat.send-copies", "send own messages again, for devices that missed them",
		(*Service).sendCopies, fails(KindConflict, KindReadable)),
	does("chat.answer-keys", "accept or dismiss the keys that a message brings",
		(*Service).answerKeys, fails(KindUndecided)),
}

// PolicyNow is the policy that holds for somebody.
type PolicyNow struct {
	Policy view.Policy `json:"policy"`
}

// Verified says how many decisions Verify has changed.
type Verified struct {
	Changed int `json:"changed"`
}

var keyTable = []Spec{
	does("devices.trust", "decide about a device", (*Service).decide, more("It counts for what is written from then on.")),
	gives("devices.verify", "take keys for verified that were compared elsewhere",
		func(s *Service, ctx context.Context, c Verify) (Verified, error) {
			c.By = cmp.Or(c.By, view.ByHand)
			changed, err := s.Verify(ctx, c)
			return Verified{len(changed)}, err
		}),
	does("devices.policy", "what happens when somebody adds a device",
		(*Service).setPolicy, setting(func(s *Service, _ context.Context, c SetPolicy) (PolicyNow, error) {
			policy, err := s.Policy(c.Account, c.JID)
			return PolicyNow{policy}, err
		}), more("It counts for keys that are seen from then on.")),
	does("devices.name", "name a device, for the eyes of this computer", (*Service).nameDevice),
	does("devices.look", "ask the server for the devices of somebody again",
		func(s *Service, ctx context.Context, c LookAgain) error {
			return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error { return a.lookAgain(who) })
		}, waits, fails(KindNotConnected)),
	does("devices.repair", "begin the session with a device anew",
		(*Service).repairSession, waits, fails(KindNotConnected, KindUndecided, KindNoKeys, KindConflict), more("What was lost stays lost; later messages can be read again.")),
	does("devices.remove", "take an own device out of the account", (*Service).removeDevice, more("Its key is rejected, and it leaves the published list. The password is not changed: who has the device can still sign in with it.")),
	does("devices.renew", "make new keys for this device", (*Service).renewKeys, fails(KindNotConnected), more("Others see a new device, and have to decide about it; what they wrote for the old one cannot be read.")),
	does("devices.keep", "keep the keys of this device: no copy of its profile is in use", (*Service).keepKeys),
}
