package crypto

// StartSession builds a session from a bundle.
func StartSession(s Store, a Address, b Bundle) error { return ErrBadBundle }

// HasSession says whether EncryptKey can be called.
func HasSession(s Store, a Address) (bool, error) { return false, nil }

// ForgetDevice removes session and pinned identity of a.
func ForgetDevice(s Store, a Address) error { return nil }
