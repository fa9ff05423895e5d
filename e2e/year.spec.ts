/**
 * A year of a PLUT on two laptops, a consultant's and the coordinator's, each without a connection for most of it: target
 * list and its lock, programmes, session, result, level-up, a start-up grant from the proposal to the last report, a
 * cooperative from its registration to its second assessment, a meeting. Whenever they meet the hub, each shows what the
 * other did.
 */
import { expect, type Page, test } from '@playwright/test';
import {
  choose,
  enrolByCode,
  expectAllSent,
  expectOffline,
  expectReadyForOffline,
  nothingWaits,
  openClient,
} from './support/app.ts';
import { makeClockMovable, wakeUp } from './support/clock.ts';
import { menu } from './support/demo.ts';
import * as grants from './support/grants.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { connect } from './support/meet.ts';
import { answerQuestions, finishAssessment, openQuestions, typeFigures } from './support/savings.ts';
import { enrolBare, expectSameStores } from './support/stores.ts';
import * as story from './support/story.ts';
import { addUnit, codeFor, type Person } from './support/unit.ts';

const COOPERATIVE = 'Koperasi Wanita Luwuk Mekar';
const COOPERATIVE_REGISTRATION: typeof story.REGISTRATION = [
  [
    'Koperasi',
    [
      { label: 'Nama koperasi', type: COOPERATIVE },
      { label: 'Jenis koperasi', option: 'Simpan pinjam' },
    ],
  ],
  [
    'Persetujuan',
    [
      { label: 'Nama pemberi persetujuan', type: 'Rosmini' },
      { label: 'Pendampingan oleh PLUT', on: true },
      { label: 'Cara memberi persetujuan', radio: 'Formulir kertas bertanda tangan' },
    ],
  ],
];

let hub: Hub;
const laptops: Laptop[] = [];

test.beforeAll(async () => {
  hub = await startHub();
  await addUnit(hub, ['sari', 'ningsih']);
});

test.afterAll(async () => {
  for (const laptop of laptops) await laptop.dispose();
  await hub?.dispose();
});

test.afterEach(async ({ browserName: _ }, info) => {
  if (info.status === info.expectedStatus) return;
  for (const [i, { page }] of laptops.entries()) await page.screenshot({ path: info.outputPath(`laptop-${i}.png`) });
});

