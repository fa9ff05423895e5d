/** How two texts differ, word by word. */
import { diffSentences, diffWordsWithSpace } from 'diff';

export interface Part {
  text: string;
  /** In which of the two texts it stands. */
  in: 'both' | 'first' | 'second';
}

const LONG = 80;
/** Beyond this many changes the texts have little in common, and a comparison would only be hard to read. */
const MAX_EDITS = 2000;

/** Too long to be compared at a glance. */
export const isLong = (value: unknown): value is string =>
  typeof value === 'string' && (value.length > LONG || value.includes('\n'));

export function differencesOf(first: string, second: string): Part[] {
  const changes = diffWordsWithSpace(first, second, { maxEditLength: MAX_EDITS });
  if (!changes)
    return [
      { text: first, in: 'first' },
      { text: second, in: 'second' },
    ];
  return changes.map(({ value, added, removed }) => ({
    text: value,
    in: added ? 'second' : removed ? 'first' : 'both',
  }));
}

/** Every sentence that stands in one of the texts, in order: where a person who merges them starts from. */
export const unionOf = (texts: readonly string[]): string => texts.reduce(joinSentences, '');

function joinSentences(first: string, second: string): string {
  const sentences = diffSentences(first, second).map(({ value }) => value);
  return sentences.reduce((text, next) => (/\S$/.test(text) && /^\S/.test(next) ? `${text} ${next}` : text + next), '');
}
