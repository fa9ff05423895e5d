/**
 * Somebody types and the laptop syncs, and the power goes at a random moment; over and over, on one profile. Each time,
 * everything that the screen had called saved must be there again.
 *
 * What the screen calls saved: an input or answer that is not on the disk yet is marked (`data-saving`, renderer/store/unsaved.ts),
 * and once that lasts its user sees it. So what stood on the screen without that mark must be there after the kill, or
 * something that was shown later. The badge says how much is not on the hub: the rest is.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { v7 as newId } from 'uuid';
import { currentInstrument } from '#core/instruments/index.ts';
import { fieldName, recordName } from '#core/register/names.ts';
import { canonical, type Json, join, type Register } from '#core/register/register.ts';
import { seeded } from '#core/testing/random.ts';
import type { Batch } from '#core/wire/protocol.ts';
import { readRegister } from '#core/wire/registers.ts';
import { type Laptop as BareLaptop, push, recordOf, write } from '../../hub/testing/hub.ts';
import { id as texts } from '../../renderer/i18n/id.ts';
import type { SealedRow, Sealer } from '../../renderer/store/seal.ts';
import { expectAllSent, syncNow } from './app.ts';
import type { Hub } from './hub.ts';
import type { LinkProfile } from './line.ts';
import type { Link } from './link.ts';
import { sealersOf } from './sealed.ts';
import { differences, heldBy, heldByHub, makeRecord, type Registers, unknownTo } from './stores.ts';
import { jsonOf } from './tap.ts';

/** The power goes after so many words and answers at most, and at most so long after the last of them. */
const MOST_STEPS = 8;
const MOST_MS = 800;

/** Slow enough that mostly something is under way, fast enough for many rounds. */
export const KILL_LINK: LinkProfile = { down: 4000, up: 500, rtt: 400, jitter: 150, loss: 0 };

/** What is killed and started again on the same profile. */
export interface Victim {
  page(): Page;
  kill(): Promise<void>;
  /** Resolves when the app is there again. */
  restart(): Promise<void>;
}

export interface KillOptions {
  victim: Victim;
  hub: Hub;
  /** Between the victim and the hub. */
  link: Link;
  forms: Form[];
  /** A colleague who writes into the same records, so that pulls have something to join. */
  colleague: BareLaptop;
  /** Reads the hub, and writes nothing. */
  reader: BareLaptop;
  rounds: number;
  seed: number;
  /** The disk may be full, and the screen may say that it refuses. */
  mayComplain?: boolean;
  /** Comes before the kill, while hands go on. */
  trouble?: (random: () => number) => Promise<void>;
}

export interface KillReport {
  seed: number;
  rounds: number;
  /** Values of which the screen had said before a kill that they are saved, read again after it. */
  checked: number;
  /** Kills in the middle of a push, of a pull, and while the hub was down. */
  duringPush: number;
  duringPull: number;
  whileHubDown: number;
  /** Registers that the laptop counted as sent after a kill, compared with the hub's. */
  acknowledged: number;
  /** Writes that the store had confirmed to the app before a kill, compared with the store after it. */
  confirmed: number;
  /** Inputs that said that the disk refuses them. */
  complaints: number;
  /** How often something was marked as not saved yet. */
  marks: number;
  missing: string[];
}

/** A page with inputs. */
export interface Form {
  path: string;
  collection: string;
  id: string;
  /** Text inputs that may be typed into. */
  fields: string[];
  /** Also answered with keys. */
  isAssessment?: boolean;
}