test('a year of a PLUT, from the target list to the last report', async () => {
  test.setTimeout(300_000);
  const sari = await enrolled('sari');
  const ningsih = await enrolled('ningsih');
  const meet = async (...days: [day: string]) => {
    for (const laptop of [sari, ningsih, sari]) await connect(laptop);
    for (const laptop of [sari, ningsih]) await openOn(laptop, ...days);
  };

  await test.step('January: the consultant registers in the villages, the coordinator prepares the year', async () => {
    for (const laptop of [sari, ningsih]) await laptop.setOffline(true);
    await openOn(sari, '2027-01-11');
    await expectOffline(sari.page);
    await registerBusiness(sari.page);
    await registerCooperative(sari.page);
    await assessCooperative(sari.page);
    await menu(sari.page, 'Wirausaha Pemula');
    await sari.page.getByRole('button', { name: 'Calon baru' }).click();
    await grants.screen(sari.page, '11-01-2027');

    await openOn(ningsih, '2027-01-12');
    await setRules(ningsih.page);
    await holdMeeting(ningsih.page);
  });

  await test.step('they meet: the coordinator sees the clients, the consultant the meeting and the rules', async () => {
    await meet('2027-02-01');
    await openClient(ningsih.page, COOPERATIVE);
    await expect(ningsih.page.getByText('84,45').first()).toBeVisible();
    await menu(ningsih.page, 'Wirausaha Pemula');
    await expect(ningsih.page.getByRole('row', { name: grants.CANDIDATE })).toContainText('Penyusunan proposal');

    await menu(sari.page, 'Rapat');
    await sari.page.getByRole('link', { name: '12-01-2027' }).click();
    await expect(sari.page.getByRole('textbox', { name: 'Keputusan' })).toHaveValue('Sigi dikunjungi lebih dahulu');
    await menu(sari.page, 'Wirausaha Pemula');
    await sari.page.getByRole('link', { name: 'Aturan', exact: true }).click();
    await expect(sari.page.getByRole('textbox', { name: 'Bantuan paling banyak' })).toHaveValue('Rp10.000.000');
  });

  await test.step('February: the coordinator locks the targets; offline, the consultant plans and writes the proposal', async () => {
    await sari.setOffline(true);
    await lockTargets(ningsih.page, [story.BUSINESS, COOPERATIVE]);
    await planProgrammes(sari.page);
    await openCandidate(sari.page);
    await grants.writeProposal(sari.page);
    await grants.meetGates(sari.page);
    await grants.go(sari.page, 'Diajukan').click();
    await grants.go(sari.page, 'Verifikasi Dinas').click();
    await grants.review(sari.page, '3');
  });

  await test.step('they meet: the consultant sees the lock, the coordinator locks a programme and reviews', async () => {
    await meet('2027-05-31');
    await menu(sari.page, 'Sasaran program');
    await sari.page.getByRole('link', { name: '2027' }).click();
    await expect(sari.page.getByText('Terkunci', { exact: true })).toBeVisible();
    await expect(sari.page.getByRole('heading', { name: 'KUMKM sasaran (2)' })).toBeVisible();
    await expect(sari.page.getByRole('combobox', { name: 'Tambah KUMKM' })).toBeHidden();

    const { page } = ningsih;
    await openClient(page, story.BUSINESS);
    await programme(page).click();
    await expect(page.getByRole('textbox', { name: 'Target capaian' })).toHaveValue('Laba rugi bulanan');
    await page.getByRole('button', { name: 'Kunci' }).click();
    await expect(page.getByText('Terkunci', { exact: true })).toBeVisible();
    await openCandidate(page);
    await expect(page.getByText('1 penilaian lengkap; perlu dua.')).toBeVisible();
    await grants.review(page, '3');
    await expect(page.getByText('Nilai 75, dapat direkomendasikan (batas 60).')).toBeVisible();
    await grants.decideAndPay(page, '05-05-2027', '31-05-2027');
  });

  await test.step('June: a session of the programme, without a connection', async () => {
    await sari.setOffline(true);
    await openOn(sari, '2027-06-15');
    const { page } = sari;
    await openClient(page, story.BUSINESS);
    await page.getByRole('button', { name: 'Catat sesi' }).click();
    await story.fill(page, story.SESSION);
    await page.getByRole('combobox', { name: 'Program kerja' }).click();
    await page.getByRole('option', { name: /Membuat pembukuan harian/ }).click();
    await page.getByRole('button', { name: 'Selesaikan sesi' }).click();
    await expect(page.getByRole('button', { name: 'Ubah lagi' })).toBeVisible();
  });

  await test.step('they meet: the coordinator sees the session, the consultant that a report is late', async () => {
    await meet('2027-09-06');
    await openClient(ningsih.page, story.BUSINESS);
    await timeline(ningsih.page).getByRole('link', { name: /Sesi/ }).click();
    await story.expectRead(ningsih.page, story.SESSION);
    await expect(ningsih.page.getByRole('combobox', { name: 'Program kerja' })).toHaveValue(/Membuat pembukuan harian/);

    await menu(sari.page, 'Hari ini');
    await expect(
      grants.section(sari.page, 'Laporan Wirausaha Pemula').getByText('paling lambat 31-08-2027 (terlambat)'),
    ).toBeVisible();
    await openClient(sari.page, story.BUSINESS);
    await programme(sari.page).click();
    await expect(sari.page.getByText('Terkunci', { exact: true })).toBeVisible();
    await expect(sari.page.getByRole('button', { name: 'Ubah lagi' })).toBeHidden();
  });

  await test.step('December: what came of it, without a connection', async () => {
    await sari.setOffline(true);
    await openOn(sari, '2027-12-06');
    const { page } = sari;
    await writeResults(page);
    await openClient(page, COOPERATIVE);
    await assessCooperative(page, { substandard: 5, doubtful: 2, loss: 1 });
    await openCandidate(page);
    await grants.report(page, ['06-09-2027', '30-11-2027', '06-12-2027']);
  });

  await test.step('they meet: the coordinator sees the year; what is locked is locked on both laptops', async () => {
    await meet('2027-12-20');
    const { page } = ningsih;
    await openClient(page, COOPERATIVE);
    await expect(page.getByText(/^\+\d+,\d\d sejak 11-01-2027$/)).toBeVisible();
    await menu(page, 'Wirausaha Pemula');
    await expect(page.getByRole('row', { name: grants.CANDIDATE })).toContainText('Selesai');
    await openClient(page, story.BUSINESS);
    await expect(timeline(page).getByRole('link', { name: 'Hasil: Pembiayaan' })).toBeVisible();
    await expect(timeline(page).getByText('Mikro → Kecil')).toBeVisible();
    await page.getByRole('link', { name: /Mikro · Kecil/ }).click();
    await page.getByRole('button', { name: 'Kunci' }).click();
    await expect(page.getByText('Terkunci', { exact: true })).toBeVisible();

    // Before they meet: it is news of the hub, too.
    const reader = await enrolBare(hub, 'sari');
    await meet('2027-12-31');
    await openClient(sari.page, story.BUSINESS);
    await sari.page.getByRole('link', { name: /Mikro · Kecil/ }).click();
    await expect(sari.page.getByText('Terkunci', { exact: true })).toBeVisible();
    for (const laptop of [sari, ningsih]) {
      await laptop.page.getByRole('link', { name: /^Perlu diputuskan/ }).click();
      await expect(nothingWaits(laptop.page)).toBeVisible();
    }
    await expectSameStores(reader, [sari, ningsih]);
  });
  expect(laptops.flatMap((laptop) => laptop.complaints)).toEqual([]);
});

