/** *Ringkasan*: its numbers open the records behind them, in both languages. */
import { expect, type Page, test } from '@playwright/test';
import { choose } from './support/app.ts';
import { type Demo, menu, openDemo } from './support/demo.ts';
import { look } from './support/look.ts';

let demo: Demo;

test.beforeAll(async () => {
  demo = await openDemo();
});

test.afterAll(() => demo.dispose());

test('the summary of the unit, and of one consultant', async ({ browserName: _ }, info) => {
  const { page } = demo.laptop;
  await menu(page, 'Ringkasan');
  const waiting = page.getByRole('button', { name: /^Lihat data: Sesi menunggu diperiksa/ });
  await expect(waiting).toBeVisible();
  await look(page, 'summary', info);

  await waiting.click();
  const dialog = page.getByRole('dialog', { name: /^Sesi menunggu diperiksa: \d+/ });
  const shown = Number(await waiting.innerText());
  await expect(dialog.getByRole('row')).toHaveCount(shown + 1);
  await look(page, 'list', info);
  await dialog.getByRole('link').first().click();
  await expect(page).toHaveURL(/\/sessions\//);

  await menu(page, 'Ringkasan');
  await choose(page, 'Konsultan', 'Budi Santoso (contoh)');
  await expect(waiting).not.toHaveText(String(shown));

  await inEnglish(page);
  await expect(page.getByRole('heading', { name: 'Data quality' })).toBeVisible();
  await look(page, 'summary-en', info);
  await page.getByRole('heading', { name: 'Data quality' }).scrollIntoViewIfNeeded();
  await look(page, 'summary-below-en', info);
  expect(demo.laptop.complaints).toEqual([]);
});

async function inEnglish(page: Page): Promise<void> {
  await page.evaluate(() => localStorage.setItem('pendamping-language', 'en'));
  await page.reload();
}
