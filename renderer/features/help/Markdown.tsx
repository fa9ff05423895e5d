import { Link } from '@tanstack/react-router';
import { pictureAt } from './bundled.ts';
import { type GuideName, isGuide } from './guides.ts';
import classes from './Help.module.css';
import type { Block, Inline } from './markdown.ts';

/** Blocks of a guide. */
export function Blocks({ blocks, of }: { blocks: readonly Block[]; of: GuideName }) {
  return blocks.map((block, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text that does not change
    <OneBlock key={i} block={block} of={of} />
  ));
}

function OneBlock({ block, of }: { block: Block; of: GuideName }) {
  if (block.kind === 'heading') return <h3>{block.text}</h3>;
  if (block.kind === 'code') return <pre className={classes.code}>{block.text}</pre>;
  if (block.kind === 'picture')
    return <img className={classes.picture} src={pictureAt(block.source)} alt={block.text} loading="lazy" />;
  if (block.kind === 'paragraph')
    return (
      <p>
        <Line content={block.content} of={of} />
      </p>
    );
  const List = block.start ? 'ol' : 'ul';
  return (
    <List {...(block.start ? { start: block.start } : {})}>
      {block.items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text that does not change
        <li key={i}>
          <Line content={item} of={of} />
        </li>
      ))}
    </List>
  );
}

function Line({ content, of }: { content: readonly Inline[]; of: GuideName }) {
  return content.map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text that does not change
    <Piece key={i} part={part} of={of} />
  ));
}

function Piece({ part, of }: { part: Inline; of: GuideName }) {
  if (part.kind === 'bold') return <strong>{part.text}</strong>;
  if (part.kind === 'code') return <code>{part.text}</code>;
  if (part.kind !== 'link') return part.text;
  const [file = '', id] = part.to.split('#');
  const guide = file === '' ? of : file.replace(/\.md$/, '');
  // Guides lead to each other only: nothing here needs the internet.
  if (!isGuide(guide)) return part.text;
  return (
    <Link to="/help" search={{ guide, part: id }}>
      {part.text}
    </Link>
  );
}
