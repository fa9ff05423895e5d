/**
 * The story of build/rehearse-linux.sh: the app as it was installed on a clean Debian, for a user who is not the administrator. It
 * is started inside that machine and looked at from here; the hub runs here.
 */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type Browser, chromium, expect, type Page, test } from '@playwright/test';
import { expectAllSent } from './support/app.ts';
import { type Hub, startHub } from './support/hub.ts';
import { choosePassphrase, untilOpen } from './support/sealed.ts';
import { untilStored } from './support/stores.ts';
import * as story from './support/story.ts';
import { addUnit, UNIT } from './support/unit.ts';

const PLATFORM = 'linux-x64-deb';
const machine = required('PENDAMPING_MACHINE');
const enter = required('PENDAMPING_ENTER').split(' ');
const delivered = required('PENDAMPING_DELIVERED');
const profile = join(machine, 'home/sari/.config/Pendamping');

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run build/rehearse-linux.sh`);
  return value;
}

let hub: Hub;
let browser: Browser | undefined;
test.beforeAll(async () => {
  hub = await startHub();
  await addUnit(hub, ['sari']);
});
test.afterAll(async () => {
  await browser?.close();
  for (const { pid } of processes()) process.kill(Number(pid), 'SIGKILL');
  await hub.dispose();
});

/** As the desktop's menu would. @returns what it writes, and when it ended */
function startApp() {
  rmSync(join(profile, 'DevToolsActivePort'), { force: true });
  const as = ['setpriv', '--reuid', 'sari', '--regid', 'sari', '--init-groups'];
  const env = ['env', '-i', 'PATH=/usr/bin:/bin', 'HOME=/home/sari', 'USER=sari', 'LANG=C.UTF-8', 'DISPLAY=:77'];
  const [program = '', ...args] = [...enter, ...as, ...env, 'pendamping', '--remote-debugging-port=0'];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  child.stderr.on('data', (chunk) => (text += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { ended, text: () => text };
}

/** Where the app that runs now may be looked at; 0 while it cannot. An app that opens again by itself has another port. */
async function portNow(): Promise<number> {
  try {
    const [port] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
    // A port whose app is gone may be held open, unanswered, by what that app has started.
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`, { signal: AbortSignal.timeout(2000) });
    return ((await answer.json()) as unknown[]).length > 0 ? Number(port) : 0;
  } catch {
    return 0;
  }
}

async function openPage(): Promise<Page> {
  await expect.poll(portNow, { timeout: 90_000 }).toBeGreaterThan(0);
  browser = await chromium.connectOverCDP(`http://127.0.0.1:${await portNow()}`);
  const page = browser.contexts()[0]?.pages()[0];
  if (!page) throw new Error('the app shows no page');
  await page.waitForLoadState('load');
  return page;
}

/** The processes of the app, as they run in the machine. */
const processes = () =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      try {
        // Chromium's sandbox takes the file system away from a page: only the executable tells what it is.
        if (!readlinkSync(`/proc/${pid}/exe`).includes('/opt/Pendamping/pendamping')) return [];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid, command, status: readFileSync(`/proc/${pid}/status`, 'utf8') }];
      } catch {
        return [];
      }
    });

const installed = (): string | undefined =>
  /Package: pendamping\n(?:.+\n)*?Version: (.+)/.exec(readFileSync(join(machine, 'var/lib/dpkg/status'), 'utf8'))?.[1];

const updates = (page: Page) => page.getByRole('region', { name: 'Pembaruan' });
async function expectRefused(page: Page, button: string, text: RegExp): Promise<void> {
  await updates(page).getByRole('button', { name: button }).click();
  await expect(updates(page).getByText(text)).toBeVisible({ timeout: 60_000 });
  await expect(updates(page).getByRole('button', { name: 'Tutup dan pasang sekarang' })).toBeHidden();
}