const STEPS: Record<string, string[]> = {
  owner: ['ownerName', 'ownerPhone', 'ownerDisability', 'ownerAddress'],
  legality: ['pirt', 'halal', 'bpom', 'otherPermits'],
  operation: ['cooperativeMember', 'address', 'trainings', 'product1Name', 'product1Description', 'rawMaterials'],
  market: ['salesChannels', 'digitalPlatforms', 'aidPrograms'],
  problems: ['problem1', 'problem2', 'problem3', 'problem4', 'problem5', 'problem6', 'problem7'],
};
const SESSION_FIELDS = ['problem', 'material', 'advice', 'outcome'];
/** An amount is typed with letters in it, now and then: that is kept as text until it is an amount. */
const AMOUNTS = ['sales', 'profit', 'cash'];
/** What the colleague writes; nobody types there. */
const COLLEAGUE_FIELDS: [collection: string, field: string][] = [
  ['businesses', 'brand'],
  ['businesses', 'sni'],
  ['businesses', 'cluster'],
  ['sessions', 'participants'],
];

/** How many kills, and from which seed: the same seed types the same words and kills after the same times. */
export const killRounds = (rounds: number): { rounds: number; seed: number } => ({
  rounds: Number(process.env.PENDAMPING_KILLS ?? rounds),
  seed: Number(process.env.PENDAMPING_SEED ?? Math.floor(Math.random() * 1e9)),
});

/** A business with consent, two sessions, an assessment and figures, made on another laptop. */
export async function makeForms(maker: BareLaptop): Promise<Form[]> {
  const business = newId();
  const ofClient = { clientCollection: 'businesses', clientId: business };
  const today = '2026-11-24';
  const make = (collection: string, values: Record<string, Json>, id?: string) =>
    makeRecord(maker, collection, values, id);
  await make('businesses', { name: 'Keripik Talas Uji', consultant: maker.user, registeredOn: today }, business);
  await make('consents', { ...ofClient, purposeMentoring: true, givenOn: today, way: 'paper' });
  const yearly = await make('yearlyStates', { ...ofClient, asOf: '2025-12-31' });
  const session = { ...ofClient, consultant: maker.user, date: today, state: 'draft' };
  const sessions = [await make('sessions', session), await make('sessions', session)];
  const instrument = currentInstrument('asesmen-ukm');
  if (!instrument) throw new Error('no instrument');
  const assessment = await make('assessments', {
    ...ofClient,
    instrument: instrument.id,
    version: instrument.version,
    assessedOn: today,
    assessor: maker.user,
    state: 'draft',
  });
  const step = (name: string) => `/clients/businesses/${business}/register?step=${name}`;
  return [
    ...Object.entries(STEPS).map(([name, fields]) => ({
      path: step(name),
      collection: 'businesses',
      id: business,
      fields,
    })),
    { path: step('finance'), collection: 'yearlyStates', id: yearly, fields: [...AMOUNTS, 'activity'] },
    ...sessions.map((id) => ({ path: `/sessions/${id}`, collection: 'sessions', id, fields: SESSION_FIELDS })),
    { path: `/assessments/${assessment}`, collection: 'assessments', id: assessment, fields: [], isAssessment: true },
  ];
}

