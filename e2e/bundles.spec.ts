/** The road without internet: three laptops and a hub that exchange nothing but files, both ways. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { badge, enrolByCode, expectAllSent, openClient, syncNow } from './support/app.ts';
import { menu } from './support/demo.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { look } from './support/look.ts';
import { differences, heldBy, type Registers } from './support/stores.ts';
import { addUnit, codeFor, type Person, UNIT } from './support/unit.ts';

let hub: Hub;
let stick: string;
const laptops = new Map<Person, Laptop>();
const page = (person: Person): Page => (laptops.get(person) as Laptop).page;

test.beforeAll(async () => {
  stick = mkdtempSync(join(tmpdir(), 'pendamping-stick-'));
  hub = await startHub();
  await addUnit(hub, ['sari', 'rahma', 'ningsih']);
  for (const person of ['sari', 'rahma', 'ningsih'] as const) {
    const laptop = await openLaptop(hub.url, { worksOffline: true });
    laptops.set(person, laptop);
    await enrolByCode(laptop.page, await codeFor(hub, person), `Laptop ${person}`);
    await expectAllSent(laptop.page);
  }
});

test.afterAll(async () => {
  for (const laptop of laptops.values()) await laptop.dispose();
  await hub.dispose();
  rmSync(stick, { recursive: true, force: true });
});

async function register(person: Person, name: string): Promise<void> {
  await menu(page(person), 'KUMKM binaan');
  await page(person).getByRole('link', { name: 'UMKM baru' }).click();
  await page(person).getByLabel('Nama usaha').fill(name);
  await page(person).getByLabel('Usaha utama').fill('Kopi');
  await page(person).getByLabel('Usaha utama').blur();
}

async function edit(person: Person, name: string, activity: string): Promise<void> {
  await openClient(page(person), name);
  await page(person)
    .getByRole('link', { name: /pendaftaran|Ubah data/ })
    .click();
  await page(person).getByLabel('Usaha utama').fill(activity);
  await page(person).getByLabel('Usaha utama').blur();
}

/** Saves what a laptop has for others, and returns the file on the stick. */
async function save(person: Person, button = 'Simpan paket'): Promise<string> {
  await menu(page(person), 'Paket kiriman');
  const folder = mkdtempSync(join(stick, `${person}-`));
  const devtools = await page(person).context().newCDPSession(page(person));
  await devtools.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await page(person).getByRole('button', { name: button }).click();
  await expect(page(person).getByText(/ siap\. /)).toBeVisible();
  await expect.poll(() => readdirSync(folder).filter((name) => name.endsWith('.plut'))).toHaveLength(1);
  return join(folder, readdirSync(folder)[0] as string);
}

const received = (person: Person): Locator => page(person).getByRole('status', { name: 'Berkas yang dipilih' });

async function choose(person: Person, ...files: string[]): Promise<void> {
  await menu(page(person), 'Hari ini');
  await menu(page(person), 'Paket kiriman');
  await page(person).locator('input[type=file]').setInputFiles(files);
}

async function receive(person: Person, ...files: string[]): Promise<void> {
  await choose(person, ...files);
  await page(person)
    .getByRole('button', { name: `Gabungkan ${files.length} paket` })
    .click();
  await expect(received(person).getByText('Selesai:')).toHaveCount(files.length);
}

const holdings = async (person: Person): Promise<Registers> => (await heldBy(page(person))).registers;

const files: Record<'sari' | 'ningsih' | 'rahma' | 'hub', string> = { sari: '', ningsih: '', rahma: '', hub: '' };

