/**
 * Rows of IndexedDB as JSON text and bytes, and back. IndexedDB keeps what JSON has no word for: dates, bytes, files, keys. An
 * object with `$` stands for one of these.
 */

/** Rows as text, the bytes that it names by place and length, and the files that it names in their order. */
export interface Encoded {
  json: string;
  bytes: Uint8Array;
  blobs: Blob[];
}

/** Something that no snapshot can hold. The database has such values no more than JSON has functions. */
export class NotEncodableError extends Error {}

/**
 * A CryptoKey cannot be read out of the browser, and is left out: whoever is restored makes a new one.
 *
 * @throws NotEncodableError
 */
export function encodeRows(rows: readonly unknown[]): Encoded {
  const pieces: Uint8Array[] = [];
  const blobs: Blob[] = [];
  let at = 0;
  const encode = (value: unknown): unknown => {
    if (value === undefined) return { $: 'u' };
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') {
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $: 'n', v: Object.is(value, -0) ? '-0' : `${value}` };
    }
    if (typeof value === 'bigint') return { $: 'i', v: `${value}` };
    if (value instanceof Date) return { $: 'd', v: value.getTime() };
    if (value instanceof ArrayBuffer) return bytes(new Uint8Array(value), 'ArrayBuffer');
    if (ArrayBuffer.isView(value)) {
      const { buffer, byteOffset, byteLength } = value;
      return bytes(new Uint8Array(buffer, byteOffset, byteLength), Object.prototype.toString.call(value).slice(8, -1));
    }
    if (value instanceof Blob) {
      blobs.push(value);
      return { $: 'f', at: blobs.length - 1 };
    }
    if (typeof CryptoKey !== 'undefined' && value instanceof CryptoKey) return { $: 'k' };
    if (Array.isArray(value)) return value.map(encode);
    if (value instanceof Map) return { $: 'm', v: [...value].map(encode) };
    if (value instanceof Set) return { $: 's', v: [...value].map(encode) };
    if (typeof value !== 'object') throw new NotEncodableError(typeof value);
    // As entries: JSON would take `__proto__` for something else, and `$` is ours.
    const entries = Object.entries(value).map(([key, inner]) => [key, encode(inner)] as const);
    if (entries.some(([key]) => key === '$' || key === '__proto__')) return { $: 'o', v: entries };
    return Object.fromEntries(entries);
  };
  const bytes = (piece: Uint8Array, type: string) => {
    pieces.push(piece);
    at += piece.length;
    return { $: 'b', t: type, at: at - piece.length, n: piece.length };
  };
  const json = JSON.stringify(rows.map(encode));
  const all = new Uint8Array(at);
  let from = 0;
  for (const piece of pieces) {
    all.set(piece, from);
    from += piece.length;
  }
  return { json, bytes: all, blobs };
}

const LEFT_OUT = Symbol('left out');

interface Special {
  $?: string;
  /** Value, type, number; place and length of bytes; which file. */
  v: unknown;
  t: string;
  at: number;
  n: number;
}

/** @param blobs the files that the rows name, in their order. @throws when the text is none of ours */
export function decodeRows(json: string, bytes: Uint8Array, blobs: readonly Blob[]): unknown[] {
  const decode = (value: unknown): unknown => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(decode);
    const { $: kind, v, t, at, n } = value as Special;
    if (kind === undefined) return object(Object.entries(value));
    if (kind === 'u') return undefined;
    if (kind === 'n') return Number(v);
    if (kind === 'i') return BigInt(v as string);
    if (kind === 'd') return new Date(v as number);
    if (kind === 'b') return asType(bytes.slice(at, at + n), t);
    if (kind === 'f') return blobs[at];
    if (kind === 'k') return LEFT_OUT;
    if (kind === 'm') return new Map((v as unknown[]).map(decode) as [unknown, unknown][]);
    if (kind === 's') return new Set((v as unknown[]).map(decode));
    if (kind === 'o') return object(v as [string, unknown][]);
    throw new Error('unknown kind of value');
  };
  const object = (entries: readonly [string, unknown][]): object => {
    const made = {};
    for (const [key, inner] of entries) {
      const value = decode(inner);
      if (value === LEFT_OUT) continue;
      Object.defineProperty(made, key, { value, enumerable: true, writable: true, configurable: true });
    }
    return made;
  };
  return (JSON.parse(json) as unknown[]).map(decode);
}

type ViewOf = new (buffer: ArrayBuffer) => ArrayBufferView;
const VIEWS: Record<string, ViewOf> = {
  Uint8Array,
  Int8Array,
  Uint8ClampedArray,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
};

function asType(bytes: Uint8Array<ArrayBuffer>, type: string): ArrayBuffer | ArrayBufferView {
  if (type === 'ArrayBuffer') return bytes.buffer;
  const View = VIEWS[type];
  if (!View) throw new Error('unknown kind of bytes');
  return new View(bytes.buffer);
}
