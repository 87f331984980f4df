//go:build cgo

package rest

/*
#include <features.h>
#ifdef __GLIBC__
#include <malloc.h>
static void trim(void) { malloc_trim(0); }
#else
static void trim(void) {}
#endif
*/
import "C"

// Trim gives back to the system what C libraries have freed. The GNU C library does so by itself only with what is at the end of
// its heap, and textures of software rendering are anywhere. Any goroutine may call it; where there is another library it does
// nothing.
func Trim() { C.trim() }
