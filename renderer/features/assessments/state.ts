/** What moves an assessment between draft and finished. Each reads what is stored, never what a screen remembers. */
import type { Instrument } from '#core/instruments/scoring.ts';
import { flushPending } from '../../store/pending.ts';
import { readRecord } from '../../store/queries.ts';
import { remove, restore, save } from '../../store/repository.ts';
import { showRemoved } from '../../ui/removed.tsx';
import { scoreOf, snapshotOf } from './instrument.ts';

/** Finishes with a snapshot of the score of exactly the answers that are on disk. */
export async function finishAssessment(id: string, instrument: Instrument): Promise<void> {
  await flushPending();
  const stored = await readRecord('assessments', id);
  if (!stored) return;
  await save('assessments', id, {
    state: 'finished',
    finishedAt: new Date().toISOString(),
    score: snapshotOf(scoreOf(instrument, stored.values)),
  });
}

/** Without its snapshot: a draft has no score of its own, only what its answers give. */
export async function reopenAssessment(id: string): Promise<void> {
  await save('assessments', id, { state: 'draft', finishedAt: null, score: null });
}

/** The way back is offered. */
export async function deleteAssessment(id: string): Promise<void> {
  await remove('assessments', id);
  showRemoved(`removed-${id}`, 'assessment.removed', () => restore('assessments', id));
}
