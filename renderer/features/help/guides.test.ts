/** The guides are true to the app: pictures and links lead somewhere, and what is printed bold stands on a screen. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { ROLES } from '#core/workflow/policy.ts';
import { id } from '../../i18n/id.ts';
import { GUIDE_NAMES, type Guide, guidesFor, isGuide, readGuide, searchGuides, type Token, within } from './guides.ts';

const FOLDER = join(import.meta.dirname, '../../../docs/panduan');
const guides: Guide[] = GUIDE_NAMES.map((name) => readGuide(name, readFileSync(join(FOLDER, `${name}.md`), 'utf8')));
/** All pieces, also those within others. */
const piecesOf = ({ intro, parts }: Guide): Token[] =>
  [...intro, ...parts.flatMap(({ blocks }) => blocks)].flatMap(deep);
const deep = (token: Token): Token[] => [token, ...within(token).flatMap(deep)];
const picturesOf = (guide: Guide): string[] =>
  piecesOf(guide).flatMap((piece) => (piece.type === 'image' ? [piece.href] : []));
/** What `Markdown.tsx` shows as it is meant. */
const SHOWN = new Set<Token['type']>([
  'space',
  'heading',
  'paragraph',
  'list',
  'list_item',
  'code',
  'codespan',
  'strong',
  'em',
  'image',
  'link',
  'text',
]);

/** All texts of the app; what is filled in may be anything. */
const texts = leaves(id);
const exact = new Set(texts);
const patterns = texts
  .filter((text) => text.includes('{{'))
  .map(
    (text) =>
      new RegExp(
        `^${text
          .split(/\{\{.*?\}\}/)
          .map(escaped)
          .join('.+')}$`,
      ),
  );

describe.each(guides)('$name', (guide) => {
  it('has a title and parts', () => {
    expect(guide.title).not.toBe(guide.name);
    expect(guide.parts.length).toBeGreaterThan(3);
    const ids = guide.parts.map((part) => part.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('prints bold only what a screen says', () => {
    const unknown = piecesOf(guide)
      .flatMap((piece) => (piece.type === 'strong' ? [piece.text] : []))
      .filter((label) => !exact.has(label) && !patterns.some((pattern) => pattern.test(label)));
    expect(unknown).toEqual([]);
  });

  it('leads only to what is there', () => {
    for (const piece of piecesOf(guide)) {
      if (piece.type !== 'link') continue;
      const [file = '', part] = piece.href.split('#');
      const name = file.replace(/\.md$/, '');
      expect(isGuide(name), piece.href).toBe(true);
      const parts = guides.find((other) => other.name === name)?.parts.map((each) => each.id);
      if (part) expect(parts, piece.href).toContain(part);
    }
    for (const source of picturesOf(guide)) expect(existsSync(join(FOLDER, source)), source).toBe(true);
  });

  it('is plain Markdown of the kind that the app shows', () => {
    expect(piecesOf(guide).filter(({ type }) => !SHOWN.has(type))).toEqual([]);
    const texts = piecesOf(guide).flatMap((piece) => (piece.type === 'text' && !piece.tokens ? [piece.text] : []));
    expect(texts.filter((text) => /\*\*|`|\]\(|&\w+;/.test(text))).toEqual([]);
  });
});

test('every picture is used and small', () => {
  const used = new Set(guides.flatMap(picturesOf).map((source) => source.slice('gambar/'.length)));
  const kept = readdirSync(join(FOLDER, 'gambar'));
  expect(kept.sort()).toEqual([...used].sort());
  for (const name of kept) expect(statSync(join(FOLDER, 'gambar', name)).size, name).toBeLessThanOrEqual(120 * 1024);
});

test('each role reads its own guide first, and all the others', () => {
  for (const role of ROLES) expect(guidesFor(role).toSorted()).toEqual([...GUIDE_NAMES].toSorted());
  expect(guidesFor('consultant')[0]).toBe('konsultan');
  expect(guidesFor('administrator')[0]).toBe('administrator');
});

test('the search finds parts by all words, in any order', () => {
  const titles = (query: string) => searchGuides(guides, query).map(({ part }) => part.title);
  expect(titles('FLASH disk paket')).toContain('Mengirim lewat flashdisk');
  expect(titles('triwulan kertas')).toEqual(['Laporan triwulan']);
  expect(titles('unicorn')).toEqual([]);
});

function leaves(tree: object): string[] {
  return Object.values(tree).flatMap((value) => (typeof value === 'string' ? [value] : leaves(value)));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
