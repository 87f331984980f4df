#!/bin/sh
# check.sh [again|forms|debian|portable|windows ...]: proves what lies in dist/; everything where nothing is named. It says at the end
# what nobody can prove on Debian.
set -eu
cd "$(dirname "$0")/../.."
package=$PWD/assets/package
dist=$PWD/dist
work=$PWD/build/package-check
VERSION=$(sed -n 's/^ *Version = "\(.*\)"$/\1/p' FyneApp.toml)
deb=$dist/vouch_$VERSION-1_amd64.deb
mkdir -p "$work"
[ -e "$dist/SHA256SUMS" ] || { echo 'check: nothing in dist; make package first' >&2; exit 1; }
GOFLAGS='-trimpath -buildvcs=false' go build -o "$work/check" ./assets/package/check

say() { echo "== $*"; }

# again builds the same commit elsewhere, on another day and with other habits, and wants the same bytes.
again() {
	say 'the same commit gives the same bytes'
	[ -z "$(git status --porcelain)" ] || { echo 'check: there are changes that are not committed' >&2; exit 1; }
	rm -rf "$work/again"
	git clone -q . "$work/again"
	(umask 077 && TZ=Pacific/Kiritimati LC_ALL=C.UTF-8 "$work/again/assets/package/build.sh")
	diff "$dist/SHA256SUMS" "$work/again/dist/SHA256SUMS"
	(cd "$dist" && sha256sum --quiet -c SHA256SUMS)
	rm -rf "$work/again"
}

# forms asks the validators of each format.
forms() {
	say 'formats'
	data=$package/linux
	desktop-file-validate "$data/im.vouch.Vouch.desktop"
	appstreamcli validate --no-net "$data/im.vouch.Vouch.metainfo.xml"
	warnings=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$data/man/vouch.1" 2>&1 >/dev/null)
	[ -z "$warnings" ] || { echo "$warnings" >&2; exit 1; }
	rm -rf "$work/deb"
	dpkg-deb -R "$deb" "$work/deb"
	lexgrog "$work/deb/usr/share/man/man1/vouch.1.gz"
	for size in 16 22 24 32 48 64 96 128 256 512; do
		[ "$(identify -format '%wx%h' "$work/deb/usr/share/icons/hicolor/${size}x$size/apps/im.vouch.Vouch.png")" = "${size}x$size" ]
	done
	for svg in scalable/apps/im.vouch.Vouch.svg symbolic/apps/im.vouch.Vouch-symbolic.svg; do
		python3 -c 'import sys, xml.dom.minidom as m; assert m.parse(sys.argv[1]).documentElement.tagName == "svg"' "$work/deb/usr/share/icons/hicolor/$svg"
	done
	[ "$(identify "$package/../../build/package/icons/vouch.ico" | wc -l)" = 9 ]
	echo 'icons: ten sizes, scalable, symbolic, Windows'

	bash -n "$data/completions/vouch.bash"
	zsh -c "fpath=($data/completions \$fpath); autoload -U compinit; compinit -u -D; whence -v _vouch >/dev/null; source $data/completions/_vouch 2>/dev/null; whence _vouch >/dev/null" </dev/null
	[ "$(fish -c "source $data/completions/vouch.fish; complete -C 'vouch --pro'" | cut -f1)" = --profile ]
	[ "$(fish -c "source $data/completions/vouch.fish; complete -C 'vouch ctl chat.se' | cut -f1 | head -1")" = chat.send ]
	echo 'completions: bash, zsh, fish'

	lintian --fail-on error "$deb" 2>/dev/null
	rpm -K --nosignature "$dist/vouch-$VERSION-1.x86_64.rpm" >/dev/null
	rpm -qlp "$dist/vouch-$VERSION-1.x86_64.rpm" | grep -qx /usr/bin/vouch
	tar -xOf "$dist/vouch-$VERSION-1-x86_64.pkg.tar.zst" .PKGINFO | grep -qx "pkgver = $VERSION-1"
	python3 - "$dist/macos/Info.plist" "$VERSION" <<'P'
import plistlib, sys
info = plistlib.load(open(sys.argv[1], "rb"))
assert info["CFBundleShortVersionString"] == sys.argv[2]
assert info["NSCameraUsageDescription"] and info["NSMicrophoneUsageDescription"]
assert info["CFBundleURLTypes"][0]["CFBundleURLSchemes"] == ["xmpp"]
P
	for system in linux windows; do
		python3 -c 'import sys, json; d = json.load(open(sys.argv[1])); assert len(d["components"]) > 40 and all(c.get("licenses") or c.get("evidence") for c in d["components"]), "a part without a licence"' "$dist/vouch-$VERSION-$system-amd64.sbom.json"
	done
	grep -q '"github.com/Microsoft/go-winio"' "$dist/vouch-$VERSION-windows-amd64.sbom.json"
	unzip -p "$dist/vouch-$VERSION-windows-amd64.zip" vouch/THIRD-PARTY.txt >"$work/notices.txt"
	grep -q '^github.com/Microsoft/go-winio .*LICENSE' "$work/notices.txt"
	grep -q '^mingw-w64: copyright' "$work/notices.txt"
	grep -q "sha256: $(sha256sum "$dist/vouch-$VERSION-linux-amd64.tar.xz" | cut -d' ' -f1)" "$dist/flatpak/im.vouch.Vouch.yml"
	echo 'Debian, RPM and Arch packages, Info.plist, lists of parts, licences, Flatpak manifest'
}