/** Kills the victim so many times. Never throws for what is missing; the report tells. */
export async function killManyTimes(options: KillOptions): Promise<KillReport> {
  const { victim, hub, link, reader, rounds, seed } = options;
  const counts = {
    checked: 0,
    duringPush: 0,
    duringPull: 0,
    whileHubDown: 0,
    acknowledged: 0,
    confirmed: 0,
    complaints: 0,
    marks: 0,
  };
  const report: KillReport = { seed, rounds, ...counts, missing: [] };
  const known: Known = new Map();
  for (let round = 0; round < rounds; round++) {
    const random = seeded(seed + round);
    const watch = await watchScreen(victim.page());
    const weather = hubWeather(hub, random);
    const hands = new Hands(victim.page(), options.forms, random);
    const working = hands.work();
    const chatting = chat(options.colleague, options.forms, random, hands);
    await hands.after(Math.floor(random() * MOST_STEPS));
    await sleep(random() * MOST_MS);
    await options.trouble?.(random);
    const latest = link.exchanges.findLast((exchange) => exchange.path.startsWith('/v1/sync/'));
    if (latest && !latest.answered) report[latest.method === 'POST' ? 'duringPush' : 'duringPull'] += 1;
    if (weather.isDown()) report.whileHubDown += 1;
    hands.stop();
    await victim.kill();
    await Promise.all([working, chatting]);
    hands.end();
    await weather.clear();
    await victim.restart();

    const fail = (text: string) => {
      console.log(text);
      report.missing.push(`seed ${seed}, round ${round}: ${text}`);
    };
    const holding = await heldBy(victim.page());
    for (const name of holding.refused) fail(`refused by the hub: ${name}`);
    checkConfirmed(watch, hands, holding.registers, report, fail);
    const sent = new Map([...holding.registers].filter(([name]) => !holding.unsent.has(name)));
    for (const line of unknownTo(await heldByHub(reader), sent)) fail(`counted as sent, not on the hub: ${line}`);
    report.acknowledged += sent.size;

    if (options.mayComplain) report.complaints += watch.complaints.size;
    else for (const name of watch.complaints) fail(`the screen said that it is not saved: ${name}`);
    report.marks += [...watch.shown.values()].flat().filter(({ saving }) => saving).length;
    noteSaved(known, watch, hands);
    for (const form of hands.visited) {
      const screen = await readForm(victim.page(), form);
      for (const [name, now] of screen) {
        const accepted = known.get(name);
        if (!accepted || isColleagues(name)) continue;
        report.checked += 1;
        if (!accepted.has(now)) fail(`${form.path} ${name}: shows "${now}", was "${[...accepted].join('" → "')}"`);
      }
      for (const [name, now] of screen) known.set(name, new Set([now]));
    }
    if (round % 10 === 9) console.log(`${round + 1} rounds, ${report.missing.length} missing`);
  }
  return report;
}

/** After all kills: the victim, the hub and another laptop agree, register by register and field by field. */
export async function expectAgreement(options: KillOptions, otherLaptop: Page): Promise<void> {
  const { victim, link, forms } = options;
  const page = victim.page();
  await tell(options.colleague, forms);
  await expectAllSent(page);
  const [held, given] = [await heldBy(page), await heldByHub(options.reader)];
  expect([...held.unsent, ...held.refused]).toEqual([]);
  expect(unknownTo(given, held.registers)).toEqual([]);
  expect(unknownTo(given, acknowledgedBy(link))).toEqual([]);
  await expectAllSent(otherLaptop);
  // Both may have pulled before the last of it was there.
  for (const laptop of [page, otherLaptop]) {
    await syncNow(laptop);
    await expect.poll(async () => differences((await heldBy(laptop)).registers, given)).toEqual([]);
    await laptop.keyboard.press('Escape');
  }
  for (const form of forms) {
    const [here, there] = [await readForm(page, form), await readForm(otherLaptop, form)];
    // What is no amount yet stays on the laptop where it was typed.
    for (const [name, text] of here) if (isAmount(name) && !/^\d*$/.test(text)) there.set(name, text);
    expect(Object.fromEntries(there)).toEqual(Object.fromEntries(here));
  }
}

/** What went up in pushes whose answer came back whole, joined. */
function acknowledgedBy(link: Link): Registers {
  const pushes = link.exchanges.filter(
    ({ path, answered, status }) => path === '/v1/sync/push' && answered && status === 200,
  );
  const registers = new Map<string, Register>();
  for (const { collection, id, registers: sent } of pushes.flatMap((exchange) => (jsonOf(exchange) as Batch).records)) {
    for (const [field, json] of Object.entries(sent)) {
      const name = fieldName({ collection, id, field });
      const register = readRegister(json);
      if (!register) throw new Error(`malformed register ${name}`);
      const before = registers.get(name);
      registers.set(name, before ? join(before, register) : register);
    }
  }
  return registers;
}

/** By input: the texts that may stand in it after a kill, once the screen has called one of them saved. */
type Known = Map<string, Set<string>>;