async function enrolled(user: Person): Promise<Laptop> {
  const laptop = await openLaptop(hub.url, { worksOffline: true });
  laptops.push(laptop);
  await makeClockMovable(laptop.page);
  await laptop.page.reload();
  await enrolByCode(laptop.page, await codeFor(hub, user), `Laptop ${user}`);
  await expectReadyForOffline(laptop.page);
  await expectAllSent(laptop.page);
  return laptop;
}

/** The laptop is opened on that day, at ten in the morning in Palu. */
const openOn = (laptop: Laptop, day: string): Promise<void> =>
  wakeUp(laptop.page, Date.parse(`${day}T02:00:00Z`) - Date.now());

const type = (page: Page, label: string, text: string): Promise<void> =>
  page.getByRole('textbox', { name: label, exact: true }).first().fill(text);
const timeline = (page: Page) => page.getByRole('list', { name: 'Riwayat pendampingan' });
/** On a client's page: the programme that was completed. */
const programme = (page: Page) => page.getByRole('link', { name: /^2027 · .*Membuat pembukuan harian/ });

async function openCandidate(page: Page): Promise<void> {
  await menu(page, 'Wirausaha Pemula');
  await page.getByRole('link', { name: grants.CANDIDATE }).click();
}

async function registerBusiness(page: Page): Promise<void> {
  await menu(page, 'KUMKM binaan');
  await page.getByRole('link', { name: 'UMKM baru' }).click();
  await story.register(page, story.REGISTRATION.slice(0, 2));
  await page.getByRole('button', { name: 'Selesaikan pendaftaran' }).click();
  await page.getByRole('button', { name: 'Mulai asesmen' }).click();
  await expect(page.getByText('0 dari 33 indikator')).toBeVisible();
  await story.answer(page, story.ANSWERS);
  await finishAssessment(page);
}

async function registerCooperative(page: Page): Promise<void> {
  await menu(page, 'KUMKM binaan');
  await page.getByRole('link', { name: 'Koperasi baru' }).click();
  await story.register(page, COOPERATIVE_REGISTRATION);
  await page.getByRole('button', { name: 'Selesaikan pendaftaran' }).click();
  await expect(page.getByRole('heading', { level: 1, name: COOPERATIVE })).toBeVisible();
}

