/**
 * A savings-and-loan cooperative is assessed from the figures of its books: the worked example of the domain report, typed in
 * by keyboard, comes to 84,45 Sehat; finished, on the cooperative's page, and on paper.
 */
import { expect, type Page, test } from '@playwright/test';
import { addDays, formatDay } from '#core/model/dates.ts';
import type { Laptop as Bare } from '../hub/testing/hub.ts';
import { enrolAsDemo, expectAllSent, openClient, syncNow } from './support/app.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { seriousFindings } from './support/look.ts';
import { answerQuestions, finishAssessment, ksp, openQuestions, typeFigures } from './support/savings.ts';
import { enrolBare, heldByHub, makeRecord } from './support/stores.ts';

const COOPERATIVE = 'Koperasi Wanita Luwuk Mekar';

let hub: Hub;
let laptop: Laptop;

test.beforeAll(async () => {
  hub = await startHub({ demo: true });
  laptop = await openLaptop(hub.url);
});

test.afterAll(async () => {
  await laptop.dispose();
  await hub.dispose();
});

test('figures by keyboard, questions by keyboard, 84,45 Sehat, finished and printed', async ({
  browserName: _,
}, info) => {
  test.setTimeout(240_000);
  const { page } = laptop;
  const look = lookAt(page, (name) => info.outputPath(name));
  await page.setViewportSize({ width: 1366, height: 768 });
  await enrolAsDemo(page, 'Ningsih');
  await expectAllSent(page);
  await openClient(page, COOPERATIVE);
  await page.getByRole('button', { name: 'Mulai penilaian' }).click();
  await expect(page.getByRole('menuitem').first()).toHaveText('Penilaian Kesehatan KSP/USP 2016');
  await look('choose');
  await page.getByRole('menuitem').first().click();

  await test.step('a loss may be negative, cash may not; zero members’ savings do not divide', async () => {
    await expect(page.getByText('0 dari 67 isian terisi')).toBeVisible();
    await page.getByLabel('Kas', { exact: true }).fill('-5');
    await expect(page.getByText('Tidak boleh kurang dari nol.')).toBeVisible();
    await page.getByLabel('SHU kotor').fill('-5 jt');
    await page.getByLabel('Beban usaha', { exact: true }).fill('60 jt');
    await expect(page.getByTestId('ratio-4b')).toContainText('Penyebut nol atau kurang');
    await expect(page.getByTestId('ratio-4b')).toContainText('1 dari 4');
    await look('figures-started');
  });

  await test.step('all figures', async () => {
    await typeFigures(page);
    await expect(page.getByText('29 dari 67 isian terisi')).toBeVisible();
    await expect(page.getByTestId('ratio-2c')).toContainText('73,85 %');
    await expect(page.getByTestId('ratio-2c')).toContainText('70 < x ≤ 80');
    await expect(page.getByTestId('ratio-2d')).toContainText('1,25 dari 5');
    await look('figures');
  });

  await test.step('all questions, one key each', async () => {
    await openQuestions(page);
    await look('questions');
    await answerQuestions(page);
    await expect(page.getByTestId('assessment-total')).toHaveText('84,45');
    await expect(page.getByText('Sehat', { exact: true })).toBeVisible();
    await expect(page.getByText('Penilaian mandiri, bukan pemeriksaan resmi.')).toBeVisible();
    await look('result');
    await axe(page);
  });

  await test.step('finished: on the hub with its figures and its score', async () => {
    await finishAssessment(page);
    await expectAllSent(page);
    const held = await heldByHub(await enrolBare(hub, 'ningsih'));
    const assessment = page.url().split('/').at(-1);
    const of = (field: string) => held.get(`assessments/${assessment}/${field}`)?.heads.map(({ value }) => value);
    expect(of('figure.totalAssets')).toEqual([1_000_000_000]);
    expect(of('answer.Q1')).toEqual([1]);
    const [score] = of('score') as unknown as [{ total: number; level: string }];
    expect(score.total).toBeCloseTo(84.45, 9);
    expect(score.level).toBe('sound');
  });

  await test.step('on paper', async () => {
    await page.getByRole('link', { name: 'Lembar cetak' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Penilaian Kesehatan KSP/USP 2016' })).toBeVisible();
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByText('Penilaian mandiri, bukan pemeriksaan resmi.')).toBeVisible();
    await expect(page.getByText('Nilai total: 84,45 · Sehat')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Cetak' })).toBeHidden();
    await expect(page.getByRole('navigation')).toHaveCount(0);
    // A4, without a scroll bar in the picture.
    await page.setViewportSize({ width: 794, height: 2700 });
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    ).toBe(true);
    if (process.env.PENDAMPING_PICTURES)
      await page.screenshot({ path: info.outputPath('print-id.png'), fullPage: true });
    await page.pdf({ path: info.outputPath('print-id.pdf'), format: 'A4', margin: MARGIN });
    await page.emulateMedia({ media: null });
    await page.setViewportSize({ width: 1366, height: 768 });
    await axe(page);
  });

  await test.step('half a year later, worse: totals over time and what changed', async () => {
    const day = formatDay(await makeEarlier(await enrolBare(hub, 'sari'), page.url()));
    await page.getByRole('link', { name: 'Kembali ke penilaian' }).click();
    await openClient(page, COOPERATIVE);
    await syncNow(page);
    await page.keyboard.press('Escape');
    await expect(page.getByText(`+20,90 sejak ${day}`)).toBeVisible();
    const changed = page.getByRole('region', { name: `Yang berubah sejak ${day}` });
    await expect(changed.getByRole('listitem').first()).toHaveText('Likuiditas+66,67');
    await look('client');
    await axe(page);
  });

  await test.step('KKPKK of a savings-and-loan cooperative: a growth that has no number is decided with a reason', async () => {
    await page.getByRole('button', { name: 'Mulai penilaian' }).click();
    await page.getByRole('menuitem', { name: /KKPKK.* 2021: simpan pinjam/ }).click();
    await expect(page.getByText('0 dari 184 isian terisi')).toBeVisible();
    await look('kkpkk');
    await page.getByLabel('SHU setelah pajak', { exact: true }).fill('12 jt');
    await page.getByLabel('SHU setelah pajak tahun lalu').fill('-3 jt');
    const growth = page.getByTestId('ratio-K20');
    await expect(growth).toContainText('Tidak dapat dihitung');
    await growth.getByRole('combobox', { name: 'Pita yang dipilih' }).click();
    await page.getByRole('option', { name: /3 ≤ x < 5 \(3 poin\)/ }).click();
    await expect(growth).toContainText('Tanpa alasan pilihan ini belum dihitung.');
    await growth.getByRole('textbox', { name: 'Alasan' }).fill('Baru pulih sesudah gempa.');
    await expect(growth).toContainText('3 dari 4');
    await look('kkpkk-decided');
    await navigation(page)
      .getByRole('button', { name: /Profil risiko/ })
      .click();
    await expect(page.getByTestId('ratio-RK1')).toContainText('belum terisi');
    await look('kkpkk-risk');
    await navigation(page)
      .getByRole('button', { name: /Kinerja keuangan/ })
      .click();
    await look('kkpkk-performance');
    await axe(page);
  });

  await test.step('in English', async () => {
    const address = page.url();
    await page.getByRole('link', { name: 'Laptop ini' }).click();
    await page.getByText('English').click();
    await page.goto(address);
    await expect(page.getByText('Self-assessment, not an official examination.')).toBeVisible();
    await look('kkpkk-en');
    await page.goto(`${address}/print`);
    await expect(page.getByText('DRAFT: not finished')).toBeVisible();
    await look('print-en');
    await openClientInEnglish(page);
    await look('client-en');
    expect(await page.locator('body').innerText()).not.toMatch(/cooperativeAssessment\./);
  });
  expect(laptop.complaints).toEqual([]);
});

const navigation = (page: Page) => page.getByRole('navigation', { name: /Dimensi asesmen|Dimensions/ });

async function openClientInEnglish(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Back to the assessment' }).click();
  await page.getByRole('link', { name: COOPERATIVE }).click();
  await expect(page.getByRole('button', { name: 'Start an assessment' })).toBeVisible();
}

/** A finished assessment of half a year before, made on another laptop, with a lower score. @returns its day */
async function makeEarlier(colleague: Bare, url: string): Promise<string> {
  const held = await heldByHub(colleague);
  const id = new URL(url).pathname.split('/')[2];
  const now = (field: string) => held.get(`assessments/${id}/${field}`)?.heads[0]?.value ?? null;
  const score = now('score') as unknown as { dimensions: Record<string, number> };
  const assessedOn = addDays(String(now('assessedOn')), -183);
  await makeRecord(colleague, 'assessments', {
    clientCollection: now('clientCollection'),
    clientId: now('clientId'),
    instrument: ksp.id,
    version: ksp.version,
    assessedOn,
    assessor: 'sari',
    state: 'finished',
    finishedAt: `${assessedOn}T04:00:00.000Z`,
    score: { total: 63.55, level: 'watch', gated: false, dimensions: { ...score.dimensions, 3: 30, 5: 25 } },
  });
  return assessedOn;
}

const MARGIN = { top: '12mm', bottom: '12mm', left: '12mm', right: '12mm' };

const lookAt = (page: Page, pathOf: (name: string) => string) => async (name: string) => {
  if (!process.env.PENDAMPING_PICTURES) return;
  await page.screenshot({ path: pathOf(`${name}.png`) });
  await page.screenshot({ path: pathOf(`${name}-full.png`), fullPage: true });
};

async function axe(page: Page): Promise<void> {
  expect(await seriousFindings(page)).toEqual([]);
}
