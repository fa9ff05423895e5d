/** From a checked row to the records that it becomes. */
import type { Json } from '#core/register/register.ts';
import { needsConsent } from '#core/workflow/consent.ts';
import { REQUIRED_OF_SESSION } from '#core/workflow/sessions.ts';
import type { Filling, NewRow } from '../../store/imports.ts';
import { type Plan, type RowResult, rowId } from './check.ts';

/** @param user who imports; @param now ISO moment */
export function newRow(plan: Plan, row: RowResult, user: string, now: string): NewRow {
  const id = rowId(plan.importId, row.row);
  if (plan.kind === 'sessions') return { id, values: sessionValues(row, user, now), children: [] };
  const values = { ...row.values };
  values.registeredOn ??= plan.today;
  if (plan.consultant) values.consultant ??= plan.consultant;
  const consent = consentOf(plan, row, id, user);
  const state = stateOf(plan, row, id);
  return {
    id,
    values,
    children: [
      ...(consent ? [{ collection: 'consents' as const, ...consent }] : []),
      ...(state ? [{ collection: 'yearlyStates' as const, ...state }] : []),
    ],
  };
}

/** Without a consent, old or new, no more than the minimal record is filled in. */
export function fillingOf(plan: Plan, row: RowResult, user: string): Filling | undefined {
  const { duplicate } = row;
  if (!duplicate?.id || plan.kind === 'sessions') return undefined;
  const { kind } = plan;
  const mayAll = duplicate.consented || plan.consent !== null;
  const values = Object.entries(row.values).filter(([field]) => mayAll || !needsConsent(kind, field));
  return {
    id: duplicate.id,
    values: Object.fromEntries(values),
    consent: duplicate.consented ? null : consentOf(plan, row, duplicate.id, user),
    state: mayAll ? stateOf(plan, row, duplicate.id) : null,
  };
}

function sessionValues({ values, client }: RowResult, user: string, now: string): Record<string, Json> {
  const isWhole = REQUIRED_OF_SESSION.every((field) => values[field] !== undefined);
  return {
    ...values,
    clientCollection: client?.collection ?? null,
    clientId: client?.id ?? null,
    consultant: values.consultant ?? user,
    ...(isWhole ? { state: 'finished', finishedAt: now } : { state: 'draft' }),
  };
}

function consentOf({ kind, consent, importId }: Plan, { row, values }: RowResult, client: string, user: string) {
  if (!consent) return null;
  const { witnessName, ...rest } = consent;
  const subject = (kind === 'businesses' ? values.ownerName : values.chair) ?? values.name ?? null;
  return {
    id: `${rowId(importId, row)}.c`,
    values: {
      ...rest,
      ...(consent.way === 'oral' ? { witnessName } : {}),
      purposeMentoring: true,
      clientCollection: kind,
      clientId: client,
      subjectName: subject,
      takenBy: user,
    } as Record<string, Json>,
  };
}

function stateOf({ kind, asOf, importId }: Plan, { row, yearlyState }: RowResult, client: string) {
  const hasFigures = Object.keys(yearlyState).some((field) => field !== 'asOf');
  if (!hasFigures) return null;
  return {
    id: `${rowId(importId, row)}.s`,
    values: { asOf, ...yearlyState, clientCollection: kind, clientId: client } as Record<string, Json>,
  };
}
