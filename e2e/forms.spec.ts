/**
 * The forms of clients and of the work with them: filled without a mouse; what is wrong is said in Indonesian at its field, and
 * finishing leads there; after the power was cut, all of it is there again, what is wrong too. The other forms:
 * forms-unit.spec.ts.
 */
import { test } from '@playwright/test';
import { currentInstrument } from '#core/instruments/index.ts';
import type { Json } from '#core/register/register.ts';
import { DAY, type Form, LONG, MADE_ON, MONEY, makerOn, NUMBER, walkForms } from './support/forms.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { enrolBare } from './support/stores.ts';
import { addUnit } from './support/unit.ts';

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

test('every form of a client: without a mouse, told what is wrong and where, and all there after a crash', async () => {
  test.setTimeout(400_000);
  await walkForms(hub, laptop, 'ningsih', forms);
});

/** One record for each form, made on another laptop. */
async function makeForms(): Promise<Form[]> {
  const { make, client, work, user } = makerOn(await enrolBare(hub, 'ningsih'));
  const ofBusiness = await client('businesses', 'Keripik Talas Uji');
  const ofCooperative = await client('cooperatives', 'Koperasi Uji');
  const draft = { state: 'draft' };
  const assess = (of: Record<string, Json>, instrument: string) => {
    const version = currentInstrument(instrument)?.version ?? '';
    return make('assessments', { ...of, instrument, version, assessedOn: MADE_ON, assessor: user, ...draft });
  };
  const step = (of: typeof ofBusiness, name: string) =>
    `/clients/${of.clientCollection}/${of.clientId}/register?step=${name}`;
  const [finish, own] = ['Ajukan', { consultant: user }];
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
      path: await work('outcomes', { ...ofBusiness, ...own, date: MADE_ON }),
      start: 'kind',
      wrong: ['amount', ...MONEY],
    },
    {
      name: 'level-up',
      path: await work('levelUps', { ...ofBusiness, ...own, ...draft, year: 2026, date: MADE_ON }),
      start: 'basis',
      wrong: ['mark1', ...NUMBER],
      finish,
    },
    {
      name: 'rating',
      path: await work('ratings', { ...ofCooperative, year: 2026, date: MADE_ON }),
      start: 'rank',
      wrong: ['date', ...DAY],
    },
    // Shows the programme, so it comes after it.
    {
      name: 'session with a follow-up',
      path: `/sessions/${await make('sessions', { ...ofBusiness, ...own, ...draft, date: MADE_ON })}`,
      start: 'startTime',
      wrong: ['endTime', '25.99', 'Tulis jam seperti 09.30.'],
      finish: 'Selesaikan sesi',
    },
  ];
}
