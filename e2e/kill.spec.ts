/** The browser is killed while somebody types and the laptop syncs. `PENDAMPING_KILLS=50` kills that often. */
import { expect, type Page, test } from '@playwright/test';
import { enrolByCode, expectAllSent, expectReadyForOffline } from './support/app.ts';
import { type Hub, startHub } from './support/hub.ts';
import { expectAgreement, type Form, goTo, KILL_LINK, killManyTimes, killRounds, makeForms } from './support/kills.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { type Link, openLink } from './support/link.ts';
import { look } from './support/look.ts';
import { enrolBare } from './support/stores.ts';
import { addUnit, codeFor } from './support/unit.ts';

let hub: Hub;
let link: Link;
let sari: Laptop;
let ningsih: Laptop;
let forms: Form[];

test.beforeAll(async () => {
  test.setTimeout(300_000);
  hub = await startHub();
  await addUnit(hub, ['sari', 'ningsih']);
  link = await openLink(hub.url, { seed: 1 });
  sari = await openLaptop('about:blank', { worksOffline: true });
  await open(sari.page, link.url);
  ningsih = await openLaptop('about:blank');
  await open(ningsih.page, hub.url);
});

test.afterAll(async () => {
  await ningsih?.dispose();
  await sari?.dispose();
  await link?.close();
  await hub?.dispose();
});

/** Nothing here is about speed, and the link is slow. */
async function open(page: Page, url: string): Promise<void> {
  page.setDefaultTimeout(120_000);
  await page.goto(url);
}

test('nothing that the screen called saved is missing after the browser was killed, whenever that was', async () => {
  const { rounds, seed } = killRounds(3);
  test.setTimeout(300_000 + rounds * 120_000);
  console.log(`kill.spec: seed ${seed}, ${rounds} rounds (PENDAMPING_SEED, PENDAMPING_KILLS)`);
  forms = await makeForms(await enrolBare(hub, 'sari'));
  await enrolByCode(sari.page, await codeFor(hub, 'sari'), 'Laptop Sari');
  await expectReadyForOffline(sari.page);
  await expectAllSent(sari.page);
  link.use(KILL_LINK);
  const options = {
    victim: {
      page: () => sari.page,
      kill: () => sari.kill(),
      async restart() {
        await sari.restart('about:blank');
        await open(sari.page, link.url);
        await sari.page.getByRole('heading', { name: /Selamat bekerja/ }).waitFor();
      },
    },
    ...{ hub, link, forms, rounds, seed, colleague: await enrolBare(hub, 'ningsih') },
    reader: await enrolBare(hub, 'ningsih'),
  };
  const { missing, ...report } = await killManyTimes(options);
  console.log(JSON.stringify(report));
  expect(missing).toEqual([]);
  expect(report.checked).toBeGreaterThan(rounds);

  link.use();
  await enrolByCode(ningsih.page, await codeFor(hub, 'ningsih'), 'Laptop Ningsih');
  await expectAgreement(options, ningsih.page);
  expect(sari.complaints).toEqual([]);
});

test('as long as the disk keeps what was typed waiting, the input is marked and the screen says so', async ({
  browserName: _,
}, info) => {
  const { page } = sari;
  const [form] = forms as [Form];
  await goTo(page, form);
  const input = page.locator(`[id="ownerName-${form.id}"]`);
  const notice = page.getByText('Menyimpan… Jangan matikan laptop dulu.');
  await page.evaluate(holdStore);
  await input.fill('Nama saat lambat');
  await expect(input).toHaveAttribute('data-saving');
  await expect(notice).toBeVisible();
  await look(page, 'slow-disk', info);
  await page.evaluate(() => dispatchEvent(new Event('let-go')));
  await expect(notice).toBeHidden();
  await expect(input).not.toHaveAttribute('data-saving');
});

/** Runs in the page: nothing else can write, until it hears `let-go`. */
async function holdStore(): Promise<void> {
  const names = await indexedDB.databases();
  const name = names.map((each) => each.name as string).find((each) => /^pendamping-[\da-f]{8}-/.test(each)) as string;
  const opening = indexedDB.open(name);
  await new Promise((done) => opening.addEventListener('success', done, { once: true }));
  const transaction = opening.result.transaction('businesses', 'readwrite');
  let isHeld = true;
  addEventListener('let-go', () => {
    isHeld = false;
  });
  const ask = () => {
    const asked = transaction.objectStore('businesses').count();
    asked.onsuccess = () => (isHeld ? ask() : opening.result.close());
  };
  ask();
}
