/**
 * Every form of the app: filled without a mouse; what is wrong is said in Indonesian at its field, and finishing leads there;
 * after the power was cut, all of it is there again, what is wrong too.
 */
import { expect, type Page, test } from '@playwright/test';
import { v7 as newId } from 'uuid';
import { currentInstrument } from '#core/instruments/index.ts';
import type { GRANT_STAGES } from '#core/model/grants.ts';
import type { Json } from '#core/register/register.ts';
import { expectAllSent, expectReadyForOffline } from './support/app.ts';
import { type Hub, startHub } from './support/hub.ts';
import { fillByKeyboard, settledIn, shownIn, watchFocus } from './support/keyboard.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { enrolBare, makeRecord, untilStored } from './support/stores.ts';
import { addUnit, codeFor } from './support/unit.ts';

const DAY = ['31-02-2026', 'Tulis tanggal sebagai hh-bb-tttt'] as const;
const MOMENT = ['besok pagi', 'Tulis tanggal dan jam seperti'] as const;
const MONEY = ['banyak', 'Tulis jumlah rupiah'] as const;
const NUMBER = ['dua', 'Isi dengan angka saja.'] as const;
const LONG = ['panjang '.repeat(40), 'Lebih dari 255 huruf.'] as const;

interface Form {
  name: string;
  path: string;
  /** Where the cursor is when the form opens; otherwise it is at the top of the page. */
  start?: string;
  /** A field, what is typed there, and what the app says of it. Nothing can be wrong where only texts are asked. */
  wrong?: readonly [field: string, text: string, message: string];
  /** What finishes the record, and so leads to what is wrong. */
  finish?: string;
  /** The part of the page that was filled, where it opens with another one later. */
  part?: string;
  /** What is there when it was filled, beyond its inputs. */
  filled?: string;
}

let hub: Hub;
let laptop: Laptop;
let forms: Form[];

test.beforeAll(async () => {
  hub = await startHub();
  await addUnit(hub, ['ningsih']);
  forms = await makeForms();
  laptop = await openLaptop(hub.url);
});

test.afterAll(async () => {
  await laptop?.dispose();
  await hub?.dispose();
});

test.afterEach(async ({ browserName: _ }, info) => {
  if (info.status !== info.expectedStatus) await laptop.page.screenshot({ path: info.outputPath('laptop.png') });
});

test('every form: without a mouse, told what is wrong and where, and all there after a crash', async () => {
  test.setTimeout(400_000);
  await enrolByKeyboard(laptop.page);
  await expectReadyForOffline(laptop.page);
  await expectAllSent(laptop.page);
  await watchFocus(laptop.page);
  const before = new Map<string, string[]>();
  for (const form of forms) {
    await test.step(form.name, async () => {
      const { page } = laptop;
      await open(page, form);
      const start = form.start ? page.locator(`main [id^="${form.start}-"]`) : page.locator('main');
      await expect
        .soft(start.locator('xpath=descendant-or-self::*').and(page.locator(':focus')), `${form.name}: start`)
        .toHaveCount(1);
      await fillByKeyboard(page, form.name);
      if (form.filled) await expect.soft(page.getByText(form.filled), form.name).toBeVisible();
      await makeWrong(page, form);
      before.set(form.name, await settledIn(page));
    });
  }

  await test.step('the power goes', async () => {
    await untilStored(laptop.page);
    await laptop.kill();
    await laptop.restart(hub.url);
    await laptop.page.getByRole('heading', { name: /Selamat bekerja/ }).waitFor();
    await watchFocus(laptop.page);
  });

  for (const form of forms) {
    await test.step(`${form.name}, after the crash`, async () => {
      await open(laptop.page, form);
      if (form.part)
        await laptop.page
          .getByRole('button', { name: new RegExp(form.part) })
          .first()
          .click();
      const shown = before.get(form.name);
      await expect.poll(() => shownIn(laptop.page), { message: form.name }).toEqual(shown);
    });
  }
  // One person alone never disagrees.
  await expect(laptop.page.getByRole('link', { name: 'Perlu diputuskan', exact: true })).toBeVisible();
  expect(laptop.complaints).toEqual([]);
});

