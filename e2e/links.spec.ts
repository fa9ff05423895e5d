/** Sync over a bad link, through the shaping proxy: a login page in the way, cuts in the middle of a body, a stop by the user. */

import { expect, type Page, test } from '@playwright/test';
import { seeded } from '#core/testing/random.ts';
import {
  badge,
  enrolByCode,
  expectAllSent,
  expectReadyForOffline,
  openClient,
  syncNow,
  unsent,
} from './support/app.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, type LaptopOptions, openLaptop } from './support/laptop.ts';
import { LINKS, type LinkProfile } from './support/line.ts';
import { type Link, openLink } from './support/link.ts';
import { pushesOf } from './support/pushes.ts';
import * as story from './support/story.ts';
import { addUnit, codeFor } from './support/unit.ts';

test.describe.configure({ mode: 'serial' });

/** Slow enough to see a batch under way, for as long as this test needs. */
const SLOW: LinkProfile = { down: 200, up: 60, rtt: 100, jitter: 20, loss: 0 };
const SEED = Date.now() % 100_000;
const random = seeded(SEED);

let hub: Hub;
let link: Link;
let sari: Laptop;
const laptops: Laptop[] = [];
/** What was written about a business's production in the first test. */
let napu = '';

test.beforeAll(async () => {
  console.log(`links: seed ${SEED}`);
  hub = await startHub();
  await addUnit(hub, ['sari', 'ningsih']);
  link = await openLink(hub.url, { seed: SEED });
  sari = await open({ worksOffline: true });
  await enrolByCode(sari.page, await codeFor(hub, 'sari'), 'Laptop Sari');
  await expectReadyForOffline(sari.page);
  await expectAllSent(sari.page);
});

test.afterAll(async () => {
  for (const laptop of laptops) await laptop.dispose();
  await link.close();
  await hub.dispose();
});

test.afterEach(async ({ browserName: _ }, info) => {
  if (info.status === info.expectedStatus) return;
  for (const [i, { page }] of laptops.entries()) await page.screenshot({ path: info.outputPath(`${i}.png`) });
});

async function open(options?: LaptopOptions): Promise<Laptop> {
  const laptop = await openLaptop(link.url, options);
  laptops.push(laptop);
  return laptop;
}

/** Words that nobody has said before: they hardly get shorter by compression. */
const words = (length: number) =>
  Array.from({ length }, () => 'abdegiklmnoprstuwy '.charAt(Math.floor(random() * 19))).join('');

const PROBLEM_FIELDS = ['Kelembagaan', 'Sumber Daya Manusia', 'Produksi', 'Pembiayaan', 'Pemasaran'];

/** Registers a business of which there is much to tell. Returns what was written about its production. */
async function register(page: Page, name: string, letters: number): Promise<string> {
  const [, consent] = story.REGISTRATION;
  if (!consent) throw new Error('no consent in the story');
  const production = words(letters);
  const problems = PROBLEM_FIELDS.map((label) => ({ label, type: label === 'Produksi' ? production : words(letters) }));
  await page.getByRole('link', { name: 'KUMKM binaan' }).click();
  await page.getByRole('link', { name: 'UMKM baru' }).click();
  await story.register(page, [['Usaha', [{ label: 'Nama usaha', type: name }]], consent, ['Masalah', problems]]);
  await page.getByRole('textbox', { name: 'Produksi' }).blur();
  return production;
}

async function expectWritten(page: Page, name: string, production: string): Promise<void> {
  await openClient(page, name);
  await page.getByRole('link', { name: /pendaftaran|Ubah data/ }).click();
  await page
    .getByRole('navigation', { name: /Pendaftaran/ })
    .getByRole('button', { name: /^\d Masalah/ })
    .click();
  await expect(page.getByRole('textbox', { name: 'Produksi' })).toHaveValue(production);
}

