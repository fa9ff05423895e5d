/** The guides of `docs/panduan`, as they were when the app was built. */
import { lexer, type MarkedToken } from 'marked';
import type { Role } from '#core/workflow/policy.ts';

/** A piece of Markdown. None of an extension is read. */
export type Token = MarkedToken;

export const GUIDE_NAMES = ['konsultan', 'koordinator', 'administrator', 'pemasang'] as const;
export type GuideName = (typeof GUIDE_NAMES)[number];
export const isGuide = (name: string): name is GuideName => (GUIDE_NAMES as readonly string[]).includes(name);

export interface Guide {
  name: GuideName;
  title: string;
  /** What stands before the first part. */
  intro: Token[];
  parts: GuidePart[];
}

/** A task: a heading of the second level, and what follows it. */
export interface GuidePart {
  id: string;
  title: string;
  blocks: Token[];
}

/** What a role reads first; the other guides follow. */
const FIRST: Record<Role, GuideName> = {
  consultant: 'konsultan',
  coordinator: 'koordinator',
  head: 'koordinator',
  supervisor: 'koordinator',
  administrator: 'administrator',
};

export const guidesFor = (role: Role): GuideName[] => [
  FIRST[role],
  ...GUIDE_NAMES.filter((name) => name !== FIRST[role]),
];

export function readGuide(name: GuideName, markdown: string): Guide {
  const guide: Guide = { name, title: name, intro: [], parts: [] };
  for (const block of lexer(markdown) as Token[]) {
    if (block.type === 'heading' && block.depth === 1) guide.title = block.text;
    else if (block.type === 'heading' && block.depth === 2)
      guide.parts.push({ id: headingId(block.text), title: block.text, blocks: [] });
    else (guide.parts.at(-1)?.blocks ?? guide.intro).push(block);
  }
  return guide;
}

/** The parts that hold every word, in any order; capitals do not matter. */
export function searchGuides(guides: readonly Guide[], query: string): { guide: Guide; part: GuidePart }[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return guides.flatMap((guide) =>
    guide.parts
      .filter(({ title, blocks }) => {
        const text = [title, ...blocks.map(textOf)].join(' ').toLowerCase();
        return words.every((word) => text.includes(word));
      })
      .map((part) => ({ guide, part })),
  );
}

/** As links name it: `Laporan triwulan` → `laporan-triwulan`. */
const headingId = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** What stands within a list, a line or a word in bold. */
export function within(token: Token): Token[] {
  if (token.type === 'list') return token.items;
  return 'tokens' in token ? ((token.tokens ?? []) as Token[]) : [];
}

/** What it says, without its marks. */
function textOf(token: Token): string {
  const parts = within(token);
  if (parts.length > 0) return parts.map(textOf).join(token.type === 'list' ? ' ' : '');
  return 'text' in token ? token.text : '';
}
