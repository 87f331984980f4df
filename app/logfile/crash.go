package logfile

import (
	"fmt"
	"os"
	"runtime/debug"
)

// KeepCrashes has what Go says when the program stops by a mistake of its own written to path, beside standard error: who
// starts it from a menu has none. What an earlier run left there moves to path.old; left says whether there was something.
func KeepCrashes(path string) (left bool, err error) {
	if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() && info.Size() > 0 {
		if err := os.Rename(path, path+".old"); err != nil {
			return true, fmt.Errorf("put crash aside: %w", err)
		}
		left = true
	} else if err == nil && !info.Mode().IsRegular() {
		return false, fmt.Errorf("open %s: %w", path, errNoFile)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return left, fmt.Errorf("open crash file: %w", err)
	}
	defer f.Close() // the runtime has its own
	if err := debug.SetCrashOutput(f, debug.CrashOptions{}); err != nil {
		return left, fmt.Errorf("keep crashes: %w", err)
	}
	return left, nil
}
