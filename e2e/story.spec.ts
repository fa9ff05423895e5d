import { expect, test } from '@playwright/test';
import {
  enrolByCode,
  expectAllSent,
  expectOffline,
  expectReadyForOffline,
  openClient,
  step,
  unsent,
} from './support/app.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { untilStored } from './support/stores.ts';
import * as story from './support/story.ts';
import { addUnit, codeFor, type Person } from './support/unit.ts';

let hub: Hub;
const laptops: Laptop[] = [];

test.beforeAll(async () => {
  hub = await startHub();
  await addUnit(hub, ['sari', 'ningsih']);
});

test.afterAll(async () => {
  for (const laptop of laptops) await laptop.dispose();
  await hub.dispose();
});

test.afterEach(async ({ browserName: _ }, info) => {
  if (info.status === info.expectedStatus) return;
  for (const [i, { page }] of laptops.entries()) await page.screenshot({ path: info.outputPath(`laptop-${i}.png`) });
});

async function enrolledLaptop(user: Person): Promise<Laptop> {
  const laptop = await openLaptop(hub.url, { worksOffline: true });
  laptops.push(laptop);
  const code = await codeFor(hub, user);
  await enrolByCode(laptop.page, code, `Laptop ${user}`);
  await expectAllSent(laptop.page);
  await expectReadyForOffline(laptop.page);
  return laptop;
}

test('a consultant works in a village without a signal; two days later the coordinator sees it all', async () => {
  test.setTimeout(300_000);
  const sari = await enrolledLaptop('sari');

  await test.step('the signal goes: the hub is out of reach and the network is cut', async () => {
    await hub.stop();
    await sari.setOffline(true);
    await sari.page.reload();
    await expect(sari.page.getByRole('heading', { name: /Selamat bekerja/ })).toBeVisible();
    await expectOffline(sari.page);
  });

  await test.step('registers a business and records its owner’s consent', async () => {
    const { page } = sari;
    await page.getByRole('link', { name: 'KUMKM binaan' }).click();
    await page.getByRole('link', { name: 'UMKM baru' }).click();
    const [basic, consent, ...rest] = story.REGISTRATION;
    if (!basic || !consent) throw new Error('no story');
    await story.register(page, [basic]);
    await step(page, 'Pemilik').click();
    await expect(page.getByText('Bagian ini terbuka setelah persetujuan')).toBeVisible();
    await story.register(page, [consent]);
    await expect(page.getByText('Persetujuan sah.')).toBeVisible();
    await story.register(page, rest);
    await page.getByRole('button', { name: 'Selesaikan pendaftaran' }).click();
    await expect(page.getByRole('heading', { level: 1, name: story.BUSINESS })).toBeVisible();
    await expect(page.getByTestId('scale')).toHaveText(/Usaha kecil \(PP7\/2021, menurut penjualan\)/);
  });

  const half = 17;
  await test.step('the power goes in the middle of the assessment', async () => {
    await sari.page.getByRole('button', { name: 'Mulai asesmen' }).click();
    await expect(sari.page.getByText('0 dari 33 indikator')).toBeVisible();
    await story.answer(sari.page, story.ANSWERS.slice(0, half));
    await sari.page.keyboard.press('n');
    await sari.page.keyboard.type('Belum ada pembukuan');
    await untilStored(sari.page);
    await sari.kill();
    await sari.restart(hub.url);
    await sari.page.getByRole('region', { name: 'Draf yang belum selesai' }).getByRole('link').click();
    await expect(sari.page.getByText(`${half} dari 33 indikator`)).toBeVisible();
    await expect(sari.page.getByLabel('Catatan')).toHaveValue('Belum ada pembukuan');
  });

  await test.step('goes on where the assessment was left, and finishes it', async () => {
    const { page } = sari;
    await story.answer(page, story.ANSWERS.slice(half));
    await expect(page.getByText('33 dari 33 indikator')).toBeVisible();
    await page.getByRole('button', { name: 'Selesaikan asesmen' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Selesaikan asesmen' }).click();
    await expect(page.getByRole('button', { name: 'Buka kembali' })).toBeVisible();
  });

  await test.step('holds a session with two follow-ups; the power goes before it is finished', async () => {
    await openClient(sari.page, story.BUSINESS);
    await sari.page.getByRole('button', { name: 'Catat sesi' }).click();
    await story.fill(sari.page, story.SESSION);
    await story.writeFollowUps(sari.page);
    await untilStored(sari.page);
    await sari.kill();
    await sari.restart(hub.url);
    await sari.page.getByRole('region', { name: 'Draf yang belum selesai' }).getByRole('link').click();
    await story.expectRead(sari.page, story.SESSION);
    await sari.page.getByRole('button', { name: 'Selesaikan sesi' }).click();
    await expect(sari.page.getByRole('button', { name: 'Ubah lagi' })).toBeVisible();
    await expectOffline(sari.page);
    expect(await unsent(sari.page)).toBeGreaterThan(80);
  });

  await test.step('two days later there is a connection: everything goes to the hub', async () => {
    await hub.restart();
    await sari.setOffline(false);
    await expectAllSent(sari.page);
    await sari.page.getByRole('link', { name: /Perlu perhatian/ }).click();
    await expect(sari.page.getByText('Tidak ada isian yang ditolak hub.')).toBeVisible();
  });

  await test.step('the coordinator sees it on another laptop, field by field', async () => {
    const { page } = await enrolledLaptop('ningsih');
    await openClient(page, story.BUSINESS);
    await expect(page.getByText('7271035505900001')).toBeHidden();
    await expect(page.getByText('727103******0001')).toBeVisible();
    await expect(page.getByTestId('scale')).toHaveText(/Usaha kecil \(PP7\/2021, menurut penjualan\)/);
    for (const { what } of story.FOLLOW_UPS) await expect(page.getByText(what)).toBeVisible();

    await page.getByRole('link', { name: 'Ubah data' }).click();
    for (const [name, inputs] of story.REGISTRATION) {
      await step(page, name).click();
      await story.expectRead(page, inputs);
    }

    await openClient(page, story.BUSINESS);
    await page.getByRole('list', { name: 'Riwayat pendampingan' }).getByRole('link', { name: /Sesi/ }).click();
    await story.expectRead(page, story.SESSION);
    for (const { what, who } of story.FOLLOW_UPS) {
      await expect(page.getByText(what)).toBeVisible();
      await expect(page.getByText(who).first()).toBeVisible();
    }

    await openClient(page, story.BUSINESS);
    await page
      .getByRole('list', { name: 'Riwayat pendampingan' })
      .getByRole('link', { name: /Asesmen/ })
      .click();
    await expect(page.getByText('33 dari 33 indikator')).toBeVisible();
    // Same answers, same score, by the same engine on both laptops.
    const total = (laptop: Laptop) => laptop.page.getByTestId('assessment-total').innerText();
    await openClient(sari.page, story.BUSINESS);
    await sari.page
      .getByRole('list', { name: 'Riwayat pendampingan' })
      .getByRole('link', { name: /Asesmen/ })
      .click();
    const [theirs, ours] = [await total(laptops[1] as Laptop), await total(sari)];
    expect(theirs).toBe(ours);
    expect(theirs).toMatch(/^\d\d,\d\d$/);
  });

  expect(laptops.flatMap((laptop) => laptop.complaints)).toEqual([]);
});
