/** All instruments, each version for good: old answers keep their version (architecture, rule 5). */
import asesmenUkm from './asesmen-ukm.json' with { type: 'json' };
import { type Instrument, instrumentSchema } from './scoring.ts';

/** Newest version of an instrument first. A file with a mistake stops the app at start; the tests parse all of them. */
export const INSTRUMENTS: readonly Instrument[] = [instrumentSchema.parse(asesmenUkm)];

/** The very version that answers were given to, or undefined when this app does not know it (yet). */
export const instrumentOf = (id: string, version: string): Instrument | undefined =>
  INSTRUMENTS.find((instrument) => instrument.id === id && instrument.version === version);

/** The version for new assessments. */
export const currentInstrument = (id: string): Instrument | undefined =>
  INSTRUMENTS.find((instrument) => instrument.id === id);
