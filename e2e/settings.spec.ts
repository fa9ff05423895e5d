/** Settings of a unit: services of a session, seen on another laptop; consent texts; texts of forms; targets and what was reached. */
import { expect, type Page, type TestInfo, test } from '@playwright/test';
import { expectAllSent, openClient, syncNow } from './support/app.ts';
import { type Demo, menu as follow, openDemo, openDemoLaptop } from './support/demo.ts';
import type { Laptop } from './support/laptop.ts';
import { look as lookAt } from './support/look.ts';

let demo: Demo;
let page: Page;
/** A consultant's laptop. */
let field: Laptop;

test.beforeAll(async () => {
  demo = await openDemo();
  page = demo.laptop.page;
  field = await openDemoLaptop(demo.hub, 'Sari');
});

test.afterAll(async () => {
  await field.dispose();
  await demo.dispose();
});

const look = (name: string, info: TestInfo, on = page) => lookAt(on, name, info, { fullPage: true });
const menu = (name: string) => follow(page, name);
const section = (name: string) => page.getByRole('region', { name, exact: true });

/** What the coordinator changed arrives on the consultant's laptop. */
async function bringOver(): Promise<void> {
  await expectAllSent(page);
  await syncNow(field.page);
  await field.page.keyboard.press('Escape');
  await expectAllSent(field.page);
}

test('a service that the coordinator adds is offered in sessions elsewhere, and stays readable when it is not', async ({
  browserName: _,
}, info) => {
  await menu('Pengaturan');
  const marketing = section('Pemasaran');
  await marketing.getByRole('textbox', { name: 'Jenis layanan baru: Pemasaran' }).fill('Klinik ekspor');
  await page.keyboard.press('Enter');
  const added = marketing.getByRole('listitem', { name: 'Klinik ekspor', exact: true });
  for (let i = 0; i < 5; i++) await added.getByRole('button', { name: 'Naikkan: Klinik ekspor' }).click();

  await expect(marketing.getByRole('listitem').first()).toHaveAccessibleName('Klinik ekspor');
  await marketing.getByRole('switch', { name: 'Dipakai: Pameran' }).click({ force: true });
  await look('lines', info);
  await bringOver();

  const there = field.page;
  await openClient(there, 'Bawang Goreng Tadulako');
  await there.getByRole('button', { name: 'Catat sesi' }).click();
  await there.getByRole('combobox', { name: /^Bidang layanan/ }).click();
  await there.getByRole('option', { name: 'Pemasaran', exact: true }).click();
  const service = there.getByRole('combobox', { name: 'Jenis layanan' });
  await service.click();
  await expect(there.getByRole('option').first()).toHaveText('Klinik ekspor');
  await expect(there.getByRole('option', { name: 'Pameran', exact: true })).toHaveCount(0);
  await there.getByRole('option', { name: 'Klinik ekspor' }).click();
  await service.blur();

  await added.getByRole('switch').click({ force: true });
  await bringOver();
  await expect(service).toHaveValue('Klinik ekspor');
  await service.fill('');
  await expect(there.getByRole('option').first()).not.toHaveText('Klinik ekspor');
  await service.fill('Klinik ekspor');
  await service.blur();
  await there.goto(`${demo.hub.url}/settings`);
  await expect(there.getByText('Hanya koordinator yang dapat mengubah pengaturan.')).toBeVisible();
  await expect(there.getByRole('listitem').filter({ hasText: 'Klinik ekspor' })).toContainText('tidak dipakai');
  await look('lines-consultant', info, there);
});
