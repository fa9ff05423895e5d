/**
 * What a laptop with very many clients costs at its start: `npm run bench -- start [--clients 10000,100000] [--runs N]`. From the
 * opening of a window to the first lines of the client list, all of them counted, with the processor as it is and four times
 * slower; and from a key in the search to the frame that shows its answer. Everything is sealed. Writes `results/start.json` and
 * `results/start.md`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserContext, Page } from '@playwright/test';
import { v7 as newId } from 'uuid';
import { seeded } from '../core/testing/random.ts';
import { enrolAsDemo, expectAllSent } from '../e2e/support/app.ts';
import { startHub } from '../e2e/support/hub.ts';
import { openLaptop } from '../e2e/support/laptop.ts';
import { machine, notedKeys, noteKeys, quantile, spread } from './figures.ts';
import { fillLaptop, type StoredRow } from './fill.ts';

const { values } = parseArgs({
  options: { clients: { type: 'string', default: '10000,100000' }, runs: { type: 'string', default: '5' } },
});
const runs = Number(values.runs);
const PATIENCE_MS = 300_000;
const SLOWER = [1, 4];
const WORDS = [
  'Kopi',
  'Bawang',
  'Keripik',
  'Tenun',
  'Mebel',
  'Kue',
  'Ikan',
  'Sambal',
  'Batik',
  'Rotan',
  'Madu',
  'Cokelat',
];
const PEOPLE = ['Rosmini', 'Hasan', 'Wulandari', 'Yusuf', 'Ningsih', 'Sartika', 'Abdul', 'Maria', 'Dewi', 'Lestari'];
const QUERY = 'kopi wulandari';

interface Measured {
  clients: number;
  /** Seconds, by how much slower the processor is. */
  start: Record<number, number[]>;
  /** Milliseconds. */
  keys: number[];
}

const measured: Measured[] = [];
for (const clients of values.clients.split(',').map(Number)) measured.push(await measure(clients));
const MACHINE = machine();
mkdirSync(join(import.meta.dirname, 'results'), { recursive: true });
writeFileSync(
  join(import.meta.dirname, 'results/start.json'),
  `${JSON.stringify({ machine: MACHINE, measured }, null, 2)}\n`,
);
writeFileSync(join(import.meta.dirname, 'results/start.md'), asPage());
console.log(asPage());

async function measure(clients: number): Promise<Measured> {
  const hub = await startHub({ demo: true });
  const laptop = await openLaptop(hub.url);
  try {
    const { page } = laptop;
    page.setDefaultTimeout(PATIENCE_MS);
    await enrolAsDemo(page, 'Ningsih');
    await expectAllSent(page);
    await fillLaptop(page, makeClients(clients));
    const start: Measured['start'] = {};
    for (const slower of SLOWER) {
      start[slower] = [];
      for (let run = 0; run < runs; run++)
        start[slower].push(await startOnce(page.context(), hub.url, clients, slower));
    }
    return { clients, start, keys: await searchKeys(page.context(), hub.url, clients) };
  } finally {
    await laptop.dispose();
    await hub.dispose();
  }
}

function makeClients(count: number): StoredRow[] {
  const random = seeded(1);
  const one = (some: readonly string[]): string => some[Math.floor(random() * some.length)] as string;
  return Array.from({ length: count }, (_, i) => ({
    collection: 'businesses',
    id: newId(),
    flags: [],
    values: {
      name: `${one(WORDS)} ${one(PEOPLE)} ${i}`,
      ownerName: `${one(PEOPLE)} ${one(PEOPLE)}`,
      mainActivity: `Pengolahan ${one(WORDS).toLowerCase()}`,
      region: {
        province: 'Sulawesi Tengah',
        regency: 'Kota Palu',
        district: 'Palu Timur',
        village: 'Besusu',
        code: '72.71.01',
      },
      sector: 'C',
      ownerPhone: `08${Math.floor(random() * 1e10)}`,
      ownerAddress: `Jalan ${one(WORDS)} ${i}`,
      startedOn: '2019-05-01',
      legalForm: 'individual',
      registeredOn: '2026-02-01',
      consultant: 'sari',
      address: `Jalan ${one(PEOPLE)} ${i}`,
      product1Name: one(WORDS),
      marketReach: 'regency',
      salesChannels: 'Pasar, kios',
      employees: 3,
      createdAt: '2026-02-01T00:00:00.000Z',
      createdBy: 'sari',
      problem1: 'Belum memisahkan uang usaha dan rumah tangga',
      nib: String(1e12 + i),
    },
  }));
}

/** A window that another one gives the key: from its opening to the list with all of them. @returns seconds */
async function startOnce(context: BrowserContext, url: string, clients: number, slower: number): Promise<number> {
  const page = await context.newPage();
  try {
    page.setDefaultTimeout(PATIENCE_MS);
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
    const started = performance.now();
    await page.goto(`${url}/clients`, { waitUntil: 'commit' });
    await listed(page, clients);
    return (performance.now() - started) / 1000;
  } finally {
    await page.close();
  }
}

/** The demo has clients of its own. */
function listed(page: Page, clients: number): Promise<unknown> {
  return page.waitForFunction(
    (least) => {
      const said = document.querySelector('main [role=status]')?.textContent?.replaceAll(/\D/g, '') ?? '';
      return Number(said) >= least && document.querySelectorAll('main ul li').length > 5;
    },
    clients,
    { polling: 'raf' },
  );
}

async function searchKeys(context: BrowserContext, url: string, clients: number): Promise<number[]> {
  // The first window does not know what was written past the app.
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${url}/clients`);
  await listed(page, clients);
  const field = page.getByRole('textbox', { name: /Cari nama usaha/ });
  await noteKeys(field);
  for (let run = 0; run < runs; run++) {
    await field.press('Control+A');
    await field.pressSequentially(QUERY, { delay: 60 });
  }
  return notedKeys(page);
}

function asPage(): string {
  const lines = measured.map(
    ({ clients, start, keys }) =>
      `| ${clients.toLocaleString('en')} | ${spread(start[1])} | ${spread(start[4])} | ${quantile(keys, 0.5)} | ${quantile(keys, 0.95)} |`,
  );
  return `# The start of a laptop

From the opening of a window, whose key another one holds, to the client list with all clients; seconds, median of ${runs}
(least–most), with the processor as it is and four times slower. Then from a key in the search to its frame, ms. Everything is
sealed. Written by \`npm run bench -- start\`; the app in Chromium.

Machine: ${MACHINE}. Node ${process.version}.

| clients | start, s | start 4× slower, s | key median, ms | key p95, ms |
|---|---|---|---|---|
${lines.join('\n')}
`;
}
