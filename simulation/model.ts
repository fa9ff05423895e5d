/**
 * The oracle: which edits people made, and what stood before their eyes when they made them. It knows nothing of stamps'
 * order, of `seen` or of `join`; it only looks at which values stand where, and follows who knew of what.
 */
import { canonical, type Json } from '#core/register/register.ts';

export type EditId = number;

/** `unit/collection/id/field`. */
export type Key = string;

export interface ModelEdit {
  id: EditId;
  key: Key;
  value: string;
  /** Which laptop, by its slot in the world. */
  laptop: number;
  role: string;
  unit: string;
  /** Every edit that its author had before their eyes, and what those were made in knowledge of. */
  knew: Set<EditId>;
  /** Its author gave it up after a refusal. */
  dropped: boolean;
  /** It stood on one disk only, and that disk was put back to an earlier day. */
  lost: boolean;
}

/** A value that stands in a register, with the stamp that the product gave it. */
export interface Standing {
  stamp: string;
  value: Json;
}

/** One register of one replica, as it stands. */
export interface State {
  heads: Standing[];
  /** Everything that the product holds of it, for comparing two replicas. */
  text: string;
}

/** What the model knows of one register of one replica. */
interface Holding {
  text: string;
  heads: Set<EditId>;
  /** The heads, and what they were made in knowledge of. */
  covered: Set<EditId>;
}

export type Replica = Map<Key, Holding>;

/** One of the six invariants of docs/sync.md does not hold. */
export class Violation extends Error {
  readonly invariant: number;
  readonly key: Key | undefined;
  constructor(invariant: number, message: string, key?: Key) {
    super(message);
    this.invariant = invariant;
    this.key = key;
  }
}

export class Model {
  readonly edits: ModelEdit[] = [];
  readonly replicas = new Map<string, Replica>();
  readonly #byStamp = new Map<string, EditId[]>();
  readonly #byValue = new Map<string, EditId[]>();
  /** Equal edits under one stamp, made by copies of a laptop: which of them a replica holds cannot be told. */
  readonly #twins = new Map<EditId, EditId[]>();

  replica(name: string): Replica {
    const replica = this.replicas.get(name) ?? new Map();
    this.replicas.set(name, replica);
    return replica;
  }

  /** The edits that stand in a register of a replica, as last observed. */
  standing(name: string, key: Key): Set<EditId> {
    return this.replica(name).get(key)?.heads ?? new Set();
  }

  /** Records a new edit. `shown` are the edits that its author had before their eyes. */
  add(
    edit: Omit<ModelEdit, 'id' | 'knew' | 'dropped' | 'lost' | 'value'> & { value: Json },
    stamp: string,
    shown: Iterable<EditId>,
  ): ModelEdit {
    const value = valueText(edit.value);
    const made: ModelEdit = {
      ...edit,
      value,
      id: this.edits.length,
      knew: this.#withKnown(shown),
      dropped: false,
      lost: false,
    };
    this.edits.push(made);
    const stamped = `${edit.key} ${stamp} ${value}`;
    const twins = this.#byStamp.get(stamped) ?? [];
    this.#byStamp.set(stamped, [...twins, made.id]);
    for (const twin of twins) this.#twins.set(twin, [...(this.#twins.get(twin) ?? []), made.id]);
    this.#twins.set(made.id, twins);
    const same = this.#byValue.get(`${edit.key} ${value}`) ?? [];
    this.#byValue.set(`${edit.key} ${value}`, [...same, made.id]);
    return made;
  }

