/** Forms filled without a mouse, made wrong, and looked at again after the power was cut. */
import { expect, type Page, test } from '@playwright/test';
import type { Json } from '#core/register/register.ts';
import type { Laptop as Bare } from '../../hub/testing/hub.ts';
import { expectAllSent } from './app.ts';
import type { Hub } from './hub.ts';
import { fillByKeyboard, settledIn, shownIn, watchFocus } from './keyboard.ts';
import type { Laptop } from './laptop.ts';
import { PASSPHRASE } from './sealed.ts';
import { makeRecord, untilStored } from './stores.ts';
import { codeFor, type Person } from './unit.ts';

export const DAY = ['31-02-2026', 'Tulis tanggal sebagai hh-bb-tttt'] as const;
export const MOMENT = ['besok pagi', 'Tulis tanggal dan jam seperti'] as const;
export const MONEY = ['banyak', 'Tulis jumlah rupiah'] as const;
export const NUMBER = ['dua', 'Isi dengan angka saja.'] as const;
export const LONG = ['panjang '.repeat(40), 'Lebih dari 255 huruf.'] as const;

export interface Form {
  name: string;
  path: string;
  /** The button that opens it on that page; then the cursor is where that leads it. */
  opens?: string | RegExp;
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

/** Walks all forms on a laptop that is not enrolled yet. */
export async function walkForms(hub: Hub, laptop: Laptop, user: Person, forms: readonly Form[]): Promise<void> {
  await enrolByKeyboard(hub, laptop.page, user);
  await expectAllSent(laptop.page);
  await watchFocus(laptop.page);
  const before = new Map<string, string[]>();
  for (const form of forms) {
    await test.step(form.name, async () => {
      const { page } = laptop;
      await open(page, form);
      if (!form.opens) await expectStart(page, form);
      await fillByKeyboard(page, form.name);
      if (form.filled) await expect.soft(page.getByText(form.filled), form.name).toBeVisible();
      await makeWrong(page, form);
      before.set(form.name, await settledIn(page));
    });
  }

  await test.step('the power goes', async () => {
    await powerCut(hub, laptop);
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
}

/** After it the app is open again. */
export async function powerCut(hub: Hub, laptop: Laptop): Promise<void> {
  await untilStored(laptop.page);
  await laptop.kill();
  await laptop.restart(hub.url);
  await laptop.page.getByRole('heading', { name: /Selamat bekerja/ }).waitFor();
}

async function expectStart(page: Page, form: Form): Promise<void> {
  const start = form.start ? page.locator(`main [id^="${form.start}-"]`) : page.locator('main');
  await expect
    .soft(start.locator('xpath=descendant-or-self::*').and(page.locator(':focus')), `${form.name}: start`)
    .toHaveCount(1);
}

async function enrolByKeyboard(hub: Hub, page: Page, user: Person): Promise<void> {
  const code = await codeFor(hub, user);
  await page.getByRole('textbox', { name: 'Nama laptop' }).waitFor();
  const typed = {
    'Nama laptop': `Laptop ${user}`,
    'Kode pendaftaran': code,
    'Kalimat sandi laptop ini': PASSPHRASE,
    'Ulangi kalimat sandi': PASSPHRASE,
  };
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
async function open(page: Page, { path, opens }: Form): Promise<void> {
  await page.evaluate((to) => {
    (document.activeElement as HTMLElement | null)?.blur();
    for (const input of document.querySelectorAll('main :is(input, textarea)')) input.setAttribute('data-before', '');
    history.pushState(null, '', to);
  }, path);
  await expect(page.locator('main [data-before]')).toHaveCount(0);
  if (opens) {
    await page.getByRole('button', { name: opens }).first().focus();
    await page.keyboard.press('Enter');
  }
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

/** Makes the records of forms on another laptop. */
export interface Maker {
  user: string;
  unit: string;
  make: (collection: string, values?: Record<string, Json>, id?: string) => Promise<string>;
  /** A client whose consent is given. @returns how its records name it */
  client: (collection: string, name: string) => Promise<{ clientCollection: string; clientId: string }>;
  /** The page of a record whose form is data (features/work). */
  work: (collection: string, values: Record<string, Json>) => Promise<string>;
}

export const MADE_ON = '2026-11-24';

export function makerOn(bare: Bare): Maker {
  const make: Maker['make'] = (collection, values = {}, id) => makeRecord(bare, collection, values, id);
  return {
    user: bare.user,
    unit: bare.unit,
    make,
    work: async (collection, values) => `/work/${collection}/${await make(collection, values)}`,
    client: async (collection, name) => {
      const id = await make(collection, { name, consultant: bare.user, registeredOn: MADE_ON });
      const ofClient = { clientCollection: collection, clientId: id };
      await make('consents', { ...ofClient, purposeMentoring: true, givenOn: MADE_ON, way: 'oral' });
      return ofClient;
    },
  };
}