/** What the screen called saved last is what must be there; what was shown or typed later may be there instead. */
function noteSaved(known: Known, watch: Watch, hands: Hands): void {
  for (const [name, shown] of watch.shown) {
    const saved = shown.findLastIndex(({ saving }) => !saving);
    const before = saved < 0 ? known.get(name) : new Set<string>();
    if (!before) continue;
    const texts = shown.slice(Math.max(0, saved)).map(({ text }) => text);
    // The last letters may have been typed just before the form was left, and never have been looked at.
    const possible = [...texts, ...hands.mayHaveReached(name, watch.lastSeen.get(name) ?? 0)];
    known.set(name, new Set([...before, ...possible.map((text) => plain(name, text))]));
  }
}

/**
 * Compares the store with what it had confirmed to the window before the kill: that, or what was on its way, is there. The kill may
 * also have come after a write and before the test was told of it: then what stands there was shown or typed later.
 */
function checkConfirmed(
  watch: Watch,
  hands: Hands,
  found: Registers,
  report: KillReport,
  fail: (text: string) => void,
): void {
  const records = Map.groupBy(watch.writes, recordName);
  for (const [record, ofRecord] of records) {
    const last = ofRecord.findLastIndex(({ confirmed }) => confirmed);
    if (last < 0) continue;
    const possible = ofRecord.slice(last);
    for (const field of Object.keys((possible[0] as Write).values)) {
      if (isColleagues(`${field}-`)) continue;
      report.confirmed += 1;
      const value = found.get(`${record}/${field}`)?.heads[0]?.value ?? null;
      const isThere = possible.some(({ values }) => canonical(values[field] ?? null) === canonical(value));
      if (isThere || cameLater(watch, hands, `${field}-${ofRecord[0]?.id}`, possible[0]?.values[field], value))
        continue;
      fail(`${record}/${field}: confirmed ${JSON.stringify(possible[0]?.values[field])}, holds ${value}`);
    }
  }
}

/** Was it shown or typed after what was confirmed? */
function cameLater(
  { shown, lastSeen }: Watch,
  hands: Hands,
  name: string,
  confirmed: Json | undefined,
  value: Json,
): boolean {
  const texts = (shown.get(name) ?? []).map(({ text }) => plain(name, text));
  const from = texts.lastIndexOf(String(confirmed ?? ''));
  const unseen = hands.mayHaveReached(name, lastSeen.get(name) ?? 0);
  return from >= 0 && [...texts.slice(from + 1), ...unseen].includes(String(value ?? ''));
}

const isColleagues = (name: string): boolean => COLLEAGUE_FIELDS.some(([, field]) => name.startsWith(`${field}-`));

const isAmount = (name: string): boolean => AMOUNTS.some((field) => name.startsWith(`${field}-`));

/** Amounts are shown as typed while they are edited, and as rupiah afterwards; nothing but spaces is nothing. */
const plain = (name: string, text: string): string => {
  if (text.trim() === '') return '';
  return isAmount(name) ? text.replaceAll(/Rp|\./g, '') : text;
};

/** An answer moves the screen on to the next question, and nobody outside can tell which of the two a key reaches. */
const ANY_ANSWER = 'answer ';
const covers = (typed: string, name: string): boolean =>
  typed === ANY_ANSWER ? name.startsWith(ANY_ANSWER) : typed === name;

/** Types words into random inputs until the power goes. */
class Hands {
  readonly visited = new Set<Form>();
  readonly #page: Page;
  readonly #forms: Form[];
  readonly #random: () => number;
  #stopped = false;
  #error: unknown;
  #steps = 0;
  #waiting: { steps: number; done: () => void } | undefined;
  /** What went into which input, and until when: the kill may come before anybody has seen it on the screen. */
  #typed: { name: string; texts: string[]; until: number }[] = [];

