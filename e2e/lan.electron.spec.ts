/** No internet: two desktop apps exchange what they have in one room, and by a stick that both watch; one meets the hub later. */
import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, type TestInfo, test } from '@playwright/test';
import { badge, enrolByCode, expectAllSent, openClient, syncNow, unsent } from './support/app.ts';
import { menu } from './support/demo.ts';
import { type DesktopApp, openDesktopApp } from './support/electron.ts';
import { type Hub, startHub } from './support/hub.ts';
import { look } from './support/look.ts';
import { enrolBare, heldByHub } from './support/stores.ts';
import { addUnit, codeFor } from './support/unit.ts';

test.describe.configure({ timeout: 240_000 });
/** Exchanging is encrypting, signing and joining, and the machine may have other things to do. */
const patiently = expect.configure({ timeout: 60_000 });

let hub: Hub;
let sari: DesktopApp;
let ningsih: DesktopApp;
let stick: string;

test.beforeAll(async () => {
  stick = mkdtempSync(join(tmpdir(), 'pendamping-stick-'));
  hub = await startHub();
  await addUnit(hub, ['sari', 'ningsih']);
  [sari, ningsih] = await Promise.all([openDesktopApp({ hub: hub.url }), openDesktopApp({ hub: hub.url })]);
});

test.afterAll(async () => {
  await Promise.all([sari.dispose(), ningsih.dispose()]);
  await hub.dispose();
  for (const folder of [stick, `${stick}-out`]) rmSync(folder, { recursive: true, force: true });
});

async function register(page: Page, name: string): Promise<void> {
  await menu(page, 'KUMKM binaan');
  await page.getByRole('link', { name: 'UMKM baru' }).click();
  await page.getByLabel('Nama usaha').fill(name);
  await page.getByLabel('Usaha utama').fill('Kopi');
  await page.getByLabel('Usaha utama').blur();
}

async function enrol(page: Page, person: 'sari' | 'ningsih'): Promise<void> {
  await enrolByCode(page, await codeFor(hub, person), `Laptop ${person}`);
  await expectAllSent(page);
}

const guest = (page: Page) => page.getByRole('status', { name: 'Tukar data dengan pos' });

async function lookAtRoom(page: Page, name: string, info: TestInfo): Promise<void> {
  await page.getByRole('region', { name: 'Tukar data di ruangan ini' }).evaluate((section) => section.scrollIntoView());
  await look(page, name, info);
}

async function exchange(page: Page, code: string): Promise<void> {
  await page.getByLabel('Kode di layar pos').fill(code);
  await page.getByRole('button', { name: 'Tukar data', exact: true }).click();
}

