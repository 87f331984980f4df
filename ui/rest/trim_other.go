//go:build !linux || !cgo

package rest

// Trim does nothing here.
func Trim() {}
