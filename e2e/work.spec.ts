/**
 * The digital village and the unit itself, by a coordinator; what was entered is there after a restart. The work chain is in
 * year.spec, meetings are in network.spec, the form of everything is in forms.spec.
 */
import { expect, type Page, type TestInfo, test } from '@playwright/test';
import { expectAllSent } from './support/app.ts';
import { type Demo, menu as follow, openDemo } from './support/demo.ts';
import { look as lookAt } from './support/look.ts';

let demo: Demo;
let page: Page;

test.beforeAll(async () => {
  demo = await openDemo();
  page = demo.laptop.page;
});

test.afterAll(() => demo.dispose());

const look = (name: string, info: TestInfo) => lookAt(page, name, info);
const menu = (name: string) => follow(page, name);
test('the digital village, the unit with its funds', async ({ browserName: _ }, info) => {
  await menu('Kampung Digital');
  await page.getByRole('button', { name: 'Tambah status' }).click();
  const statuses = page.getByRole('list', { name: 'Status Kampung UKM Digital' }).getByRole('listitem');
  await expect(statuses).toHaveCount(3);
  for (const [name, option] of Object.entries({ Status: 'Terkendala', Kendala: 'Jaringan internet' })) {
    await statuses.last().getByRole('combobox', { name, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  }
  await look('village', info);

  await menu('Profil PLUT');
  const funds = page.getByRole('list', { name: 'Dana pembangunan' }).getByRole('listitem');
  for (const [i, [source, amount]] of [['APBN', '3000000000'] as const, ['APBD', '2100000000'] as const].entries()) {
    await page.getByRole('button', { name: 'Tambah dana' }).click();
    await expect(funds).toHaveCount(i + 1);
    const row = funds.nth(i);
    await row.getByRole('combobox', { name: 'Sumber' }).click();
    await page.getByRole('option', { name: source, exact: true }).click();
    await row.getByRole('textbox', { name: 'Jumlah' }).fill(amount);
  }
  await expect(page.getByText('Jumlah: Rp5.100.000.000')).toBeVisible();
  await look('unit', info);

  await expectAllSent(page);
  await demo.laptop.restart(demo.hub.url);
  page = demo.laptop.page;
  await menu('Profil PLUT');
  await expect(page.getByText('Jumlah: Rp5.100.000.000')).toBeVisible();
  expect(demo.laptop.complaints).toEqual([]);
});