async function enrolByKeyboard(page: Page): Promise<void> {
  const code = await codeFor(hub, 'ningsih');
  await page.getByRole('textbox', { name: 'Nama laptop' }).waitFor();
  const typed = { 'Nama laptop': 'Laptop Ningsih', 'Kode pendaftaran': code };
  const focused = page.locator(':focus');
  for (const [label, text] of Object.entries(typed)) {
    const input = page.getByRole('textbox', { name: label });
    for (let n = 0; n < 10 && !(await input.and(focused).count()); n += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(text);
    await expect(input).toHaveValue(text);
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /Selamat bekerja/ })).toBeVisible();
}

/** As a link of the app leads there: without loading the page anew. */
async function open(page: Page, { path }: Form): Promise<void> {
  await page.evaluate((to) => {
    (document.activeElement as HTMLElement | null)?.blur();
    for (const input of document.querySelectorAll('main :is(input, textarea)')) input.setAttribute('data-before', '');
    history.pushState(null, '', to);
  }, path);
  await expect(page.locator('main [data-before]')).toHaveCount(0);
  await page.locator('main :is(input, textarea)').first().waitFor();
}

async function makeWrong(page: Page, { name, wrong, finish }: Form): Promise<void> {
  if (!wrong) return;
  const [field, text, message] = wrong;
  const input = page.locator(`main :is(input, textarea)[id^="${field}-"]`).first();
  await input.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
  await expect.soft(input, `${name}: marked`).toHaveAttribute('aria-invalid', 'true');
  await expect.soft(input, `${name}: told at the field`).toHaveAccessibleDescription(new RegExp(message));
  if (!finish) return;
  await page.getByRole('button', { name: finish, exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect.soft(page.getByRole('alert').filter({ hasText: 'betulkan' }), `${name}: told`).toBeVisible();
  await expect.soft(input, `${name}: led to`).toBeFocused();
}

/** One record for each form, made on another laptop. */
async function makeForms(): Promise<Form[]> {
  const maker = await enrolBare(hub, 'ningsih');
  const make = (collection: string, values: Record<string, Json> = {}, id?: string) =>
    makeRecord(maker, collection, values, id);
  const day = '2026-11-24';
  const client = async (collection: string, name: string) => {
    const id = await make(collection, { name, consultant: maker.user, registeredOn: day });
    const ofClient = { clientCollection: collection, clientId: id };
    await make('consents', { ...ofClient, purposeMentoring: true, givenOn: day, way: 'oral' });
    return { id, ofClient };
  };
  const business = await client('businesses', 'Keripik Talas Uji');
  const cooperative = await client('cooperatives', 'Koperasi Uji');
  const draft = { state: 'draft' };
  const assess = (of: Record<string, Json>, instrument: string) => {
    const version = currentInstrument(instrument)?.version ?? '';
    return make('assessments', { ...of, instrument, version, assessedOn: day, assessor: maker.user, ...draft });
  };
  const candidate = async (stage: (typeof GRANT_STAGES)[number]) => {
    const id = newId();
    await make('candidates', { year: 2026, stage, consentOn: day, consentWay: 'paper', name: stage }, id);
    await make('grantSteps', { parent: id, stage, date: day });
    return id;
  };
  await make('grantRules', { year: 2026 }, `${maker.unit}-wp-2026`);
  const [ofBusiness, ofCooperative] = [business.ofClient, cooperative.ofClient];
  const step = (of: typeof ofBusiness, name: string) =>
    `/clients/${of.clientCollection}/${of.clientId}/register?step=${name}`;
  const work = async (collection: string, values: Record<string, Json>) =>
    `/work/${collection}/${await make(collection, values)}`;
  const [finish, own] = ['Ajukan', { consultant: maker.user }];
  return [
    { name: 'business', path: step(ofBusiness, 'basic'), start: 'name' },
    { name: 'consent', path: step(ofBusiness, 'consent'), start: 'subjectName', wrong: ['givenOn', ...DAY] },
    {
      name: 'owner',
      path: step(ofBusiness, 'owner'),
      start: 'ownerName',
      wrong: ['ownerNik', '123', 'NIK belum benar'],
    },
    { name: 'legality', path: step(ofBusiness, 'legality'), start: 'nib' },
    { name: 'operation', path: step(ofBusiness, 'operation'), start: 'startedOn', wrong: ['product1Price', ...MONEY] },
    { name: 'market', path: step(ofBusiness, 'market'), start: 'marketReach' },
    { name: 'finance', path: step(ofBusiness, 'finance'), start: 'asOf', wrong: ['sales', ...MONEY] },
    { name: 'problems', path: step(ofBusiness, 'problems'), start: 'problem1' },
    { name: 'cooperative', path: step(ofCooperative, 'basic'), start: 'name', wrong: ['legalDate', ...DAY] },
    { name: 'board', path: step(ofCooperative, 'board'), start: 'chair' },
    { name: 'legality of a cooperative', path: step(ofCooperative, 'legality'), start: 'nikKoperasi' },
    {
      name: 'finance of a cooperative',
      path: step(ofCooperative, 'finance'),
      start: 'asOf',
      wrong: ['members', ...NUMBER],
    },
    { name: 'assessment', path: `/assessments/${await assess(ofBusiness, 'asesmen-ukm')}` },
    {
      name: 'assessment from figures',
      path: `/assessments/${await assess(ofCooperative, 'ksp-2016')}`,
      wrong: ['figure.cash', '-5', 'Tidak boleh kurang dari nol.'],
      part: 'Neraca dan usaha',
    },
    {
      name: 'target list',
      path: await work('targetLists', { ...draft, year: 2026 }),
      start: 'asOf',
      wrong: ['asOf', ...DAY],
      finish,
      filled: 'KUMKM sasaran (1)',
    },
    {
      name: 'programme',
      path: await work('programmes', { ...ofBusiness, ...own, ...draft, year: 2026 }),
      start: 'field',
      wrong: ['plan', ...LONG],
      finish,
    },
    {
      name: 'outcome',
      path: await work('outcomes', { ...ofBusiness, ...own, date: day }),
      start: 'kind',
      wrong: ['amount', ...MONEY],
    },
    {
      name: 'level-up',
      path: await work('levelUps', { ...ofBusiness, ...own, ...draft, year: 2026, date: day }),
      start: 'basis',
      wrong: ['mark1', ...NUMBER],
      finish,
    },
    {
      name: 'rating',
      path: await work('ratings', { ...ofCooperative, year: 2026, date: day }),
      start: 'rank',
      wrong: ['date', ...DAY],
    },
    {
      name: 'meeting',
      path: await work('meetings', { ...draft, date: day }),
      start: 'subject',
      wrong: ['date', ...DAY],
      finish,
    },
    {
      name: 'activity',
      path: await work('activities', { ...draft, startsOn: day }),
      start: 'title',
      wrong: ['endsOn', ...DAY],
      finish,
    },
    {
      name: 'plan item',
      path: await work('planItems', { ...draft, year: 2026 }),
      start: 'field',
      wrong: ['budgetApbn', ...MONEY],
      finish,
    },
    { name: 'unit', path: '/unit', wrong: ['buildingArea', ...NUMBER] },
    { name: 'digital village', path: '/digital-village', wrong: ['startedOn', ...DAY] },
    { name: 'rules of the grant', path: '/grants/rules', wrong: ['maxAmount', ...MONEY] },
    { name: 'candidate with review', path: `/grants/${await candidate('verification')}`, wrong: ['birthDate', ...DAY] },
    {
      name: 'candidate with reports',
      path: `/grants/${await candidate('reporting')}`,
      wrong: ['disbursedAmount', ...MONEY],
    },
    {
      name: 'request of a subject',
      path: `/privacy/requests/${await make('subjectRequests', { ...ofBusiness, state: 'open' })}`,
      start: 'requestKind',
      wrong: ['receivedAt', ...MOMENT],
      finish: 'Tandai selesai',
    },
    {
      name: 'incident',
      path: `/privacy/incidents/${await make('incidents', draft)}`,
      start: 'incidentKind',
      wrong: ['knownAt', ...MOMENT],
      finish,
    },
    // Shows the programme, so it comes after it.
    {
      name: 'session with a follow-up',
      path: `/sessions/${await make('sessions', { ...ofBusiness, ...own, ...draft, date: day })}`,
      start: 'startTime',
      wrong: ['endTime', '25.99', 'Tulis jam seperti 09.30.'],
      finish: 'Selesaikan sesi',
    },
  ];
}
