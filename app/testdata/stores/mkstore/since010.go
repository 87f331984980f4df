package main

import (
	"vouch/app/history"
	"vouch/crypto"
)

func encrypt(s crypto.Store, a crypto.Address, _ string, key []byte) ([]byte, bool, error) {
	return crypto.EncryptKey(s, a, key)
}

// since is what later versions have too.
func since(_, _ *writer) {}

func dumpSince(*history.Store, func(string, any, error)) {}
