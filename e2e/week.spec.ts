/**
 * Two consultants work for a week without a connection, on the same client, one of them on a laptop that believes it is 2099.
 * Then everything meets: both values of each field stand beside each other until a person decides, and in the end every
 * laptop and the hub hold the same.
 */
import { expect, type Page, test } from '@playwright/test';
import { v7 as newId } from 'uuid';
import { timeOf } from '#core/register/stamp.ts';
import { push, recordOf } from '../hub/testing/hub.ts';
import {
  badge,
  enrolByCode,
  expectAllSent,
  expectOffline,
  expectReadyForOffline,
  openClient,
  untilSaved,
} from './support/app.ts';
import { makeClockMovable, wakeUp } from './support/clock.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Form, goTo, readForm } from './support/kills.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { connect } from './support/meet.ts';
import { differences, enrolBare, expectSameStores, heldBy, heldByHub, makeRecord } from './support/stores.ts';
import { fill } from './support/story.ts';
import { addUnit, codeFor, type Person } from './support/unit.ts';

const BUSINESS = 'Keripik Pisang Lindu';
const business = newId();
const DAY_MS = 24 * 3600 * 1000;
const TO_2099_MS = 73 * 365 * DAY_MS;

const step = (name: string, fields: string[]): Form => ({
  path: `/clients/businesses/${business}/register?step=${name}`,
  collection: 'businesses',
  id: business,
  fields,
});
const FORMS = {
  basic: step('basic', ['mainActivity']),
  owner: step('owner', ['ownerPhone', 'ownerEmail', 'ownerAddress']),
  legality: step('legality', ['pirt', 'halal', 'bpom']),
  operation: step('operation', ['address', 'rawMaterials', 'equipment', 'trainings']),
  market: step('market', ['brand', 'salesChannels', 'digitalPlatforms', 'aidPrograms']),
  problems: step('problems', ['problem3', 'problem5']),
};
type FormName = keyof typeof FORMS;
type Entry = [form: FormName, field: string, text: string];

const LONG = [
  'Minyak dipakai lebih dari sepuluh jam sehingga warna keripik gelap dan baunya tengik.',
  'Pisang dibeli dari tiga kebun yang berbeda, kematangannya tidak sama, dan susut sampai seperempatnya.',
  'Kemasan plastik tipis membuat keripik melempem sesudah dua minggu di toko.',
].join(' ');
const LONG_SARI = LONG.replace('tiga kebun', 'tiga kebun di Lindu').replace('dua minggu', 'sepuluh hari');
const LONG_RUDI = `${LONG} Penggorengan perlu termometer.`;

/** What each writes on each day; the first of a day is a field that the other writes too. */
const WEEK: Record<'sari' | 'rudi', Entry[][]> = {
  sari: [
    [
      ['basic', 'mainActivity', 'Keripik pisang manis'],
      ['legality', 'halal', 'ID72110000000001'],
    ],
    [
      ['owner', 'ownerPhone', '081200000001'],
      ['operation', 'equipment', 'Penggoreng dua tungku'],
    ],
    [
      ['operation', 'rawMaterials', 'Pisang kepok dari Lindu'],
      ['market', 'aidPrograms', 'Pelatihan Dinas 2025'],
    ],
    [
      ['market', 'salesChannels', 'Toko oleh-oleh di Palu'],
      ['owner', 'ownerAddress', 'Jl. Danau Lindu 4'],
    ],
    [
      ['problems', 'problem3', LONG_SARI],
      ['legality', 'pirt', '2061234010001-27'],
    ],
    [
      ['basic', 'mainActivity', 'Keripik pisang manis dan asin'],
      ['operation', 'trainings', 'Cara produksi yang baik'],
    ],
    [
      ['market', 'brand', 'Lindu Asli'],
      ['problems', 'problem5', 'Belum ada foto produk'],
    ],
  ],
  rudi: [
    [
      ['basic', 'mainActivity', 'Keripik pisang asin'],
      ['legality', 'bpom', 'MD 123456789012'],
    ],
    [
      ['owner', 'ownerPhone', '081300000002'],
      ['owner', 'ownerEmail', 'lindu@contoh.id'],
    ],
    [
      ['operation', 'rawMaterials', 'Pisang kepok dari Palolo'],
      ['market', 'digitalPlatforms', 'Belum ada'],
    ],
    [['market', 'salesChannels', 'Pasar Inpres dan titip warung']],
    [
      ['problems', 'problem3', LONG_RUDI],
      ['operation', 'address', 'Desa Tomado'],
    ],
    [['basic', 'mainActivity', 'Keripik pisang asin pedas']],
    [['market', 'brand', 'Pisang Lindu']],
  ],
};

