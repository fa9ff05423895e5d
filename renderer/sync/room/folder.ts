/**
 * The watched folder, a stick's or a shared one (docs/sync.md, "Bundles"): a post that nobody serves. What lies in it is taken in,
 * what this laptop has for others is put there, each bundle as a file of its own.
 */
import { create } from 'zustand';
import type { Offered, Taken } from '#core/wire/post.ts';
import type { FolderAnswer } from '../../../electron/contract.ts';
import { type Device, db, getMeta, setMeta } from '../../store/database.ts';
import { guestName, handOnMark, knownIds, offerAll, replacedOf, takeIn } from '../exchange.ts';
import { fromParcel, intoParcel, roomShell } from './parcels.ts';

const LOOK_MS = 3000;
/**
 * What was written since is put there so often by itself. Each time is one more bundle for everybody to take, and one more round
 * for the hub to hear of; a laptop can tell it of fifty (`MAX_ROUNDS`).
 */
const WRITE_MS = 30 * 60_000;
const MAX_SEEN = 2000;
const MAX_LOG = 50;

export interface FolderEntry {
  name: string;
  /** Whose bundle it is, as far as the name tells. */
  from?: { user: string; laptop: string };
  /** Wall clock, ms. */
  at: number;
  taken: Taken;
}

export interface FolderState {
  /** None: no folder is watched. `undefined` before it is known. */
  path: string | null | undefined;
  /** The stick is in. */
  there: boolean;
  step: 'watching' | 'taking' | 'writing';
  done: number;
  total: number;
  /** What was taken in while the app is open, the latest first. */
  log: readonly FolderEntry[];
  /** When all that this laptop had was there; wall clock, ms. */
  writtenAt?: number;
  /** Since then something was written here, or came. */
  hasNews: boolean;
  problem?: 'full' | 'own_disk_full' | 'uncertified';
}

const UNKNOWN: FolderState = {
  path: undefined,
  there: false,
  step: 'watching',
  done: 0,
  total: 0,
  log: [],
  hasNews: false,
};
export const useFolder = create<FolderState>(() => UNKNOWN);

type File = NonNullable<NonNullable<FolderAnswer>['files']>[number];
const markOf = ({ name, size, modified }: File): string => `${name}|${size}|${modified}`;

/** `UNIT.LAPTOP.ID.plut`; other names are taken in too, but never touched. */
export const fileNameOf = (unit: string, { id, by, hub }: Offered): string =>
  [unit, by ?? (hub ? 'hub' : 'lain'), id]
    .map((part) => part.replaceAll(/[^\w-]/g, '-'))
    .join('.')
    .concat('.plut');

export const readFileName = (name: string): { by: string; id: string } | null => {
  const [, by, id] = /^[\w-]+\.([\w-]+)\.([\w-]{1,64})\.plut$/.exec(name) ?? [];
  return by && id ? { by, id } : null;
};

let watching: Watch | undefined;

/** @returns a function that stops it */
export function watchFolder(device: Device): () => void {
  const watch = new Watch(device);
  watching = watch;
  void watch.run();
  return () => watch.stop();
}

/** Lets the user choose. What is in it is taken in, and this laptop's bundles are put there, from then on. */
export async function chooseFolder(): Promise<void> {
  const chosen = await roomShell().ask('folder:choose', undefined);
  if (!chosen) return;
  useFolder.setState({ ...UNKNOWN, path: chosen.path }, true);
  watching?.begin();
}

export async function forgetFolder(): Promise<void> {
  await roomShell().ask('folder:forget', undefined);
  useFolder.setState({ ...UNKNOWN, path: null }, true);
}

export const writeNow = (): void => watching?.begin();

class Watch {
  readonly #device: Device;
  readonly #shell = roomShell();
  /** As they were at the last look: a file that still grows is left alone. */
  #before = new Set<string>();
  /** Files that could not be read; once more after the next start of the app. */
  readonly #bad = new Set<string>();
  #isDue = true;
  /** What was there when all was (`handOnMark`). */
  #written = '';
  #isStopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wake: (() => void) | undefined;

  constructor(device: Device) {
    this.#device = device;
  }

  stop(): void {
    this.#isStopped = true;
    this.begin();
  }

