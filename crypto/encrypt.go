package crypto

// EncryptKey encrypts a payload key for one device.
func EncryptKey(s Store, a Address, key []byte) (data []byte, preKey bool, err error) {
	return nil, false, ErrNoSession
}
