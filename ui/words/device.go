package words

import (
	"strconv"

	"vouch/app/view"
)

// MomentDevice names the device of a moment: by its label, its id, or its key.
func MomentDevice(m view.Moment) string {
	switch label := OneLine(m.Label, NameRunes); {
	case label != "":
		return label
	case m.DeviceID != 0:
		return Tr("moment.device", "ID", strconv.Itoa(int(m.DeviceID)))
	}
	return Tr("moment.key", "Key", ShortKey(m.Fingerprint))
}

// DeviceName is what a device is called.
func DeviceName(d *view.DeviceView) string {
	if n := OneLine(d.Label, NameRunes); n != "" {
		return n
	}
	switch {
	case d.This:
		return Tr("device.this")
	case d.Trust == view.TrustUndecided:
		return Tr("device.new")
	}
	return Tr("device.unnamed")
}
