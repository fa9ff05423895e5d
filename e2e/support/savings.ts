/** A savings-and-loan cooperative assessed from its books: the worked example of domain 3.1, which comes to 84,45 *Sehat*. */
import { expect, type Page } from '@playwright/test';
import { currentInstrument } from '#core/instruments/index.ts';
import type { Instrument } from '#core/instruments/scoring.ts';

export const ksp = currentInstrument('ksp-2016') as Instrument;

/** In millions, in the order of the form. */
const FIGURES: Record<string, number> = {
  cash: 30,
  bank: 25,
  totalAssets: 1000,
  riskWeightedAssets: 760,
  currentLiabilities: 400,
  fundsReceived: 900,
  ownCapital: 420,
  weightedCapital: 380,
  principalSavings: 30,
  mandatorySavings: 90,
  loans: 700,
  loansAtRisk: 300,
  loanVolume: 900,
  memberLoanVolume: 820,
  substandard: 20,
  doubtful: 10,
  loss: 15,
  riskReserve: 24,
  grossParticipation: 160,
  netParticipation: 75,
  otherIncome: 40,
  memberExpense: 130,
  businessExpense: 60,
  coopExpense: 10,
  staffCost: 40,
  grossSurplus: 110,
  surplusBeforeTax: 62,
  memberSurplus: 20,
  memberPromotion: 9,
};
/** How many times yes in each group of questions. */
const YES: Record<string, number> = { Mu: 9, Kl: 5, Pm: 3, Ak: 7, Lk: 3 };

/** Types all figures, Enter leading from one to the next. @param others instead of those of the example, in millions */
export async function typeFigures(page: Page, others: Record<string, number> = {}): Promise<void> {
  await page.getByLabel('Kas', { exact: true }).focus();
  for (const { id } of ksp.figures) {
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(`${others[id] ?? FIGURES[id]} jt`);
    await page.keyboard.press('Enter');
  }
}

/** Opens the questions. */
export const openQuestions = (page: Page): Promise<void> =>
  page
    .getByRole('navigation', { name: 'Dimensi asesmen' })
    .getByRole('button', { name: /Manajemen/ })
    .click();

/** Answers all questions, one key each. */
export async function answerQuestions(page: Page): Promise<void> {
  for (const { id } of ksp.groups) {
    const count = ksp.indicators.filter((indicator) => indicator.group === id).length;
    for (let n = 0; n < count; n += 1) await page.keyboard.press(n < (YES[id] ?? 0) ? '1' : '0');
  }
  await expect(page.getByText('67 dari 67 isian terisi')).toBeVisible();
}

/** Finishes the assessment that is open. */
export async function finishAssessment(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Selesaikan asesmen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Selesaikan asesmen' }).click();
  await expect(page.getByRole('button', { name: 'Buka kembali' })).toBeVisible();
}
