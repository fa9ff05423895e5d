/** The coordinator's desk: what was submitted is locked or returned, many at once; what was returned reaches its author. */
import { expect, test } from '@playwright/test';
import { expectAllSent, syncNow } from './support/app.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { look } from './support/look.ts';

let hub: Hub;
let coordinator: Laptop;
let consultant: Laptop;

test.beforeAll(async () => {
  hub = await startHub({ demo: true });
  [coordinator, consultant] = await Promise.all([openLaptop(hub.url), openLaptop(hub.url)]);
  await coordinator.page.getByRole('button', { name: /Masuk sebagai Ningsih/ }).click();
  await consultant.page.getByRole('button', { name: /Masuk sebagai Sari/ }).click();
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

  await page.evaluate(() => localStorage.setItem('pendamping-language', 'en'));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Coordinator’s desk' })).toBeVisible();
  await look(page, 'desk-en', info);
  expect([...coordinator.complaints, ...consultant.complaints]).toEqual([]);
});
