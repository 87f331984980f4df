package chat

import (
	"slices"
	"strconv"
	"strings"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/words"
)

// omemo carries out what was typed as a command. Whatever it is, it leaves the field and is never sent.
func (c *Room) omemo(text string) {
	c.failure = ""
	c.setText("")
	c.keepDraft("")
	c.Pane.Refresh()
	title := words.OneLine(text, 200)
	v := c.w.Shown.View
	do, wrong := parseOmemo(text, v.Chat)
	if wrong != "" {
		c.say(title, words.Tr(wrong, "Command", title), true)
		return
	}
	switch do.verb {
	case "help":
		c.say(title, omemoHelp(), false)
	case "gen":
		c.sayGen(title)
	case "fingerprint", "device_list":
		c.withDevices(title, do.who, func(d *view.DevicesView) { c.say(title, devicesText(d, do.verb == "device_list", do.who == ""), false) })
	case "trust", "untrust":
		c.withDevices(title, do.who, func(d *view.DevicesView) { c.omemoDecide(title, do, d) })
	case "trustmode":
		c.trustMode(title, do.policy)
	case "start":
		c.omemoStart(title)
	case "end":
		if !c.w.Shown.Chat.Encrypted {
			c.say(title, words.Tr("omemo.isOff"), false)
			return
		}
		c.to.EncryptionOff(v.Chat, c.w.ChatName(c.w.Shown.Chat.Name, v.Chat))
	case "qrcode":
		c.to.ShowCode(v.Account)
	}
}

func omemoHelp() string {
	var lines []string
	for _, verb := range omemoVerbs {
		lines = append(lines, "\t"+omemoUsage(verb), omemoMeaning(verb))
	}
	return strings.Join(append(lines, words.Tr("omemo.helpTab")), "\n")
}

// omemoUsage is how a command is written.
func omemoUsage(verb string) string {
	switch verb {
	case "fingerprint", "device_list":
		return omemoWord + " " + verb + " [" + words.Tr("omemo.argAddress") + "]"
	case "trust", "untrust":
		return omemoWord + " " + verb + " [" + words.Tr("omemo.argAddress") + "] " + words.Tr("omemo.argDigits")
	case "trustmode":
		return omemoWord + " " + verb + " [manual|firstusage|blind]"
	}
	return omemoWord + " " + verb
}

// omemoMeaning is what a command does.
func omemoMeaning(verb string) string {
	switch verb {
	case "gen":
		return words.Tr("omemo.helpGen")
	case "fingerprint":
		return words.Tr("omemo.helpFingerprint")
	case "device_list":
		return words.Tr("omemo.helpDevices")
	case "trust":
		return words.Tr("omemo.helpTrust")
	case "untrust":
		return words.Tr("omemo.helpUntrust")
	case "trustmode":
		return words.Tr("omemo.helpMode")
	case "start":
		return words.Tr("omemo.helpStart")
	case "end":
		return words.Tr("omemo.helpEnd")
	case "qrcode":
		return words.Tr("omemo.helpCode")
	}
	return words.Tr("omemo.helpHelp")
}

func (c *Room) sayGen(title string) {
	a := c.w.Account()
	if a == nil || a.Fingerprint == "" {
		c.say(title, words.Tr("omemo.genSoon"), false)
		return
	}
	c.say(title, words.Tr("omemo.genThere", "ID", strconv.Itoa(int(a.DeviceID)))+"\n\t"+words.Grouped(a.Fingerprint), false)
}

// withDevices looks up the devices of who, or with "" of the account, for an answer in the chat that is shown now.
func (c *Room) withDevices(title, who string, then func(*view.DevicesView)) {
	v := c.w.Shown.View
	look := view.View{Account: v.Account, Chat: who, Before: 1, Page: view.PageDevices}
	if who == "" || who == v.Account {
		look = view.View{Account: v.Account, Page: view.PageOwn}
	}
	c.w.Peek(func(got []*view.Snapshot, err error) {
		switch {
		case c.current() != v.Account+" "+v.Chat:
		case err != nil:
			c.say(title, words.ErrText(err, words.HostOf(v.Account)), true)
		case got[0].Devices != nil:
			then(got[0].Devices)
		}
	}, look)
}

