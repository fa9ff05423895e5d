/** The guides are true to the app: pictures and links lead somewhere, and what is printed bold stands on a screen. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { ROLES } from '#core/workflow/policy.ts';
import { id } from '../../i18n/id.ts';
import { GUIDE_NAMES, type Guide, guidesFor, isGuide, readGuide, searchGuides } from './guides.ts';
import { type Block, type Inline, readMarkdown } from './markdown.ts';

const FOLDER = join(import.meta.dirname, '../../../docs/panduan');
const guides: Guide[] = GUIDE_NAMES.map((name) => readGuide(name, readFileSync(join(FOLDER, `${name}.md`), 'utf8')));
const blocksOf = ({ intro, parts }: Guide): Block[] => [...intro, ...parts.flatMap(({ blocks }) => blocks)];
const inlinesOf = (guide: Guide): Inline[] =>
  blocksOf(guide).flatMap((block) => {
    if (block.kind === 'list') return block.items.flat();
    return block.kind === 'paragraph' ? block.content : [];
  });

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
    const unknown = inlinesOf(guide)
      .flatMap((inline) => (inline.kind === 'bold' ? [inline.text] : []))
      .filter((label) => !exact.has(label) && !patterns.some((pattern) => pattern.test(label)));
    expect(unknown).toEqual([]);
  });

  it('leads only to what is there', () => {
    for (const inline of inlinesOf(guide)) {
      if (inline.kind !== 'link') continue;
      const [file = '', part] = inline.to.split('#');
      const name = file.replace(/\.md$/, '');
      expect(isGuide(name), inline.to).toBe(true);
      const parts = guides.find((other) => other.name === name)?.parts.map((each) => each.id);
      if (part) expect(parts, inline.to).toContain(part);
    }
    for (const block of blocksOf(guide)) {
      if (block.kind === 'picture') expect(existsSync(join(FOLDER, block.source)), block.source).toBe(true);
    }
  });

  it('is plain Markdown of the kind that the app shows', () => {
    const markdown = readFileSync(join(FOLDER, `${guide.name}.md`), 'utf8');
    expect(markdown).not.toMatch(/<[a-z/]/i);
    expect(
      blocksOf(guide)
        .flatMap((block) => (block.kind === 'paragraph' ? block.content : []))
        .map(({ text }) => text)
        .join(''),
    ).not.toMatch(/\*\*|`|\]\(/);
  });
});

test('every picture is used and small', () => {
  const used = new Set(
    guides
      .flatMap(blocksOf)
      .flatMap((block) => (block.kind === 'picture' ? [block.source.slice('gambar/'.length)] : [])),
  );
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

test('Markdown in its parts', () => {
  expect(
    readMarkdown(
      '# T\n\nsatu **dua**\ntiga `x` [empat](a.md#b) < 5\n- a\n  lagi\n- b\n\n1. c\n\n```\nnpm start\n\nx\n```\n![Gambar](gambar/x.png)\n',
    ),
  ).toEqual([
    { kind: 'heading', level: 1, text: 'T', id: 't' },
    {
      kind: 'paragraph',
      content: [
        { kind: 'text', text: 'satu ' },
        { kind: 'bold', text: 'dua' },
        { kind: 'text', text: ' tiga ' },
        { kind: 'code', text: 'x' },
        { kind: 'text', text: ' ' },
        { kind: 'link', text: 'empat', to: 'a.md#b' },
        { kind: 'text', text: ' < 5' },
      ],
    },
    {
      kind: 'list',
      items: [[{ kind: 'text', text: 'a lagi' }], [{ kind: 'text', text: 'b' }]],
    },
    { kind: 'list', start: 1, items: [[{ kind: 'text', text: 'c' }]] },
    { kind: 'code', text: 'npm start\n\nx' },
    { kind: 'picture', text: 'Gambar', source: 'gambar/x.png' },
  ]);
});

function leaves(tree: object): string[] {
  return Object.values(tree).flatMap((value) => (typeof value === 'string' ? [value] : leaves(value)));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
