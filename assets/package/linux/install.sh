#!/bin/sh
# install.sh [PREFIX]: puts Vouch into PREFIX, ~/.local where none is given, without root. install.sh --remove [PREFIX] takes it away again;
# what you wrote and decided stays in ~/.local/share/vouch.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
remove=
if [ "${1:-}" = --remove ]; then
	remove=1
	shift
fi
prefix=${1:-$HOME/.local}
(cd "$here" && find bin share -type f) | while read -r file; do
	if [ -n "$remove" ]; then
		rm -f "$prefix/$file"
		continue
	fi
	mkdir -p "$(dirname "$prefix/$file")"
	cp "$here/$file" "$prefix/$file"
done
if [ -z "$remove" ]; then # the desktop does not look for programs in ~/.local/bin everywhere
	sed -i "s|^Exec=vouch|Exec=$prefix/bin/vouch|" "$prefix/share/applications/im.vouch.Vouch.desktop"
	sed -i "s|^Exec=.*/vouch|Exec=$prefix/bin/vouch|" "$prefix/share/dbus-1/services/im.vouch.Vouch.service"
	echo "Vouch is in $prefix/bin."
fi
for tool in "update-desktop-database $prefix/share/applications" "gtk-update-icon-cache -q -t $prefix/share/icons/hicolor"; do
	command -v "${tool%% *}" >/dev/null 2>&1 && $tool 2>/dev/null || true
done
