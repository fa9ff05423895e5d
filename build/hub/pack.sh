#!/bin/bash
# What a hub's machine needs, as one archive: dist/pendamping-hub-VERSION.tar.gz and its SHA-256. Of the commit that is named
# (default HEAD): build/hub/pack.sh [COMMIT]
set -euo pipefail
cd "$(dirname "$0")/../.."
commit=${1:-HEAD}
version=$(git show "$commit:package.json" | sed -n 's/^  "version": "\(.*\)",$/\1/p')
mkdir -p dist
git archive --format=tar.gz --prefix="pendamping-hub-$version/" -o "dist/pendamping-hub-$version.tar.gz" "$commit" \
  package.json package-lock.json .npmrc core hub build/hub docs/operate.md docs/sync.md
cd dist
sha256sum "pendamping-hub-$version.tar.gz" | tee "pendamping-hub-$version.tar.gz.sha256"
