/** *Ringkasan*: its numbers open the records behind them. *Menurut hub*: what a Dinas sees of all units, with and without a link. */
import { expect, type Page, test } from '@playwright/test';
import { push, recordOf, write } from '../hub/testing/hub.ts';
import { choose, enrolByCode } from './support/app.ts';
import { menu, openDemoLaptop } from './support/demo.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { look } from './support/look.ts';
import { enrolBare, heldByHub } from './support/stores.ts';

let hub: Hub;
let ningsih: Laptop;
let dinas: Laptop;

test.beforeAll(async () => {
  hub = await startHub({ demo: true });
  await lockSessionsExcept('budi');
  ningsih = await openDemoLaptop(hub, 'Ningsih');
});

test.afterAll(async () => {
  await ningsih?.dispose();
  await dinas?.dispose();
  await hub.dispose();
});

test('the summary of the unit, and of one consultant', async ({ browserName: _ }, info) => {
  const { page } = ningsih;
  await menu(page, 'Ringkasan');
  const sessions = page.getByRole('button', { name: /^Lihat data: Sesi pendampingan/ });
  await expect(sessions).toBeVisible();
  await look(page, 'summary', info);

  await sessions.click();
  const shown = Number(await sessions.innerText());
  const dialog = page.getByRole('dialog', { name: `Sesi pendampingan: ${shown}` });
  await expect(dialog.getByRole('row')).toHaveCount(shown + 1);
  await look(page, 'list', info);
  await dialog.getByRole('link').first().click();
  await expect(page).toHaveURL(/\/sessions\//);

  await menu(page, 'Ringkasan');
  await choose(page, 'Konsultan', 'Budi Santoso (contoh)');
  await expect(page.getByRole('button', { name: /^Lihat data: Sesi menunggu diperiksa/ })).toBeVisible();
  await expect(sessions).toBeHidden();

  await inEnglish(page);
  await expect(page.getByRole('heading', { name: 'Data quality' })).toBeVisible();
  await look(page, 'summary-en', info);
  expect(ningsih.complaints).toEqual([]);
});

test('what the Dinas sees of all units, and still sees without the hub', async ({ browserName: _ }, info) => {
  await hub.admin(
    'unit',
    'add',
    'plut-sigi',
    '--name',
    'PLUT Sigi (contoh)',
    '--level',
    'regency',
    '--region',
    '72.10',
  );
  await hub.admin('user', 'add', 'dinas', '--unit', 'plut-sigi', '--role', 'supervisor', '--name', 'Kabid (contoh)');
  const { code } = (await hub.admin('code', 'create', '--user', 'dinas')) as { code: string };
  dinas = await openLaptop(hub.url, { worksOffline: true });
  const { page } = dinas;
  await enrolByCode(page, code, 'Laptop Dinas');
  await menu(page, 'Gambaran nasional');
  const part = page.getByRole('region', { name: 'Menurut hub' });
  await part.getByRole('button', { name: /^Sulteng/ }).click();
  const unit = part.getByRole('row', { name: /PLUT KUMKM Provinsi Sulawesi Tengah/ });
  await expect(unit).toContainText('Pembangunan');
  // Of a single cooperative nothing is told.
  await expect(unit).toContainText('disamarkan');
  await expect(part.getByText('kurang dari 5 orang')).toBeVisible();
  await look(page, 'national', info);
  await part.getByText('Sesi per bidang', { exact: true }).click();
  await expect(part.getByRole('columnheader', { name: 'Pemasaran' })).toBeVisible();
  await part.getByRole('table').scrollIntoViewIfNeeded();
  await look(page, 'national-sessions', info);

  await dinas.setOffline(true);
  await part.getByRole('button', { name: 'Perbarui' }).click();
  await expect(part.getByRole('alert')).toContainText('Hub tidak terjangkau', { timeout: 30_000 });
  await expect(part.getByText(/jawaban terakhirnya: dihitung \d/)).toBeVisible();
  await expect(unit).toBeVisible();
  await dinas.setOffline(false);

  await inEnglish(page);
  await expect(page.getByRole('region', { name: 'According to the hub' }).getByRole('table')).toBeVisible();
  await look(page, 'national-en', info);
  expect(dinas.complaints).toEqual([]);
});

/** The coordinator has checked what the others of the demo unit held. */
async function lockSessionsExcept(consultant: string): Promise<void> {
  const bare = await enrolBare(hub, 'ningsih');
  const held = await heldByHub(bare);
  const valueIn = (id: string, field: string) => held.get(`sessions/${id}/${field}`)?.heads[0]?.value;
  const ids = [...held.keys()].flatMap((name) => /^sessions\/([^/]+)\/state$/.exec(name)?.[1] ?? []);
  const checked = ids.filter((id) => valueIn(id, 'state') === 'finished' && valueIn(id, 'consultant') !== consultant);
  for (const id of checked) write(bare, 'sessions', id, 'lockedAt', '2026-01-01T00:00:00.000Z');
  await push(
    bare,
    checked.map((id) => recordOf(bare, 'sessions', id)),
  );
}

async function inEnglish(page: Page): Promise<void> {
  await page.evaluate(() => localStorage.setItem('pendamping-language', 'en'));
  await page.reload();
}
