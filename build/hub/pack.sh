#!/bin/bash
# What a hub's machine needs, as one archive: dist/pendamping-hub-VERSION.tar.gz and its SHA-256. The sources are those of the
# commit; the app for browsers is what `npm run build` made last.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$(git show HEAD:package.json | sed -n 's/^  "version": "\(.*\)",$/\1/p')
name=pendamping-hub-$version
if [ ! -e dist/renderer/index.html ]; then
  echo 'The app is not built: npm run build, then once more.' >&2
  exit 1
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
git archive --prefix="$name/" HEAD package.json package-lock.json .npmrc core hub build/hub docs/operate.md docs/sync.md |
  tar -x -C "$scratch"
mkdir "$scratch/$name/dist"
cp -r dist/renderer "$scratch/$name/dist/"
find "$scratch/$name/dist" -name '*.map' -delete
tar -C "$scratch" --owner=0 --group=0 --mode=go=u-w -czf "dist/$name.tar.gz" "$name"
cd dist
sha256sum "$name.tar.gz" | tee "$name.tar.gz.sha256"