test('two laptops exchange in one room; what the host took along reaches the hub', async ({ browserName: _ }, info) => {
  await Promise.all([enrol(sari.page, 'sari'), enrol(ningsih.page, 'ningsih')]);
  await hub.stop();
  await Promise.all([register(sari.page, 'Madu Sigi'), register(ningsih.page, 'Kopi Napu')]);

  await menu(ningsih.page, 'Paket kiriman');
  await ningsih.page.getByRole('button', { name: 'Buka pos kiriman di ruangan ini' }).click();
  const code = await ningsih.page.getByText(/^\d{6}$/).innerText();
  await menu(sari.page, 'Paket kiriman');
  await exchange(sari.page, code === '111111' ? '222222' : '111111');
  await patiently(guest(sari.page)).toContainText('Tidak ada pos dengan kode ini di jaringan.');
  await lookAtRoom(sari.page, 'not-found', info);
  await exchange(sari.page, code);
  await patiently(guest(sari.page)).toContainText(
    /Laptop ini mendapat [1-9]\d* isian baru, pos mendapat [1-9]\d* isian baru/,
  );
  await expect(ningsih.page.getByRole('status', { name: 'Laptop yang sudah datang' })).toContainText(
    /Sari Lestari \(Laptop sari\).*: [1-9]\d* isian baru/,
  );
  const onTheWay = ningsih.page.getByRole('region', { name: 'Data yang masih dalam perjalanan' });
  await expect(
    onTheWay
      .getByRole('row', { name: /Laptop sari \(Sari Lestari\)/ })
      .getByRole('cell')
      .last(),
  ).toHaveText(/^[1-9]\d*$/);
  await lookAtRoom(ningsih.page, 'host', info);
  await lookAtRoom(sari.page, 'guest', info);
  await openClient(sari.page, 'Kopi Napu');
  await openClient(ningsih.page, 'Madu Sigi');
  // Nothing counts as sent: the hub does not have it.
  expect(await unsent(sari.page)).toBeGreaterThan(0);

  await menu(sari.page, 'Paket kiriman');
  await exchange(sari.page, code);
  await patiently(guest(sari.page)).toContainText('Tidak ada yang baru di kedua laptop.');
  await menu(ningsih.page, 'Paket kiriman');
  await ningsih.page.getByRole('button', { name: 'Tutup pos' }).click();
  await exchange(sari.page, code);
  await patiently(guest(sari.page)).toContainText('Tidak ada pos dengan kode ini di jaringan.');

  await sari.kill();
  await hub.restart();
  await syncNow(ningsih.page);
  await ningsih.page.keyboard.press('Escape');
  await expectAllSent(ningsih.page);
  await expect(ningsih.page.getByRole('row', { name: /Sari Lestari.*Sampai di hub/ })).toBeVisible();
  await expect(onTheWay).toContainText('Tidak ada: semua laptop yang dikenal sudah mengirim semuanya ke hub.');
  const held = await heldByHub(await enrolBare(hub, 'sari'));
  const values = [...held.values()].flatMap(({ heads }) => heads.map(({ value }) => value));
  expect(values).toEqual(expect.arrayContaining(['Madu Sigi', 'Kopi Napu']));
  expect([...sari.complaints, ...ningsih.complaints]).toEqual([]);
});

test('who met the hub brings its data into the room, and with them the receipt', async () => {
  await menu(ningsih.page, 'Paket kiriman');
  await ningsih.page.getByRole('button', { name: 'Buka pos kiriman di ruangan ini' }).click();
  await expect(ningsih.page.getByText(/^Data hub per .* ikut dibagikan\.$/)).toBeVisible();
  await hub.stop();
  await sari.restart();
  await expect(badge(sari.page)).toHaveAttribute('data-unsent', /[1-9]/);
  await menu(sari.page, 'Paket kiriman');
  await exchange(sari.page, await ningsih.page.getByText(/^\d{6}$/).innerText());
  await patiently(guest(sari.page)).toContainText('Selesai');
  await expect(badge(sari.page)).toHaveAttribute('data-unsent', '0');
  await expect(sari.page.getByRole('row', { name: /Ningsih.*Sampai di hub/ })).toBeVisible();
  await ningsih.page.getByRole('button', { name: 'Tutup pos' }).click();
});

const watched = (page: Page) => page.getByRole('status', { name: 'Folder yang dipantau' });

async function watch({ app, page }: DesktopApp, folder: string): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, folder);
  await menu(page, 'Paket kiriman');
  await page.getByRole('button', { name: 'Pilih folder' }).click();
}

test('a stick that both watch carries what is written, without anybody choosing files', async ({
  browserName: _,
}, info) => {
  await register(sari.page, 'Garam Talise');
  await watch(sari, stick);
  await patiently(watched(sari.page)).toContainText('Flash disk boleh dicabut.');
  expect(readdirSync(stick).filter((name) => name.startsWith('plut-sulteng.'))).not.toEqual([]);

  writeFileSync(join(stick, 'rusak.plut'), 'hello');
  await watch(ningsih, stick);
  await patiently(watched(ningsih.page)).toContainText('Bukan paket kiriman Pendamping.');
  await patiently(watched(ningsih.page)).toContainText(/Selesai: [1-9]\d* isian baru/);
  await patiently(watched(ningsih.page)).toContainText('Flash disk boleh dicabut.');
  await look(ningsih.page, 'watched', info);
  await openClient(ningsih.page, 'Garam Talise');

  await menu(ningsih.page, 'Paket kiriman');
  renameSync(stick, `${stick}-out`);
  await patiently(watched(ningsih.page)).toContainText('Folder ini tidak ada.');
  expect([...sari.complaints, ...ningsih.complaints]).toEqual([]);
});