  /** Looks, and writes, now. */
  begin(): void {
    this.#isDue = true;
    clearTimeout(this.#timer);
    this.#wake?.();
  }

  async run(): Promise<void> {
    while (!this.#isStopped) {
      await this.#look().catch((error: unknown) => console.error('folder', error));
      useFolder.setState({ step: 'watching' });
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#timer = setTimeout(resolve, LOOK_MS);
      });
    }
  }

  async #look(): Promise<void> {
    const found = await this.#shell.ask('folder:list', undefined);
    const files = found?.files;
    useFolder.setState({ path: found?.path ?? null, there: files !== undefined });
    if (!files) {
      this.#before.clear();
      this.#isDue = true;
      return;
    }
    const settled = files.filter((file) => this.#before.has(markOf(file)));
    const isSettled = settled.length === files.length;
    this.#before = new Set(files.map(markOf));
    const took = await this.#take(settled);
    const hasNews = (await handOnMark()) !== this.#written;
    useFolder.setState({ hasNews });
    const { writtenAt = 0 } = useFolder.getState();
    if (!took && !this.#isDue && Math.abs(Date.now() - writtenAt) < WRITE_MS) return;
    // What others left is taken first: their files may replace some.
    if (isSettled) await this.#write(files);
  }

  /** @returns whether something came */
  async #take(files: readonly File[]): Promise<boolean> {
    const seen = new Set(await getMeta('folderSeen'));
    const fresh = files.filter((file) => !seen.has(markOf(file)) && !this.#bad.has(markOf(file)));
    if (fresh.length === 0) return false;
    const known = await knownIds();
    known.add((await getMeta('hubFile'))?.id ?? '');
    const isKnown = ({ name }: File): boolean => {
      const read = readFileName(name);
      return read !== null && (known.has(read.id) || read.by === this.#device.deviceId);
    };
    const taking = fresh.filter((file) => !isKnown(file));
    for (const file of fresh.filter(isKnown)) seen.add(markOf(file));
    const total = taking.reduce((sum, { size }) => sum + size, 0);
    useFolder.setState({ step: 'taking', done: 0, total });
    for (const file of taking) {
      const taken = await this.#takeOne(file);
      // The next look tells whether the stick was pulled out.
      if (!taken) break;
      (taken.problem ? this.#bad : seen).add(markOf(file));
      const by = readFileName(file.name)?.by;
      const from = by?.startsWith('d_') ? await guestName(by) : undefined;
      useFolder.setState(({ log, done }) => ({
        log: [{ name: file.name, from, at: Date.now(), taken }, ...log].slice(0, MAX_LOG),
        done: done + file.size,
      }));
    }
    await setMeta('folderSeen', [...seen].slice(-MAX_SEEN));
    return taking.length > 0;
  }

  async #takeOne({ name }: File): Promise<Taken | null> {
    const parcel = await this.#shell.ask('folder:take', { name });
    if (parcel === null) return null;
    try {
      return await takeIn(undefined, await fromParcel(parcel));
    } finally {
      await this.#shell.ask('parcel:drop', parcel);
    }
  }

  async #write(present: readonly File[]): Promise<void> {
    const mark = await handOnMark();
    const { offer, files, uncertified } = await offerAll(APP_VERSION);
    const there = new Set(present.map(({ name }) => readFileName(name)?.id));
    const missing = offer.bundles.filter(({ id }) => !there.has(id));
    useFolder.setState({ step: 'writing', done: 0, total: missing.reduce((sum, { size }) => sum + size, 0) });
    for (const offered of missing) {
      const problem = await this.#writeOne(offered, files.get(offered.id) as Blob);
      if (problem === 'gone') return;
      if (problem) {
        useFolder.setState({ problem, writtenAt: undefined });
        return;
      }
      useFolder.setState(({ done }) => ({ done: done + offered.size }));
    }
    await this.#tidy(present);
    this.#isDue = false;
    this.#written = mark;
    useFolder.setState({ writtenAt: Date.now(), hasNews: false, problem: uncertified ? 'uncertified' : undefined });
  }

  async #writeOne(offered: Offered, file: Blob): Promise<'gone' | 'full' | 'own_disk_full' | null> {
    const parcel = await intoParcel(file);
    if (parcel === null) return 'own_disk_full';
    try {
      const name = fileNameOf(this.#device.unit, offered);
      const outcome = await this.#shell.ask('folder:put', { name, parcel });
      return outcome === 'done' ? null : outcome;
    } finally {
      await this.#shell.ask('parcel:drop', parcel);
    }
  }

  /** Earlier bundles that later ones replaced, and the hub's earlier data, would fill the stick. */
  async #tidy(present: readonly File[]): Promise<void> {
    const named = present.flatMap((file) => {
      const read = readFileName(file.name);
      return read ? [{ ...read, file }] : [];
    });
    const replaced = new Set(await replacedOf(named.map(({ id }) => id)));
    const hubFile = await getMeta('hubFile', db);
    const seen = new Set(await getMeta('folderSeen'));
    for (const { by, id, file } of named) {
      const isOldHub = by === 'hub' && hubFile !== undefined && id !== hubFile.id && seen.has(markOf(file));
      if (replaced.has(id) || isOldHub) await this.#shell.ask('folder:remove', { name: file.name });
    }
  }
}
