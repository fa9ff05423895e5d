/** A form filled as somebody does who has no mouse: Tab to the next control, then type, choose, or press. */
import { expect, type Page } from '@playwright/test';

/** What has the focus. */
interface Focus {
  /** Inside of the page, not in the menu or nowhere. */
  inMain: boolean;
  kind: 'text' | 'list' | 'box' | 'button' | 'other';
  /** The field, for the project's own inputs. */
  field: string;
  label: string;
  value: string;
  placeholder: string;
  numeric: boolean;
  /** Of boxes: this one, or another one of the same question, is on. */
  answered: boolean;
  readOnly: boolean;
  /** Comes after the last one in the order of reading. */
  inOrder: boolean;
}

/** Runs in the page. */
function watch(): void {
  const seen = new Set<Element>();
  let last: Element | null = null;
  const labelOf = (element: Element) =>
    element.getAttribute('aria-label') ??
    (element as HTMLInputElement).labels?.[0]?.innerText ??
    (element as HTMLElement).innerText;
  const main = () => document.querySelector('main') as HTMLElement;
  const questionOf = (element: Element) => element.closest('[role="group"], [role="radiogroup"]') ?? element;
  Object.assign(globalThis, {
    focusNow(): Focus {
      const element = document.activeElement as HTMLInputElement;
      const before = last;
      const isAfter = !before?.isConnected || (before.compareDocumentPosition(element) & 4) !== 0;
      last = element;
      seen.add(element);
      const type = element.type ?? '';
      const isBox = ['checkbox', 'radio'].includes(type);
      if (type === 'radio') {
        for (const each of main().querySelectorAll(`input[name="${element.name}"]`)) seen.add(each);
      }
      const isText = element.matches('input, textarea');
      const isList = element.getAttribute('aria-haspopup') === 'listbox';
      const question = questionOf(element);
      return {
        inMain: main().contains(element) && element !== main(),
        kind: isBox ? 'box' : isList ? 'list' : isText ? 'text' : element.matches('button') ? 'button' : 'other',
        field: element.id.split('-')[0] ?? '',
        label: labelOf(element).trim(),
        value: element.value ?? '',
        placeholder: element.placeholder ?? '',
        numeric: ['numeric', 'decimal'].includes(element.inputMode),
        answered: question === element ? element.checked : question.querySelector('input:checked') !== null,
        readOnly: isList ? element.ariaReadOnly === 'true' : element.readOnly,
        inOrder: isAfter,
      };
    },
    startWalk() {
      seen.clear();
      this.toTop();
    },
    toTop() {
      last = main();
      main().focus();
    },
    notReached(): string[] {
      const controls = main().querySelectorAll<HTMLInputElement>('input, textarea, button, a[href], summary');
      return [...controls]
        .filter((control) => control.tabIndex >= 0 && !control.disabled && control.getClientRects().length > 0)
        .filter((control) => !seen.has(control))
        .map((control) => `${control.tagName} ${labelOf(control) || control.outerHTML.slice(0, 120)}`);
    },
    shown(): string[] {
      return (
        [...main().querySelectorAll<HTMLInputElement>('input, textarea')]
          .filter(({ type }) => type !== 'hidden' && type !== 'file')
          // Asked anew for each photo.
          .filter((input) => labelOf(input) !== 'Simpan lokasi foto')
          .map((input) => {
            const value = ['checkbox', 'radio'].includes(input.type) ? input.checked : input.value;
            const wrong = input.getAttribute('aria-invalid') === 'true' ? ' (wrong)' : '';
            return `${labelOf(input).trim()}: ${value}${wrong}`;
          })
      );
    },
  });
}

interface Watched {
  focusNow(): Focus;
  startWalk(): void;
  toTop(): void;
  notReached(): string[];
  shown(): string[];
}
/** Before `fillByKeyboard` and `shownIn`, once for each time that the app was loaded. */
export const watchFocus = (page: Page): Promise<void> => page.evaluate(watch);

/** Every input of the page with what it shows, in the order of reading. */
export const shownIn = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as Watched).shown());

/** The same, once everything is written and shown as it was understood. */
export async function settledIn(page: Page): Promise<string[]> {
  for (let before = await shownIn(page); ; ) {
    await expect(page.locator('[data-saving]')).toHaveCount(0);
    await page.waitForTimeout(200);
    const now = await shownIn(page);
    if (now.join('\n') === before.join('\n')) return now;
    before = now;
  }
}

/** A control is passed at most so often before we call it a trap. */
const MOST_TABS = 200;

/**
 * Fills all empty inputs of the page and adds one row to each table. Fails when a control cannot be reached, comes out of
 * order, holds the focus, or does not take what was typed.
 */