inroot() { "$package/inroot.sh" "$work/root" "$@"; }

# debian installs the package in a Debian that holds nothing else, signs in there, and removes it.
debian() {
	say 'a clean Debian'
	mirror=$(apt-get indextargets --format '$(SITE) $(COMPONENT)' 'Created-By: Packages' | awk '$2 == "main" { print $1; exit }')
	if [ ! -e "$work/base/etc/debian_version" ]; then
		rm -rf "$work/base"
		debootstrap --variant=minbase --include=ca-certificates bookworm "$work/base" "$mirror" >"$work/debootstrap.log"
		rm "$work/base/etc/apt/sources.list" # those of this machine count
		cp -r /etc/apt/. "$work/base/etc/apt/"
		"$package/inroot.sh" "$work/base" 0:0 apt-get update -qq
	fi
	rm -rf "$work/root"
	cp -a "$work/base" "$work/root"
	cp "$deb" "$work/root/vouch.deb"
	inroot 0:0 useradd -m -u 1000 alice
	inroot 0:0 apt-get install -y -qq /vouch.deb man-db desktop-file-utils xdg-utils >"$work/install.log" 2>&1 || { tail -20 "$work/install.log"; exit 1; }
	inroot 1000:1000 vouch --version
	inroot 1000:1000 sh -c 'man vouch | grep -q "REPORTING BUGS" && vouch --help | grep -q "Exit codes"' || echo 'man pages are left out of minimal systems by dpkg; the page is in the package'
	[ "$(inroot 1000:1000 xdg-mime query default x-scheme-handler/xmpp)" = im.vouch.Vouch.desktop ]
	"$work/check" -start "$package/inroot.sh $work/root 1000:1000 vouch" -ctl "$package/inroot.sh $work/root 1000:1000 vouch ctl" \
		-put-ca "$work/root/home/alice/ca.pem" -ca /home/alice/ca.pem -picture "$work/debian.png" -second
	inroot 0:0 apt-get purge -y -qq vouch >/dev/null 2>&1
	left=$(inroot 0:0 sh -c 'find / -xdev \( -path /proc -o -path /dev -o -path /home -o -path /var/log -o -path /var/cache \) -prune -o \( -iname "*vouch*" -a ! -name vouch.deb \) -print')
	[ -z "$left" ] || { echo "left behind: $left" >&2; exit 1; }
	[ -e "$work/root/home/alice/.local/share/vouch/vouch.db" ]
	rm -rf "$work/root"
	echo 'removed; the profile stays'
}

# portable starts what needs no root: the archive, by hand and through the bus, and the AppDir.
portable() {
	say 'the archive and the AppDir'
	home=$work/home
	rm -rf "$home" "$work/unpacked"
	mkdir -p "$home/.cache" "$work/unpacked"
	tar -C "$work/unpacked" -xf "$dist/vouch-$VERSION-linux-amd64.tar.xz"
	tar -C "$work/unpacked" -xf "$dist/Vouch-$VERSION.AppDir.tar.xz"
	HOME=$home "$work/unpacked/vouch-$VERSION-linux-amd64/install.sh"
	desktop-file-validate "$home/.local/share/applications/im.vouch.Vouch.desktop"
	alone="env HOME=$home XDG_DATA_HOME=$home/.local/share XDG_CONFIG_HOME=$home/.config XDG_CACHE_HOME=$home/.cache DBUS_SESSION_BUS_ADDRESS="
	for program in "$home/.local/bin/vouch" "$work/unpacked/Vouch.AppDir/AppRun"; do
		rm -rf "$home/.local/share/vouch"
		"$work/check" -start "$alone $program" -ctl "$alone $program ctl" -put-ca "$home/ca.pem" -ca "$home/ca.pem" -picture "$work/portable.png"
	done
	cat >"$work/activate.sh" <<'S'
set -eu
dbus-update-activation-environment DISPLAY HOME XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME LIBGL_ALWAYS_SOFTWARE
gdbus call --session --dest im.vouch.Vouch --object-path /im/vouch/Vouch --method org.freedesktop.Application.Activate '@a{sv} {}' >/dev/null
timeout 60 xdotool search --sync --onlyvisible --name '^Vouch$' >/dev/null
"$HOME/.local/bin/vouch" ctl quit
S
	xvfb-run -a env HOME="$home" XDG_DATA_HOME="$home/.local/share" XDG_CONFIG_HOME="$home/.config" XDG_CACHE_HOME="$home/.cache" LIBGL_ALWAYS_SOFTWARE=1 dbus-run-session -- sh "$work/activate.sh" 2>"$work/activate.log" || { cat "$work/activate.log" >&2; exit 1; }
	echo 'started by the bus, the window came'
	HOME=$home "$work/unpacked/vouch-$VERSION-linux-amd64/install.sh" --remove
	left=$(find "$home/.local" -type f ! -path '*/share/vouch/*' ! -name mimeinfo.cache ! -name icon-theme.cache)
	[ -z "$left" ] || { echo "left behind: $left" >&2; exit 1; }
}

windows() {
	say 'Windows, under wine'
	"$package/windows/check.sh" "$dist"
}

[ $# -gt 0 ] || set -- forms portable debian windows again
for part in "$@"; do
	"$part"
done
cat <<'END'
== Not proven, because Debian cannot: installing the .rpm on Fedora and the Arch package on Arch; building the Flatpak; packing the
   AppDir into an AppImage; the macOS bundle; Windows itself, its toasts, cameras and accessibility (wine stands in for it).
END
