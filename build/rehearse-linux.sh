#!/bin/bash
# The desktop app on a clean Debian, from its package to an update (docs/install.md): packed in two versions, installed by apt into
# an empty root file system, started there as a normal user under Xvfb, enrolled by a set-up file at a real hub, worked with, and
# updated by signed files; tampered, foreign and older ones are refused. Once, as root, on a Debian with debootstrap; 10 minutes,
# 4 GB. ELECTRON_OVERRIDE_DIST_PATH names Electron where it cannot be downloaded. The machine borrows this computer's network.
#   build/rehearse-linux.sh [SCRATCH]
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=${1:-/var/tmp/pendamping-rehearsal-linux}
machine=$scratch/machine
export PATH="$PWD/node_modules/node/bin:$PATH"

say() { printf '\n== %s  %s\n' "$(date -u +%H:%M:%S)" "$*"; }

inside() { # COMMANDS
  nsenter --target "$init" --pid --mount --root --wd env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive bash -euo pipefail -c "cd /root; $1" </dev/null
}

# A process namespace on a root file system: what runs in it ends with it.
boot() {
  mkdir -p "$machine/dev/shm" "$machine/delivered"
  unshare --mount --pid --fork --kill-child bash -c "
    mount -t proc proc '$machine/proc'
    mount -t tmpfs -o mode=1777 tmpfs '$machine/dev/shm'
    mount --bind '$scratch/delivered' '$machine/delivered'
    touch '$scratch/delivered/booted'
    exec chroot '$machine' bash -c 'trap : CHLD; while :; do sleep 3600 & wait \$!; done'" &
  outer=$!
  until init=$(pgrep -P "$outer" | head -n 1) && [ -n "$init" ] && [ -e "/proc/$init/root/delivered/booted" ]; do sleep 0.2; done
}
outer=
trap '[ -z "$outer" ] || kill -KILL "$outer" 2>/dev/null || true' EXIT

mkdir -p "$scratch/delivered" "$scratch/keys"
rm -rf "$machine" "$scratch"/delivered/* "$scratch"/keys/*

say "developer: keys of this rehearsal ($(git rev-parse --short HEAD))"
export PENDAMPING_UPDATE_KEYS=$scratch/keys/public.pem
npm run --silent sign-update -- --new-key "$scratch/keys/project.pem"
PENDAMPING_UPDATE_KEYS=$scratch/keys/other-public.pem npm run --silent sign-update -- --new-key "$scratch/keys/other.pem"

say 'developer: two versions'
for version in 1.0.0 1.1.0; do
  npm run --silent dist -- --linux --only deb --quick --version "$version"
  mv dist/packages/Pendamping-$version-linux-amd64.deb "$scratch/delivered/"
done
sign() { npm run --silent sign-update -- --to "$scratch/delivered" "$@"; }
installer=$scratch/delivered/Pendamping-1.1.0-linux-amd64.deb
sign --key "$scratch/keys/other.pem" --installer "$installer"
mv "$scratch/delivered/pendamping-1.1.0-linux-x64-deb.update" "$scratch/delivered/foreign.update"
sign --key "$scratch/keys/project.pem" --installer "$installer"
sign --key "$scratch/keys/project.pem" --installer "$scratch/delivered/Pendamping-1.0.0-linux-amd64.deb" --version 0.9.0

say 'an empty Debian'
[ -e "$scratch/base/etc/debian_version" ] ||
  debootstrap --variant=minbase bookworm "$scratch/base" http://deb.debian.org/debian
cp -a "$scratch/base" "$machine"
boot
# What every desktop has: a screen, a user, a way to become administrator. Nobody sits there to answer polkit's question.
inside 'apt-get update -q >/dev/null; apt-get install -y -q --no-install-recommends xvfb sudo fonts-dejavu-core >/dev/null
  useradd --create-home --shell /bin/bash sari
  echo "sari ALL=(root) NOPASSWD: /usr/bin/apt-get" >/etc/sudoers.d/rehearsal
  printf "#!/bin/sh\n# Stand-in of rehearse-linux.sh for polkit.\nexec sudo -n \"\$@\"\n" >/usr/bin/pkexec; chmod 755 /usr/bin/pkexec'

say 'installer: apt-get install ./Pendamping-1.0.0-linux-amd64.deb'
inside 'apt-get install -y -q --no-install-recommends /delivered/Pendamping-1.0.0-linux-amd64.deb | tail -n 4; rm -rf /var/lib/apt/lists/*
  dpkg -s pendamping | grep -E "^(Status|Version)"; ls -l /usr/bin/pendamping /opt/Pendamping/chrome-sandbox; grep ^MimeType /usr/share/applications/pendamping.desktop'

say 'user: the story'
enter="nsenter --target $init --pid --mount --root --wd"
nsenter --target "$init" --pid --mount --root --wd setpriv --reuid sari --regid sari --init-groups env -i PATH=/usr/bin:/bin HOME=/home/sari \
  Xvfb :77 -screen 0 1366x768x24 -nolisten tcp >"$scratch/xvfb.log" 2>&1 &
PENDAMPING_MACHINE="$machine" PENDAMPING_ENTER="$enter" PENDAMPING_DELIVERED="$scratch/delivered" \
  node node_modules/@playwright/test/cli.js test install --config e2e/playwright.config.ts --project=packed --output "$scratch/test-results"

say 'the machine afterwards'
inside 'dpkg -s pendamping | grep -E "^(Status|Version)"; ls -la /home/sari/.config/Pendamping | head -n 30'
node build/electron.mjs
say 'The whole story was done.'