export async function fillByKeyboard(page: Page, name: string): Promise<void> {
  await page.evaluate(() => (globalThis as unknown as Watched).startWalk());
  const outOfOrder: string[] = [];
  const pressed = new Set<string>();
  for (let n = 0; ; n += 1) {
    if (n === MOST_TABS) throw new Error(`${name}: the focus does not leave the page`);
    await page.keyboard.press('Tab');
    let focus = await page.evaluate(() => (globalThis as unknown as Watched).focusNow());
    if (!focus.inMain) break;
    if (!focus.inOrder) outOfOrder.push(focus.label);
    if (focus.kind === 'button' && isAdding(focus) && !pressed.has(focus.label)) {
      pressed.add(focus.label);
      await page.keyboard.press('Enter');
      await expect(page.locator('main :is(input, textarea):focus'), `${name}: ${focus.label}`).toBeVisible();
      focus = await page.evaluate(() => (globalThis as unknown as Watched).focusNow());
    }
    await fillFocused(page, focus);
  }
  let missed = await notReached(page);
  // A new row may come a moment after it was chosen, behind the focus.
  for (let n = 0; n < 3 && missed.length > 0; n++) {
    await tabThrough(page, name);
    missed = await notReached(page);
  }
  expect.soft(outOfOrder, `${name}: out of order`).toEqual([]);
  expect.soft(missed, `${name}: not reached by Tab`).toEqual([]);
  const wrong = (await shownIn(page)).filter((line) => line.endsWith('(wrong)'));
  expect.soft(wrong, `${name}: not taken`).toEqual([]);
}

const notReached = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as Watched).notReached());

/** Once more: what came, or became possible, by what was filled in after it. */
async function tabThrough(page: Page, name: string): Promise<void> {
  await page.evaluate(() => (globalThis as unknown as Watched).toTop());
  for (let n = 0; n < MOST_TABS; n += 1) {
    await page.keyboard.press('Tab');
    if (!(await page.evaluate(() => (globalThis as unknown as Watched).focusNow().inMain))) return;
  }
  throw new Error(`${name}: the focus does not leave the page`);
}

const isAdding = ({ label }: Focus): boolean => label.startsWith('Tambah ');

async function fillFocused(page: Page, focus: Focus): Promise<void> {
  if (focus.readOnly) return;
  if (focus.kind === 'text' && focus.value === '') await write(page, sampleFor(focus));
  if (focus.kind === 'box' && !focus.answered) await page.keyboard.press('Space');
  if (focus.kind === 'list' && focus.value === '') {
    if (await proposesNothing(page)) await write(page, sampleFor(focus));
    else await chooseFirst(page, focus);
  }
}

/** One key, and then the rest at once: each key is a rendering of the whole form. */
async function write(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text.slice(0, 1));
  await page.keyboard.insertText(text.slice(1));
}

/** A text with proposals, of which there are none yet. */
const proposesNothing = async (page: Page): Promise<boolean> =>
  (await page.locator('main input:focus.mantine-Autocomplete-input').count()) > 0 &&
  (await page.getByRole('option').count()) === 0;

/** The list opens, perhaps before what is in it was loaded; then the arrow marks something, and Enter takes it. */
async function chooseFirst(page: Page, focus: Focus): Promise<void> {
  const list = page.locator('main input:focus');
  const controls = page.locator('main :is(input, textarea, button)');
  const before = await controls.count();
  await expect(async () => {
    await page.keyboard.press('ArrowDown');
    await expect(list).toHaveAttribute('aria-activedescendant', /./, { timeout: 200 });
    await page.keyboard.press('Enter');
    // A list that takes one after the other is empty again, and what was chosen has a row of its own.
    if (isAdding(focus)) await expect(controls, `a row for ${focus.label}`).not.toHaveCount(before, { timeout: 2000 });
    else await expect(list, `a choice for ${focus.label}`).not.toHaveValue('', { timeout: 1000 });
  }).toPass({ intervals: [20, 100], timeout: 10_000 });
}

/** What is not told by the looks of an input. */
const SAMPLES: Record<string, string> = {
  nik: '7271010101900001',
  ownerNik: '7271010101900001',
  month: '2026-10',
  year: '2026',
  programmeYear: '2015',
  grantedYear: '2018',
  foundedYear: '2015',
};

function sampleFor({ field, placeholder, numeric }: Focus): string {
  const known = SAMPLES[field];
  if (known) return known;
  if (placeholder === 'hh-bb-tttt') return '05-03-2026';
  if (placeholder === 'hh-bb-tttt jj.mm') return '05-03-2026 09.30';
  if (placeholder === '09.30') return '09.30';
  return numeric ? '3' : 'Isi';
}
