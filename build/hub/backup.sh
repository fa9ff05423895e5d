#!/bin/bash
# One backup of the hub: written, opened by restoring it into a scratch folder, copied in encrypted form when a recipient is
# named, and the oldest ones removed. Any step that fails ends it with an error and removes nothing. Settings: hub.env.
set -euo pipefail
umask 077

root=$(cd "$(dirname "$0")/../.." && pwd)
export PATH="$root/node_modules/node/bin:$PATH"
backups=${BACKUP_DIR:-/var/lib/pendamping/backups}
copies=${BACKUP_COPIES:-}
name=hub-$(date -u +%Y%m%d-%H%M%S).backup

admin() {
  node --disable-warning=ExperimentalWarning "$root/hub/admin.ts" "$@"
}

# Removes all but the newest; names sort by time. A backup's files are in a folder beside it.
rotate() { # FOLDER SUFFIX KEEP
  find "$1" -maxdepth 1 -name "hub-*$2" -type f | sort -r | tail -n "+$(($3 + 1))" | while read -r old; do
    rm -rf "$old" "$old.files"
    echo "removed $old"
  done
}

mkdir -p "$backups"
admin backup --to "$backups/$name"

# Beside the backups, so that files are linked, not copied.
rm -rf "$backups"/check-* # of one that was cut
scratch=$(mktemp -d "$backups/check-XXXXXX")
trap 'rm -rf "$scratch"' EXIT
admin --data "$scratch" restore --from "$backups/$name" >/dev/null
units=$(admin --data "$scratch" unit list)
echo "opened $backups/$name: $units"
rm -rf "$scratch"

if [ -n "$copies" ]; then
  parts=("$name")
  if [ -d "$backups/$name.files" ]; then parts+=("$name.files"); fi
  tar -C "$backups" -c "${parts[@]}" | age -r "$BACKUP_RECIPIENT" >"$copies/$name.tar.age.partial"
  sync "$copies/$name.tar.age.partial"
  mv "$copies/$name.tar.age.partial" "$copies/$name.tar.age"
  echo "copied to $copies/$name.tar.age"
  rotate "$copies" .backup.tar.age "${BACKUP_COPIES_KEEP:-3}"
fi
rotate "$backups" .backup "${BACKUP_KEEP:-14}"
