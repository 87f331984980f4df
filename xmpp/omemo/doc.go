// Package omemo implements XEP-0384: OMEMO Encryption.
//
// It is the XML of version 0.3.0, which is what is deployed: the device list, bundles and the encrypted element, and the
// names of the PEP nodes they live in. Keys and ciphertexts are bytes here; nothing in this package encrypts, decrypts
// or judges them. What comes from the network is bounded in number and length before memory is spent on it.
package omemo

import (
	"encoding/base64"
	"strconv"
	"strings"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0384 v0.3.0.
const NS = "eu.siacs.conversations.axolotl"

// NodeDevices is the PEP node of the device list.
const NodeDevices = NS + ".devicelist"

// ItemID is the id under which own items are published. Others publish under any id.
const ItemID = "current"

// Bounds of what is taken from the network.
const (
	MaxDevices  = 50   // of a list; what comes last is kept
	MaxPreKeys  = 1000 // of a bundle
	MaxKeys     = 1000 // of an encrypted element
	MaxKeyBytes = 10 << 10
	MaxPayload  = 1 << 20
)

// NodeBundle is the PEP node of the bundle of a device.
func NodeBundle(id uint32) string { return NS + ".bundles:" + strconv.FormatUint(uint64(id), 10) }

// parseID reads a device id: 1 to 2^31-1 (XEP-0384 v0.3.0 §4.2).
func parseID(text string) (uint32, bool) {
	id, err := strconv.ParseUint(text, 10, 31)
	return uint32(id), err == nil && id > 0
}

// decode reads base64 with or without padding and with white space anywhere. It is false for text that is not base64 or
// holds more than limit bytes.
func decode(e xmpp.Element, limit int) ([]byte, bool) {
	text := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\r', '\n':
			return -1
		}
		return r
	}, e.Text())
	text = strings.TrimRight(text, "=")
	if base64.RawStdEncoding.DecodedLen(len(text)) > limit {
		return nil, false
	}
	raw, err := base64.RawStdEncoding.DecodeString(text)
	return raw, err == nil
}

func encode(raw []byte) string { return base64.StdEncoding.EncodeToString(raw) }
