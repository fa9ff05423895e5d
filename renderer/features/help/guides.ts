/** The guides of `docs/panduan`, as they were when the app was built. */
import type { Role } from '#core/workflow/policy.ts';
import { type Block, readMarkdown, textOf } from './markdown.ts';

export const GUIDE_NAMES = ['konsultan', 'koordinator', 'administrator', 'pemasang'] as const;
export type GuideName = (typeof GUIDE_NAMES)[number];
export const isGuide = (name: string): name is GuideName => (GUIDE_NAMES as readonly string[]).includes(name);

export interface Guide {
  name: GuideName;
  title: string;
  /** What stands before the first part. */
  intro: Block[];
  parts: GuidePart[];
}

/** A task: a heading of the second level, and what follows it. */
export interface GuidePart {
  id: string;
  title: string;
  blocks: Block[];
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
  for (const block of readMarkdown(markdown)) {
    if (block.kind === 'heading' && block.level === 1) guide.title = block.text;
    else if (block.kind === 'heading' && block.level === 2)
      guide.parts.push({ id: block.id, title: block.text, blocks: [] });
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
