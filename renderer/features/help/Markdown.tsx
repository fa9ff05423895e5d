import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { pictureAt } from './bundled.ts';
import { type GuideName, isGuide, type Token, within } from './guides.ts';
import classes from './Help.module.css';

/** Markdown of a guide. No HTML: it stands there as text. */
export function Markdown({ tokens, of }: { tokens: readonly Token[]; of: GuideName }) {
  return tokens.map((token, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text that does not change
    <Piece key={i} token={token} of={of} />
  ));
}

function Piece({ token, of }: { token: Token; of: GuideName }): ReactNode {
  const inside = <Markdown tokens={within(token)} of={of} />;
  switch (token.type) {
    case 'space':
      return null;
    case 'heading':
      return <h3>{inside}</h3>;
    case 'paragraph':
      return <p>{inside}</p>;
    case 'list':
      return token.ordered ? <ol start={token.start || 1}>{inside}</ol> : <ul>{inside}</ul>;
    case 'list_item':
      return <li>{inside}</li>;
    case 'code':
      return <pre className={classes.code}>{token.text}</pre>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'strong':
      return <strong>{inside}</strong>;
    case 'em':
      return <em>{inside}</em>;
    case 'image':
      return <img className={classes.picture} src={pictureAt(token.href)} alt={token.text} loading="lazy" />;
    case 'link':
      return (
        <GuideLink to={token.href} of={of}>
          {inside}
        </GuideLink>
      );
    case 'text':
      return token.tokens ? inside : token.text;
    default:
      return token.raw;
  }
}

/** Guides lead to each other only: nothing here needs the internet. */
function GuideLink({ to, of, children }: { to: string; of: GuideName; children: ReactNode }) {
  const [file = '', part] = to.split('#');
  const guide = file === '' ? of : file.replace(/\.md$/, '');
  if (!isGuide(guide)) return children;
  return (
    <Link to="/help" search={{ guide, part }}>
      {children}
    </Link>
  );
}
