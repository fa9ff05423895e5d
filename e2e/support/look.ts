/** What every screen must pass: nothing serious for axe, and no text that i18n does not know. */
import { expect, type Page, type TestInfo } from '@playwright/test';
import axe from 'axe-core';

/** A text that i18n does not know shows its key. */
const KEYS =
  /\b(assessment|attachments|attention|bundles|choices|client|cohort|collections|common|conflicts|dashboard|desk|duplicates|export|fields|fieldsOf|forms|grants|help|import|national|nav|performance|privacy|reports|room|session|settings|sync|today|work)\.[a-z]\w+/;

/** What axe finds serious on the page, and where. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Once for a loaded page, and without lists of all that is well: a quarter of the time that axe takes by itself.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' ')}`);
  });
}

/**
 * Both checks, and with PENDAMPING_PICTURES a picture to look at; the test goes on after a finding. In English only the texts are
 * checked: what axe looks at is the same.
 */
export async function look(page: Page, name: string, info: TestInfo, { fullPage = false } = {}): Promise<void> {
  if (process.env.PENDAMPING_PICTURES) await page.screenshot({ path: info.outputPath(`${name}.png`), fullPage });
  if (!/-en\b/.test(name)) expect.soft(await seriousFindings(page), name).toEqual([]);
  expect.soft(await page.locator('body').innerText(), name).not.toMatch(KEYS);
}