test('what is written on three laptops without a network reaches all of them, and the hub, by files', async ({
  browserName: _,
}, info) => {
  test.setTimeout(240_000);
  await register('sari', 'Kopi Napu');
  await expectAllSent(page('sari'));
  for (const other of ['rahma', 'ningsih'] as const) {
    await syncNow(page(other));
    await page(other).keyboard.press('Escape');
    await expectAllSent(page(other));
  }
  for (const laptop of laptops.values()) await laptop.setOffline(true);

  await edit('sari', 'Kopi Napu', 'Kopi bubuk');
  await register('sari', 'Madu Sigi');
  files.sari = await save('sari');

  await choose('ningsih', files.sari);
  await expect(received('ningsih')).toContainText('Dari Sari');
  await look(page('ningsih'), 'before', info);
  await page('ningsih').getByRole('button', { name: 'Gabungkan 1 paket' }).click();
  await expect(received('ningsih')).toContainText(/Selesai: \d+ isian baru/);
  await expect(page('ningsih').getByRole('row', { name: /Sari.*Dalam perjalanan ke hub/ })).toBeVisible();
  await look(page('ningsih'), 'after', info);
  await openClient(page('ningsih'), 'Madu Sigi');
  // In knowledge of what Sari wrote, and of which the hub knows nothing.
  await edit('ningsih', 'Kopi Napu', 'Kopi kemasan');
  files.ningsih = await save('ningsih');

  await receive('rahma', files.ningsih);
  await openClient(page('rahma'), 'Madu Sigi');
  await openClient(page('rahma'), 'Kopi Napu');
  await expect(page('rahma').getByText('Kopi kemasan').first()).toBeVisible();
  await register('rahma', 'Tenun Donggala');
  files.rahma = await save('rahma');

  const { bundles } = (await hub.admin('bundle', 'take', '--from', files.rahma)) as {
    bundles: { accepted: number; refused: unknown[]; problem?: string }[];
  };
  expect(bundles).toHaveLength(3);
  expect(bundles.flatMap(({ refused, problem }) => [...refused, ...(problem ? [problem] : [])])).toEqual([]);
  files.hub = join(stick, 'hub.plut');
  await hub.admin('bundle', 'give', '--unit', UNIT, '--to', files.hub);
  for (const person of laptops.keys()) {
    expect(Number(await badge(page(person)).getAttribute('data-unsent'))).toBeGreaterThan(0);
    await receive(person, files.hub);
    await expect(badge(page(person))).toHaveAttribute('data-unsent', '0');
    await openClient(page(person), 'Tenun Donggala');
  }
  // The hub's own bundle tells that the others arrived.
  await menu(page('rahma'), 'Paket kiriman');
  await expect(page('rahma').getByRole('row', { name: /Ningsih.*Sampai di hub/ })).toBeVisible();
  const own = await holdings('sari');
  expect([...own.values()].flatMap(({ heads }) => heads.map((head) => head.value))).toContain('Kopi kemasan');
  expect(differences(await holdings('rahma'), own)).toEqual([]);
  expect(differences(await holdings('ningsih'), own)).toEqual([]);
});

test('the same files again, in another order, change nothing', async () => {
  const before = await holdings('sari');
  for (const person of laptops.keys()) {
    await receive(person, files.hub, files.rahma, files.sari, files.ningsih);
    await expect(received(person).getByText(/Selesai: 0 isian baru/)).toHaveCount(4);
    await expect(badge(page(person))).toHaveAttribute('data-unsent', '0');
    expect(differences(await holdings(person), before)).toEqual([]);
  }
  const { bundles } = (await hub.admin('bundle', 'take', '--from', files.ningsih)) as { bundles: { refused: [] }[] };
  expect(bundles.flatMap(({ refused }) => refused)).toEqual([]);
});

test('a broken file is refused by name, and the good one beside it is taken', async ({ browserName: _ }, info) => {
  const whole = readFileSync(files.sari);
  const cut = join(stick, 'terpotong.plut');
  const other = join(stick, 'bukan-paket.plut');
  writeFileSync(cut, whole.subarray(0, whole.length - 100));
  writeFileSync(other, 'hello');
  await choose('rahma', cut, files.sari, other);
  await expect(received('rahma').getByText('Berkas rusak atau terpotong.')).toBeVisible();
  await expect(received('rahma').getByText('Bukan paket kiriman Pendamping.')).toBeVisible();
  await page('rahma').getByRole('button', { name: 'Gabungkan 1 paket' }).click();
  await expect(received('rahma').getByText('Selesai:')).toHaveCount(1);
  await look(page('rahma'), 'broken', info);
});

test('a laptop that finds a connection hands over what it carries, and takes the hub’s data for others', async () => {
  await register('sari', 'Garam Talise');
  const file = await save('sari');
  await receive('ningsih', file);
  const row = page('ningsih').getByRole('row', { name: /Dalam perjalanan ke hub/ });
  await expect(row.first()).toBeVisible();
  await laptops.get('ningsih')?.setOffline(false);
  await syncNow(page('ningsih'));
  await page('ningsih').keyboard.press('Escape');
  await expect(row).toHaveCount(0, { timeout: 30_000 });
  await expect(
    page('ningsih')
      .getByRole('row', { name: /Sampai di hub/ })
      .first(),
  ).toBeVisible();

  await receive('rahma', await save('ningsih', 'Ambil data dari hub'));
  await openClient(page('rahma'), 'Garam Talise');
  for (const laptop of laptops.values()) expect(laptop.complaints).toEqual([]);
});
