/** Duplicates among the clients of a unit: businesses and cooperatives, merged ones, and those that a person has told apart. */
import type { ClientCollection, Region } from '../model/collections.ts';
import { maskNik } from '../model/identifiers.ts';
import { MERGED_FIELD, type MergeEdge, Merges, NOT_SAME } from '../workflow/merges.ts';
import { DuplicateIndex, identityOf, type Likeness, type Match } from './index.ts';
import { WEIGHTS } from './weights.ts';

export interface ClientRecord {
  collection: ClientCollection;
  id: string;
  values: Record<string, unknown>;
}

/** As much of a client as tells a person who it is. The NIK is masked. */
export interface Summary {
  collection: ClientCollection;
  id: string;
  name: string;
  person: string;
  region: Region | null;
  nik: string;
  consultant: string | null;
}

export interface Likely extends Summary {
  isSame: boolean;
  alike: readonly Likeness[];
}

export interface Pair {
  one: Summary;
  other: Summary;
  score: number;
  alike: readonly Likeness[];
}

/** More than anybody reads while typing. */
const SHOWN_AT_ENTRY = 3;

export class ClientSearch {
  private readonly records = new Map<string, ClientRecord>();
  private readonly indexes = {
    businesses: new DuplicateIndex<string>(),
    cooperatives: new DuplicateIndex<string>(),
  };
  private merges: Merges | undefined;

  get ids(): string[] {
    return [...this.records.keys()];
  }

  /** Takes up a client as it is now. One that is deleted goes. */
  set(record: ClientRecord): void {
    const { collection, id, values } = record;
    if (this.records.get(id)?.values[MERGED_FIELD] !== values[MERGED_FIELD] || !this.records.has(id))
      this.merges = undefined;
    if (values.deletedAt) {
      this.merges = undefined;
      this.records.delete(id);
      this.indexes[collection].delete(id);
      return;
    }
    this.records.set(id, { collection, id, values: neededOf(values) });
    this.indexes[collection].set(id, identityOf(values));
  }

  /** Who is there already that this client, as far as it is typed in, could be. The most probable first. */
  likely({ collection, id, values }: ClientRecord): Likely[] {
    const matches = this.indexes[collection].find(identityOf(values), id, WEIGHTS.thresholdAtEntry);
    return this.others(id, values, matches)
      .slice(0, SHOWN_AT_ENTRY)
      .map(({ record, match: { isSame, alike } }) => ({ ...summaryOf(record), isSame, alike }));
  }

  /** Which clients are probably the same as this one. What one that was merged is like, the one that stands for it is like. */
  pairsOf(id: string): Pair[] {
    const own = this.records.get(id);
    if (!own) return [];
    const matches = this.indexes[own.collection].find(identityOf(own.values), id).filter(({ isSame }) => isSame);
    const record = this.records.get(this.winnerOf(id)) ?? own;
    return this.others(id, own.values, matches).map(({ record: other, match: { score, alike } }) => {
      const [first, second] = [record, other].sort((a, b) => (a.id < b.id ? -1 : 1)) as [ClientRecord, ClientRecord];
      return { one: summaryOf(first), other: summaryOf(second), score, alike };
    });
  }

  /** Those that a person has told apart. */
  apart(): [Summary, Summary][] {
    return [...this.records.values()].flatMap((record) =>
      this.toldApartFrom(record).flatMap((id): [Summary, Summary][] => {
        const other = this.records.get(id);
        return other ? [[summaryOf(record), summaryOf(other)]] : [];
      }),
    );
  }

  /** Each once, as the one that stands for it; without those of its own group, and those that were told apart from it. */
  private others(
    id: string,
    values: Record<string, unknown>,
    matches: readonly Match<string>[],
  ): { record: ClientRecord; match: Match<string> }[] {
    const seen = new Set([this.winnerOf(id)]);
    const told = new Set(this.groupOf(id).flatMap((member) => this.toldApartFrom(this.records.get(member))));
    for (const other of this.toldApartFrom({ values })) told.add(other);
    return matches.flatMap((match) => {
      const winner = this.winnerOf(match.what);
      const record = this.records.get(winner);
      if (!record || seen.has(winner)) return [];
      const group = this.groupOf(winner);
      const isTold = group.some(
        (member) =>
          told.has(member) ||
          this.toldApartFrom(this.records.get(member)).some((apart) => this.winnerOf(apart) === this.winnerOf(id)),
      );
      if (isTold) return [];
      seen.add(winner);
      return [{ record, match }];
    });
  }

  private readonly toldApartFrom = (record: { values: Record<string, unknown> } | undefined): string[] =>
    Object.keys(record?.values ?? {}).flatMap((field) =>
      field.startsWith(NOT_SAME) && record?.values[field] === true ? [field.slice(NOT_SAME.length)] : [],
    );

  private winnerOf(id: string): string {
    return this.groups().winnerOf(id);
  }

  private groupOf(id: string): readonly string[] {
    return this.groups().membersOf(id);
  }

  private groups(): Merges {
    this.merges ??= new Merges(
      [...this.records.values()].flatMap(({ id, values }): MergeEdge[] =>
        typeof values[MERGED_FIELD] === 'string' ? [{ id, into: values[MERGED_FIELD] }] : [],
      ),
      (id) => this.records.has(id),
    );
    return this.merges;
  }
}

/** The rest of a client would be kept for nothing. */
const NEEDED: readonly string[] = [
  'name',
  'ownerName',
  'chair',
  'region',
  'ownerNik',
  'ownerPhone',
  'phone',
  'nib',
  'nikKoperasi',
  'sector',
  'consultant',
  MERGED_FIELD,
];
const neededOf = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([field]) => NEEDED.includes(field) || field.startsWith(NOT_SAME)));

export function summaryOf({ collection, id, values }: ClientRecord): Summary {
  const text = (field: string) => (typeof values[field] === 'string' ? (values[field] as string) : '');
  return {
    collection,
    id,
    name: text('name'),
    person: text('ownerName') || text('chair'),
    region: (values.region ?? null) as Region | null,
    nik: text('ownerNik') ? maskNik(text('ownerNik')) : '',
    consultant: text('consultant') || null,
  };
}
