import { useSearch } from '@tanstack/react-router';
import { HelpPage } from './HelpPage.tsx';

/** What the address says is shown. */
export function HelpRoute() {
  const { guide, part } = useSearch({ from: '/help' });
  return <HelpPage name={guide} part={part} />;
}