test('installed, enrolled by a set-up file, worked with, updated; tampered, foreign and older files are refused', async () => {
  test.setTimeout(600_000);

  await test.step('the installer’s set-up file', async () => {
    const to = join(delivered, 'laptops');
    const made = (await hub.admin('provision', 'make', '--unit', UNIT, '--hub', hub.url, '--to', to)) as {
      provisions: { fingerprint: string };
    };
    const place = join(machine, 'etc/pendamping/pendamping-provision.json');
    mkdirSync(dirname(place), { recursive: true });
    copyFileSync(join(to, 'sari/pendamping-provision.json'), place);
    // As `install -m 644` does: the app runs as a user who is not root.
    chmodSync(place, 0o644);
    writeFileSync(join(delivered, 'fingerprint'), made.provisions.fingerprint);
  });

  let app = startApp();
  let page = await openPage();
  await test.step('enrolled without typing more than a passphrase', async () => {
    await expect(page.getByRole('heading', { name: 'Laptop ini sudah disiapkan' })).toBeVisible();
    await expect(page.getByText(readFileSync(join(delivered, 'fingerprint'), 'utf8'))).toBeVisible();
    await expect(page.getByText('Sari Lestari', { exact: true })).toBeVisible();
    await choosePassphrase(page);
    await page.getByRole('button', { name: 'Hubungkan laptop' }).click();
    await expect(page.getByRole('heading', { name: /Selamat bekerja/ })).toBeVisible({ timeout: 60_000 });
    await expectAllSent(page);
  });

  await test.step('the page runs in the sandbox of the operating system', async () => {
    // The sandbox has pages keep the name of the process that they were forked from; Chromium tells which is one.
    const chromiumOf = await browser?.newBrowserCDPSession();
    const told = await chromiumOf?.send('SystemInfo.getProcessInfo');
    const ids = told?.processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => String(id)) ?? [];
    const renderers = processes().filter(({ status }) => {
      const [, numbers = ''] = /^NSpid:\t(.*)$/m.exec(status) ?? [];
      return numbers.split('\t').some((number) => ids.includes(number));
    });
    expect(renderers.length).toBe(ids.length);
    expect(renderers.length).toBeGreaterThan(0);
    for (const { status } of renderers) {
      expect(status).toMatch(/^Seccomp:\t2$/m);
      expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    }
    for (const { status, command } of processes()) {
      expect(status).not.toMatch(/^Uid:\t0\t/m);
      expect(command).not.toMatch(/--no-sandbox/);
    }
    console.log(`sandboxed renderers: ${renderers.length}`);
  });

  await test.step('a client and a session', async () => {
    await page.getByRole('link', { name: 'KUMKM binaan' }).click();
    await page.getByRole('link', { name: 'UMKM baru' }).click();
    await story.register(page, story.REGISTRATION);
    await page.getByRole('button', { name: 'Selesaikan pendaftaran' }).click();
    await expect(page.getByRole('heading', { level: 1, name: story.BUSINESS })).toBeVisible();
    await page.getByRole('button', { name: 'Catat sesi' }).click();
    await story.fill(page, story.SESSION);
    await untilStored(page);
    await expectAllSent(page);
  });

  const file = (name: string) => join(delivered, name);
  const good = file(`pendamping-1.1.0-${PLATFORM}.update`);
  const putRaw = (bytes: Buffer) => {
    mkdirSync(join(hub.data, 'files/updates'), { recursive: true });
    writeFileSync(join(hub.data, `files/updates/${PLATFORM}.update`), bytes);
  };
  await test.step('refused: older, signed by another key, one byte changed in head or installer', async () => {
    await page.getByRole('link', { name: 'Laptop ini' }).click();
    await expect(updates(page).getByText('Versi yang terpasang: 1.0.0.')).toBeVisible();
    await expectRefused(page, 'Cari pembaruan', /Tidak ada pembaruan di hub/);
    await hub.admin('update', 'put', '--from', file(`pendamping-0.9.0-${PLATFORM}.update`));
    await expectRefused(page, 'Cari pembaruan', /berisi versi yang lebih lama/);
    await hub.admin('update', 'put', '--from', file('foreign.update'));
    await expectRefused(page, 'Cari pembaruan', /Tanda tangan berkas itu bukan milik Pendamping/);
    const whole = readFileSync(good);
    const changed = (at: number) => {
      const copy = Buffer.from(whole);
      copy[at] = (copy[at] as number) ^ 1;
      return copy;
    };
    putRaw(changed(40));
    await expectRefused(page, 'Cari pembaruan', /bukan pembaruan Pendamping|bukan milik Pendamping/);
    putRaw(changed(whole.length - 5000));
    await updates(page).getByRole('button', { name: 'Cari pembaruan' }).click();
    await expectRefused(page, 'Unduh', /Isi berkas itu berubah dari yang ditandatangani/);
    expect(installed()).toBe('1.0.0');
  });

  await test.step('the next version from the hub, with unfinished work saved first', async () => {
    await hub.admin('update', 'put', '--from', good);
    await updates(page).getByRole('button', { name: 'Cari pembaruan' }).click();
    await updates(page).getByRole('button', { name: 'Unduh' }).click();
    await expect(updates(page).getByText(/Versi 1.1.0 sudah diperiksa dan siap dipasang/)).toBeVisible({
      timeout: 60_000,
    });
    await page.getByRole('link', { name: 'Hari ini' }).click();
    await page.getByRole('region', { name: 'Draf yang belum selesai' }).getByRole('link').click();
    await page.getByLabel('Hasil').fill('Ditulis sesaat sebelum pembaruan');
    await page.getByRole('link', { name: 'Laptop ini' }).click();
    await updates(page).getByRole('button', { name: 'Tutup dan pasang sekarang' }).click();
    await app.ended;
    expect(installed()).toBe('1.1.0');
  });

  await test.step('the new version opened by itself, with all data', async () => {
    page = await openPage();
    await untilOpen(page);
    await expectAllSent(page);
    await page.getByRole('link', { name: 'Laptop ini' }).click();
    await expect(updates(page).getByText('Versi yang terpasang: 1.1.0.')).toBeVisible();
    await expect(updates(page).getByRole('button', { name: 'Tutup dan pasang sekarang' })).toBeHidden();
    await page.getByRole('link', { name: 'Hari ini' }).click();
    await page.getByRole('region', { name: 'Draf yang belum selesai' }).getByRole('link').click();
    await story.expectRead(page, story.SESSION);
    await expect(page.getByLabel('Hasil')).toHaveValue('Ditulis sesaat sebelum pembaruan');
  });

  await test.step('from a stick: what is there is no newer one any more', async () => {
    mkdirSync(join(machine, 'media/stick'), { recursive: true });
    copyFileSync(good, join(machine, `media/stick/pendamping-1.1.0-${PLATFORM}.update`));
    writeFileSync(join(profile, 'folder.json'), JSON.stringify({ path: '/media/stick' }));
    rmSync(join(hub.data, `files/updates/${PLATFORM}.update`));
    await page.getByRole('link', { name: 'Laptop ini' }).click();
    await expectRefused(page, 'Cari pembaruan', /Versi ini sudah yang terbaru/);
  });

  await test.step('an app that is older than the data does not open them', async () => {
    await browser?.close();
    for (const { pid, command } of processes()) if (!command.includes('--type=')) process.kill(Number(pid));
    await expect.poll(() => processes().length, { timeout: 30_000 }).toBe(0);
    const note = join(profile, 'data-version.json');
    const before = JSON.parse(readFileSync(note, 'utf8')) as { dataVersion: number; app: string };
    expect(before.app).toBe('1.1.0');
    writeFileSync(note, JSON.stringify({ dataVersion: before.dataVersion + 1, app: '1.2.0' }));
    app = startApp();
    await new Promise((resolve) => setTimeout(resolve, 6000));
    expect(await portNow()).toBe(0);
    expect(JSON.parse(readFileSync(note, 'utf8'))).toMatchObject({ app: '1.2.0' });
    for (const { pid } of processes()) process.kill(Number(pid), 'SIGKILL');
    await app.ended;
  });
});
