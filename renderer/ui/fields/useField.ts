import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { type CollectionName, checkValue } from '#core/model/collections.ts';
import { type Json, type Register, shown } from '#core/register/register.ts';
import { needsConsent } from '#core/workflow/consent.ts';
import type { Entity } from '../../store/queries.ts';
import { ConsentMissingError, keepInput, save } from '../../store/repository.ts';
import { aheadOf, noteTyped, type Seen, writeTyped, writtenHere } from '../../store/typed.ts';
import { unsavedName, unsavedOf, useUnsaved } from '../../store/unsaved.ts';

/** A kill may cost at most the keystrokes of the last half second; the rest of it is for the disk. */
const WRITE_AFTER_MS = 300;

interface RecordContext {
  collection: CollectionName;
  id: string;
  record: Entity<CollectionName> | null;
  inputs: Map<string, string>;
  readOnly: boolean;
  /** Nothing beyond the minimal record can be written (core/workflow/consent.ts). */
  waitsForConsent: boolean;
  /** Fields that a new record gets together with its first value, e.g. whose client it belongs to. */
  initial: Record<string, Json>;
}

const Context = createContext<RecordContext | null>(null);
export const RecordContextProvider = Context.Provider;

export function useRecordContext(): RecordContext {
  const context = useContext(Context);
  if (!context) throw new Error('field outside of a RecordForm');
  return context;
}

/** Is a field of the record not on the disk yet? */
export function useIsFieldSaving(field: string): boolean {
  const { collection, id } = useRecordContext();
  return useUnsaved(unsavedName(collection, id, field)) !== undefined;
}

/** The element id of a field's input: a page may show several records of one collection. */
export const inputId = (recordId: string, field: string): string => `${field}-${recordId}`;

/** How a field's value and the text in its input turn into each other. */
export interface Codec<V extends Json = Json> {
  /** `undefined` when the text is not a value (yet). */
  parse: (text: string) => V | undefined;
  format: (value: V) => string;
}

export const textCodec: Codec<string | null> = {
  parse: (text) => (text.trim() === '' ? null : text),
  format: (value) => value ?? '',
};

/**
 * One input that saves itself: at most 300 ms after a keystroke its value is on its way to the disk, or, when it is not valid yet, its
 * text is. Until it is there the input is marked. What arrives from others while it is being edited stands beside the new value and
 * is not overwritten.
 */
export function useField<V extends Json>(field: string, codec: Codec<V>) {
  const { collection, id, record, inputs, readOnly, waitsForConsent, initial } = useRecordContext();
  const value = ((record?.values as Record<string, Json> | undefined)?.[field] ?? null) as V;
  const kept = inputs.get(field);
  const stored = kept ?? codec.format(value);
  const name = unsavedName(collection, id, field);
  const unsaved = useUnsaved(name);
  const waiting = unsaved ? String(unsaved.value) : null;
  const [typed, showTyped] = useState(() => {
    const ahead = aheadOf(record?.register(field), name);
    return waiting ?? (ahead ? codec.format((shown(ahead)?.value ?? null) as V) : null);
  });
  const text = waiting ?? typed ?? stored;
  const parsed = valid(collection, field, codec, text);
  const isReadOnly = readOnly || (waitsForConsent && needsConsent(collection, field));
  /** It is a value, and was not taken: its person has not agreed. It stays, and is tried again when the input is left. */
  const isRefused = kept !== undefined && valid(collection, field, codec, kept) !== undefined;

  /** Known at once: somebody who types and leaves quickly is ahead of the screen. */
  const latestTyped = useRef(typed);
  const setTyped = (next: string | null) => {
    latestTyped.current = next;
    showTyped(next);
  };

  const base = useRef<Register | undefined>(undefined);
  const editing = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ codec, initial });
  latest.current = { codec, initial };

  const store = useCallback(
    async (next: string, seen: Seen | undefined): Promise<Register | undefined> => {
      const parsed = valid(collection, field, latest.current.codec, next);
      const keep = () => keepInput(collection, id, field, next).then(() => undefined);
      if (parsed === undefined) return keep();
      try {
        const edited = await save(collection, id, { [field]: parsed } as never, {
          ...(seen ? { base: { [field]: seen.register } } : {}),
          initial: latest.current.initial,
        });
        if (edited[field]) base.current = edited[field];
        return edited[field];
      } catch (error) {
        if (error instanceof ConsentMissingError) return keep();
        throw error;
      }
    },
    [collection, id, field],
  );

  const write = useCallback((): Promise<void> => {
    clearTimeout(timer.current);
    timer.current = undefined;
    return writeTyped(name);
  }, [name]);

  // Leaving the page writes; so do a hidden window and a closing lid (store/pending).
  useEffect(() => () => void write(), [write]);

  // Once the input is left, what is stored (by us or by others) is what it shows; not a text of before the last write.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when `stored` changes
  useEffect(() => {
    if (editing.current || unsavedOf(name)) return;
    if (stored === typed || (parsed !== undefined && !aheadOf(record?.register(field), name))) setTyped(null);
  }, [stored]);

  const change = (next: string) => {
    if (!editing.current) {
      editing.current = true;
      base.current = together(record?.register(field), writtenHere(name));
    }
    setTyped(next);
    noteTyped(name, next, { register: base.current }, store);
    timer.current ??= setTimeout(() => void write(), WRITE_AFTER_MS);
  };

  const leave = async (left = latestTyped.current) => {
    if (left === null && isRefused && !isReadOnly) noteTyped(name, kept ?? '', undefined, store);
    await write();
    if (unsavedOf(name)) return;
    editing.current = false;
    if (left === null) return;
    const parsed = valid(collection, field, codec, left);
    if (parsed !== undefined) setTyped(codec.format(parsed));
  };

  return {
    text,
    value: parsed === undefined ? value : parsed,
    invalid: parsed === undefined,
    /** Not on the disk yet. */
    saving: unsaved !== undefined,
    failed: unsaved?.failed ?? false,
    refused: isRefused,
    conflict: record?.conflicts.includes(field) ?? false,
    readOnly: isReadOnly,
    change,
    leave,
    /** For choices: take the value and write it at once. */
    choose: (next: V) => {
      const chosen = codec.format(next);
      change(chosen);
      return leave(chosen);
    },
  };
}

/** What its user has seen: both of them. */
function together(shown: Register | undefined, own: Register | undefined): Register | undefined {
  return shown && own ? { heads: [...shown.heads, ...own.heads], seen: shown.seen } : (shown ?? own);
}

function valid<V extends Json>(collection: string, field: string, codec: Codec<V>, text: string): V | undefined {
  const parsed = codec.parse(text);
  return parsed !== undefined && checkValue(collection, field, parsed) === 'ok' ? parsed : undefined;
}
