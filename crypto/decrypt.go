package crypto

// Opened is a decrypted key.
type Opened struct {
	Key        []byte
	Identity   []byte
	NewSession bool
	UsedPreKey uint32
	Counter    uint32
}

// DecryptKey decrypts the key element of one device.
func DecryptKey(s Store, a Address, data []byte, preKey bool) (Opened, error) {
	return Opened{}, ErrNoSession
}
