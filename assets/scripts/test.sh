#!/bin/sh
# test.sh: all tests, with the race detector wherever it does not mean building Fyne's C parts a second time. Windows are
# drawn on one goroutine, and under the detector all of their tests take 9 GB: with it go those that have more goroutines.
# The last line counts what ran; a package without a result is a failure.
set -eu
log=$(mktemp)
trap 'rm -f "$log"' EXIT
run() { # FLAGS PACKAGES
	echo "go test $*"
	go test -timeout 40m -json "$@" >>"$log" || failed=1
}
failed=0
run -race $(go list ./... | grep -vx -e vouch -e vouch/ui)
run -race -run 'Camera|Seen|Parts|Asks|Fetch|Read|Watch|Order|Telling|Timeline' ./ui
run ./ui
run .
go run ./assets/testreport <"$log" || failed=1
exit $failed
