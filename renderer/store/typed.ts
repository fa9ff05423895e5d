/** Texts of inputs on their way to the disk, one write after the other for each input, also after its page was left. */
import { knows, type Register } from '#core/register/register.ts';
import { noteAdvanced, noteFailed, noteSaved, noteUnsaved } from './unsaved.ts';

/** What its author had before their eyes when the editing began. */
export interface Seen {
  register: Register | undefined;
}

/** Writes a text where it belongs. @returns what its author has seen of the field now; none when nothing of it changed */
export type StoreText = (text: string, base: Seen | undefined) => Promise<Register | undefined>;

interface Typed {
  text: string;
  /** None: what is stored. */
  base: Seen | undefined;
  store: StoreText;
}

const typed = new Map<string, Typed>();
const writing = new Map<string, Promise<void>>();
const written = new Map<string, { register: Register; at: number }>();

/** A text stands in an input; `writeTyped` writes it. @param base does not count where an earlier text is still waiting */
export function noteTyped(name: string, text: string, base: Seen | undefined, store: StoreText): void {
  const before = typed.get(name);
  typed.set(name, { text, store, base: before ? before.base : base });
  noteUnsaved(name, text, () => writeTyped(name));
}

/** Writes what stands in an input then, after what is being written of it. Never throws: what fails stays unsaved. */
export function writeTyped(name: string): Promise<void> {
  const before = writing.get(name);
  if (!before && !typed.has(name)) return Promise.resolve();
  const done = (before ?? Promise.resolve())
    .then(() => writeLatest(name))
    .finally(() => {
      if (writing.get(name) === done) writing.delete(name);
    });
  writing.set(name, done);
  return done;
}

async function writeLatest(name: string): Promise<void> {
  const one = typed.get(name);
  if (!one) return;
  try {
    const seen = await one.store(one.text, one.base);
    if (seen) written.set(name, { register: seen, at: performance.now() });
    const now = typed.get(name);
    if (now === one) {
      typed.delete(name);
      noteSaved(name);
    } else if (now) {
      // Typed on meanwhile, upon what is written now.
      if (seen) now.base = { register: seen };
      noteAdvanced(name);
    }
  } catch (error) {
    console.error('save', name.split('/').at(-1), error);
    noteFailed(name);
  }
}

/** What stands in an input is wanted no more. Resolves when nothing of it is being written. */
export async function dropTyped(name: string): Promise<void> {
  typed.delete(name);
  noteSaved(name);
  await writing.get(name);
}

/** What this app wrote last: known here before any query shows it. */
export const writtenHere = (name: string): Register | undefined => written.get(name)?.register;

/** Queries are behind a write for so long at most. */
const BEHIND_MS = 2000;

/** What this app wrote a moment ago, where a record that was read does not know of it yet. */
export function aheadOf(read: Register | undefined, name: string): Register | undefined {
  const { register, at } = written.get(name) ?? { at: 0 };
  return performance.now() - at < BEHIND_MS && !knows(read, register) ? register : undefined;
}
