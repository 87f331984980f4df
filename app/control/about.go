package control

import (
	"maps"
	"slices"
)

// Method is what the methods list, the manual page and completions say about a method.
type Method struct {
	Name   string
	Params []string // "name" of what is needed, "[name]" of what can be left out, in the order of their names
	About  string
}

// Methods lists the methods in the order of their names.
func Methods() []Method {
	m := (&Server{}).methods() // none is called, so that there need not be a service
	m["events"] = method{}
	var out []Method
	for _, name := range slices.Sorted(maps.Keys(m)) {
		one := Method{Name: name, About: about[name]}
		for _, param := range slices.Sorted(maps.Keys(m[name].params)) {
			if m[name].params[param] != "needed" {
				param = "[" + param + "]"
			}
			one.Params = append(one.Params, param)
		}
		out = append(out, one)
	}
	return out
}

// about is what each method does, in a line.
var about = map[string]string{
	"account.accept":   "sign in although the server offers less than before",
	"account.active":   "say whether somebody looks at the window",
	"account.add":      "sign in with an account, or make a new one",
	"account.avatar":   "publish a picture of an account, or take it away",
	"account.enable":   "sign an account in or out",
	"account.idle":     "minutes without use after which contacts are told",
	"account.password": "change the password on the server, or enter it anew",
	"account.presence": "say how an account can be reached",
	"account.privacy":  "what contacts and other devices are told",
	"account.profile":  "what an account says about its owner",
	"account.proxy":    "reach the server through a proxy",
	"account.remove":   "take an account off this computer, and off its server if asked",
	"archive.prefs":    "what the server's archive keeps",
	"chat.answer-keys": "accept or dismiss the keys that a message brings",
	"chat.ask-again":   "ask for a message again that could not be read",
	"chat.send-again":  "send a message again that failed",
	"chat.send-copies": "send own messages again, for devices that missed them",
	"chat.take-back":   "take a message out that waits",
	"chat.clear":       "delete the messages of a chat here",
	"chat.correct":     "put another text in the place of a message",
	"chat.encryption":  "turn the encryption of a chat on or off",
	"chat.gaps":        "times of which messages may be missing",
	"chat.list":        "the chats of an account",
	"chat.messages":    "the messages of a chat",
	"chat.missed":      "own messages that were not for a device",
	"chat.older":       "fetch older messages from the archive",
	"chat.react":       "add or take away a reaction",
	"chat.read":        "say that a chat was read",
	"chat.release":     "send what waits to the trusted devices alone",
	"chat.retract":     "take a message back",
	"chat.send":        "write a message",
	"chat.typing":      "say that somebody writes, or no longer",
	"command.list":     "what a server can be told to do",
	"command.run":      "tell it, step by step",
	"devices.check":    "compare a page of fingerprints with what is known; changes nothing",
	"devices.expected": "keys that were verified before a device showed them",
	"devices.fetch":    "fetch a page of fingerprints from the web",
	"devices.keep":     "keep a device in the own list although it is not known",
	"devices.list":     "the devices of somebody, with what was decided",
	"devices.log":      "the decisions about the devices of somebody",
	"devices.look":     "ask the server for the devices of somebody again",
	"devices.name":     "name a device, for the eyes of this computer",
	"devices.page":     "a page of fingerprints, to be published",
	"devices.policy":   "what happens when somebody adds a device",
	"devices.remove":   "take an own device out of the account",
	"devices.renew":    "make new keys for this device",
	"devices.repair":   "begin the session with a device anew",
	"devices.scan":     "read a code or link with keys; changes nothing",
	"devices.tell":     "tell contacts about a new device",
	"devices.timeline": "everything that was seen and decided",
	"devices.trust":    "decide about a device",
	"devices.uri":      "the link or code with the keys of somebody",
	"devices.verify":   "take keys for verified that were compared elsewhere",
	"events":           "say what changes, one JSON object a line, until interrupted",
	"invite.list":      "invitations that nobody has used",
	"invite.make":      "make an invitation for one person",
	"invite.withdraw":  "make an invitation worthless",
	"methods":          "every method with its params",
	"open":             "bring the window to the front, with a link or an action",
	"people.avatar":    "the picture of somebody",
	"people.block":     "keep somebody away, and report them if asked",
	"people.blocked":   "who is kept away",
	"people.profile":   "what somebody says about themselves",
	"people.unblock":   "no longer keep somebody away",
	"quit":             "end the program",
	"report":           "what helps with a problem, without addresses and secrets",
	"roster.add":       "add a contact",
	"roster.answer":    "let somebody see the presence, or not",
	"roster.edit":      "change the name and the groups of a contact",
	"roster.list":      "the contacts of an account",
	"roster.remove":    "remove a contact",
	"status":           "the accounts and how they are connected",
	"version":          "the version of the program",
}
