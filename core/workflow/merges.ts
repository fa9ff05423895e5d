/**
 * Merged clients (docs/sync.md, "Merged clients"). Merging writes one field of the client that goes out of sight: `mergedInto`, the
 * id of the one that stays. Records keep the client that they were written for; which client they are shown with is computed
 * here, and nowhere else. So a merge moves nothing, and taking it back is emptying that field.
 */
import { canonical, type Json } from '../register/register.ts';

export const MERGED_FIELD = 'mergedInto';
/** With the id of the client that stays: what it took over, as what stood there before, by field. */
export const TOOK = 'mergeTook.';
/** Of a client, with the id of another one: a person looked, and they are two. */
export const NOT_SAME = 'notSame.';

export interface MergeEdge {
  id: string;
  into: string;
}

/**
 * Who stands for whom. Any set of edges gives the same groups, in whatever order they came: each client leads to at most one other,
 * so that following them ends at one, or goes round in a circle when two laptops merged in opposite directions. Then the
 * smallest id stands for all, the client that was recorded first.
 */
export class Merges {
  private readonly into: ReadonlyMap<string, string>;
  private readonly groups = new Map<string, string[]>();

  /** @param stands is this client here, and not deleted? What leads to one that is not counts as not merged, and is shown */
  constructor(edges: readonly MergeEdge[], stands: (id: string) => boolean = () => true) {
    this.into = new Map(
      edges.filter(({ id, into }) => id !== into && stands(id) && stands(into)).map(({ id, into }) => [id, into]),
    );
    for (const id of this.into.keys()) {
      const winner = this.winnerOf(id);
      if (id === winner) continue;
      this.groups.set(winner, [...(this.groups.get(winner) ?? []), id]);
    }
    for (const [winner, others] of this.groups) this.groups.set(winner, [winner, ...others.sort()]);
  }

  /** The client that stands for this one; itself when it is not merged. */
  winnerOf(id: string): string {
    const passed: string[] = [];
    let at = id;
    for (let next = this.into.get(at); next !== undefined; next = this.into.get(at)) {
      const round = passed.indexOf(at);
      if (round >= 0) return passed.slice(round).sort()[0] as string;
      passed.push(at);
      at = next;
    }
    return at;
  }

  /** Is it shown with another one? */
  isAway(id: string): boolean {
    return this.into.has(id) && this.winnerOf(id) !== id;
  }

  /** All that are shown with another one. */
  away(): string[] {
    return [...this.groups.values()].flatMap(([, ...others]) => others);
  }

  /** All that are one with this client, the one that stands for them first. */
  membersOf(id: string): readonly string[] {
    const winner = this.winnerOf(id);
    return this.groups.get(winner) ?? [winner];
  }

  /**
   * Whose `mergedInto` is emptied so that this client stands for itself again: its own; and where two were merged in opposite
   * directions, also that of the one that stands for them.
   */
  toSeparate(id: string): string[] {
    const winner = this.winnerOf(id);
    const rest = new Merges([...this.into].filter(([from]) => from !== id).map(([from, into]) => ({ id: from, into })));
    const isApart = rest.winnerOf(winner) !== rest.winnerOf(id);
    return [...(this.into.has(id) ? [id] : []), ...(isApart ? [] : [winner])];
  }
}

export const NO_MERGES = new Merges([]);

interface Shown {
  id: string;
  values: object;
}

/** The record as it is shown: with the client that stands for its own. */
export function withWinner<R extends Shown>(record: R, merges: Merges): R {
  const { clientId } = record.values as { clientId?: string | null };
  if (!clientId || !merges.isAway(clientId)) return record;
  return { ...record, values: { ...record.values, clientId: merges.winnerOf(clientId) } };
}

/**
 * The records of a collection as they are counted: of merged clients the one that stands for them. What is recorded of one that was
 * merged comes first, so that the other one's own comes last where the last one counts.
 *
 * @param records without those deleted
 */
export function shownRecords<R extends Shown>(records: readonly R[], merges: Merges): R[] {
  const shown = records.filter(({ id }) => !merges.isAway(id)).map((record) => withWinner(record, merges));
  const unmoved = new Set<R>(records);
  const isMoved = (record: R) => !unmoved.has(record);
  return [...shown.filter(isMoved), ...shown.filter((record) => !isMoved(record))];
}

/** What says which client it is or how it came here, and is not taken over. */
const NOT_TAKEN: readonly string[] = [
  'createdAt',
  'createdBy',
  'deletedAt',
  'erasedAt',
  'importId',
  'invented',
  MERGED_FIELD,
];

/** Does the field speak of another client? */
export const isOfOther = (field: string): boolean => field.startsWith(NOT_SAME) || field.startsWith(TOOK);

export interface FieldDifference {
  field: string;
  /** Of the client that stays, and of the one that goes out of sight; null where nothing is known. */
  winner: Json;
  loser: Json;
}

/** The fields in which two clients differ, where the one that goes out of sight knows something. */
export function differences(winner: Record<string, unknown>, loser: Record<string, unknown>): FieldDifference[] {
  return Object.keys(loser)
    .filter((field) => !NOT_TAKEN.includes(field) && !isOfOther(field))
    .map((field) => ({ field, winner: asJson(winner[field]), loser: asJson(loser[field]) }))
    .filter(({ winner: stays, loser: goes }) => goes !== null && goes !== '' && canonical(stays) !== canonical(goes));
}

const asJson = (value: unknown): Json => (value ?? null) as Json;

/** Do these two stand as two by a person's word? Either of them may hold it. */
export const isToldApart = (
  a: { id: string; values: Record<string, unknown> },
  b: { id: string; values: Record<string, unknown> },
): boolean => a.values[`${NOT_SAME}${b.id}`] === true || b.values[`${NOT_SAME}${a.id}`] === true;
