/** A laptop whose clock is wrong, or far ahead of the test's. Its sync worker keeps the real one. */
import { expect, type Page } from '@playwright/test';

/** Before the app is opened: from now on `wakeUp` can set the laptop's clock. */
export const makeClockMovable = (page: Page): Promise<unknown> => page.addInitScript(shiftClock);

/** Runs in the page before the app: its clock is off by what `wakeUp` said. */
function shiftClock(): void {
  const RealDate = Date;
  const shift = Number(localStorage.getItem('test-clock') ?? 0);
  globalThis.Date = class extends RealDate {
    constructor(...args: []) {
      super(...((args.length > 0 ? args : [RealDate.now() + shift]) as []));
    }
    static override now(): number {
      return RealDate.now() + shift;
    }
  } as DateConstructor;
}

/** The lid is opened, and the laptop's clock says this much more than the real one. */
export async function wakeUp(page: Page, shift: number): Promise<void> {
  await page.evaluate((ms) => localStorage.setItem('test-clock', String(ms)), shift);
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Menu utama' })).toBeVisible();
}