const people = { sari: 'Sari Lestari', rudi: 'Rudi Hartono', ningsih: 'Ningsih' };
let hub: Hub;
const laptops: Partial<Record<'sari' | 'rudi' | 'ningsih' | 'old', Laptop>> = {};

test.beforeAll(async () => {
  hub = await startHub();
  await addUnit(hub, ['sari', 'ningsih']);
  await hub.admin('user', 'add', 'rudi', '--unit', 'plut-sulteng', '--role', 'consultant', '--name', people.rudi);
});

test.afterAll(async () => {
  for (const laptop of Object.values(laptops)) await laptop.dispose();
  await hub?.dispose();
});

test.afterEach(async ({ browserName: _ }, info) => {
  if (info.status === info.expectedStatus) return;
  for (const [name, { page }] of Object.entries(laptops))
    await page.screenshot({ path: info.outputPath(`${name}.png`) });
});

test('a week of two people on one client, one clock in 2099: nothing is lost, people decide, all agree', async () => {
  test.setTimeout(900_000);
  const maker = await enrolBare(hub, 'ningsih');
  const { session, followUp } = await makeClient(maker);
  const sari = await enrolled('sari', 'sari');
  const rudi = await enrolled('rudi', 'rudi' as Person);
  const ningsih = await enrolled('ningsih', 'ningsih');
  const old = await enrolled('old', 'rudi' as Person);

  await test.step('the signal goes, for everybody', async () => {
    await hub.stop();
    for (const laptop of [sari, rudi, ningsih, old]) {
      await laptop.setOffline(true);
      await laptop.page.reload();
      await expectOffline(laptop.page);
    }
    // The fourth laptop writes one thing, and lies in a drawer from now on.
    await write(old.page, ['legality', 'sni', 'SNI 01-4315-1996']);
    await untilSaved(old.page);
  });

  for (let day = 0; day < 7; day++) {
    await test.step(`day ${day + 1}`, async () => {
      for (const [who, laptop] of [
        ['sari', sari],
        ['rudi', rudi],
      ] as const) {
        const { page } = laptop;
        await wakeUp(page, day * DAY_MS + (who === 'rudi' ? TO_2099_MS : 0));
        for (const entry of WEEK[who][day] ?? []) await write(page, entry);
        if (day === 2 && who === 'sari') await changeFollowUp(page, session, followUp);
        if (day === 3 && who === 'rudi') await deleteFollowUp(page, session);
        await openClient(page, BUSINESS);
        await page.getByRole('button', { name: 'Catat sesi' }).click();
        await fill(page, [{ label: 'Materi', type: `Materi ${who} hari ke-${day + 1}` }]);
        await untilSaved(page);
      }
    });
  }
  const written = (await heldBy(rudi.page)).registers.get(`businesses/${business}/brand`)?.heads[0]?.stamp;
  expect(new Date(timeOf(written as string)).getFullYear()).toBeGreaterThanOrEqual(2099);

  await test.step('a week later there is a connection: everything meets', async () => {
    await hub.restart();
    for (const laptop of [sari, rudi, sari, ningsih]) await connect(laptop);
    await expectSameStores(maker, [sari, rudi, ningsih]);
    // What only one of them wrote stands without asking.
    for (const { page } of [sari, rudi, ningsih]) {
      for (const [name, form] of Object.entries(FORMS)) {
        const screen = await readForm(page, form);
        for (const [, field, text] of alone(name as FormName)) expect(screen.get(`${field}-${business}`)).toBe(text);
      }
      expect([...(await heldBy(page)).registers].filter(([, { heads }]) => heads[0]?.value === 'draft')).toHaveLength(
        15,
      );
    }
  });

  const stale = await test.step('both values are shown with their authors, on every laptop', async () => {
    for (const { page } of [sari, rudi, ningsih]) {
      await openConflicts(page);
      await expect(page.getByRole('option')).toHaveCount(7);
      for (const [label, one, other] of [
        ['Usaha utama', 'Keripik pisang manis dan asin', 'Keripik pisang asin pedas'],
        ['Telepon', '081200000001', '081300000002'],
        ['Bahan baku', 'Pisang kepok dari Lindu', 'Pisang kepok dari Palolo'],
        ['Saluran penjualan', 'Toko oleh-oleh di Palu', 'Pasar Inpres dan titip warung'],
        ['Produksi', LONG_SARI, LONG_RUDI],
        ['Merek', 'Lindu Asli', 'Pisang Lindu'],
      ] as const) {
        await openConflict(page, label);
        await expectCard(page, one, people.sari, 'Laptop sari');
        await expectCard(page, other, people.rudi, 'Laptop rudi');
        // Rudi's own laptop knows that its clock is wrong from its sync, whose clock is not shifted here.
        if (page !== rudi.page) await expect(card(page, other).getByText('Jam laptop mungkin salah')).toBeVisible();
      }
      await openConflict(page, 'dihapus, tetapi diubah');
      await expectCard(page, 'Dihapus', people.rudi, 'Laptop rudi');
      await expectCard(page, 'Membeli termometer minyak digital', people.sari, 'Laptop sari');
    }
    // A laptop that has seen this much, and will come back with it.
    const reader = await enrolBare(hub, 'ningsih');
    reader.replica = new Map(await heldByHub(reader));
    return reader;
  });

  await test.step('people decide: one of the values, a third, both together, a delete, several at once', async () => {
    const { page } = ningsih;
    await openConflicts(page);
    await openConflict(page, 'Usaha utama');
    await card(page, 'Keripik pisang manis dan asin').getByRole('button', { name: 'Pakai nilai' }).click();
    await decide(page, 6);
    await openConflict(page, 'Telepon');
    await page.getByRole('button', { name: 'Tulis nilai lain' }).click();
    await page.getByRole('textbox', { name: /menurut Anda/ }).fill('081400000003');
    await decide(page, 5);
    await openConflict(page, 'Produksi');
    await page.getByRole('button', { name: 'Tulis teks gabungan' }).click();
    await decide(page, 4);
    await openConflict(page, 'dihapus, tetapi diubah');
    await page.getByRole('button', { name: 'Pulihkan' }).click();
    await decide(page, 3);
    for (const label of ['Saluran penjualan', 'Merek']) {
      await openConflict(page, label);
      await page.keyboard.press(' ');
    }
    await page.getByRole('button', { name: 'Putuskan 2 sekaligus' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: new RegExp(people.rudi) }).check();
    await dialog.getByRole('button', { name: 'Putuskan 2' }).click();
    await expect(page.getByRole('option')).toHaveCount(1);
    // An author decides as well.
    await openConflicts(sari.page);
    await openConflict(sari.page, 'Bahan baku');
    await card(sari.page, 'Pisang kepok dari Palolo').getByRole('button', { name: 'Pakai nilai' }).click();
    await decide(sari.page, 6);
  });

  const decided: Entry[] = [
    ['basic', 'mainActivity', 'Keripik pisang manis dan asin'],
    ['owner', 'ownerPhone', '081400000003'],
    ['operation', 'rawMaterials', 'Pisang kepok dari Palolo'],
    ['market', 'salesChannels', 'Pasar Inpres dan titip warung'],
    ['market', 'brand', 'Pisang Lindu'],
  ];
  await test.step('every laptop agrees, and nothing waits anywhere', async () => {
    for (const laptop of [ningsih, sari, rudi, ningsih, sari]) await connect(laptop);
    await expectSameStores(maker, [sari, rudi, ningsih]);
    for (const { page } of [sari, rudi, ningsih]) await expectNothingWaits(page);
    // Their stores are the same: what one shows, who decided nothing, they all show.
    const { page } = rudi;
    for (const entry of decided) await expectShown(page, entry);
    const long = (await readForm(page, FORMS.problems)).get(`problem3-${business}`);
    for (const part of ['tiga kebun di Lindu', 'sepuluh hari', 'Penggorengan perlu termometer']) {
      expect(long).toContain(part);
    }
    await page.goto(`${hub.url}/sessions/${session}`);
    await expect(page.getByLabel('Apa yang dikerjakan')).toHaveValue('Membeli termometer minyak digital');
    const conflicts = [...(await heldByHub(maker))].filter(([, { heads }]) => heads.length > 1);
    expect(conflicts).toEqual([]);
  });

  const later: Entry[] = [
    ['market', 'brand', 'Pisang Lindu Sejati'],
    ['basic', 'mainActivity', 'Keripik pisang tiga rasa'],
  ];
  await test.step('a later edit by a right clock replaces what 2099 wrote', async () => {
    for (const entry of later) await write(sari.page, entry);
    for (const laptop of [sari, rudi, ningsih]) await connect(laptop);
    await expectSameStores(maker, [sari, rudi, ningsih]);
    for (const { page } of [sari, rudi, ningsih]) {
      for (const entry of later) await expectShown(page, entry);
      await expectNothingWaits(page);
    }
  });

  await test.step('neither the laptop from the drawer nor a stale copy reopens a decision', async () => {
    const before = await heldByHub(maker);
    const records = new Map(
      [...stale.replica.keys()].map((name) => [name.split('/')[1] as string, name.split('/')[0]]),
    );
    const own = [...records].filter(([, collection]) => !['units', 'users', 'devices'].includes(collection as string));
    await push(
      stale,
      own.map(([id, collection]) => recordOf(stale, collection as string, id)),
    );
    expect(differences(await heldByHub(maker), before)).toEqual([]);

    await connect(old);
    for (const laptop of [sari, rudi, ningsih]) await connect(laptop);
    await expectSameStores(maker, [sari, rudi, ningsih, old]);
    for (const { page } of [sari, rudi, ningsih, old]) await expectNothingWaits(page);
    await expectShown(ningsih.page, ['legality', 'sni', 'SNI 01-4315-1996']);
    for (const entry of [...later, ...decided.slice(1, 4)]) await expectShown(old.page, entry);
  });

  expect(Object.values(laptops).flatMap((laptop) => laptop.complaints)).toEqual([]);
});

