/**
 * The forms of the unit, of the start-up grant, of personal data and of settings, and the dialogs that ask for a text: as in
 * forms.spec.ts. Not here, because nobody's work is lost with what is typed there: enrolment (codes and passwords are never
 * kept; the walk begins with it, without a mouse), searches and filters, the word that confirms that a laptop is emptied.
 */
import { expect, type Locator, type Page, test } from '@playwright/test';
import { v7 as newId } from 'uuid';
import type { GRANT_STAGES } from '#core/model/grants.ts';
import { enrolByCode, expectAllSent } from './support/app.ts';
import {
  DAY,
  type Form,
  MADE_ON,
  type Maker,
  MOMENT,
  MONEY,
  makerOn,
  NUMBER,
  powerCut,
  walkForms,
} from './support/forms.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { enrolBare, untilStored } from './support/stores.ts';
import { addUnit, codeFor } from './support/unit.ts';

test.describe.configure({ mode: 'serial' });

let hub: Hub;
let ningsih: Laptop;
let maker: Maker;
let ofBusiness: Awaited<ReturnType<Maker['client']>>;
const session = newId();

test.beforeAll(async () => {
  hub = await startHub();
  await addUnit(hub, ['ningsih', 'sari']);
  maker = makerOn(await enrolBare(hub, 'ningsih'));
  ofBusiness = await maker.client('businesses', 'Keripik Talas Uji');
  ningsih = await openLaptop(hub.url);
});

test.afterAll(async () => {
  await ningsih?.dispose();
  await hub?.dispose();
});

test.afterEach(async ({ browserName: _ }, info) => {
  if (info.status !== info.expectedStatus) await ningsih.page.screenshot({ path: info.outputPath('laptop.png') });
});

test('every form of the unit: without a mouse, told what is wrong and where, and all there after a crash', async () => {
  test.setTimeout(400_000);
  await walkForms(hub, ningsih, 'ningsih', await makeForms());
});

test('the words of a form: told what does not fit, and all there after a crash', async () => {
  const { page } = ningsih;
  const openText = async (on: Page) => {
    await on.goto(`${hub.url}/settings/texts`);
    await on
      .getByRole('button', { name: /^Nama (usaha|\{\{usaha\}\})/ })
      .first()
      .focus();
    await on.keyboard.press('Enter');
  };
  await openText(page);
  const [indonesian, english] = ['Teks dalam bahasa Indonesia', 'Teks dalam bahasa Inggris'].map(
    (name) => (on: Page) => on.getByRole('textbox', { name }),
  ) as [(on: Page) => Locator, (on: Page) => Locator];
  await indonesian(page).focus();
  await page.keyboard.type('Nama {{usaha}}');
  await expect(indonesian(page)).toHaveAccessibleDescription(/hapus tanda kurung kurawal ganda/);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Name of the shop');
  await expect(english(page)).toHaveValue('Name of the shop');
  await powerCut(hub, ningsih);
  await openText(ningsih.page);
  await expect(indonesian(ningsih.page)).toHaveValue('Nama {{usaha}}');
  await expect(english(ningsih.page)).toHaveValue('Name of the shop');
});

test('the dialogs of a coordinator: reached, told what is missing, and there after a crash', async () => {
  test.setTimeout(180_000);
  const { page } = ningsih;
  const old = { ...ofBusiness, date: '2010-03-01', advice: 'Lama' };
  await maker.make('sessions', { ...old, state: 'finished' });
  await page.goto(`${hub.url}/privacy/retention`);
  await pressButton(page, 'Musnahkan');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox', { name: 'Saksi' })).toBeFocused();
  await tabTo(page, 'Dasar');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('JRA Dinas');
  await tabTo(page, /Saya mengerti/);
  await page.keyboard.press('Space');
  await tabTo(page, 'Musnahkan');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Tulis dahulu nama saksi.')).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Saksi' })).toBeFocused();
  await page.keyboard.type('Arsiparis Dinas');
  await expectKept(ningsih, '/privacy/retention', 'Musnahkan', { Saksi: 'Arsiparis Dinas', Dasar: 'JRA Dinas' });

  const request = await maker.make('subjectRequests', { ...ofBusiness, requestKind: 'erasure', state: 'open' });
  await ningsih.page.goto(`${hub.url}/privacy/requests/${request}`);
  await pressButton(ningsih.page, 'Hapus data pribadi');
  await tabTo(ningsih.page, /Saya mengerti/);
  await ningsih.page.keyboard.press('Space');
  await tabTo(ningsih.page, 'Hapus untuk seterusnya');
  await ningsih.page.keyboard.press('Enter');
  await expect(ningsih.page.getByText('Data yang dimaksud sudah dihapus.')).toBeVisible();
});

