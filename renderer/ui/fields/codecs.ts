/** How the values of each type of field are written and read in an input. */
import { formatDay, parseDay } from '#core/model/dates.ts';
import { formatRupiah, parseRupiah } from '#core/model/money.ts';
import type { Json } from '#core/register/register.ts';
import type { Codec } from './useField.ts';

/** Identifiers: spaces, dots and hyphens that people type are dropped. */
export const digitsCodec: Codec<string | null> = {
  parse: (text) => {
    const digits = text.replaceAll(/[\s.-]/g, '');
    return digits === '' ? null : digits;
  },
  format: (value) => value ?? '',
};

export const countCodec: Codec<number | null> = {
  parse: (text) => {
    const plain = text.replaceAll(/[\s.]/g, '');
    if (plain === '') return null;
    return /^\d{1,9}$/.test(plain) ? Number(plain) : undefined;
  },
  format: (value) => (value === null ? '' : value.toLocaleString('id-ID')),
};

/** Without the dots of a number. */
export const yearCodec: Codec<number | null> = {
  parse: (text) => (text.trim() === '' ? null : /^(199\d|20\d\d)$/.test(text.trim()) ? Number(text) : undefined),
  format: (value) => (value === null ? '' : String(value)),
};

export const decimalCodec: Codec<number | null> = {
  parse: (text) => {
    const plain = text.trim().replace(',', '.');
    if (plain === '') return null;
    return /^-?\d{1,9}(\.\d{1,8})?$/.test(plain) ? Number(plain) : undefined;
  },
  format: (value) => (value === null ? '' : String(value).replace('.', ',')),
};

export const rupiahCodec: Codec<number | null> = {
  parse: (text) => (text.trim() === '' ? null : (parseRupiah(text) ?? undefined)),
  format: (value) => (value === null ? '' : formatRupiah(value)),
};

export const dayCodec: Codec<string | null> = {
  parse: (text) => (text.trim() === '' ? null : (parseDay(text) ?? undefined)),
  format: (value) => (value === null ? '' : formatDay(value)),
};

/** Hours as Indonesians write them, 09.30. */
export const timeCodec: Codec<string | null> = {
  parse: (text) => {
    const typed = text.trim();
    if (typed === '') return null;
    const match = /^(\d{1,2})[.:]?(\d{2})$/.exec(typed);
    return match ? `${match[1]?.padStart(2, '0')}:${match[2]}` : undefined;
  },
  format: (value) => (value === null ? '' : value.replace(':', '.')),
};

/** Text that carries a choice of any JSON type through the input. */
export const choiceCodec: Codec<Json> = {
  parse: (text) => JSON.parse(text) as Json,
  format: (value) => JSON.stringify(value),
};
