#!/bin/sh
# build.sh [linux|windows|sums ...]: what is given out, in dist/; everything where nothing is named. The same commit gives the same
# bytes: dates are those of the commit, names are sorted, nothing of this machine goes in.
set -eu
cd "$(dirname "$0")/../.."
umask 022
VERSION=$(sed -n 's/^ *Version = "\(.*\)"$/\1/p' FyneApp.toml)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export VERSION SOURCE_DATE_EPOCH TZ=UTC LC_ALL=C
tool="go tool -modfile=assets/tools/go.mod"
package=$PWD/assets/package
dist=$PWD/dist
work=$PWD/build/package
[ -z "$(git status --porcelain)" ] || echo 'package: there are changes that are not committed; the dates are those of the last commit' >&2

# dated gives everything below a folder the date of the commit.
dated() { find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +; }

# tarred packs what lies in folder $1 under the name $2 into $3.
tarred() {
	dated "$1/$2"
	tar -C "$1" --sort=name --owner=0 --group=0 --numeric-owner --format=gnu --mtime="@$SOURCE_DATE_EPOCH" -cf - "$2" | xz -9 -T1 >"$3"
}

# program builds the program into $1; migrated_fynedo leaves out the checks for developers.
program() {
	out=$1
	shift
	CGO_ENABLED=1 GOFLAGS='-trimpath -buildvcs=false' go build -tags migrated_fynedo,no_animations "$@" -o "$out" .
}

tree() { # what Linux systems have under /usr, in $1
	install -D -m 755 "$work/vouch" "$1/bin/vouch"
	(cd "$package/linux" && for file in im.vouch.Vouch.desktop:applications im.vouch.Vouch.metainfo.xml:metainfo im.vouch.Vouch.service:dbus-1/services copyright:doc/vouch; do
		install -D -m 644 "${file%%:*}" "$1/share/${file#*:}/${file%%:*}"
	done)
	mkdir -p "$1/share/icons" "$1/share/man/man1"
	cp -r "$work/icons/hicolor" "$1/share/icons/"
	gzip -9n <"$package/linux/man/vouch.1" >"$1/share/man/man1/vouch.1.gz"
	install -D -m 644 "$package/linux/completions/vouch.bash" "$1/share/bash-completion/completions/vouch"
	install -D -m 644 "$package/linux/completions/vouch.fish" "$1/share/fish/vendor_completions.d/vouch.fish"
	cp "$work/THIRD-PARTY" "$1/share/doc/vouch/"
	gzip -9n <assets/CHANGELOG.md >"$1/share/doc/vouch/changelog.gz"
}

linux() {
	rm -rf "$work"
	mkdir -p "$work/vouch-$VERSION" "$dist"
	program "$work/vouch" -ldflags '-s -w'
	go run ./assets/icongen -desktop "$work/icons"
	go run ./assets/package/notices . >"$work/THIRD-PARTY"
	cp LICENSE "$package/linux/completions/_vouch" "$work/"

	{ # Debian's own changes, of which there are none
		printf 'vouch (%s-1) stable; urgency=medium\n\n  * The changes of this version are in changelog.gz.\n\n' "$VERSION"
		printf ' -- The Vouch authors <vouch@vouch.invalid>  %s\n' "$(date -u -R -d "@$SOURCE_DATE_EPOCH")"
	} | gzip -9n >"$work/changelog.Debian.gz"

	tree "$work/tree/usr"
	dated "$work"
	for kind in deb rpm archlinux; do
		WORK=$work $tool nfpm package --config "$package/linux/nfpm.yaml" --packager $kind --target "$dist/" >"$work/nfpm.log" || { cat "$work/nfpm.log" >&2; exit 1; }
	done

	portable=$work/vouch-$VERSION
	tree "$portable"
	install -D -m 644 "$work/_vouch" "$portable/share/zsh/site-functions/_vouch"
	cp LICENSE "$package/linux/install.sh" "$portable/"
	mv "$work/vouch-$VERSION" "$work/vouch-$VERSION-linux-amd64"
	tarred "$work" "vouch-$VERSION-linux-amd64" "$dist/vouch-$VERSION-linux-amd64.tar.xz"

	app=$work/Vouch.AppDir
	mkdir -p "$app"
	cp -r "$work/tree/usr" "$app/usr"
	cp "$package/linux/AppRun" "$package/linux/im.vouch.Vouch.desktop" "$work/icons/hicolor/256x256/apps/im.vouch.Vouch.png" "$app/"
	ln -s im.vouch.Vouch.png "$app/.DirIcon"
	tarred "$work" Vouch.AppDir "$dist/Vouch-$VERSION.AppDir.tar.xz"

	mkdir -p "$dist/flatpak" "$dist/macos"
	sed "s/@VERSION@/$VERSION/; s/@SHA256@/$(sha256sum "$dist/vouch-$VERSION-linux-amd64.tar.xz" | cut -d' ' -f1)/" "$package/flatpak/im.vouch.Vouch.yml" >"$dist/flatpak/im.vouch.Vouch.yml"
	sed "s/@VERSION@/$VERSION/" "$package/macos/Info.plist" >"$dist/macos/Info.plist"
	cp "$work/icons/vouch.icns" "$package/macos/build.sh" "$dist/macos/"
}

windows() { "$package/windows/build.sh" "$dist"; }

# sums lists what each program is made of, and the sums of everything. The lister is built first: it is to run here.
sums() {
	go build -modfile=assets/tools/go.mod -o "$work/cyclonedx-gomod" github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod
	for system in linux windows; do
		CGO_ENABLED=1 GOOS=$system GOARCH=amd64 GOFLAGS='-trimpath -buildvcs=false' "$work/cyclonedx-gomod" app -licenses -noserial -notimestamp -json \
			-output "$dist/vouch-$VERSION-$system-amd64.sbom.json" -main . . 2>"$work/sbom.log" || { cat "$work/sbom.log" >&2; exit 1; }
	done
	(cd "$dist" && find . -type f ! -name SHA256SUMS | sort | sed 's|^\./||' | xargs sha256sum >SHA256SUMS)
}

[ $# -gt 0 ] || { rm -rf "$dist"; set -- linux windows sums; }
for part in "$@"; do
	"$part"
done
