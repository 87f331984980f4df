package words

import (
	"strconv"
	"strings"
)

// Size says how large a file is, in the units that are a thousand times each other.
func Size(bytes int64) string {
	if bytes < 1000 {
		return Trn("size.bytes", int(bytes))
	}
	n, unit := float64(bytes)/1000, 0
	for n >= 999.5 && unit < 3 {
		n, unit = n/1000, unit+1
	}
	digits := 1
	if n >= 10 {
		digits = 0
	}
	return strings.Replace(strconv.FormatFloat(n, 'f', digits, 64), ".", Tr("size.point"), 1) + " " + []string{"kB", "MB", "GB", "TB"}[unit]
}