/** From the cooperative's page. @param figures that differ from those of the example, in millions */
async function assessCooperative(page: Page, figures: Record<string, number> = {}): Promise<void> {
  await page.getByRole('button', { name: 'Mulai penilaian' }).click();
  await page.getByRole('menuitem', { name: 'Penilaian Kesehatan KSP/USP 2016' }).click();
  await typeFigures(page, figures);
  await openQuestions(page);
  await answerQuestions(page);
  await finishAssessment(page);
}

async function setRules(page: Page): Promise<void> {
  await menu(page, 'Wirausaha Pemula');
  await page.getByRole('link', { name: 'Aturan', exact: true }).click();
  await page.getByRole('button', { name: /^Buat aturan 2027/ }).click();
  await type(page, 'Bantuan paling banyak', '10000000');
}

async function holdMeeting(page: Page): Promise<void> {
  await menu(page, 'Rapat');
  await page.getByRole('button', { name: 'Rapat baru' }).click();
  await type(page, 'Pokok rapat', 'Program kerja PLUT 2027');
  await type(page, 'Agenda', 'Pembagian tugas konsultan');
  await page.getByRole('button', { name: 'Tambah keputusan' }).click();
  await type(page, 'Keputusan', 'Sigi dikunjungi lebih dahulu');
  await page.getByRole('button', { name: 'Ajukan' }).click();
  await expect(page.getByRole('button', { name: 'Ubah lagi' })).toBeVisible();
}

async function lockTargets(page: Page, clients: string[]): Promise<void> {
  await menu(page, 'Sasaran program');
  await page.getByRole('button', { name: 'Sasaran program baru' }).click();
  for (const [i, client] of clients.entries()) {
    await page.getByRole('combobox', { name: 'Tambah KUMKM' }).click();
    await page.keyboard.type(client);
    await page.getByRole('option').first().click();
    await expect(page.getByRole('heading', { name: `KUMKM sasaran (${i + 1})` })).toBeVisible();
  }
  await page.getByRole('button', { name: 'Ajukan' }).click();
  await page.getByRole('button', { name: 'Kunci' }).click();
  await expect(page.getByRole('combobox', { name: 'Tambah KUMKM' })).toBeHidden();
}

/** Proposed from the assessment; one is completed and handed in. */
async function planProgrammes(page: Page): Promise<void> {
  await openClient(page, story.BUSINESS);
  await page.getByRole('button', { name: 'Usulkan dari asesmen' }).click();
  await expect(page.getByText(/program kerja diusulkan/)).toBeVisible();
  await page
    .getByRole('link', { name: /^2027 · / })
    .first()
    .click();
  await expect(page.getByRole('textbox', { name: 'Permasalahan' })).not.toHaveValue('');
  await type(page, 'Program kerja pendampingan', 'Membuat pembukuan harian');
  await type(page, 'Target capaian', 'Laba rugi bulanan');
  await page.getByRole('button', { name: 'Ajukan' }).click();
  await expect(page.getByRole('button', { name: 'Ubah lagi' })).toBeVisible();
}

async function writeResults(page: Page): Promise<void> {
  await openClient(page, story.BUSINESS);
  await page.getByRole('button', { name: 'Hasil', exact: true }).click();
  await choose(page, 'Jenis hasil', 'Pembiayaan');
  await type(page, 'Hasil yang dicapai', 'KUR cair');
  await type(page, 'Jumlah pembiayaan', '25000000');
  await openClient(page, story.BUSINESS);
  await page.getByRole('button', { name: 'Naik kelas', exact: true }).click();
  await choose(page, 'Dasar', 'Skala usaha');
  await type(page, 'Dari kelas', 'Mikro');
  await type(page, 'Menjadi kelas', 'Kecil');
  await page.getByRole('button', { name: 'Ajukan' }).click();
  await expect(page.getByRole('button', { name: 'Ubah lagi' })).toBeVisible();
}
