/** The laptop's store as it lies on the disk, read and written past the app by whoever knows the passphrase. */
import { expect, type Page } from '@playwright/test';
import type { Account } from '../../renderer/store/accounts.ts';
import { type SealedRow, type Sealer, sealerOf } from '../../renderer/store/seal.ts';
import { type Key, unwrapByPassphrase } from '../../renderer/store/vault.ts';

/** Of every laptop in the tests. */
export const PASSPHRASE = 'kopi tubruk di teras';

export async function choosePassphrase(page: Page, passphrase = PASSPHRASE): Promise<void> {
  await page.getByLabel('Kalimat sandi laptop ini').fill(passphrase);
  await page.getByLabel('Ulangi kalimat sandi').fill(passphrase);
}

const lockScreen = (page: Page) => page.getByRole('heading', { name: /Aplikasi terkunci|The app is locked/ });

async function typePassphrase(page: Page): Promise<void> {
  await page.getByLabel(/Kalimat sandi laptop ini|Passphrase of this laptop/).fill(PASSPHRASE);
  await page.getByRole('button', { name: /^(Buka|Open)$/ }).click();
}

/** Whenever the app asks for the passphrase, its user types it. */
export async function unlockWhenAsked(page: Page): Promise<void> {
  answered.add(page);
  await page.addLocatorHandler(lockScreen(page), () => typePassphrase(page));
}

const answered = new WeakSet<Page>();

/** Its user has forgotten it. */
export async function forgetPassphrase(page: Page): Promise<void> {
  answered.delete(page);
  await page.removeLocatorHandler(lockScreen(page));
}

/** The app has just been loaded: until it is open, asks to be enrolled, or says why it cannot be opened. */
export async function untilOpen(page: Page, address = page.url()): Promise<void> {
  if (address === 'about:blank') return;
  const opened = page.locator('main#main, form, [role="alert"]');
  await expect(opened.or(lockScreen(page)).first()).toBeVisible();
  if (await lockScreen(page).isVisible()) {
    // Two would type at once.
    const isAnswered = answered.has(page);
    await forgetPassphrase(page);
    await typePassphrase(page);
    await expect(lockScreen(page)).toBeHidden({ timeout: 30_000 });
    if (isAnswered) await unlockWhenAsked(page);
  }
}

/** How a table is laid out: its name, and its key paths, the primary key's first. */
type Layout = [table: string, primary: string[], others: string[]];

interface Disk {
  account: Account;
  layouts: Layout[];
  /** By table. */
  rows: Record<string, SealedRow[]>;
}

const keys = new Map<string, Promise<Key>>();

const keyOf = ({ id, byPassphrase, kdf }: Account): Promise<Key> => {
  const known = keys.get(id) ?? unwrapByPassphrase(byPassphrase, id, PASSPHRASE, kdf).then(found);
  keys.set(id, known);
  return known;
};

const found = <T>(value: T | null): T => {
  if (value === null) throw new Error('wrong passphrase');
  return value;
};

/** The rows of these tables, or of all. */
export async function readTables(page: Page, tables?: string[]): Promise<Record<string, Record<string, unknown>[]>> {
  const { account, layouts, rows } = await page.evaluate(readDisk, tables);
  const key = await keyOf(account);
  return Object.fromEntries(
    layouts.map((layout) => [
      layout[0],
      (rows[layout[0]] ?? []).map((row) => (row.sealed ? sealerOf(key, ...layout).open(row) : row)),
    ]),
  ) as Record<string, Record<string, unknown>[]>;
}

/** Puts a row in the place of what stands there, strictly durable as the app does. */
export async function putRow(page: Page, table: string, row: object): Promise<void> {
  const sealer = (await sealersOf(page)).get(table) as Sealer;
  await page.evaluate(writeDisk, [{ table, row: sealer.close(row) }] as unknown);
}

/** By table. */
export async function sealersOf(page: Page): Promise<Map<string, Sealer>> {
  const { account, layouts } = await page.evaluate(readDisk, []);
  const key = await keyOf(account);
  return new Map(layouts.map((layout) => [layout[0], sealerOf(key, ...layout)]));
}

/** Runs in the page: the latest account, how its tables are laid out, and the rows of these tables, or of all. */
export async function readDisk(tables?: string[]): Promise<Disk> {
  const settled = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const all = async (name: string, wanted?: string[]) => {
    const database = await settled(indexedDB.open(name));
    try {
      const names = [...database.objectStoreNames];
      const transaction = database.transaction(names);
      const layouts = names.map((table): Layout => {
        const store = transaction.objectStore(table);
        const primary = [store.keyPath].flat() as string[];
        const indexes = [...store.indexNames].flatMap((index) => [store.index(index).keyPath].flat() as string[]);
        return [table, primary, [...new Set(indexes)].filter((path) => !primary.includes(path))];
      });
      const read = names.filter((table) => !wanted || wanted.includes(table));
      const rows = await Promise.all(
        read.map(async (table) => [table, await settled(transaction.objectStore(table).getAll())]),
      );
      return { layouts, rows: Object.fromEntries(rows) as Disk['rows'] };
    } finally {
      database.close();
    }
  };
  const accounts = (await all('pendamping-accounts')).rows.accounts as unknown as Account[];
  const account = accounts.at(-1);
  if (!account) throw new Error('no account on this laptop');
  return { account, ...(await all(`pendamping-${account.id}`, tables)) };
}

/** Runs in the page: puts sealed rows into the database of the only account. */
export async function writeDisk(changes: unknown): Promise<void> {
  const puts = changes as { table: string; row: SealedRow }[];
  const settled = (target: EventTarget, event: string) =>
    new Promise((done) => target.addEventListener(event, done, { once: true }));
  const names = await indexedDB.databases();
  const name = names.map((each) => each.name as string).find((each) => /^pendamping-[\da-f]{8}-/.test(each)) as string;
  const opening = indexedDB.open(name);
  await settled(opening, 'success');
  const tables = [...new Set(puts.map(({ table }) => table))];
  const transaction = opening.result.transaction(tables, 'readwrite', { durability: 'strict' });
  for (const { table, row } of puts) transaction.objectStore(table).put(row);
  await settled(transaction, 'complete');
  opening.result.close();
}

/** Runs in the page. */
export async function countRows(table: string): Promise<number> {
  const settled = (target: EventTarget) =>
    new Promise((done) => target.addEventListener('success', done, { once: true }));
  const names = await indexedDB.databases();
  const name = names.map((each) => each.name as string).find((each) => /^pendamping-[\da-f]{8}-/.test(each)) as string;
  const opening = indexedDB.open(name);
  await settled(opening);
  const counting = opening.result.transaction(table).objectStore(table).count();
  await settled(counting);
  opening.result.close();
  return counting.result;
}