/** A client whom all of them know: registered, with consent, a session and a follow-up. */
async function makeClient(
  maker: Awaited<ReturnType<typeof enrolBare>>,
): Promise<{ session: string; followUp: string }> {
  const ofClient = { clientCollection: 'businesses', clientId: business };
  await makeRecord(maker, 'businesses', { name: BUSINESS, consultant: 'sari', registeredOn: '2026-11-01' }, business);
  await makeRecord(maker, 'consents', { ...ofClient, purposeMentoring: true, givenOn: '2026-11-01', way: 'paper' });
  const session = await makeRecord(maker, 'sessions', {
    ...ofClient,
    consultant: 'sari',
    date: '2026-11-02',
    state: 'draft',
  });
  const followUp = await makeRecord(maker, 'followUps', {
    ...ofClient,
    sessionId: session,
    what: 'Membeli termometer minyak',
    state: 'open',
    consultant: 'sari',
  });
  return { session, followUp };
}

async function enrolled(name: keyof typeof laptops, user: Person): Promise<Laptop> {
  const laptop = await openLaptop(hub.url, { worksOffline: true });
  laptops[name] = laptop;
  await makeClockMovable(laptop.page);
  await laptop.page.reload();
  await enrolByCode(laptop.page, await codeFor(hub, user), `Laptop ${name}`);
  await expectReadyForOffline(laptop.page);
  await expectAllSent(laptop.page);
  return laptop;
}