test('a consultant’s follow-up, and the reason why a lock is to be opened: both are there after a crash', async () => {
  test.setTimeout(180_000);
  const sari = await openLaptop(hub.url);
  try {
    const of = await maker.client('businesses', 'Kopi Uji');
    await maker.make('followUps', { ...of, state: 'open', what: 'Urus NIB' });
    await maker.make(
      'sessions',
      { ...of, date: MADE_ON, state: 'finished', lockedAt: new Date().toISOString() },
      session,
    );
    await enrolByCode(sari.page, await codeFor(hub, 'sari'), 'Laptop Sari');
    await expectAllSent(sari.page);
    const openFollowUp = async () => {
      await sari.page.goto(`${hub.url}/clients/businesses/${of.clientId}`);
      await sari.page.getByRole('button', { name: /^Ubah: Urus NIB/ }).focus();
      await sari.page.keyboard.press('Enter');
    };
    const input = (name: string) => sari.page.getByRole('textbox', { name });
    await openFollowUp();
    await expect(input('Apa yang dikerjakan')).toBeFocused();
    await sari.page.keyboard.press('End');
    await sari.page.keyboard.type(' di OSS');
    await input('Selesai paling lambat').focus();
    await sari.page.keyboard.type(DAY[0]);
    await expect(input('Selesai paling lambat')).toHaveAccessibleDescription(new RegExp(DAY[1]));
    // Loading another page is no crash that the app could foresee, and what is typed is stored a moment later.
    await untilStored(sari.page);

    await sari.page.goto(`${hub.url}/sessions/${session}`);
    await pressButton(sari.page, 'Minta dibuka kembali');
    await expect(sari.page.getByRole('textbox', { name: 'Alasan' })).toBeFocused();
    await sari.page.keyboard.press('Enter');
    await expect(sari.page.getByRole('textbox', { name: 'Alasan' })).toHaveAccessibleDescription(
      /Tulis dahulu alasannya/,
    );
    await sari.page.keyboard.type('Tanggal sesi keliru');
    await expectKept(sari, `/sessions/${session}`, 'Minta dibuka kembali', { Alasan: 'Tanggal sesi keliru' });
    await sari.page.keyboard.press('Enter');
    await expect(sari.page.getByText(/Tanggal sesi keliru/)).toBeVisible();
    await openFollowUp();
    await expect(input('Apa yang dikerjakan')).toHaveValue('Urus NIB di OSS');
    await expect(input('Selesai paling lambat')).toHaveValue(DAY[0]);
    expect(sari.complaints).toEqual([]);
  } finally {
    await sari.dispose();
  }
});

/** As somebody does who has no mouse. */
async function pressButton(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true }).first();
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
}

async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const dialog = page.getByRole('dialog');
  const all = ['textbox', 'checkbox', 'button'] as const;
  const target = all.map((role) => dialog.getByRole(role, { name })).reduce((one, other) => one.or(other));
  for (let n = 0; n < 60 && !(await target.and(page.locator(':focus')).count()); n += 1)
    await page.keyboard.press('Tab');
  await expect(target.and(page.locator(':focus'))).toHaveCount(1);
}

/** The power goes while the dialog is open; when it is opened again, what was typed is in it. */
async function expectKept(laptop: Laptop, path: string, opens: string, texts: Record<string, string>): Promise<void> {
  await powerCut(hub, laptop);
  await laptop.page.goto(`${hub.url}${path}`);
  await pressButton(laptop.page, opens);
  for (const [name, text] of Object.entries(texts))
    await expect(laptop.page.getByRole('dialog').getByRole('textbox', { name })).toHaveValue(text);
}

/** One record for each form, made on another laptop. */
async function makeForms(): Promise<Form[]> {
  const { make, work, unit } = maker;
  const draft = { state: 'draft' };
  const finish = 'Ajukan';
  const candidate = async (stage: (typeof GRANT_STAGES)[number]) => {
    const id = newId();
    await make('candidates', { year: 2026, stage, consentOn: MADE_ON, consentWay: 'paper', name: stage }, id);
    await make('grantSteps', { parent: id, stage, date: MADE_ON });
    return id;
  };
  const meeting = await make('meetings', { ...draft, date: MADE_ON, subject: 'Rapat' });
  await make('decisions', { parent: meeting });
  await make('consentTexts', { version: 'uji-1' });
  await make('grantRules', { year: 2026 }, `${unit}-wp-2026`);
  return [
    {
      name: 'meeting',
      path: await work('meetings', { ...draft, date: MADE_ON }),
      start: 'subject',
      wrong: ['date', ...DAY],
      finish,
    },
    {
      name: 'activity',
      path: await work('activities', { ...draft, startsOn: MADE_ON }),
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
    {
      name: 'cluster',
      path: await work('clusters', { createdBy: maker.user }),
      start: 'name',
      wrong: ['businessesCount', ...NUMBER],
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
    { name: 'decision of a meeting', path: `/work/meetings/${meeting}`, start: 'agenda', wrong: ['dueOn', ...DAY] },
    {
      name: 'target of a year',
      path: await work('performanceTargets', { year: 2026 }),
      start: 'measure',
      wrong: ['target', ...NUMBER],
    },
    { name: 'service lines', path: '/settings', opens: /^Ubah: / },
    { name: 'wording of the consent', path: '/settings/consent', wrong: ['validFrom', ...DAY] },
    { name: 'terms of retention', path: '/privacy/retention', wrong: ['years', ...NUMBER] },
  ];
}
