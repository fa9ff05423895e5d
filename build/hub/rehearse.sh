#!/bin/bash
# Does what docs/operate.md (part A) says, on machines without anything: a fresh Debian, a hub with TLS and PostgreSQL, a laptop
# that works with it, a backup, the loss of the machine, the restore on another one. For a person, not for CI: as root on Debian,
# with debootstrap, openssl and age; 15 minutes, 4 GB. Ports 80, 443, 5432 and 8787 must be free.
#
#   build/hub/rehearse.sh [FOLDER]    scratch folder (default /tmp/pendamping-rehearsal); FOLDER/base, and FOLDER/packages (the
#                                     machine after the step "packages"), are used again
#
# The commands are not here: it runs the blocks of the page that are marked with ```sh rehearse=NAME. The machines are root file
# systems without systemd; a stand-in for systemctl starts services with the ExecStart, user and settings of their units, and
# without their hardening.
set -euo pipefail
cd "$(dirname "$0")/../.."
page=$PWD/docs/operate.md
scratch=${1:-/tmp/pendamping-rehearsal}
commit=$(git rev-parse --short HEAD)
name=hub.plut.example
machines=()

say() { printf '\n== %s  %s\n' "$(date -u +%H:%M:%S)" "$*"; }

# The text of one marked block of the page.
block() {
  awk -v start="\`\`\`sh rehearse=$1" '$0 == start { on = 1; found = 1; next } on && /^```/ { exit } on; END { exit !found }' "$page" ||
    { echo "no block $1 in $page" >&2; exit 1; }
}

# A process namespace on a root file system: what runs in it ends with it.
boot() { # ROOT
  local root=$1
  mkdir -p "$root/laptop" "$root/dev/shm"
  unshare --mount --pid --fork --kill-child bash -c "
    mount -t proc proc '$root/proc'
    mount -t tmpfs tmpfs '$root/dev/shm'
    mount --bind '$scratch/laptop' '$root/laptop'
    exec chroot '$root' bash -c 'trap : CHLD; while :; do sleep 3600 & wait \$!; done'" &
  outer=$!
  machines+=("$outer")
  until init=$(pgrep -P "$outer" | head -n 1) && [ -n "$init" ] && [ -e "/proc/$init/root/laptop/lent" ]; do sleep 0.2; done
  inside 'if [ -x /etc/init.d/postgresql ]; then service postgresql start; fi'
}

inside() { # COMMANDS
  nsenter --target "$init" --pid --mount --root --wd env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
    npm_config_registry="$(npm config get registry)" npm_config_cafile=/laptop/lent \
    bash -euo pipefail -c "cd /root; $1" </dev/null
}

on_hub() { say "hub: $1"; block "$1"; echo '--'; inside "$(block "$1")"; }
on_trusted() { say "trusted computer: $1"; block "$1"; echo '--'; (cd "$scratch/trusted" && bash -euo pipefail -c "$(block "$1")"); }
laptop() {
  say "laptop: $*"
  inside "cd /opt/pendamping/current && NODE_EXTRA_CA_CERTS=/laptop/ca.crt node_modules/node/bin/node --disable-warning=ExperimentalWarning build/hub/rehearse-client.ts /laptop/state.json $*"
}

halt() {
  kill -KILL "$outer"
  wait "$outer" 2>/dev/null || true
  while kill -0 "$init" 2>/dev/null; do sleep 0.2; done
}

lose() { # ROOT
  say "the machine is lost: $1"
  halt
  rm -rf "${1:?}"
}

tidy() {
  for machine in "${machines[@]}"; do kill -KILL "$machine" 2>/dev/null || true; done
}
trap tidy EXIT

