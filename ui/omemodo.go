package ui

import (
	"strconv"
	"strings"

	"vouch/app"
	"vouch/ui/bidi"
)

// omemo carries out what was typed as a command. Whatever it is, it leaves the field and is never sent.
func (c *conversation) omemo(text string) {
	c.failure = ""
	c.setText("")
	c.keepDraft("")
	c.pane.Refresh()
	title := oneLine(text, 200)
	v := c.w.shown.View
	do, wrong := parseOmemo(text, v.Chat)
	if wrong != "" {
		c.say(title, tr(wrong, "Command", title), true)
		return
	}
	switch do.verb {
	case "help":
		c.say(title, omemoHelp(), false)
	case "gen":
		c.sayGen(title)
	case "fingerprint", "device_list":
		c.withDevices(title, do.who, func(d *app.DevicesView) { c.say(title, devicesText(d, do.verb == "device_list", do.who == ""), false) })
	case "trust", "untrust":
		c.withDevices(title, do.who, func(d *app.DevicesView) { c.omemoDecide(title, do, d) })
	case "trustmode":
		c.trustMode(title, do.policy)
	case "start":
		c.omemoStart(title)
	case "end":
		if !c.w.shown.Chat.Encrypted {
			c.say(title, tr("omemo.isOff"), false)
			return
		}
		c.w.askEncryptionOff(v.Chat, c.w.chatName(c.w.shown.Chat.Name, v.Chat))
	case "qrcode":
		c.w.showCode(v.Account)
	}
}

func omemoHelp() string {
	var lines []string
	for _, verb := range omemoVerbs {
		lines = append(lines, "\t"+omemoUsage(verb), omemoMeaning(verb))
	}
	return strings.Join(append(lines, tr("omemo.helpTab")), "\n")
}

// omemoUsage is how a command is written.
func omemoUsage(verb string) string {
	switch verb {
	case "fingerprint", "device_list":
		return omemoWord + " " + verb + " [" + tr("omemo.argAddress") + "]"
	case "trust", "untrust":
		return omemoWord + " " + verb + " [" + tr("omemo.argAddress") + "] " + tr("omemo.argDigits")
	case "trustmode":
		return omemoWord + " " + verb + " [manual|firstusage|blind]"
	}
	return omemoWord + " " + verb
}

// omemoMeaning is what a command does.
func omemoMeaning(verb string) string {
	switch verb {
	case "gen":
		return tr("omemo.helpGen")
	case "fingerprint":
		return tr("omemo.helpFingerprint")
	case "device_list":
		return tr("omemo.helpDevices")
	case "trust":
		return tr("omemo.helpTrust")
	case "untrust":
		return tr("omemo.helpUntrust")
	case "trustmode":
		return tr("omemo.helpMode")
	case "start":
		return tr("omemo.helpStart")
	case "end":
		return tr("omemo.helpEnd")
	case "qrcode":
		return tr("omemo.helpCode")
	}
	return tr("omemo.helpHelp")
}

func (c *conversation) sayGen(title string) {
	a := c.w.account()
	if a == nil || a.Fingerprint == "" {
		c.say(title, tr("omemo.genSoon"), false)
		return
	}
	c.say(title, tr("omemo.genThere", "ID", strconv.Itoa(int(a.DeviceID)))+"\n\t"+grouped(a.Fingerprint), false)
}

// withDevices looks up the devices of who, or with "" of the account, for an answer in the chat that is shown now.
func (c *conversation) withDevices(title, who string, then func(*app.DevicesView)) {
	v := c.w.shown.View
	look := app.View{Account: v.Account, Chat: who, Before: 1, Page: app.PageDevices}
	if who == "" || who == v.Account {
		look = app.View{Account: v.Account, Page: app.PageOwn}
	}
	c.w.peek(func(got []*app.Snapshot, err error) {
		switch {
		case c.current() != v.Account+" "+v.Chat:
		case err != nil:
			c.say(title, errText(err, hostOf(v.Account)), true)
		case got[0].Devices != nil:
			then(got[0].Devices)
		}
	}, look)
}