  /**
   * Did this laptop just make this value? An equal one may have been made under the same stamp before, by a copy of the laptop
   * or by the laptop itself before it was put back to its backup: that is another edit.
   *
   * @param state what stands there now
   * @param device what the laptop stamps with
   * @param mayGo edits that may vanish without anybody having replaced them
   */
  isNew(
    name: string,
    key: Key,
    head: Standing,
    state: State,
    device: string | undefined,
    mayGo: (edit: ModelEdit) => boolean,
  ): boolean {
    const known = this.#known(key, head);
    if (!known) return true;
    const before = this.standing(name, key);
    const now = new Set(state.heads.flatMap((each) => this.#known(key, each) ?? []));
    const replacedOthers =
      state.heads.length === 1 && [...before].some((id) => !now.has(id) && !mayGo(this.edits[id] as ModelEdit));
    return head.stamp.endsWith(`@${device}`) && (replacedOthers || !known.some((id) => before.has(id)));
  }

  #known(key: Key, { stamp, value }: Standing): EditId[] | undefined {
    return this.#byStamp.get(`${key} ${stamp} ${valueText(value)}`);
  }

  /**
   * Looks at one register of a replica and checks that nothing vanished: what stood there, or was known there, still does.
   *
   * @param isOwn made on this laptop: a value that it gave a new stamp is taken for the edit it was
   * @param excused edits that may vanish here
   */
  observe(
    name: string,
    key: Key,
    state: State,
    isOwn: (edit: ModelEdit) => boolean,
    excused: (edit: ModelEdit) => boolean,
  ): boolean {
    const replica = this.replica(name);
    const before = replica.get(key);
    if (before?.text === state.text) return false;
    const heads = new Set(state.heads.flatMap((head) => this.#resolve(name, key, head, isOwn)));
    const covered = this.#withKnown(heads);
    for (const id of before?.covered ?? []) {
      const edit = this.edits[id] as ModelEdit;
      const same = this.#same(id);
      if (!same.some((twin) => covered.has(twin.id)) && !same.some(excused))
        throw new Violation(
          2,
          `${name}: the value ${edit.value} of edit ${id} vanished; no one who replaced it had seen it`,
          key,
        );
    }
    replica.set(key, { text: state.text, heads, covered });
    return true;
  }

  /** A register vanished altogether. */
  observeGone(name: string, key: Key, excused: (edit: ModelEdit) => boolean): void {
    const covered = this.replica(name).get(key)?.covered ?? [];
    const lost = [...covered].find((id) => !this.#same(id).some(excused));
    if (lost !== undefined) throw new Violation(2, `${name}: the register with edit ${lost} vanished`, key);
    this.replica(name).delete(key);
  }

  /** What stands in a register of a replica, as last observed, and what that was made in knowledge of. */
  covered(name: string, key: Key): ReadonlySet<EditId> {
    return this.replica(name).get(key)?.covered ?? new Set();
  }

  /** Everything that stands in a replica, and what that was made in knowledge of. */
  *coveredBy(name: string): Generator<EditId> {
    for (const { covered } of this.replica(name).values()) yield* covered;
  }

  isCovered(name: string, edit: ModelEdit): boolean {
    return this.covered(name, edit.key).has(edit.id);
  }

  /**
   * After a disk went back to an earlier day: what nobody has any more who could bring it back is nobody's fault.
   *
   * @param keepers the replicas from which an edit can come back
   */
  excuseLost(keepers: (edit: ModelEdit) => string[]): void {
    for (const edit of this.edits) {
      if (!edit.lost && !keepers(edit).some((name) => this.isCovered(name, edit))) edit.lost = true;
    }
  }

  /** The edit and its twins. */
  #same(id: EditId): ModelEdit[] {
    return [id, ...(this.#twins.get(id) ?? [])].map((each) => this.edits[each] as ModelEdit);
  }

  #withKnown(heads: Iterable<EditId>): Set<EditId> {
    const all = new Set<EditId>();
    for (const id of heads) {
      all.add(id);
      for (const known of (this.edits[id] as ModelEdit).knew) all.add(known);
    }
    return all;
  }

  /**
   * Which edits are this value? A new stamp on an old value is that edit again, stamped anew by its own laptop: the one that
   * stood here before, when several are equal.
   */
  #resolve(name: string, key: Key, head: Standing, isOwn: (edit: ModelEdit) => boolean): EditId[] {
    const value = valueText(head.value);
    const stamped = `${key} ${head.stamp} ${value}`;
    const known = this.#byStamp.get(stamped);
    if (known !== undefined) return known;
    const own = (this.#byValue.get(`${key} ${value}`) ?? []).filter((id) => isOwn(this.edits[id] as ModelEdit));
    const stood = own.filter((id) => this.standing(name, key).has(id));
    const again = stood.length > 0 ? stood : own.slice(-1);
    if (again.length === 0)
      throw new Violation(2, `${name}: the value ${value} (${head.stamp}) was never written`, key);
    this.#byStamp.set(stamped, again);
    return again;
  }
}

/** A delete names the edits that it knew; those get new names with their laptop. */
function valueText(value: Json): string {
  if (value === null || typeof value !== 'object' || !('knowing' in value)) return canonical(value);
  const { knowing: _, ...rest } = value;
  return canonical(rest);
}
