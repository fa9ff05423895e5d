/** Begins records of the work chain. */
import { score } from '#core/instruments/scoring.ts';
import type { ClientCollection, Values } from '#core/model/collections.ts';
import { todayOf, yearOf } from '../../app/device.tsx';
import type { Device } from '../../store/database.ts';
import type { Entity } from '../../store/queries.ts';
import { newId, save } from '../../store/repository.ts';
import { answersIn, inLanguage, instrumentFor } from '../assessments/instrument.ts';

interface Client {
  collection: ClientCollection;
  id: string;
}

export type OfClient = 'programmes' | 'outcomes' | 'levelUps' | 'ratings';

/** Begins one for a client, by the user of this laptop. @returns its id */
export async function startOfClient(collection: OfClient, client: Client, device: Device): Promise<string> {
  const id = newId();
  const today = todayOf(device);
  const year = yearOf(device);
  const common = { clientCollection: client.collection, clientId: client.id, consultant: device.user };
  if (collection === 'programmes') await save('programmes', id, { ...common, year, state: 'draft' });
  if (collection === 'outcomes') await save('outcomes', id, { ...common, date: today });
  if (collection === 'levelUps') await save('levelUps', id, { ...common, year, date: today, state: 'draft' });
  if (collection === 'ratings') await save('ratings', id, { ...common, year, date: today });
  return id;
}

/**
 * Drafts a work programme for each of the weakest dimensions of a finished assessment (domain 4.2, "priority list"). A service
 * field that has a programme of the year already is left out.
 *
 * @returns how many were drafted
 */
export async function proposeProgrammes(
  assessment: Entity<'assessments'>,
  existing: readonly Entity<'programmes'>[],
  device: Device,
  language: string,
): Promise<number> {
  const year = yearOf(device);
  const taken = new Set(existing.filter(({ values }) => values.year === year).map(({ values }) => values.field));
  const proposals = proposalsOf(assessment.values, language).filter(({ field }) => !taken.has(field));
  const { clientCollection, clientId } = assessment.values;
  for (const proposal of proposals) {
    await save('programmes', newId(), {
      ...proposal,
      clientCollection,
      clientId,
      year,
      consultant: device.user,
      assessment: assessment.id,
      state: 'draft',
    });
  }
  return proposals.length;
}

/** By service field: what the weakest indicators say, in the words of the instrument. */
export function proposalsOf(values: Values<'assessments'>, language: string): { field: number; problem: string }[] {
  const instrument = instrumentFor(values);
  if (!instrument) return [];
  const answers = answersIn(instrument, values);
  const problems = new Map<number, string[]>();
  for (const { dimension, fields } of score(instrument, answers).priorities) {
    const field = fields[0];
    if (field === undefined) continue;
    const weakest = instrument.indicators
      .filter((indicator) => indicator.dimension === dimension)
      .flatMap(({ id, name, anchors }) => {
        const answer = answers[id];
        const anchor = answer && 'value' in answer ? anchors.find(({ value }) => value === answer.value) : undefined;
        return anchor
          ? [{ value: anchor.value, text: `${inLanguage(name, language)}: ${inLanguage(anchor.text, language)}` }]
          : [];
      })
      .filter(({ value }) => value <= instrument.scaleMax / 2)
      .sort((a, b) => a.value - b.value);
    problems.set(field, [...(problems.get(field) ?? []), ...weakest.slice(0, 3).map(({ text }) => text)]);
  }
  return [...problems].map(([field, texts]) => ({ field, problem: texts.join('\n') }));
}
