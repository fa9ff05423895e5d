/** What users do with candidates of the start-up grant. */
import { PROPOSED_RULES } from '#core/model/grantRules.ts';
import type { GrantStage } from '#core/model/grants.ts';
import { todayOf, yearOf } from '../../app/device.tsx';
import type { Device } from '../../store/database.ts';
import { flushPending } from '../../store/pending.ts';
import { newId, save } from '../../store/repository.ts';

/** A new candidate of this year, mentored by the user. @returns its id */
export async function startCandidate(device: Device): Promise<string> {
  const id = newId();
  await save('candidates', id, { year: yearOf(device), stage: 'screening', consultant: device.user });
  await save('grantSteps', newId(), { parent: id, stage: 'screening', date: todayOf(device) });
  return id;
}

/** Moves a candidate on, and notes the day. */
export async function enterStage(id: string, stage: GrantStage, device: Device): Promise<void> {
  await flushPending();
  await save('grantSteps', newId(), { parent: id, stage, date: todayOf(device) });
  await save('candidates', id, { stage });
}

/** Rules of a year have one id in the unit, so that two laptops never make two. */
export const rulesId = (device: Device, year: number): string => `${device.unit}-wp-${year}`;

export async function startRules(device: Device, year: number): Promise<void> {
  await save('grantRules', rulesId(device, year), {}, { initial: { year, ...PROPOSED_RULES } });
}
