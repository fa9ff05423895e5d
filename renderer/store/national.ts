/** What the hub told last of all its units, so that it can be read without a connection. */
import type { NationalAnswer } from '#core/wire/protocol.ts';
import { db, getMeta, setMeta } from './database.ts';

/** Keeps the answer in the place of the one of its year. What another user was told is not for this one. */
export const keepNational = (user: string, answer: NationalAnswer): Promise<void> =>
  db.transaction('rw', db.meta, async () => {
    const kept = await getMeta('national');
    const years = kept?.user === user ? kept.years : {};
    await setMeta('national', { user, years: { ...years, [answer.year]: answer } });
  });
