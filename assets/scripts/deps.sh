#!/bin/sh
# deps.sh SET...: installs the Debian packages that the sets build, run, demo, measure, test and package need.
# When nothing is missing it needs neither root nor the network.
set -eu

build='gcc libc6-dev pkg-config libgl1-mesa-dev libx11-dev libxcursor-dev libxrandr-dev libxinerama-dev libxi-dev
libxxf86vm-dev libwayland-dev libxkbcommon-dev'
run='libgl1 libx11-6 libxcursor1 libxrandr2 libxinerama1 libxi6 libxxf86vm1 libxkbcommon0 libwayland-client0
libgl1-mesa-dri ca-certificates'
demo="$run prosody lua-unbound dbus openbox xvfb xdotool x11-utils imagemagick"
measure="$demo dino-im gajim sqlite3 util-linux"
test="$run prosody lua-unbound ejabberd erlang-p1-sqlite3 profanity tmux gajim gajim-omemo sqlite3 xvfb xauth xdotool x11-utils xclip imagemagick
openbox dbus desktop-file-utils fonts-noto-color-emoji fonts-noto-cjk libomemo-c-dev libssl-dev python3-oldmemo python3-xmlschema zbar-tools util-linux
opus-tools ffmpeg pulseaudio pulseaudio-utils"
package="gcc-mingw-w64-x86-64 g++-mingw-w64-x86-64 wine wine64 nsis osslsigncode debootstrap desktop-file-utils appstream lintian rpm
xz-utils zstd zip unzip man-db bash-completion zsh fish xvfb xauth xdotool x11-utils imagemagick openbox prosody lua-unbound dbus libglib2.0-bin"

wanted=
for set in "$@"; do
	case $set in
	build | run | demo | measure | test | package) eval "wanted=\"\$wanted \$$set\"" ;;
	*) echo "deps: unknown set $set" >&2; exit 2 ;;
	esac
done

if ! command -v go >/dev/null 2>&1 && [ -z "${GO:-}" ]; then
	echo 'deps: Go 1.26 or later is needed, and Debian 12 has an older one: see https://go.dev/dl' >&2
	exit 1
fi

if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
	if command -v gcc >/dev/null 2>&1 && command -v pkg-config >/dev/null 2>&1; then
		echo "deps: this is not a Debian system; going on with what is there. If something is missing, the sets ($*) are, by their Debian names:" >&2
		echo $wanted >&2
		exit 0
	fi
	echo "deps: this is not a Debian system. Please install what these Debian packages hold:" >&2
	echo $wanted >&2
	exit 1
fi

missing=
for p in $wanted; do
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || missing="$missing $p"
done
[ -n "$missing" ] || exit 0

command="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
	sudo=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
	sudo=sudo
elif command -v sudo >/dev/null 2>&1 && [ -t 0 ]; then
	sudo=sudo
else
	echo "deps: packages are missing. As root, please run:" >&2
	echo "  apt-get update && $command" >&2
	exit 1
fi

# Debian enables servers when it installs them; the ones of our tests must not start by themselves and take port 5222.
for service in prosody ejabberd; do
	case " $missing " in *" $service "*)
		if [ ! -e /etc/systemd/system/$service.service ] && [ ! -e /lib/systemd/system/$service.service ]; then
			$sudo mkdir -p /etc/systemd/system
			$sudo ln -s /dev/null /etc/systemd/system/$service.service
			echo "deps: $service will not start by itself; undo: rm /etc/systemd/system/$service.service"
		fi ;;
	esac
done
echo "deps: installing$missing"
$sudo apt-get update -qq
$sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends $missing >/dev/null