// devicesText lists devices with their fingerprints and what was decided; with all also the inactive ones. Of the account's
// own, only this device is meant where the user did not name anybody.
func devicesText(v *app.DevicesView, all, this bool) string {
	var lines []string
	for _, d := range v.Devices {
		if !d.Active && !d.This && !all || this && !d.This {
			continue
		}
		words := []string{bidi.Isolate(deviceName(d)), strconv.Itoa(int(d.ID))}
		switch {
		case d.This:
			words = append(words, tr("device.thisChip"))
		case d.Active:
			words = append(words, trustWord(d.Trust))
		default:
			words = append(words, trustWord(d.Trust), tr("omemo.inactive"))
		}
		digits := tr("device.noFingerprint")
		if d.Fingerprint != "" {
			digits = "\t" + grouped(d.Fingerprint)
		}
		lines = append(lines, strings.Join(words, " · "), digits)
	}
	if len(lines) == 0 {
		return tr("omemo.noDevices", "Name", nameOf(v.Name, v.JID))
	}
	return strings.Join(lines, "\n")
}

// omemoDecide trusts or rejects one key. A verified one stays verified, and this device is always its own.
func (c *conversation) omemoDecide(title string, do omemoCommand, v *app.DevicesView) {
	i := -1
	for n, d := range v.Devices {
		if d.Fingerprint == do.digits {
			i = n
		}
	}
	if i < 0 {
		c.say(title, tr("omemo.noSuchKey", "Name", nameOf(v.Name, v.JID)), true)
		return
	}
	d := v.Devices[i]
	name := deviceName(d)
	to, done := app.TrustTrusted, tr("omemo.trusted", "Device", name)
	if do.verb == "untrust" {
		to, done = app.TrustRejected, tr("omemo.rejected", "Device", name)
	}
	switch {
	case d.This:
		c.say(title, tr("omemo.thisDevice"), true)
		return
	case d.Trust == to, to == app.TrustTrusted && d.Trust == app.TrustVerified:
		c.say(title, tr("omemo.already", "Device", name, "State", trustWord(d.Trust)), false)
		return
	}
	account := c.w.shown.View.Account
	c.w.do(app.Decide{Account: account, JID: v.JID, Fingerprint: do.digits, Trust: to}, c.answers(title, done))
}

// answers makes what follows a command: its words, or what went wrong.
func (c *conversation) answers(title, done string) func(error) {
	chat := c.current()
	return func(err error) {
		switch {
		case c.current() != chat:
		case err != nil:
			c.say(title, errText(err, hostOf(c.w.shown.View.Account)), true)
		default:
			c.say(title, done, false)
		}
	}
}

// trustMode sets what happens with new devices of the chat's contact, or says what does.
func (c *conversation) trustMode(title, policy string) {
	v := c.w.shown.View
	if v.Chat == v.Account {
		c.say(title, tr("policy.ownAlways"), true)
		return
	}
	name := nameOf(c.w.shown.Chat.Name, v.Chat)
	if policy == "" {
		c.withDevices(title, v.Chat, func(d *app.DevicesView) {
			c.say(title, tr("omemo.modeIs", "Name", name, "Rule", policyName(d.Policy))+"\n"+policyText(d.Policy, name), false)
		})
		return
	}
	done := tr("omemo.modeSet", "Name", name, "Rule", policyName(policy)) + "\n" + policyText(policy, name)
	c.w.do(app.SetPolicy{Account: v.Account, JID: v.Chat, Policy: policy}, c.answers(title, done))
}

func (c *conversation) omemoStart(title string) {
	v, chat := c.w.shown.View, c.w.shown.Chat
	if chat.Encrypted {
		c.say(title, tr("omemo.isOn"), false)
		return
	}
	c.w.do(app.SetEncryption{Account: v.Account, Chat: v.Chat, On: true}, c.answers(title, tr("omemo.on", "Name", nameOf(chat.Name, chat.Chat))))
}
