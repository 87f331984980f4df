package crypto

import (
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
)

// fingerprintDigits is the length of a fingerprint: 32 bytes in hexadecimal.
const fingerprintDigits = 64

// maxFingerprintText bounds what ParseFingerprint looks at: 66 digits with room for any grouping.
const maxFingerprintText = 1024

// Fingerprint is the form in which an identity key is shown and compared: its 32 bytes without the type byte, 64
// lower-case digits. It is "" when identityKey is not 33 bytes of type 0x05.
func Fingerprint(identityKey []byte) string {
	if len(identityKey) != keySize || identityKey[0] != 5 {
		return ""
	}
	return hex.EncodeToString(identityKey[1:])
}

// ParseFingerprint reads a fingerprint as any client shows it: upper or lower case, grouped by blanks of any kind, line
// ends, "-" or ":", with or without the type byte 05 in front. The error is an ErrBadFingerprint that says what was
// wrong.
func ParseFingerprint(s string) (string, error) {
	if len(s) > maxFingerprintText {
		return "", fmt.Errorf("%w: %d bytes of text", ErrBadFingerprint, len(s))
	}
	var digits strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || r == '-' || r == ':':
		case r >= '0' && r <= '9' || r >= 'a' && r <= 'f':
			digits.WriteRune(r)
		case r >= 'A' && r <= 'F':
			digits.WriteRune(unicode.ToLower(r))
		default:
			return "", fmt.Errorf("%w: %q is not a hexadecimal digit", ErrBadFingerprint, r)
		}
	}
	fp := digits.String()
	switch {
	case len(fp) == fingerprintDigits:
		return fp, nil
	case len(fp) == fingerprintDigits+2 && fp[:2] == "05":
		return fp[2:], nil
	case len(fp) == fingerprintDigits+2:
		return "", fmt.Errorf("%w: 66 digits that do not begin with 05", ErrBadFingerprint)
	}
	return "", fmt.Errorf("%w: %d digits instead of 64", ErrBadFingerprint, len(fp))
}

// Group splits a fingerprint into 8 groups of 8, the way Vouch shows it. Of anything but 64 digits it makes nil.
func Group(fp string) []string {
	if len(fp) != fingerprintDigits {
		return nil
	}
	groups := make([]string, 0, 8)
	for i := 0; i < fingerprintDigits; i += 8 {
		groups = append(groups, fp[i:i+8])
	}
	return groups
}

// PublicKey is the 33-byte identity key of a fingerprint; ErrBadFingerprint when it is none.
func PublicKey(fp string) ([]byte, error) {
	fp, err := ParseFingerprint(fp)
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString("05" + fp)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadFingerprint, err)
	}
	return key, nil
}
