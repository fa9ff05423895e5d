/** Begins and closes requests of data subjects, and begins incidents. */
import type { SubjectCollection, Values } from '#core/model/collections.ts';
import { type Term, termOf } from '#core/workflow/privacy.ts';
import type { Device } from '../../store/database.ts';
import { newId, save } from '../../store/repository.ts';
import { firstObstacle } from '../../ui/forms/state.ts';
import { SUBJECT_REQUEST } from './forms.ts';

/** A request that this laptop's user receives now, of a kind that may still be unknown. @returns its id */
export async function startRequest(
  subject: { collection: SubjectCollection; id: string },
  device: Device,
  requestKind?: Values<'subjectRequests'>['requestKind'],
): Promise<string> {
  const id = newId();
  await save('subjectRequests', id, {
    clientCollection: subject.collection,
    clientId: subject.id,
    receivedAt: new Date().toISOString(),
    receivedBy: device.user,
    state: 'open',
    ...(requestKind ? { requestKind } : {}),
  });
  return id;
}

/** An incident that became known now. @returns its id */
export async function startIncident(): Promise<string> {
  const id = newId();
  await save('incidents', id, { knownAt: new Date().toISOString(), state: 'draft' });
  return id;
}

/** Closes the request as it is on disk. @returns the first field that keeps it from being closed, or null */
export async function closeRequest(id: string, state: 'done' | 'dropped', user: string): Promise<string | null> {
  const obstacle = await firstObstacle(SUBJECT_REQUEST, id);
  if (obstacle === null) {
    await save('subjectRequests', id, { state, handledAt: new Date().toISOString(), handledBy: user });
  }
  return obstacle;
}

export const reopenRequest = async (id: string): Promise<void> => {
  await save('subjectRequests', id, { state: 'open', handledAt: null, handledBy: null });
};

/** Ends a restriction: from now on the client can be edited again. */
export const liftRestriction = async (id: string, user: string): Promise<void> => {
  await save('subjectRequests', id, { liftedAt: new Date().toISOString(), liftedBy: user });
};

export const isClosed = ({ state }: Values<'subjectRequests'>): boolean => state === 'done' || state === 'dropped';

/** The term of a request. It runs on while the request is open, whatever else was written. */
export const termOfRequest = (values: Values<'subjectRequests'>, now: number): Term | undefined =>
  termOf(values.receivedAt, isClosed(values) ? values.handledAt : null, now);

/** The two terms of an incident: the notice to the authority, and to the subjects. */
export const termsOfIncident = (values: Values<'incidents'>, now: number) => ({
  authority: termOf(values.knownAt, values.authorityToldAt, now),
  subjects: termOf(values.knownAt, values.subjectsToldAt, now),
});