# What stands in for DNS, for systemd, and for scp.
deliver() { # ROOT
  cp "$scratch"/delivered/* "$scratch"/trusted/hub.{crt,key} "$scratch"/trusted/{ca.crt,backup-recipient.txt} "$1/root/"
  echo "127.0.0.1 localhost $name" >"$1/etc/hosts"
  cat >"$1/usr/local/sbin/systemctl" <<'SHIM'
#!/bin/bash
# Stand-in of rehearse.sh: starts a unit's ExecStart as its user, with its settings and folder.
set -euo pipefail
action=$1
unit=${*: -1}
[ "$action" = daemon-reload ] && exit 0
case $unit in *.timer) echo "(timer $unit: not in the rehearsal)"; exit 0 ;; *.service) ;; *) unit=$unit.service ;; esac
file=$(ls "/etc/systemd/system/$unit" "/lib/systemd/system/$unit" 2>/dev/null | head -n 1 || true)
of() { sed -n "s/^$1=//p" "$file" | head -n 1; }
pidfile=/run/$unit.pid
stop() {
  [ -e "$pidfile" ] || return 0
  kill -TERM "$(cat "$pidfile")" 2>/dev/null || true
  while kill -0 "$(cat "$pidfile")" 2>/dev/null && ! grep -q '^State:.Z' "/proc/$(cat "$pidfile")/status"; do sleep 0.2; done
  rm -f "$pidfile"
}
start() {
  user=$(of User)
  caps=()
  if [ "$(of AmbientCapabilities)" ]; then caps=(--inh-caps +net_bind_service --ambient-caps +net_bind_service); fi
  folder=$(of StateDirectory)
  if [ "$folder" ]; then install -d -o "$user" -g "$user" -m 700 "/var/lib/$folder"; fi
  settings=$(of EnvironmentFile)
  if [ "$settings" ]; then set -a; . "$settings"; set +a; fi
  cd "$(of WorkingDirectory || echo /)"
  # Variables of the settings, split at spaces as systemd does it.
  eval "command=($(of ExecStart))"
  as=(setpriv --reuid "$user" --regid "$user" --init-groups --no-new-privs "${caps[@]}" env "HOME=$(getent passwd "$user" | cut -d: -f6)")
  if [ "$(of Type)" = oneshot ]; then exec "${as[@]}" "${command[@]}"; fi
  setsid "${as[@]}" "${command[@]}" >>"/var/log/$unit.log" 2>&1 </dev/null &
  echo $! >"$pidfile"
}
case $action in
  enable | start) start ;;
  restart) stop; start ;;
  stop) stop ;;
esac
SHIM
  chmod 755 "$1/usr/local/sbin/systemctl"
}

for port in 80 443 5432 8787; do
  if ss -Hltn "sport = :$port" | grep -q .; then echo "port $port is taken" >&2; exit 1; fi
done
mkdir -p "$scratch"
rm -rf "$scratch"/{hub,other,laptop,trusted,delivered}
mkdir -p "$scratch"/{laptop,trusted,delivered}
# This computer's way to the npm registry.
cp /etc/ssl/certs/ca-certificates.crt "$scratch/laptop/lent"

say "developer: pack ($commit)"
build/hub/pack.sh
cp dist/pendamping-hub-*.tar.gz* "$scratch/delivered/"
on_trusted trusted-ca
on_trusted trusted-certificate
on_trusted trusted-backup-key
cp "$scratch/trusted/ca.crt" "$scratch/laptop/"

say 'an empty Debian'
[ -e "$scratch/base/etc/debian_version" ] ||
  debootstrap --variant=minbase bookworm "$scratch/base" http://deb.debian.org/debian
# Long, and the same for both machines; so done once.
if [ ! -e "$scratch/packages" ]; then
  cp -a "$scratch/base" "$scratch/packages.partial"
  boot "$scratch/packages.partial"
  on_hub packages
  inside 'service postgresql stop'
  halt
  mv "$scratch/packages.partial" "$scratch/packages"
fi
cp -a "$scratch/packages" "$scratch/hub"
cp -a "$scratch/packages" "$scratch/other"

setup() { for step in release user database start tls tls-check backup-copies; do on_hub "$step"; done; }
deliver "$scratch/hub"
boot "$scratch/hub"
setup
on_hub unit
on_hub users
say 'hub: code'
code=$(inside "$(block code)" | tee /dev/stderr | sed -n 's/.*"code":"\([^"]*\)".*/\1/p')
laptop enrol "https://$name" "$code"
laptop work "'Bawang Goreng (contoh)'"
on_hub backup
on_hub backup-look
cp "$scratch"/hub/srv/pendamping-copies/*.age "$scratch/trusted/"
laptop work "'Kopi sesudah cadangan (contoh)'"
on_hub look
lose "$scratch/hub"

say 'another machine'
deliver "$scratch/other"
boot "$scratch/other"
setup
on_trusted trusted-decrypt
cp "$scratch/trusted/backup.tar" "$scratch/other/root/"
on_hub restore
laptop recover
laptop check
laptop work "'Rendang di mesin baru (contoh)'"
on_hub recovery
on_hub backup
on_hub look
say 'what the services logged'
inside 'tail -n 40 /var/log/pendamping-hub.service.log; tail -n 15 /var/log/caddy.service.log'
say 'No personal data in the logs?'
if inside "grep -rlE 'Bawang|Kopi|Rendang|Sari|Budi' /var/log/*.service.log"; then echo 'NOT so'; exit 1; fi
say "The whole page was done ($commit)."
