/** What can be decided, and for how many at once. Nothing here knows a screen. */
import { editsOf, type Head, type Json, type Register } from '#core/register/register.ts';
import { timeOf } from '#core/register/stamp.ts';
import { mayWrite, type Role } from '#core/workflow/policy.ts';
import type { Conflict } from '../../store/queries.ts';
import { decide, remove, restore } from '../../store/repository.ts';

export type Decision =
  /** `register` is what stood on the screen when the value was picked: no other value is replaced. */
  { do: 'take'; value: Json; register: Register } | { do: 'remove' } | { do: 'restore' };

/** A stamp this much after now was made by a laptop whose clock is wrong. */
const FUTURE_MS = 86_400_000;
export const isFromFuture = (stamp: string, now: number): boolean => timeOf(stamp) > now + FUTURE_MS;

/** Restoring an orphan restores the client that it belongs to; that is for those who may delete clients. */
export const mayRestore = (role: Role, { owner }: Conflict): boolean =>
  owner === undefined || mayWrite(role, owner.collection, 'deletedAt');

/**
 * @throws LockedError when something that would be deleted is locked
 * @throws InvalidValueError when the value is not of the field's type
 */
export async function carryOut(conflict: Conflict, decision: Decision, role: Role): Promise<void> {
  const { collection, id, field, owner } = conflict;
  if (decision.do === 'take') return decide(collection, id, field, decision.value, decision.register);
  // Deleting the client again takes along what had come to it; whoever may not do that deletes the record alone.
  const target = owner && mayRestore(role, conflict) ? owner : { collection, id };
  return decision.do === 'remove' ? remove(target.collection, target.id) : restore(target.collection, target.id);
}

/** One rule for many conflicts. */
export type Rule = { by: 'newest' } | { by: 'author'; user: string } | { by: 'remove' } | { by: 'restore' };

export interface Plan {
  decided: { conflict: Conflict; decision: Decision }[];
  /** Those that the rule cannot decide; they stay. */
  left: Conflict[];
}

/** @param now the wall clock in ms: a value "from the future" is not called the newest */
export function planFor(conflicts: readonly Conflict[], rule: Rule, role: Role, now: number): Plan {
  const plan: Plan = { decided: [], left: [] };
  for (const conflict of conflicts) {
    const decision = decisionBy(rule, conflict, role, now);
    if (decision) plan.decided.push({ conflict, decision });
    else plan.left.push(conflict);
  }
  return plan;
}

function decisionBy(rule: Rule, conflict: Conflict, role: Role, now: number): Decision | null {
  const { kind, register } = conflict;
  if (rule.by === 'remove') return kind === 'values' ? null : { do: 'remove' };
  if (rule.by === 'restore') return kind === 'values' || !mayRestore(role, conflict) ? null : { do: 'restore' };
  if (kind !== 'values') return null;
  const head = rule.by === 'newest' ? newestOf(register.heads, now) : onlyBy(register.heads, rule.user);
  return head ? { do: 'take', value: head.value, register } : null;
}

/** None when a wrong clock is among them: then time says nothing. */
const newestOf = (heads: readonly Head[], now: number): Head | undefined =>
  heads.some((head) => isFromFuture(head.stamp, now)) ? undefined : heads[0];

/** None when that person wrote several of them: which one they meant is for a person to say. */
function onlyBy(heads: readonly Head[], user: string): Head | undefined {
  const own = heads.filter((head) => editsOf(head).some((edit) => edit.by === user));
  return own.length === 1 ? own[0] : undefined;
}

/** Everybody who wrote one of the values. */
export const authorsOf = (conflicts: readonly Conflict[]): string[] => [
  ...new Set(
    conflicts
      .filter(({ kind }) => kind === 'values')
      .flatMap(({ register }) => register.heads.flatMap(editsOf).map((edit) => edit.by)),
  ),
];
