#!/bin/sh
# inroot.sh ROOT USER COMMAND...: runs a command in another root with /proc and /dev of its own, which are gone with it.
set -eu
root=$1 user=$2
shift 2
exec unshare --mount --pid --fork --kill-child --propagation private sh -c '
	root=$1 user=$2
	shift 2
	mount -t proc proc "$root/proc"
	mount --rbind /dev "$root/dev"
	exec chroot --userspec="$user" "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/home/alice DISPLAY="${DISPLAY:-}" LIBGL_ALWAYS_SOFTWARE=1 DEBIAN_FRONTEND=noninteractive "$@"
' sh "$root" "$user" "$@"
