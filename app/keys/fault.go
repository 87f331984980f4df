package keys

import (
	"errors"

	"vouch/crypto"
	"vouch/trust"
)

// Fault is what is wrong with a code or link, as FaultOf tells.
type Fault string

// The faults.
const (
	FaultMalformed   Fault = "malformed" // not a link that Vouch reads
	FaultTooLong     Fault = "too-long"
	FaultNoKeys      Fault = "no-keys"
	FaultTwice       Fault = "twice" // two keys for one device
	FaultContradicts Fault = "contradicts"
	FaultEncryption  Fault = "encryption" // keys for another one than OMEMO
	FaultMixed       Fault = "mixed"      // parts of different codes
	FaultDevice      Fault = "device-id"  // names a device by what is no device id
	FaultKey         Fault = "key"        // a key in it is none
	FaultPart        Fault = "part"       // says to be a part of a code, and is none, or other parts are missing
)

func (f Fault) Error() string { return "fault in code: " + string(f) }

// FaultOf is what is wrong with a code that ReadCode has refused with KindInvalid; "" where it has not.
func FaultOf(err error) Fault {
	var f Fault
	errors.As(err, &f)
	return f
}

func faultOfLink(err error) Fault {
	switch {
	case errors.Is(err, trust.ErrTwoKeys):
		return FaultTwice
	case errors.Is(err, trust.ErrContradicts):
		return FaultContradicts
	case errors.Is(err, trust.ErrLongLink):
		return FaultTooLong
	case errors.Is(err, trust.ErrBadDevice):
		return FaultDevice
	case errors.Is(err, crypto.ErrBadFingerprint):
		return FaultKey
	case errors.Is(err, trust.ErrBadPart):
		return FaultPart
	}
	return FaultMalformed
}