// devicesText lists devices with their fingerprints and what was decided; with all also the inactive ones. Of the account's
// own, only this device is meant where the user did not name anybody.
func devicesText(v *view.DevicesView, all, this bool) string {
	var lines []string
	for _, d := range v.All() {
		if !d.Active && !d.This && !all || this && !d.This {
			continue
		}
		said := []string{bidi.Isolate(words.DeviceName(d)), strconv.Itoa(int(d.ID))}
		if v.Group {
			said = append([]string{bidi.Isolate(words.NameOf(v.Of(d.JID).Name, d.JID))}, said...)
		}
		switch {
		case d.This:
			said = append(said, words.Tr("device.thisChip"))
		case d.Active:
			said = append(said, words.TrustWord(d.Trust))
		default:
			said = append(said, words.TrustWord(d.Trust), words.Tr("omemo.inactive"))
		}
		digits := words.Tr("device.noFingerprint")
		if d.Fingerprint != "" {
			digits = "\t" + words.Grouped(d.Fingerprint)
		}
		lines = append(lines, strings.Join(said, " · "), digits)
	}
	if len(lines) == 0 {
		return words.Tr("omemo.noDevices", "Name", words.NameOf(v.Name, v.JID))
	}
	return strings.Join(lines, "\n")
}

// omemoDecide trusts or rejects one key. A verified one stays verified, and this device is always its own.
func (c *Room) omemoDecide(title string, do omemoCommand, v *view.DevicesView) {
	all := v.All()
	i := slices.IndexFunc(all, func(d *view.DeviceView) bool { return d.Fingerprint == do.digits })
	if i < 0 {
		c.say(title, words.Tr("omemo.noSuchKey", "Name", words.NameOf(v.Name, v.JID)), true)
		return
	}
	d := all[i]
	name := words.DeviceName(d)
	to, done := view.TrustTrusted, words.Tr("omemo.trusted", "Device", name)
	if do.verb == "untrust" {
		to, done = view.TrustRejected, words.Tr("omemo.rejected", "Device", name)
	}
	switch {
	case d.This:
		c.say(title, words.Tr("omemo.thisDevice"), true)
		return
	case d.Trust == to, to == view.TrustTrusted && d.Trust == view.TrustVerified:
		c.say(title, words.Tr("omemo.already", "Device", name, "State", words.TrustWord(d.Trust)), false)
		return
	}
	account := c.w.Shown.View.Account
	c.w.Do(app.Decide{Account: account, JID: d.JID, Fingerprint: do.digits, Trust: to}, c.answers(title, done))
}

// answers makes what follows a command: its words, or what went wrong.
func (c *Room) answers(title, done string) func(error) {
	chat := c.current()
	return func(err error) {
		switch {
		case c.current() != chat:
		case err != nil:
			c.say(title, words.ErrText(err, words.HostOf(c.w.Shown.View.Account)), true)
		default:
			c.say(title, done, false)
		}
	}
}

// trustMode sets what happens with new devices of the chat's contact, or says what does.
func (c *Room) trustMode(title string, policy view.Policy) {
	v := c.w.Shown.View
	if v.Chat == v.Account {
		c.say(title, words.Tr("policy.ownAlways"), true)
		return
	}
	if c.w.Shown.Chat.Room != nil {
		c.say(title, words.Tr("omemo.modeGroup"), true)
		return
	}
	name := words.NameOf(c.w.Shown.Chat.Name, v.Chat)
	if policy == "" {
		c.withDevices(title, v.Chat, func(d *view.DevicesView) {
			c.say(title, words.Tr("omemo.modeIs", "Name", name, "Rule", words.PolicyName(d.Policy))+"\n"+words.PolicyText(d.Policy, name), false)
		})
		return
	}
	done := words.Tr("omemo.modeSet", "Name", name, "Rule", words.PolicyName(policy)) + "\n" + words.PolicyText(policy, name)
	c.w.Do(app.SetPolicy{Account: v.Account, JID: v.Chat, Policy: policy}, c.answers(title, done))
}

func (c *Room) omemoStart(title string) {
	v, chat := c.w.Shown.View, c.w.Shown.Chat
	if chat.Encrypted {
		c.say(title, words.Tr("omemo.isOn"), false)
		return
	}
	c.w.Do(app.SetEncryption{Account: v.Account, Chat: v.Chat, On: true}, c.answers(title, words.Tr("omemo.on", "Name", words.NameOf(chat.Name, chat.Chat))))
}
