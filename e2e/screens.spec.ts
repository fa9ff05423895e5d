import { expect, type Page, test } from '@playwright/test';
import { enrolAsDemo, expectAllSent, syncNow } from './support/app.ts';
import { enrolColleague } from './support/colleague.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { look as lookAt } from './support/look.ts';

let hub: Hub;
let laptop: Laptop;

test.beforeAll(async () => {
  hub = await startHub({ demo: true });
  laptop = await openLaptop(hub.url, { worksOffline: true });
});

test.afterAll(async () => {
  await laptop.dispose();
  await hub.dispose();
});

/** Screens that need nothing but their address. */
const PAGES = [
  ...['targetLists', 'programmes', 'outcomes', 'planItems', 'meetings', 'activities', 'clusters'].map(
    (list) => `/work/${list}`,
  ),
  ...['/grants', '/grants/rules', '/unit', '/digital-village', '/national', '/privacy'],
];
/** Lists of which the first record is opened as well. */
const OPENED = ['/work/targetLists', '/work/meetings', '/grants', '/privacy'];

/** Every screen, in both languages: nothing serious for axe, nothing against the policy, and a picture to look at. */
test('every screen is accessible and complete in both languages', async ({ browserName: _ }, info) => {
  test.setTimeout(240_000);
  const { page } = laptop;
  const look = (name: string) => lookAt(page, name, info);

  await expect(page.getByRole('button', { name: /Masuk sebagai Sari/ })).toBeVisible();
  await look('enrol-id');
  await enrolAsDemo(page, 'Sari');
  await expectAllSent(page);
  await disagree(page);
  for (const language of ['id', 'en'] as const) {
    await page.getByRole('link', { name: /Laptop ini|This laptop/ }).click();
    await page.getByText(language === 'id' ? 'Bahasa Indonesia' : 'English').click();
    await look(`laptop-${language}`);
    await visitAll(page, language, look);
  }
  expect(laptop.complaints).toEqual([]);
});

/** Something to decide, and something that the hub refused. */
async function disagree(page: Page): Promise<void> {
  const colleague = (user: string) =>
    enrolColleague(hub, { user, password: `contoh-${user}` }, `Laptop ${user} di lapangan`);
  const [sari, budi, ningsih] = [await colleague('sari'), await colleague('budi'), await colleague('ningsih')];
  for (const each of [sari, budi, ningsih]) await each.pull();
  const business = sari.find('businesses', 'name', 'Bawang Goreng Tadulako Rasa (contoh)');
  const problem = 'Minyak goreng cepat hitam karena dipakai terlalu lama; warna bawang tidak seragam.';
  await sari.write(business, { problem3: `${problem} Perlu termometer.`, sector: 'A' });
  await budi.write(business, { problem3: `${problem} Perlu pemasok.`, sector: 'I' });
  const session = sari.find('sessions', 'consultant', 'sari');
  await page.goto(`${hub.url}/sessions/${session.id}`);
  await laptop.setOffline(true);
  await page.getByRole('button', { name: 'Ubah lagi' }).click();
  await ningsih.write(session, { lockedAt: new Date().toISOString() });
  await laptop.setOffline(false);
  await syncNow(page);
  await expect(page.getByRole('link', { name: /^Perlu perhatian \d/ })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Perlu diputuskan 2' })).toBeVisible();
}

async function visitAll(page: Page, language: 'id' | 'en', look: (name: string) => Promise<void>): Promise<void> {
  // As a link does: loading the app a hundred times over would be most of the test.
  const go = async (path: string) => {
    await page.evaluate((to) => {
      document.querySelector('main h1')?.setAttribute('data-before', '');
      history.pushState(null, '', to);
    }, path);
    await expect(page.locator('main h1:not([data-before])').first()).toBeVisible();
  };
  await go('/');
  await look(`today-${language}`);
  await go('/clients');
  await expect(page.getByRole('listitem').first()).toBeVisible();
  await look(`clients-${language}`);
  await go('/follow-ups');
  await look(`follow-ups-${language}`);
  for (const path of PAGES) {
    await go(path);
    const name = path.split('/').at(-1);
    await look(`${name}-${language}`);
    if (!OPENED.includes(path)) continue;
    await page.locator('main table a').first().click();
    await expect(
      page
        .getByRole('heading', { level: 1, name: /: / })
        .or(page.getByText(/^(Permintaan|Request)/))
        .first(),
    ).toBeVisible();
    await look(`${name}-record-${language}`);
  }
  await go('/attention');
  await expect(page.getByRole('article').first()).toBeVisible();
  await look(`attention-${language}`);
  await go('/conflicts');
  await expect(page.getByRole('option')).toHaveCount(2);
  await page.getByRole('option').nth(0).click();
  await page.keyboard.press('e');
  await look(`conflicts-${language}`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('1');
  await look(`conflicts-picked-${language}`);
  await go('/clients');
  const client = page.getByRole('listitem').filter({ hasText: 'Bawang Goreng' }).getByRole('link');
  await client.first().click();
  await expect(
    page.getByRole('list', { name: language === 'id' ? 'Riwayat pendampingan' : /history|timeline/i }),
  ).toBeVisible();
  await look(`client-${language}`);
  const address = new URL(page.url()).pathname;
  for (const step of ['basic', 'consent', 'owner', 'legality', 'operation', 'market', 'finance', 'problems']) {
    await go(`${address}/register?step=${step}`);
    await expect(page.locator('main input, main textarea').first()).toBeVisible();
    await look(`register-${step}-${language}`);
    await go(address);
  }
  for (const kind of ['sessions', 'assessments']) {
    const link = page.locator(`main ol a[href^="/${kind}/"]`).first();
    await link.click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('main input').first()).toBeVisible();
    await look(`${kind}-${language}`);
    await go(address);
  }
}