test('a login page in the village Wi-Fi is told from the hub; sync goes on by itself when it is gone', async () => {
  const { page } = sari;
  link.use({ ...LINKS.N3, portal: undefined });
  link.portal('redirect');
  napu = await register(page, 'Kopi Napu', 500);
  await expect(badge(page)).toHaveAttribute('data-state', 'problem', { timeout: 30_000 });
  await badge(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'mungkin halaman masuk Wi-Fi' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect.poll(() => unsent(page)).toBeGreaterThan(10);

  link.portal(null);
  await expectAllSent(page);
});

test('cuts in the middle of a push and of a pull cost only what was under way; a round can be watched and stopped', async () => {
  test.setTimeout(300_000);
  const { page } = sari;
  let banawa = '';
  let token: string | undefined;
  await test.step('offline, there is more to send than one batch holds', async () => {
    link.use();
    link.cut('reset');
    await register(page, 'Abon Ikan Mamboro', 3900);
    banawa = await register(page, 'Tenun Banawa', 3900);
    await expect(badge(page)).toHaveAttribute('data-state', 'offline', { timeout: 30_000 });
  });

  await test.step('a batch is cut after another arrived; what arrived does not go again', async () => {
    link.exchanges.length = 0;
    link.use(SLOW);
    const cut = link.resetAt({ path: '/v1/sync/push', way: 'up', bodyBytes: 4000, skip: 1 });
    await syncNow(page);
    await expect(page.getByRole('progressbar', { name: 'Kemajuan pengiriman' })).toBeVisible();
    await cut;
    // A browser tries once more by itself when a used connection breaks.
    link.cut('reset');
    await expect(badge(page)).toHaveAttribute('data-state', 'offline');
    const pushes = pushesOf(link.exchanges);
    expect(pushes.cut).toBe(1);
    expect(pushes.acknowledged).toBeGreaterThan(0);
    expect(await unsent(page)).toBeGreaterThan(0);
    link.restore();
  });

  await test.step('the next round hangs and is stopped by the user, and waits for them', async () => {
    // So slow that the batch cannot be through before anybody has seen its progress.
    link.use({ ...SLOW, up: 8 });
    await syncNow(page);
    await expect(badge(page)).toHaveAttribute('data-progress', /^\d+\/\d+$/);
    // The line hangs: no answer can come at the moment of the click.
    link.cut('hang');
    await badge(page).click();
    await page.getByRole('button', { name: 'Hentikan' }).click();
    await expect(badge(page)).toHaveAttribute('data-state', 'stopped');
    expect(await unsent(page)).toBeGreaterThan(0);
    link.use(SLOW);
  });

  await test.step('the answer of a batch is lost; the rest arrives, and nothing that was answered went twice', async () => {
    const lost = link.resetAt({ path: '/v1/sync/push', way: 'down', bodyBytes: 1 });
    await page.getByRole('button', { name: 'Kirim sekarang' }).click();
    await lost;
    await expectAllSent(page);
    token = link.exchanges.find(({ path }) => path === '/v1/sync/push')?.requestHeaders.authorization;
    const pushes = pushesOf(link.exchanges);
    expect(pushes.sentAgainAfterAnswer).toBe(0);
    // The lost answer was the only reason to send again what the hub had in full.
    expect(pushes.sentAgain).toBeGreaterThan(0);
  });

  await test.step('a new laptop’s pull is cut in the middle of its second page and goes on after the first', async () => {
    link.use();
    const { page: ningsih } = await open();
    const cut = link.resetAt({ path: '/v1/sync/pull', way: 'down', bodyBytes: 3000, skip: 1 });
    link.exchanges.length = 0;
    await enrolByCode(ningsih, await codeFor(hub, 'ningsih'), 'Laptop Ningsih');
    await cut;
    await expectAllSent(ningsih);
    const pulls = link.exchanges.filter(
      ({ path, requestHeaders }) => path.startsWith('/v1/sync/pull') && requestHeaders.authorization !== token,
    );
    const lost = pulls.findIndex(({ answered }) => !answered);
    const after = pulls.map(({ path }) => Number(new URL(path, link.url).searchParams.get('after')));
    expect(lost).toBe(1);
    expect(after[2]).toBe(after[1]);
    expect(after[1]).toBeGreaterThan(0);
    await expectWritten(ningsih, 'Tenun Banawa', banawa);
    await expectWritten(ningsih, 'Kopi Napu', napu);
  });

  expect(laptops.flatMap((laptop) => laptop.complaints)).toEqual([]);
});
