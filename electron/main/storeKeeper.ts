/**
 * Chromium deletes an IndexedDB store that it takes for corrupt: all that was saved in it would be gone (docs/decisions/0013-full-disks.md).
 * So a second folder holds hard links to the files of each store: they cost no room, have always the same content, and stay when
 * Chromium deletes its own. A store that was begun anew is known by the number of its manifest, which otherwise only grows. Then the
 * kept one is put back at the next start, before any page can open it, and its logs are mended (tornLogs.ts).
 */
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const LOOK_MS = 5000;
/** Bursts of new files are looked at together. */
const SETTLE_MS = 50;
const STORE = /\.indexeddb\.(leveldb|blob)$/;
/** Rewritten in place of the one before; all other files are only begun, continued and deleted. */
const CURRENT = 'CURRENT';
const LOCK = 'LOCK';

const liveFolder = (userData: string): string => join(userData, 'IndexedDB');
const keptFolder = (userData: string): string => join(userData, 'IndexedDB kept');
/** What Chromium made in its place, and whatever was written into that: kept until the next time. */
const resetFolder = (userData: string): string => join(userData, 'IndexedDB reset');

/** What was put back in vain. */
const damagedFolder = (userData: string): string => join(userData, 'IndexedDB damaged');

/** So long somebody may look into what was set aside. */
const ASIDE_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Deletes the stores that were set aside: the laptop is handed on, or its user was revoked. The live one and its links stay. */
export function forgetAsides(userData: string): void {
  for (const folder of [resetFolder(userData), damagedFolder(userData)])
    rmSync(folder, { recursive: true, force: true });
}

/** Deletes what was set aside long ago. */
export function forgetOldAsides(userData: string, now: number): void {
  for (const folder of [resetFolder(userData), damagedFolder(userData)]) {
    const since = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - since > ASIDE_DAYS * DAY_MS) rmSync(folder, { recursive: true, force: true });
  }
}

/** @param folder in whose place another one comes */
function setAside(folder: string, aside: string): void {
  rmSync(aside, { recursive: true, force: true });
  renameSync(folder, aside);
  // From now on, not from when something was last made in it.
  utimesSync(aside, new Date(), new Date());
}

/**
 * Puts back what Chromium deleted. Call it while no page is open, before the logs are mended.
 *
 * @returns whether there was something to put back
 */
export function putBackStore(userData: string): boolean {
  try {
    if (!wasReset(userData)) return false;
    const [live, kept] = [liveFolder(userData), keptFolder(userData)];
    if (isHopeless(userData)) {
      // What it holds is really damaged: from now on a snapshot is the answer.
      setAside(kept, damagedFolder(userData));
      return false;
    }
    if (existsSync(live)) setAside(live, resetFolder(userData));
    // Linked, not moved: it stays kept also when this is cut short.
    linkAll(kept, live);
    return true;
  } catch (error) {
    console.error('the store could not be put back', error);
    return false;
  }
}

/**
 * Keeps the store from now on.
 *
 * @param onReset Chromium has begun a new store in this run; what was kept stays as it is
 */
export function keepStore(userData: string, onReset: () => void): void {
  const live = liveFolder(userData);
  let isWaiting = false;
  let isOver = false;
  const look = (): void => {
    isWaiting = false;
    if (isOver) return;
    try {
      if (wasReset(userData)) {
        isOver = true;
        onReset();
      } else follow(live, keptFolder(userData));
    } catch (error) {
      // Files come and go while they are looked at.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') console.error('the store could not be kept', error);
    }
  };
  const soon = (): void => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(look, SETTLE_MS);
  };
  mkdirSync(live, { recursive: true });
  look();
  // Not all systems can watch; looking now and then is enough for most.
  try {
    watch(live, { recursive: true }, soon).unref();
  } catch (error) {
    console.warn('the store cannot be watched', error);
  }
  setInterval(look, LOOK_MS).unref();
}

/** How often in a row the same is put back. */
const MOST_TRIES = 2;

/** Was it put back before, and never opened since? Each opening begins a new manifest (logReuse.ts). Counts this time. */
function isHopeless(userData: string): boolean {
  const file = join(userData, 'store-put-back.json');
  const kept = keptFolder(userData);
  const stands = JSON.stringify(storesIn(kept).map((store) => [store, manifestOf(join(kept, store)) ?? 0]));
  const before = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { stands: string; tries: number })
    : null;
  const tries = before?.stands === stands ? before.tries + 1 : 1;
  writeFileSync(file, JSON.stringify({ stands, tries }));
  return tries > MOST_TRIES;
}

/** Is the live store another one than the kept one: missing, or younger? */
function wasReset(userData: string): boolean {
  const [live, kept] = [liveFolder(userData), keptFolder(userData)];
  return storesIn(kept).some((store) => {
    const number = manifestOf(join(kept, store));
    if (number === undefined) return false;
    const now = manifestOf(join(live, store)) ?? 0;
    const manifest = join(store, manifestName(number));
    return now < number || (now === number && !isSameFile(join(live, manifest), join(kept, manifest)));
  });
}

const storesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => STORE.test(name)) : [];

const manifestName = (number: number): string => `MANIFEST-${String(number).padStart(6, '0')}`;

/** The number of the manifest that is in force. */
function manifestOf(store: string): number | undefined {
  try {
    const name = readFileSync(join(store, CURRENT), 'utf8').trim();
    return existsSync(join(store, name)) ? Number(/^MANIFEST-(\d+)$/.exec(name)?.[1]) || undefined : undefined;
  } catch {
    return undefined;
  }
}

/** Makes the kept folder hold what the live one holds. The new comes before the old goes. */
function follow(live: string, kept: string): void {
  linkAll(live, kept);
  for (const name of filesIn(kept)) {
    if (!existsSync(join(live, name)) && wholeIn(live, name)) rmSync(join(kept, name), { force: true });
  }
}

/** A store that is being deleted has lost its `CURRENT`, or is about to: then nothing of the kept one may go. */
const wholeIn = (live: string, name: string): boolean => {
  const store = name.split(/[\\/]/)[0] as string;
  const leveldb = store.replace(/\.blob$/, '.leveldb');
  return manifestOf(join(live, leveldb)) !== undefined;
};

function linkAll(from: string, to: string): void {
  const names = filesIn(from);
  // `CURRENT` last: it names a manifest that must be there.
  for (const name of names.toSorted((a, b) => Number(isCurrent(a)) - Number(isCurrent(b)))) {
    const [source, target] = [join(from, name), join(to, name)];
    mkdirSync(dirname(target), { recursive: true });
    if (isCurrent(name)) replace(source, target);
    else if (!isSameFile(source, target)) {
      rmSync(target, { force: true });
      linkSync(source, target);
    }
  }
}

const isCurrent = (name: string): boolean => name.endsWith(CURRENT);

function replace(source: string, target: string): void {
  if (existsSync(target) && readFileSync(source, 'utf8') === readFileSync(target, 'utf8')) return;
  copyFileSync(source, `${target}.new`);
  renameSync(`${target}.new`, target);
}

function isSameFile(a: string, b: string): boolean {
  try {
    const [one, other] = [statSync(a), statSync(b)];
    return one.ino === other.ino && one.dev === other.dev;
  } catch {
    return false;
  }
}

const filesIn = (folder: string): string[] =>
  storesIn(folder).flatMap((store) =>
    readdirSync(join(folder, store), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== LOCK && !entry.name.endsWith('.new'))
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)),
  );
