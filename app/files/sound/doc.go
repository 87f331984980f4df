// Package sound reads voice messages as they play and writes those that were recorded.
//
// What is read is told by its first bytes, never by the name of a file: Opus in Ogg (RFC 7845) and in MP4, AAC and HE-AAC in MP4, MP3
// and WAV. All else is ErrKind, and for the system's player. Open goes through a file once, without decoding it, and counts: how long
// a message is does not depend on what a file says about itself. Nothing is decoded before it is asked for, and what is kept of a
// file in memory has bounds that no file can move. A library that panics ends its stream, and nothing else.
//
// What is written is Opus in Ogg, or WAV for programs that play no Ogg.
//
// All samples are of 16 bits, those of channels interleaved; a frame is one sample of each channel. Nothing here may run on a
// goroutine that must not wait for a disk.
package sound

import (
	"errors"
	"time"
)

var (
	// ErrKind is returned for what is no sound, or none that can be decoded here: it is for the system's player.
	ErrKind = errors.New("no sound that can be played here")
	// ErrBroken is returned for a file that is not written as its kind has it.
	ErrBroken = errors.New("sound is broken")
	// ErrLong is returned for what is larger than MaxSize or plays longer than MaxLength: it is for the system's player.
	ErrLong = errors.New("too long for a voice message")
)

const (
	// MaxSize is how large a file may be that is opened, in bytes.
	MaxSize = 256 << 20
	// MaxLength is how long it may play.
	MaxLength = 2 * time.Hour
	// MaxRecording is how long a message may be that is written.
	MaxRecording = 15 * time.Minute
)