async function write(page: Page, [form, field, text]: Entry): Promise<void> {
  await goTo(page, FORMS[form]);
  const input = page.locator(`[id="${field}-${business}"]`);
  await input.fill(text);
  await input.blur();
}

async function expectShown(page: Page, [form, field, text]: Entry): Promise<void> {
  await goTo(page, FORMS[form]);
  await expect(page.locator(`[id="${field}-${business}"]`)).toHaveValue(text);
}

/** What one of them wrote into this form, and the other did not touch. */
function alone(form: FormName): Entry[] {
  const fieldsOf = (who: keyof typeof WEEK) => WEEK[who].flat().map(([, field]) => field);
  return (['sari', 'rudi'] as const).flatMap((who) => {
    const others = fieldsOf(who === 'sari' ? 'rudi' : 'sari');
    return WEEK[who].flat().filter((entry) => entry[0] === form && !others.includes(entry[1]));
  });
}

async function openSession(page: Page, session: string): Promise<void> {
  await untilSaved(page);
  await page.goto(`${hub.url}/sessions/${session}`);
}

async function changeFollowUp(page: Page, session: string, followUp: string): Promise<void> {
  await openSession(page, session);
  const what = page.locator(`[id="what-${followUp}"]`);
  await what.fill('Membeli termometer minyak digital');
  await what.blur();
  await untilSaved(page);
}

async function deleteFollowUp(page: Page, session: string): Promise<void> {
  await openSession(page, session);
  await page.getByRole('button', { name: 'Hapus: Membeli termometer minyak' }).click();
  await expect(page.getByLabel('Apa yang dikerjakan')).toHaveCount(0);
}

async function expectNothingWaits(page: Page): Promise<void> {
  await openConflicts(page);
  await expect(page.getByText('Tidak ada yang menunggu keputusan Anda.')).toBeVisible();
  await page.getByRole('link', { name: /^Perlu perhatian/ }).click();
  await expect(page.getByText('Tidak ada isian yang ditolak hub.')).toBeVisible();
  await expect(badge(page)).toHaveAttribute('data-unsent', '0');
}

async function openConflicts(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Perlu diputuskan/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Perlu diputuskan' })).toBeVisible();
}

const openConflict = (page: Page, text: string) => page.getByRole('option').filter({ hasText: text }).click();
const card = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Yang sedang diputuskan' }).getByRole('listitem').filter({ hasText: text });

async function expectCard(page: Page, text: string, author: string, laptop: string): Promise<void> {
  await expect(card(page, text)).toBeVisible();
  await expect(card(page, text)).toContainText(author);
  await expect(card(page, text)).toContainText(laptop);
}

async function decide(page: Page, left: number): Promise<void> {
  await page.getByRole('button', { name: /^Putuskan( Enter)?$/ }).click();
  await expect(page.getByRole('option')).toHaveCount(left);
}
