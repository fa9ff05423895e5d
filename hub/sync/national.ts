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
import type { NationalAnswer } from '#core/wire/protocol.ts';
import { shownRecords } from '#core/workflow/merges.ts';
import { readMerges, readRecords } from '../store/records.ts';
import type { Store } from '../store/store.ts';

/** Computes what has changed since it was asked last, one unit after the other, so that only one is in memory. */
export class NationalFigures {
  readonly #store: Store;
  /** By unit and year. A unit whose sequence has not moved is not read again. */
  readonly #known = new Map<string, { sequence: number; figures: UnitFigures }>();
  /** By year: whoever asks meanwhile waits for the same. */
  readonly #working = new Map<number, Promise<(NationalUnit & { figures: UnitFigures })[]>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * @param smallest people that a shown number is of at least
   * @param own the reader's unit (`nationalOf`)
   */
  async ofYear(year: number, smallest: number, own?: string): Promise<NationalAnswer> {
    let working = this.#working.get(year);
    if (!working) {
      working = this.#compute(year).finally(() => this.#working.delete(year));
      this.#working.set(year, working);
    }
    const units = await working;
    return { year, smallest, at: new Date().toISOString(), ...nationalOf(units, smallest, own) };
  }

  async #compute(year: number): Promise<(NationalUnit & { figures: UnitFigures })[]> {
    const units = await this.#store.db
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
    await this.#store.snapshot(async (trx) => {
      const merges = await readMerges(trx, unit);
      for (const collection of Object.keys(NATIONAL_FIELDS) as NationalCollection[]) {
        const fields = ['deletedAt', ...NATIONAL_FIELDS[collection]];
        read[collection] = shownRecords(await readRecords(trx, unit, collection, fields), merges);
      }
    });
    return read as NationalRecords;
  }
}
