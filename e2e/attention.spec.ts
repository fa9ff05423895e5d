/** What the hub refuses waits in *Perlu perhatian*, with a way out. */
import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { enrolByCode, expectAllSent, syncNow } from './support/app.ts';
import { type Colleague, enrolColleague } from './support/colleague.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { addUnit, codeFor } from './support/unit.ts';

let hub: Hub;
let laptop: Laptop;
let boss: Colleague;
const session = { collection: 'sessions', id: randomUUID() };

test.beforeAll(async () => {
  hub = await startHub();
  await addUnit(hub, ['sari', 'ningsih']);
  boss = await enrolColleague(hub, { code: await codeFor(hub, 'ningsih') }, 'Laptop koordinator');
  const client = { collection: 'businesses', id: randomUUID() };
  await boss.write(client, { name: 'Kopi Napu', createdBy: boss.user });
  const ofClient = { clientCollection: 'businesses', clientId: client.id };
  const consent = { ...ofClient, purposeMentoring: true, givenOn: '2026-01-05', way: 'oral' };
  await boss.write({ collection: 'consents', id: randomUUID() }, consent);
  await boss.write(session, {
    ...ofClient,
    date: '2026-11-24',
    material: 'Buku kas',
    state: 'draft',
  });
  laptop = await openLaptop(hub.url, { worksOffline: true });
  await enrolByCode(laptop.page, await codeFor(hub, 'sari'), 'Laptop Sari');
  await expectAllSent(laptop.page);
});

test.afterAll(async () => {
  await laptop?.dispose();
  await hub?.dispose();
});

/** Sari writes without a connection while the coordinator locks the session. */
async function writeIntoLocked(page: Page): Promise<void> {
  await page.goto(`${hub.url}/sessions/${session.id}`);
  await laptop.setOffline(true);
  await page.getByLabel('Materi').fill('Buku kas dan stok');
  await page.getByLabel('Materi').blur();
  await boss.pull();
  expect(await boss.write(session, { lockedAt: new Date().toISOString() })).toEqual([]);
  await laptop.setOffline(false);
  await syncNow(page);
  await page.getByRole('link', { name: 'Perlu perhatian 1' }).click();
  await expect(page.getByText('Buku kas dan stok')).toBeVisible();
}

// That it goes by itself once it is reopened: laptops.spec.
test('refused because it is locked: asked to be reopened; dropped only when its user has seen what goes and what stands instead', async () => {
  const { page } = laptop;
  await writeIntoLocked(page);
  await page.getByRole('button', { name: 'Minta dibuka kembali' }).click();
  await page.getByRole('textbox', { name: 'Alasan' }).fill('Materi belum lengkap');
  await page.getByRole('button', { name: 'Kirim permintaan' }).click();
  await expect(page.getByText(/Sudah diminta dibuka kembali oleh Sari.*Materi belum lengkap/)).toBeVisible();
  await expectAllSent(page);
  await boss.pull();
  expect(boss.read(session, 'reopenAsked')[0]?.value).toBe('Materi belum lengkap');

  await page.getByRole('button', { name: 'Buang isian ini' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('definition')).toHaveText(['Buku kas dan stok', 'Buku kas']);
  await dialog.getByRole('button', { name: 'Batal' }).click();
  await expect(page.getByText('Buku kas dan stok')).toBeVisible();
  await page.getByRole('button', { name: 'Buang isian ini' }).click();
  await dialog.getByRole('button', { name: 'Buang isian ini' }).click();
  await expect(page.getByText('Tidak ada isian yang ditolak hub.')).toBeVisible();
  await page.goto(`${hub.url}/sessions/${session.id}`);
  await expect(page.getByLabel('Materi')).toHaveValue('Buku kas');
  expect(laptop.complaints).toEqual([]);
});
