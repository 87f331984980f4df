package trust

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// guard runs something that reads the database file. Damaged pages make the database panic, or fault in the mapped
// memory, which would end the process; both become ErrDamaged. Other panics pass.
func guard(do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			if !fault(p) && !raisedByDatabase() {
				panic(p)
			}
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}()
	return do()
}

// fault says whether p is a fault at an address of memory, as from a mapped file that is too short.
func fault(p any) bool {
	_, ok := p.(interface{ Addr() uintptr })
	return ok
}

// raisedByDatabase looks at the stack of the panic that is being recovered.
func raisedByDatabase() bool {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
	panicking := false
	for {
		f, more := frames.Next()
		switch {
		case f.Function == "runtime.gopanic" || f.Function == "runtime.sigpanic":
			panicking = true
		case panicking && !strings.HasPrefix(f.Function, "runtime."):
			return strings.HasPrefix(f.Function, "go.etcd.io/bbolt")
		}
		if !more {
			return false
		}
	}
}