  constructor(page: Page, forms: Form[], random: () => number) {
    this.#page = page;
    this.#forms = forms;
    this.#random = random;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Whatever fails from now on fails because the browser is gone. */
  stop(): void {
    this.#stopped = true;
  }

  mayHaveReached(name: string, since: number): string[] {
    return this.#typed
      .filter((typed) => covers(typed.name, name) && typed.until >= since)
      .flatMap(({ texts }) => texts);
  }

  /** Resolves after so many words and answers, or when the work had to end. */
  after(steps: number): Promise<void> {
    return new Promise((done) => {
      this.#waiting = { steps, done };
      this.#step(0);
    });
  }

  /** Works until it is stopped. What went wrong before that, `end` throws. */
  async work(): Promise<void> {
    try {
      while (!this.#stopped) await this.#fillIn(this.#one(this.#forms));
    } catch (error) {
      if (!this.#stopped) this.#error = error;
      this.#waiting?.done();
    }
  }

  end(): void {
    if (this.#error) throw this.#error;
  }

  #step(count: number): void {
    this.#steps += count;
    if (this.#waiting && (this.#steps >= this.#waiting.steps || this.#error)) this.#waiting.done();
  }

  async #fillIn(form: Form): Promise<void> {
    this.visited.add(form);
    await goTo(this.#page, form);
    const times = 1 + Math.floor(this.#random() * 4);
    for (let i = 0; i < times && !this.#stopped; i++) {
      await (form.isAssessment ? this.#answer() : this.#type(form));
      this.#step(1);
    }
  }

  async #type(form: Form): Promise<void> {
    const field = this.#one(form.fields);
    const name = `${field}-${form.id}`;
    const input = this.#page.locator(`[id="${name}"]`);
    await input.focus();
    const stands = await input.inputValue();
    const ofAmount = isAmount(name);
    const replaces = ofAmount || stands.length > 100 || this.#random() < 0.4;
    await this.#page.keyboard.press(replaces ? 'Control+A' : 'Control+End');
    const word = ofAmount ? this.#amount() : this.#word();
    const before = replaces ? '' : stands;
    const texts = Array.from(word, (_, i) => before + word.slice(0, i + 1));
    await this.#noting(name, texts, () => this.#page.keyboard.type(word, { delay: this.#random() * 40 }));
    // Leaves the input at once, or stays in it for a while.
    if (this.#random() < 0.5) await input.blur();
    else await sleep(this.#random() * 400);
  }

  async #answer(): Promise<void> {
    const key = this.#one(['0', '1', '2', '3', 't', 'Backspace', 'j', 'k']);
    const shown = { Backspace: '', t: 'T', j: null, k: null }[key] ?? (key.length === 1 && /\d/.test(key) ? key : '');
    const texts = 'jk'.includes(key) ? [] : [shown];
    await this.#noting(ANY_ANSWER, texts, () => this.#page.keyboard.press(key));
    await sleep(this.#random() * 60);
  }

  async #noting(name: string, texts: string[], typing: () => Promise<void>): Promise<void> {
    const typed = { name, texts, until: Number.POSITIVE_INFINITY };
    this.#typed.push(typed);
    await typing();
    typed.until = Date.now();
  }

  #word(): string {
    const length = 3 + Math.floor(this.#random() * 9);
    return ` ${Array.from({ length }, () => this.#one([...'abcdefghijklmnopqrstuvwxyz'])).join('')}`;
  }

  #amount(): string {
    const digits = String(1 + Math.floor(this.#random() * 900_000_000));
    return this.#random() < 0.3 ? `${digits} x` : digits;
  }

  #one<T>(some: readonly T[]): T {
    return some[Math.floor(this.#random() * some.length)] as T;
  }
}

/** The colleague writes from her own laptop meanwhile. What does not get through goes with the next push. */
async function chat(colleague: BareLaptop, forms: Form[], random: () => number, hands: Hands): Promise<void> {
  while (!hands.stopped) {
    await sleep(100 + random() * 400);
    const [collection, field] = COLLEAGUE_FIELDS[Math.floor(random() * COLLEAGUE_FIELDS.length)] as [string, string];
    const { id } = forms.find((form) => form.collection === collection) as Form;
    write(colleague, collection, id, field, `Rekan ${Math.floor(random() * 1e6)}`);
    await tell(colleague, forms).catch((error: Error) => {
      if (!/fetch failed/.test(error.message)) throw error;
    });
  }
}

async function tell(colleague: BareLaptop, forms: Form[]): Promise<void> {
  const ids = new Map(forms.map(({ id, collection }) => [id, collection]));
  const records = [...ids].map(([id, collection]) => recordOf(colleague, collection, id));
  const { refused } = await push(
    colleague,
    records.filter(({ registers }) => Object.keys(registers).length > 0),
  );
  expect(refused).toEqual([]);
}

/** In one round of three the hub is killed too, and comes back before or after the laptop does. */
function hubWeather(hub: Hub, random: () => number): { isDown: () => boolean; clear: () => Promise<void> } {
  let isDown = false;
  const [at, lasts, comes] = [random() * 3000, random() * 3000, random() < 1 / 3];
  const calm = new AbortController();
  const storm = async () => {
    await sleep(at, undefined, { signal: calm.signal }).catch(() => undefined);
    if (calm.signal.aborted) return;
    isDown = true;
    await hub.kill();
    await sleep(lasts);
    await hub.restart();
    isDown = false;
  };
  const passing = comes ? storm() : Promise.resolve();
  return {
    isDown: () => isDown,
    clear: () => {
      calm.abort();
      return passing;
    },
  };
}

/** Goes there as a link of the app does: without loading the page anew. */
export async function goTo(page: Page, { path, fields, id, isAssessment }: Form): Promise<void> {
  await page.evaluate((to) => history.pushState(null, '', to), path);
  await page
    .locator(isAssessment ? 'main section[aria-label]' : `[id="${fields[0]}-${id}"]`)
    .first()
    .waitFor();
}

/** Everything that a form shows, by input. */
export async function readForm(page: Page, form: Form): Promise<Map<string, string>> {
  await goTo(page, form);
  await page.evaluate(`globalThis.readScreen = ${readScreen}`);
  const read = () => page.evaluate(() => Object.entries((globalThis as unknown as Recorder).readScreen()));
  const shown = new Map<string, string>();
  const note = (entries: [string, Shown][]) => {
    for (const [name, { text }] of entries) shown.set(name, plain(name, text));
  };
  if (!form.isAssessment) note(await read());
  else {
    for (const dimension of await page.locator('main nav li button').all()) {
      await dimension.click();
      note(await read());
    }
  }
  return shown;
}

/** A row that the window put into the store; confirmed once its transaction was complete. */
interface Write {
  collection: string;
  id: string;
  values: Record<string, Json>;
  transaction: number;
  confirmed: boolean;
}

interface Shown {
  text: string;
  /** Marked: it is not on the disk yet. */
  saving: boolean;
}

interface Watch {
  /** By input: what it showed, one after the other. */
  shown: Map<string, Shown[]>;
  /** By input: when it was on the screen last (the page's clock). */
  lastSeen: Map<string, number>;
  /** Inputs that said that the disk refuses them. */
  complaints: Set<string>;
  writes: Write[];
}

type Sighting =
  | { kind: 'screen'; at: number; visible?: string[]; changed: Record<string, Shown>; complaints: string[] }
  | { kind: 'put'; table: string; row: SealedRow; transaction: number }
  | { kind: 'end'; transaction: number; complete: boolean };

interface Recorder {
  readScreen: () => Record<string, Shown>;
  tellTest: (sighting: Sighting) => void;
}

/** Watches the screen from inside the page, and keeps asking for rounds of sync. */
async function watchScreen(page: Page): Promise<Watch> {
  const watch: Watch = { shown: new Map(), lastSeen: new Map(), complaints: new Set(), writes: [] };
  const sealers = await sealersOf(page);
  let visible: string[] = [];
  await page.exposeBinding('tellTest', (_, sighting: Sighting) => {
    if (sighting.kind === 'put') {
      const { table, row, transaction } = sighting;
      const { id, values } = (sealers.get(table) as Sealer).open(row) as { id?: string; values?: Record<string, Json> };
      if (id && values) watch.writes.push({ collection: table, id, values, transaction, confirmed: false });
    } else if (sighting.kind === 'end') {
      const own = watch.writes.filter((write) => write.transaction === sighting.transaction);
      for (const write of own) write.confirmed = sighting.complete;
    } else {
      visible = sighting.visible ?? visible;
      for (const name of visible) watch.lastSeen.set(name, sighting.at);
      for (const name of sighting.complaints) watch.complaints.add(name);
      for (const [name, shown] of Object.entries(sighting.changed))
        watch.shown.set(name, [...(watch.shown.get(name) ?? []), shown]);
    }
  });
  await page.evaluate(`globalThis.readScreen = ${readScreen}`);
  await page.evaluate(record, texts.fields.notSaved);
  return watch;
}

/** Runs in the page: what the inputs show, and the answers of an assessment. */
function readScreen(): Record<string, Shown> {
  const shown: Record<string, Shown> = {};
  const isSaving = (element: HTMLElement) => element.dataset.saving !== undefined;
  for (const input of document.querySelectorAll<HTMLInputElement>('main input[id], main textarea[id]')) {
    if (/^\w+-[\da-f]{8}-[\da-f-]{27}$/.test(input.id))
      shown[input.id] = { text: input.value, saving: isSaving(input) };
  }
  const isIndicator = (code: string) => /^[A-Z]\d+$/.test(code);
  for (const line of document.querySelectorAll<HTMLElement>('main li > button')) {
    const code = line.firstElementChild?.textContent ?? '';
    const text = line.lastElementChild?.textContent ?? '';
    if (isIndicator(code)) shown[`answer ${code}`] = { text, saving: isSaving(line) };
  }
  for (const card of document.querySelectorAll<HTMLElement>('main section[aria-label]')) {
    const code = card.getAttribute('aria-label')?.split(' ')[0] ?? '';
    const text = card.querySelector('button[aria-pressed="true"]')?.firstElementChild?.textContent ?? '';
    if (isIndicator(code)) shown[`answer ${code}`] = { text, saving: isSaving(card) };
  }
  return shown;
}

/** Runs in the page. */
function record(notSaved: string): void {
  const { readScreen, tellTest } = globalThis as unknown as Recorder;
  const last: Record<string, string> = {};
  let before = '';
  const scan = () => {
    const now = Object.entries(readScreen());
    const changed = now.filter(([name, shown]) => last[name] !== JSON.stringify(shown));
    for (const [name, shown] of changed) last[name] = JSON.stringify(shown);
    const complaints = [...document.querySelectorAll('main [id$="-error"], main [role="alert"]')]
      .filter((each) => each.textContent?.includes(notSaved))
      .map((each) => each.id);
    const visible = now.map(([name]) => name);
    const isOther = before !== visible.join();
    before = visible.join();
    const sighting = { at: Date.now(), changed: Object.fromEntries(changed), complaints };
    tellTest({ kind: 'screen', ...sighting, ...(isOther ? { visible } : {}) });
  };
  setInterval(scan, 40);
  for (const event of ['input', 'keydown']) document.addEventListener(event, () => setTimeout(scan));

  const demand = new BroadcastChannel('pendamping-sync');
  setInterval(() => demand.postMessage('now'), 200);

  const numbers = new WeakMap<IDBTransaction, number>();
  // Dexie has bound `transaction` of the open database already, but asks each transaction for its stores.
  const { objectStore } = IDBTransaction.prototype;
  IDBTransaction.prototype.objectStore = function (this: IDBTransaction, ...args) {
    if (this.mode === 'readwrite' && !numbers.has(this)) {
      const transaction = Math.random();
      numbers.set(this, transaction);
      for (const event of ['complete', 'abort'] as const) {
        this.addEventListener(event, () => tellTest({ kind: 'end', transaction, complete: event === 'complete' }));
      }
    }
    return objectStore.apply(this, args);
  };
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args) {
    const [row] = args as [SealedRow & { id?: string }];
    const transaction = numbers.get(this.transaction);
    if (row.id && transaction !== undefined) tellTest({ kind: 'put', table: this.name, row, transaction });
    return put.apply(this, args);
  };
}
