#!/bin/sh
# build.sh DIST: the Windows program with its twin for consoles, as an archive and as an installer. VERSION and SOURCE_DATE_EPOCH
# are set by the script above it. With VOUCH_SIGN_CERT and VOUCH_SIGN_KEY, files in PEM, all of it is signed.
set -eu
dist=${1:?where to}
cd "$(dirname "$0")/../../.."
here=$PWD/assets/package/windows
work=$PWD/build/package-windows
rm -rf "$work"
mkdir -p "$work/vouch"

sign() { # the time of a signature changes its bytes: only what is signed does not come out the same twice
	[ -n "${VOUCH_SIGN_CERT:-}" ] || return 0
	osslsigncode sign -certs "$VOUCH_SIGN_CERT" -key "$VOUCH_SIGN_KEY" -n Vouch -in "$1" -out "$1.signed" >/dev/null
	mv "$1.signed" "$1"
}

# Go links what lies beside main.go by that name, for Windows alone; it is gone again at the end.
go run ./assets/icongen -desktop "$work/icons"
cp "$here/vouch.rc" "$here/vouch.manifest" "$work/icons/vouch.ico" "$work/"
trap 'rm -f vouch_windows_amd64.syso' EXIT
(cd "$work" && x86_64-w64-mingw32-windres -D VERSION="$VERSION" -D COMMAS="$(echo "$VERSION" | tr . ,),0" -i vouch.rc -O coff -o vouch.syso)
cp "$work/vouch.syso" vouch_windows_amd64.syso

# The camera's driver is in C++, whose libraries Windows does not bring.
for twin in vouch:-H=windowsgui vouchctl:; do
	CGO_ENABLED=1 GOOS=windows GOARCH=amd64 CC=x86_64-w64-mingw32-gcc CXX=x86_64-w64-mingw32-g++ GOFLAGS='-trimpath -buildvcs=false' \
		go build -tags migrated_fynedo,no_animations -ldflags "-s -w -extldflags=-static ${twin#*:}" -o "$work/vouch/${twin%%:*}.exe" .
	sign "$work/vouch/${twin%%:*}.exe"
done
# What is linked differs from system to system; what mingw-w64 links comes on top.
go build -o "$work/notices" ./assets/package/notices
CGO_ENABLED=1 GOOS=windows GOARCH=amd64 "$work/notices" . >"$work/vouch/THIRD-PARTY.txt"
{
	printf '\n%s\nmingw-w64: copyright\n\n' --------------------------------------------------------------------------------
	cat /usr/share/doc/mingw-w64-x86-64-dev/copyright
} >>"$work/vouch/THIRD-PARTY.txt"
cp LICENSE "$work/vouch/LICENSE.txt"
cp assets/CHANGELOG.md "$work/vouch/CHANGELOG.txt"
find "$work/vouch" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +

zip="$dist/vouch-$VERSION-windows-amd64.zip"
rm -f "$zip"
(cd "$work" && TZ=UTC find vouch -type f | sort | TZ=UTC zip -q -X -9 "$zip" -@)

setup=$dist/vouch-$VERSION-windows-amd64-setup.exe
makensis -V2 -INPUTCHARSET UTF8 -DVERSION="$VERSION" -DFILES="$work/vouch" -DICON="$work/vouch.ico" -DOUT="$setup" "$here/vouch.nsi"
sign "$setup"
