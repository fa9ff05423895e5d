import { expect, test } from '@playwright/test';
import { enrolByCode, expectAllSent, nothingWaits, openClient, syncNow, value } from './support/app.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { addUnit, codeFor, type Person } from './support/unit.ts';

let hub: Hub;
let sari: Laptop;
let ningsih: Laptop;

test.beforeAll(async () => {
  hub = await startHub();
  await addUnit(hub, ['sari', 'ningsih']);
  sari = await openLaptop(hub.url, { worksOffline: true });
  ningsih = await openLaptop(hub.url, { worksOffline: true });
  await enrolled(sari, 'sari');
  await enrolled(ningsih, 'ningsih');
});

test.afterAll(async () => {
  await sari?.dispose();
  await ningsih?.dispose();
  await hub?.dispose();
});

async function enrolled(laptop: Laptop, user: Person): Promise<void> {
  const code = await codeFor(hub, user);
  await enrolByCode(laptop.page, code, `Laptop ${user}`);
}

const activity = (laptop: Laptop) => laptop.page.getByLabel('Usaha utama');

/** Sari has registered a business, still has its form open, and Ningsih's laptop has it too. */
async function shareBusiness(name: string): Promise<void> {
  await sari.page.getByRole('link', { name: 'KUMKM binaan' }).click();
  await sari.page.getByRole('link', { name: 'UMKM baru' }).click();
  await sari.page.getByLabel('Nama usaha').fill(name);
  await activity(sari).fill('Kopi');
  await activity(sari).blur();
  await expectAllSent(sari.page);
  await syncNow(ningsih.page);
  await openClient(ningsih.page, name);
}

async function editActivity(laptop: Laptop, name: string, value: string): Promise<void> {
  await openClient(laptop.page, name);
  await laptop.page.getByRole('link', { name: /pendaftaran|Ubah data/ }).click();
  await activity(laptop).fill(value);
  await activity(laptop).blur();
}

test('two people fill in the same field offline: both values stay until one is chosen, and all agree', async () => {
  await shareBusiness('Kopi Napu');

  await sari.setOffline(true);
  await ningsih.setOffline(true);
  // Ningsih's laptop believes it is 2099. That decides what is shown meanwhile, and nothing else.
  await ningsih.page.evaluate(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 73 * 365 * 24 * 3600 * 1000;
  });
  await editActivity(sari, 'Kopi Napu', 'Kopi bubuk Napu');
  await editActivity(ningsih, 'Kopi Napu', 'Kopi sangrai Napu');
  await sari.page.getByLabel('Nama usaha').fill('Kopi Napu Asli');
  await sari.page.getByLabel('Nama usaha').blur();

  await sari.setOffline(false);
  await syncNow(sari.page);
  await expectAllSent(sari.page);
  await ningsih.setOffline(false);
  await syncNow(ningsih.page);
  await expectAllSent(ningsih.page);
  await syncNow(sari.page);

  // A different field of the same record was merged without asking.
  await expect(ningsih.page.getByLabel('Nama usaha')).toHaveValue('Kopi Napu Asli');
  // Ningsih's form shows what Sari wrote, right under what she typed herself.
  await expect(activity(ningsih)).toHaveAccessibleDescription(/Sari Lestari .* menulis: Kopi bubuk Napu/);
  for (const laptop of [sari, ningsih]) {
    await laptop.page.getByRole('link', { name: /^Perlu diputuskan/ }).click();
    await expect(value(laptop.page, 1)).toContainText('Kopi sangrai Napu');
    // Ningsih's own laptop knows that its clock is wrong from its sync, whose clock is not shifted here.
    if (laptop === sari) await expect(value(sari.page, 1)).toContainText('Jam laptop mungkin salah');
    await expect(value(laptop.page, 2)).toContainText('Kopi bubuk Napu');
    await expect(value(laptop.page, 2)).toContainText('Laptop sari');
  }

  await sari.page.keyboard.press('2');
  await sari.page.keyboard.press('Enter');
  await expect(nothingWaits(sari.page)).toBeVisible();
  await expectAllSent(sari.page);
  await syncNow(ningsih.page);
  await expect(nothingWaits(ningsih.page)).toBeVisible();
  for (const laptop of [sari, ningsih]) {
    await openClient(laptop.page, 'Kopi Napu Asli');
    await laptop.page.getByRole('link', { name: /pendaftaran|Ubah data/ }).click();
    await expect(activity(laptop)).toHaveValue('Kopi bubuk Napu');
  }
});

test('a value that arrives while somebody types is not overwritten by the typing', async () => {
  // Her clock is right again.
  await ningsih.page.reload();
  await shareBusiness('Kopi Kulawi');

  // Ningsih writes without knowing of Sari; Sari is in the middle of a word when it arrives, and goes on.
  await expectAllSent(ningsih.page);
  await ningsih.setOffline(true);
  await editActivity(ningsih, 'Kopi Kulawi', 'Teh');
  await activity(sari).focus();
  await sari.page.keyboard.type(' bub');
  await ningsih.setOffline(false);
  await syncNow(ningsih.page);
  await expectAllSent(ningsih.page);
  await sari.page.keyboard.type('u');
  await expectAllSent(sari.page);
  await sari.page.keyboard.type('k');
  await activity(sari).blur();

  await sari.page.getByRole('link', { name: /^Perlu diputuskan/ }).click();
  await expect(sari.page.getByText('Kopi bubuk', { exact: true })).toBeVisible();
  await expect(sari.page.getByText('Teh', { exact: true })).toBeVisible();
});
