/** The texts and pictures that Vite puts into the app. */
import { GUIDE_NAMES, type Guide, readGuide } from './guides.ts';

const FOLDER = '../../../docs/panduan/';
const texts = import.meta.glob<string>('../../../docs/panduan/*.md', { query: '?raw', import: 'default', eager: true });
const pictures = import.meta.glob<string>('../../../docs/panduan/gambar/*.png', {
  query: '?url',
  import: 'default',
  eager: true,
});

export const GUIDES: readonly Guide[] = GUIDE_NAMES.map((name) => readGuide(name, texts[`${FOLDER}${name}.md`] ?? ''));

/** Where the app has a picture that a guide names. */
export const pictureAt = (source: string): string | undefined => pictures[FOLDER + source];
