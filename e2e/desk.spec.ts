/**
 * The coordinator's desk: what was submitted is locked or returned, many at once; what was returned reaches its author; and
 * whose data stand there without a consent.
 */
import { expect, type Page, type TestInfo, test } from '@playwright/test';
import type { Row } from '../renderer/store/rows.ts';
import { enrolAsDemo, expectAllSent, openClient, step, syncNow } from './support/app.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { look } from './support/look.ts';
import { putRow, readTables } from './support/sealed.ts';

let hub: Hub;
let coordinator: Laptop;
let consultant: Laptop;

test.beforeAll(async () => {
  hub = await startHub({ demo: true });
  [coordinator, consultant] = await Promise.all([openLaptop(hub.url), openLaptop(hub.url)]);
  await enrolAsDemo(coordinator.page, 'Ningsih');
  await enrolAsDemo(consultant.page, 'Sari');
  for (const { page } of [coordinator, consultant]) await expectAllSent(page);
});

test.afterAll(async () => {
  await coordinator?.dispose();
  await consultant?.dispose();
  await hub?.dispose();
});

const REMARK = 'Tulis hasil yang terukur.';

test('submitted sessions are returned with a remark, mended, and locked', async ({ browserName: _ }, info) => {
  const { page } = coordinator;
  await page.getByRole('link', { name: 'Meja koordinator' }).click();
  await look(page, 'desk', info);
  await page.getByRole('combobox', { name: 'Jenis' }).click();
  await page.getByRole('option', { name: 'Sesi pendampingan' }).click();
  const mine = page.getByRole('row').filter({ hasText: 'Sari' });
  const before = await mine.count();
  expect(before).toBeGreaterThan(1);
  const what = await mine.first().getByRole('link').innerText();
  await mine.first().getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Kembalikan 1 pilihan' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Kembalikan', exact: true })).toBeDisabled();
  await dialog.getByRole('textbox').fill(REMARK);
  await look(page, 'return', info);
  await dialog.getByRole('button', { name: 'Kembalikan', exact: true }).click();
  await expect(mine).toHaveCount(before - 1);
  await expectAllSent(page);

  const author = consultant.page;
  await author.getByRole('link', { name: 'Hari ini' }).click();
  await syncNow(author);
  const returned = author.getByRole('listitem').filter({ hasText: REMARK });
  await expect(returned).toBeVisible();
  await look(author, 'today', info);
  await returned.getByRole('link').click();
  await expect(author.getByText(`: ${REMARK}`)).toBeVisible();
  await look(author, 'session', info);
  await author.getByRole('textbox', { name: /Hasil/ }).first().fill('Tiga pesanan baru sebulan.');
  await author.getByRole('button', { name: 'Selesaikan sesi' }).click();
  await expect(author.getByText(`: ${REMARK}`)).toHaveCount(0);
  await expectAllSent(author);

  await syncNow(page);
  await expect(mine).toHaveCount(before);
  await expect(mine.getByRole('link', { name: what })).toBeVisible();
  await page.getByRole('checkbox', { name: 'Pilih semua yang ditampilkan' }).check();
  const all = (await page.getByRole('row').count()) - 1;
  await page.getByRole('button', { name: `Kunci ${all} pilihan` }).click();
  await expect(page.getByText(`${all} catatan dikunci.`)).toBeVisible();
  await expectAllSent(page);
  await syncNow(author);
  await expect(author.getByText(/Dikunci oleh Ningsih/)).toBeVisible();
  await expect(author.getByRole('link', { name: 'Meja koordinator' })).toHaveCount(0);

  const refused = await withoutConsent(page, info);

  await page.evaluate(() => localStorage.setItem('pendamping-language', 'en'));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Coordinator’s desk' })).toBeVisible();
  await expect(page.getByRole('link', { name: /without consent.*: 1$/ })).toBeVisible();
  await look(page, 'desk-en', info);
  await page.goto(refused);
  await setWithdrawn(page, refused, null);
  await page.reload();
  await expect(page.getByText(/NOT saved as data/)).toBeVisible();
  await page.getByLabel('Brand').click();
  await page.getByLabel('Brand').blur();
  await expect(page.getByText(/NOT saved as data/)).toHaveCount(0);
  await expect(page.getByLabel('Brand')).toHaveValue('Rasa Palu');
  expect([...coordinator.complaints, ...consultant.complaints]).toEqual([]);
});

/** A consent that runs no more: nothing beyond the minimum is taken, what was typed stays, and the desk leads to it. */
async function withoutConsent(page: Page, info: TestInfo): Promise<string> {
  const CLIENT = 'Bawang Goreng Tadulako';
  await openClient(page, CLIENT);
  await page.getByRole('link', { name: 'Ubah data' }).click();
  await step(page, 'Pemasaran').click();
  const brand = page.getByLabel('Merek');
  const before = await brand.inputValue();
  await expect(brand).toBeEditable();
  const place = page.url();
  await setWithdrawn(page, place, '2026-11-01');
  await brand.fill('Rasa Palu');
  await brand.blur();
  await expect(page.getByText(/BELUM tersimpan sebagai data/)).toBeVisible();
  await expect(brand).toHaveValue('Rasa Palu');
  await page.reload();
  await expect(brand).toHaveAttribute('readonly', '');
  await expect(brand).toHaveValue('Rasa Palu');
  expect(before).not.toBe('Rasa Palu');
  await look(page, 'no-consent', info);

  await page.getByRole('link', { name: 'Meja koordinator' }).click();
  await page.getByRole('link', { name: /^1 KUMKM tanpa persetujuan/ }).click();
  await expect(page.getByRole('status').filter({ hasText: /^1 / })).toBeVisible();
  await look(page, 'clients-without-consent', info);
  await page.getByRole('link', { name: new RegExp(CLIENT) }).click();
  await expect(page.getByText(/Belum ada persetujuan yang berlaku/)).toBeVisible();
  await look(page, 'client-without-consent', info);
  await page.getByRole('link', { name: 'Meja koordinator' }).click();
  return place;
}

/** Withdraws the consent in the store, or takes that back, so that the open page has not heard of it when the user types. */
async function setWithdrawn(page: Page, place: string, withdrawnOn: string | null): Promise<void> {
  const client = place.split('/').at(-2);
  const rows = (await readTables(page, ['consents'])).consents as unknown as Row[];
  for (const row of rows.filter(({ values }) => values.clientId === client)) {
    await putRow(page, 'consents', { ...row, values: { ...row.values, withdrawnOn } });
  }
}
