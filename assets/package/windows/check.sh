#!/bin/sh
# check.sh DIST: the Windows program under wine: installed, signed in, an encrypted message each way with the Linux program, a link
# handed over, upgraded, and uninstalled in both ways. build/vouch is the other one.
set -eu
dist=${1:?which folder}
cd "$(dirname "$0")/../../.."
here=$PWD/assets/package/windows
work=$PWD/build/package-check
VERSION=$(sed -n 's/^ *Version = "\(.*\)"$/\1/p' FyneApp.toml)
setup=$dist/vouch-$VERSION-windows-amd64-setup.exe
GOMODCACHE=$(go env GOMODCACHE) GOCACHE=$(go env GOCACHE) # not those of the home for wine
export GOMODCACHE GOCACHE
export WINEPREFIX="$work/wine" WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' HOME="$work/winehome"
export XDG_CACHE_HOME="$HOME/.cache" XDG_DATA_HOME="$HOME/.local/share" XDG_CONFIG_HOME="$HOME/.config"
unset DISPLAY WAYLAND_DISPLAY
rm -rf "$WINEPREFIX" "$HOME"
mkdir -p "$XDG_CACHE_HOME"
trap 'wineserver -k 2>/dev/null || true' EXIT
[ -x "$work/check" ] || GOFLAGS='-trimpath -buildvcs=false' go build -o "$work/check" ./assets/package/check

wine wineboot -i >/dev/null 2>&1
x86_64-w64-mingw32-gcc -shared -O2 -s -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" "$here/wine/bcryptprimitives.c" -ladvapi32
local=$(find "$WINEPREFIX/drive_c/users" -maxdepth 3 -type d -path '*/AppData/Local' | grep -v Public | head -1)
app=$local/Programs/Vouch
profile=$local/Vouch

# value prints a value of the registry, or nothing.
value() { # KEY NAME, "" for the default value
	if [ -n "$2" ]; then set -- "$1" /v "$2"; else set -- "$1" /ve; fi
	wine reg query "$@" 2>/dev/null | tr -d '\r' | sed -n 's/^.*REG_[A-Z]*  *//p'
}
run='HKCU\Software\Microsoft\Windows\CurrentVersion\Run'
uninst='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\im.vouch.Vouch'
want() { [ "$2" = "$3" ] || { echo "check: $1 is \"$2\", want \"$3\"" >&2; exit 1; }; }

wine "$setup" /S
for file in vouch.exe vouchctl.exe LICENSE.txt THIRD-PARTY.txt CHANGELOG.txt uninstall.exe; do
	[ -s "$app/$file" ] || { echo "check: no $file" >&2; exit 1; }
done
[ -s "$(find "$WINEPREFIX/drive_c/users" -name Vouch.lnk | head -1)" ]
want autostart "$(value "$run" Vouch)" ''
want version "$(value "$uninst" DisplayVersion)" "$VERSION"
value 'HKCU\Software\Classes\xmpp\shell\open\command' '' | grep -q 'vouch.exe" "%1"$'
wine "$app/vouchctl.exe" --version
strings -el "$app/vouch.exe" | grep -A1 -x ProductVersion | grep -qx "$VERSION"
strings -a "$app/vouch.exe" | grep -q PerMonitorV2
echo 'installed: files, start menu, links, registry, version and manifest'

GOFLAGS='-trimpath -buildvcs=false' GOOS=windows CGO_ENABLED=0 go test -c -o "$work/control.test.exe" ./app/control
wine "$work/control.test.exe" -test.run Pipe -test.timeout 1m | tr -d '\r'

# proven starts wine anew, since what runs of it belongs to the display of before.
proven() {
	wineserver -k || true
	"$work/check" -start "wine '$app/vouch.exe'" -ctl "wine '$app/vouchctl.exe' ctl" -put-ca "$WINEPREFIX/drive_c/ca.pem" -ca 'C:\ca.pem' -picture "$work/windows.png" "$@"
	wineserver -k || true
}
proven -friend "$PWD/build/vouch" -second

wine "$setup" /S /AUTOSTART=1
value "$run" Vouch | grep -q 'vouch.exe" --background$'
wine "$setup" /S
value "$run" Vouch | grep -q -- '--background$'
proven -known
echo 'upgraded: the account and the autostart stay'

cp "$app/uninstall.exe" "$WINEPREFIX/drive_c/uninstall.exe"
uninstall() { wine "$WINEPREFIX/drive_c/uninstall.exe" /S "$@" "_?=$(winepath -w "$app")"; }
uninstall
for gone in "$app/vouch.exe" "$app/vouchctl.exe"; do
	[ ! -e "$gone" ] || { echo "check: $gone is still there" >&2; exit 1; }
done
want 'uninstall entry' "$(value "$uninst" DisplayVersion)" ''
want 'link handler' "$(value 'HKCU\Software\Classes\xmpp\shell\open\command' '')" ''
want autostart "$(value "$run" Vouch)" ''
[ -s "$profile/vouch.db" ] || { echo 'check: the profile is gone' >&2; exit 1; }
wine "$setup" /S
proven -known
uninstall /PROFILE=delete
[ ! -e "$profile" ] || { echo 'check: the profile is still there' >&2; exit 1; }
echo 'uninstalled: the profile stays, and goes when it is to'

if [ -z "${VOUCH_SIGN_CERT:-}" ]; then # a certificate of its own, to try the signing
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=vouch-check -keyout "$work/sign.key" -out "$work/sign.pem" 2>/dev/null
	rm -f "$work/signed.exe"
	osslsigncode sign -certs "$work/sign.pem" -key "$work/sign.key" -in "$setup" -out "$work/signed.exe" >/dev/null
	osslsigncode verify -CAfile "$work/sign.pem" "$work/signed.exe" 2>/dev/null | grep -q 'Signature verification: ok'
	echo 'can be signed'
fi
