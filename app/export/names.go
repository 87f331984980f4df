package export

import (
	"strconv"
	"strings"

	"vouch/app/files/filename"
)

// names keeps names in a folder apart, also on disks to which small and capital letters are the same.
type names map[string]bool

func newNames(taken ...string) names {
	n := names{}
	for _, name := range taken {
		n[strings.ToLower(name)] = true
	}
	return n
}

// of gives a name for what is called so, which no other one has.
func (n names) of(told string) string {
	name := cleaned(told)
	for i := 1; ; i++ {
		try := numbered(name, i)
		if key := strings.ToLower(try); !n[key] {
			n[key] = true
			return try
		}
	}
}

// cleaned is a name of one segment. filename.Clean would take what stands before a slash for a folder.
func cleaned(told string) string {
	return filename.Clean(strings.NewReplacer("/", "_", `\`, "_").Replace(told))
}

// numbered is a name, or another one for all but the first try.
func numbered(name string, n int) string {
	if n == 1 {
		return name
	}
	return name + " (" + strconv.Itoa(n) + ")"
}
