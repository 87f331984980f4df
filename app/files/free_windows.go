package files

import "golang.org/x/sys/windows"

// freeOn is how many bytes a user may still write to the disk of a folder; ok is false where nobody says.
var freeOn = func(dir string) (bytes int64, ok bool) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, false
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(path, &free, nil, nil); err != nil {
		return 0, false
	}
	return int64(free), true
}
