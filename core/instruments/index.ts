/** All instruments, each version for good: old answers keep their version (architecture, rule 5). */
import type { ClientCollection } from '../model/collections.ts';
import asesmenUkm from './asesmen-ukm.json' with { type: 'json' };
import kkpkk2021 from './kkpkk-2021.json' with { type: 'json' };
import ksp2016 from './ksp-2016.json' with { type: 'json' };
import type { Instrument } from './schema.ts';
import { instrumentsOf } from './variants.ts';

let all: readonly Instrument[] | undefined;

/** Newest version of an instrument first. Read when somebody first asks: a start does not wait for it. The tests parse all of them. */
export function instruments(): readonly Instrument[] {
  all ??= [asesmenUkm, ksp2016, kkpkk2021].flatMap((file) => instrumentsOf(file));
  return all;
}

/** The very version that answers were given to, or undefined when this app does not know it (yet). */
export const instrumentOf = (id: string, version: string): Instrument | undefined =>
  instruments().find((instrument) => instrument.id === id && instrument.version === version);

/** The version for new assessments. */
export const currentInstrument = (id: string): Instrument | undefined =>
  instruments().find((instrument) => instrument.id === id);

/**
 * What a client can be assessed with, in the versions for new assessments; first what is made for its kind.
 *
 * @param kind of a cooperative (COOPERATIVE_KINDS)
 */
export function instrumentsFor(collection: ClientCollection, kind?: string | null): Instrument[] {
  const fitting = instruments().filter(
    (instrument) => instrument.clients.collection === collection && instrument === currentInstrument(instrument.id),
  );
  const isFirst = ({ clients }: Instrument) => clients.firstFor.includes(kind ?? '');
  return [...fitting.filter(isFirst), ...fitting.filter((instrument) => !isFirst(instrument))];
}
