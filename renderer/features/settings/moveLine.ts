import { movedLine, serviceLinesOf } from '#core/model/serviceLines.ts';
import { readRecords } from '../../store/queries.ts';
import { save } from '../../store/repository.ts';

let moving: Promise<void> = Promise.resolve();

/** Moves a line up (-1) or down (1). One after the other, each from what is on disk, however fast the user clicks. */
export function moveLine(unit: string, record: string, by: -1 | 1): Promise<void> {
  const move = async () => {
    const lines = serviceLinesOf(unit, await readRecords('serviceLines'));
    for (const { record: each, field, order } of movedLine(lines, record, by)) {
      await save('serviceLines', each, { field, order });
    }
  };
  // A failed move leaves the lines as they were; the next one starts from there.
  moving = moving.then(move).catch((error: unknown) => console.error('move', error));
  return moving;
}
