import { Badge, Group, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Term, TermState } from '#core/workflow/privacy.ts';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';

const COLOURS: Record<TermState, { color: string; c?: string; variant?: string }> = {
  open: { color: 'teal', variant: 'light' },
  urgent: { color: 'yellow', c: 'dark' },
  overdue: { color: 'red' },
  handled: { color: 'gray', variant: 'light', c: 'dark' },
  handledLate: { color: 'orange', variant: 'light', c: 'dark' },
};

/** How long there still is, in words and colour, and until when. Inline, so that it fits into a line of text. */
export function TermBadge({ term, withDue = false }: { term: Term | undefined; withDue?: boolean }) {
  const { t } = useTranslation();
  const { moment } = useFieldTexts();
  if (!term) {
    return (
      <Text span size="sm">
        {t('privacy.term.none')}
      </Text>
    );
  }
  return (
    <Group component="span" gap={6} display="inline-flex">
      <Badge component="span" {...COLOURS[term.state]}>
        {termText(t, term)}
      </Badge>
      {withDue && (
        <Text span size="sm" c="dimmed">
          {t('privacy.term.due', { moment: moment(term.dueAt) })}
        </Text>
      )}
    </Group>
  );
}

function termText(t: TFunction, { state, hoursLeft }: Term): string {
  if (state === 'handled') return t('privacy.term.handled');
  const key = state === 'overdue' || state === 'handledLate' ? state : 'left';
  const count = Math.abs(hoursLeft);
  return count === 0 ? t(`privacy.term.${key}UnderHour`) : t(`privacy.term.${key}`, { count });
}
