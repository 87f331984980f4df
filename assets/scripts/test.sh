#!/bin/sh
# test.sh: all tests, with the race detector wherever it does not mean building Fyne's C parts a second time. Windows are drawn on
# one goroutine, and pictures of whole windows take gigabytes and minutes under the detector: they go without it. So do decoders of
# sound, which are for one goroutine each and compute all the time, and three tests that make thousands of keys or letters by a way
# that others take under the detector.
# The last line counts what ran; a package without a result is a failure.
set -eu
log=$(mktemp)
trap 'rm -f "$log"' EXIT
run() { # FLAGS PACKAGES
	echo "go test $*"
	go test -timeout 40m -json "$@" >>"$log" || failed=1
}
failed=0
many='^(TestManyDevicesOfAStranger|TestBacklogOfTenThousand|TestTooLargeWithTheKeysOfAGroup)$'
run -race -skip "$many" $(go list ./... | grep -vx -e vouch -e vouch/ui -e vouch/ui/keys -e vouch/app/files/sound)
run ./app/files/sound
run -run "$many" ./app
run -race -skip Pictures ./ui
run -race -skip Pictures ./ui/keys
run -run Pictures ./ui ./ui/keys
run .
go run ./assets/testreport <"$log" || failed=1
exit $failed
