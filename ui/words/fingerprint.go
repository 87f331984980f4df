package words

// ShortKey is the beginning of a fingerprint: enough to tell keys apart, not to compare them.
func ShortKey(fingerprint string) string {
	if len(fingerprint) < 16 {
		return OneLine(fingerprint, 16)
	}
	return fingerprint[:8] + " " + fingerprint[8:16] + " …"
}

// Grouped writes a fingerprint in groups of eight, as it is read aloud.
func Grouped(digits string) string {
	out := ""
	for i := 0; i < len(digits); i += 8 {
		if i > 0 {
			out += " "
		}
		out += digits[i:min(i+8, len(digits))]
	}
	return out
}
