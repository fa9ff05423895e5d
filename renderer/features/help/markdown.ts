/**
 * The part of Markdown that the guides are written in: headings, paragraphs, lists, code, pictures on a line of their own; bold,
 * code and links within a line. No HTML: whatever else stands there is text.
 */
export type Inline = { kind: 'text' | 'bold' | 'code'; text: string } | { kind: 'link'; text: string; to: string };

export type Block =
  | { kind: 'heading'; level: number; text: string; id: string }
  | { kind: 'paragraph'; content: Inline[] }
  /** `start`: the first number; none where the items have no numbers. */
  | { kind: 'list'; start?: number; items: Inline[][] }
  | { kind: 'code'; text: string }
  | { kind: 'picture'; text: string; source: string };

const HEADING = /^(#{1,3}) (.+)$/;
const PICTURE = /^!\[([^\]]*)\]\(([^)\s]+)\)$/;
const ITEM = /^(-|\d+\.) (.+)$/;
const FENCE = /^```/;

export function readMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const heading = HEADING.exec(line);
    const picture = PICTURE.exec(line);
    if (line.trim() === '') at += 1;
    else if (heading) {
      blocks.push({
        kind: 'heading',
        level: heading[1]?.length ?? 1,
        text: heading[2] ?? '',
        id: headingId(heading[2] ?? ''),
      });
      at += 1;
    } else if (picture) {
      blocks.push({ kind: 'picture', text: picture[1] ?? '', source: picture[2] ?? '' });
      at += 1;
    } else if (FENCE.test(line)) {
      const end = lines.findIndex((other, i) => i > at && FENCE.test(other));
      const last = end < 0 ? lines.length : end;
      blocks.push({ kind: 'code', text: lines.slice(at + 1, last).join('\n') });
      at = last + 1;
    } else if (ITEM.test(line)) {
      const end = endOf(lines, at, (other) => ITEM.test(other) || /^\s+\S/.test(other));
      const start = Number.parseInt(line, 10);
      const items = itemsOf(lines.slice(at, end));
      blocks.push({ kind: 'list', ...(start > 0 ? { start } : {}), items });
      at = end;
    } else {
      const end = endOf(lines, at, (other) => ![HEADING, PICTURE, FENCE, ITEM].some((begins) => begins.test(other)));
      blocks.push({ kind: 'paragraph', content: readInline(lines.slice(at, end).join(' ')) });
      at = end;
    }
  }
  return blocks;
}

/** The first line after `at` that does not go on with its block. */
function endOf(lines: readonly string[], at: number, goesOn: (line: string) => boolean): number {
  const end = lines.findIndex((line, i) => i > at && (line.trim() === '' || !goesOn(line)));
  return end < 0 ? lines.length : end;
}

/** A line that is indented goes on with the item before it. */
function itemsOf(lines: readonly string[]): Inline[][] {
  const items: string[] = [];
  for (const line of lines) {
    const item = ITEM.exec(line)?.[2];
    if (item !== undefined) items.push(item);
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return items.map(readInline);
}

const INLINE = /\*\*(?<bold>[^*]+)\*\*|`(?<code>[^`]+)`|\[(?<text>[^\]]+)\]\((?<to>[^)\s]+)\)/g;

export function readInline(text: string): Inline[] {
  const found: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) found.push({ kind: 'text', text: text.slice(at, match.index) });
    const { bold, code, text: label, to } = match.groups ?? {};
    if (bold !== undefined) found.push({ kind: 'bold', text: bold });
    else if (code !== undefined) found.push({ kind: 'code', text: code });
    else found.push({ kind: 'link', text: label ?? '', to: to ?? '' });
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ kind: 'text', text: text.slice(at) });
  return found;
}

/** As links name it: `Laporan triwulan` → `laporan-triwulan`. */
export const headingId = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** What a block says, without its marks: for the search. */
export function textOf(block: Block): string {
  if (block.kind === 'paragraph') return inlineText(block.content);
  return block.kind === 'list' ? block.items.map(inlineText).join(' ') : block.text;
}

const inlineText = (content: readonly Inline[]): string => content.map(({ text }) => text).join('');
