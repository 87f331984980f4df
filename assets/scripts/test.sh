#!/bin/sh
# test.sh: all tests, with the race detector wherever it does not mean building Fyne's C parts a second time. The pictures of
# the windows are drawn on one goroutine, and under the detector each takes seconds: they go without.
# The last line counts what ran; a package without a result is a failure.
set -eu
log=$(mktemp)
trap 'rm -f "$log"' EXIT
run() { # FLAGS PACKAGES
	echo "go test $*"
	go test -timeout 20m -json "$@" >>"$log" || failed=1
}
failed=0
run -race -skip '^TestPictures$' $(go list ./... | grep -vx vouch)
run -run '^TestPictures$' ./ui
run .
go run ./assets/testreport <"$log" || failed=1
exit $failed
