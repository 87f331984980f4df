#!/bin/sh
# build.sh SOURCE: on a Mac with Go 1.26 and the command line tools, builds Vouch.app here from a checkout, for both kinds of
# processors, and signs it for this computer. Info.plist and vouch.icns lie beside this script. Nobody has tried it yet.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=${1:?which checkout}
app="$here/Vouch.app"
rm -rf "$app"
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources"
for arch in amd64 arm64; do
	(cd "$source" && CGO_ENABLED=1 GOOS=darwin GOARCH=$arch go build -trimpath -buildvcs=false -tags migrated_fynedo,no_animations -ldflags '-s -w' -o "$here/vouch-$arch" .)
done
lipo -create -output "$app/Contents/MacOS/vouch" "$here/vouch-amd64" "$here/vouch-arm64"
rm "$here/vouch-amd64" "$here/vouch-arm64"
cp "$here/Info.plist" "$app/Contents/"
cp "$here/vouch.icns" "$app/Contents/Resources/"
codesign --force --deep --sign - "$app"
echo "$app"
