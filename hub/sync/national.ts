/** Figures of all units beside each other, out of their registers (core/indicators/national.ts). */
import {
  NATIONAL_FIELDS,
  type NationalCollection,
  type NationalRecords,
  type NationalUnit,
  nationalOf,
  type UnitFigures,
  unitFigures,
} from '#core/indicators/national.ts';
import type { Head, Json } from '#core/register/register.ts';
import type { NationalAnswer } from '#core/wire/protocol.ts';
import type { Database } from '../store/store.ts';

/** Registers that are read at a time: other requests are answered between. */
const ROWS = 2000;

/** Computes what has changed since it was asked last, one unit after the other, so that only one is in memory. */
export class NationalFigures {
  readonly #db: Database;
  readonly #rows: number;
  /** By unit and year. A unit whose sequence has not moved is not read again. */
  readonly #known = new Map<string, { sequence: number; figures: UnitFigures }>();
  /** By year: whoever asks meanwhile waits for the same. */
  readonly #working = new Map<number, Promise<(NationalUnit & { figures: UnitFigures })[]>>();

  constructor(db: Database, rows: number = ROWS) {
    this.#db = db;
    this.#rows = rows;
  }

  /** @param smallest people that a shown number is of at least */
  async ofYear(year: number, smallest: number): Promise<NationalAnswer> {
    let working = this.#working.get(year);
    if (!working) {
      working = this.#compute(year).finally(() => this.#working.delete(year));
      this.#working.set(year, working);
    }
    const units = await working;
    return { year, smallest, at: new Date().toISOString(), ...nationalOf(units, smallest) };
  }

  async #compute(year: number): Promise<(NationalUnit & { figures: UnitFigures })[]> {
    const units = await this.#db
      .selectFrom('units')
      .select(['id', 'name', 'level', 'region', 'sequence'])
      .orderBy('region')
      .orderBy('id')
      .execute();
    const computed = [];
    for (const unit of units) {
      const key = `${unit.id} ${year}`;
      const known = this.#known.get(key);
      // What comes while the unit is read has a higher number, and is read again next time.
      const figures =
        known?.sequence === unit.sequence ? known.figures : unitFigures(await this.#readUnit(unit.id), year);
      this.#known.set(key, { sequence: unit.sequence, figures });
      computed.push({ ...unit, figures });
    }
    return computed;
  }

  async #readUnit(unit: string): Promise<NationalRecords> {
    const read: Partial<Record<NationalCollection, unknown>> = {};
    for (const collection of Object.keys(NATIONAL_FIELDS) as NationalCollection[]) {
      read[collection] = await readRecords(this.#db, { unit, collection, rows: this.#rows });
    }
    return read as NationalRecords;
  }
}

/** The records of a collection as screens show them (the first value of each field), without those deleted. */
async function readRecords(
  db: Database,
  { unit, collection, rows: limit }: { unit: string; collection: NationalCollection; rows: number },
): Promise<{ id: string; values: Record<string, Json> }[]> {
  const fields = ['deletedAt', ...NATIONAL_FIELDS[collection]];
  const records: { id: string; values: Record<string, Json> }[] = [];
  for (let last: { id: string; field: string } | undefined; ; ) {
    const after = last;
    const rows = await db
      .selectFrom('registers')
      .select(['id', 'field', 'heads'])
      .where('unit', '=', unit)
      .where('collection', '=', collection)
      .where('field', 'in', fields)
      .$if(after !== undefined, (query) =>
        query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('id', 'field'), '>', tuple(after?.id as string, after?.field as string)),
        ),
      )
      .orderBy('id')
      .orderBy('field')
      .limit(limit)
      .execute();
    for (const { id, field, heads } of rows) {
      if (records.at(-1)?.id !== id) records.push({ id, values: {} });
      const [head] = JSON.parse(heads) as Head[];
      (records.at(-1) as { values: Record<string, Json> }).values[field] = head?.value ?? null;
    }
    last = rows.at(-1);
    if (rows.length < limit) return records.filter(({ values }) => !values.deletedAt);
  }
}
