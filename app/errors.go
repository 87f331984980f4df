package app

import "vouch/app/fault"

// Error is an error with a Kind. Every error that leaves the Service is one, or wraps one.
type Error = fault.Error

// Kind is the stable word for what went wrong; KindOf gives that of an error, or "".
type Kind = fault.Kind

// KindOf is the Kind of err, or "" when err has none.
func KindOf(err error) Kind { return fault.KindOf(err) }

// The kinds, as package fault explains them.
const (
	KindNotConnected = fault.KindNotConnected
	KindAuth         = fault.KindAuth
	KindDowngrade    = fault.KindDowngrade
	KindTLS          = fault.KindTLS
	KindNotFound     = fault.KindNotFound
	KindInvalid      = fault.KindInvalid
	KindBusy         = fault.KindBusy
	KindDisk         = fault.KindDisk
	KindConflict     = fault.KindConflict
	KindNotOffered   = fault.KindNotOffered
	KindRoom         = fault.KindRoom
	KindNewer        = fault.KindNewer
	KindDamaged      = fault.KindDamaged

	KindUndecided      = fault.KindUndecided
	KindNoDevices      = fault.KindNoDevices
	KindNoneTrusted    = fault.KindNoneTrusted
	KindNoKeys         = fault.KindNoKeys
	KindServerNotFound = fault.KindServerNotFound
	KindUnreachable    = fault.KindUnreachable
	KindNoPEP          = fault.KindNoPEP
	KindNotAllowed     = fault.KindNotAllowed
	KindOwnServer      = fault.KindOwnServer
	KindNotPrivate     = fault.KindNotPrivate
	KindUnknownSender  = fault.KindUnknownSender
	KindCopied         = fault.KindCopied
	KindUnknownFate    = fault.KindUnknownFate
	KindNotReflected   = fault.KindNotReflected
	KindReadable       = fault.KindReadable
	KindRefused        = fault.KindRefused
	KindTooBig         = fault.KindTooBig
	KindProgram        = fault.KindProgram
	KindCutOff         = fault.KindCutOff
	KindUnsendable     = fault.KindUnsendable
	KindRemoved        = fault.KindRemoved
	KindRestored       = fault.KindRestored

	KindNotForThisDevice = fault.KindNotForThisDevice
	KindNoSession        = fault.KindNoSession
	KindDuplicateKey     = fault.KindDuplicateKey
	KindTooFarAhead      = fault.KindTooFarAhead
	KindTooCostly        = fault.KindTooCostly
	KindUnknownPreKey    = fault.KindUnknownPreKey
	KindTampered         = fault.KindTampered
	KindMalformed        = fault.KindMalformed
	KindOtherEncryption  = fault.KindOtherEncryption
)

func invalid(param, why string) error { return fault.Invalid(param, why) }

func notFound(param, about string) error { return fault.NotFound(param, about) }
