import { Button, Card, Checkbox, Group, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldName } from '#core/register/names.ts';
import type { AttentionEntry } from '../../store/database.ts';
import { useAttention } from '../../store/queries.ts';
import { resend } from '../../store/repository.ts';
import { ReopenRequests } from '../locks/ReopenRequests.tsx';
import classes from './AttentionPage.module.css';
import { RefusedRecord } from './RefusedRecord.tsx';
import { groupsOf, wayOf } from './ways.ts';

/** Records shown at once; a button shows more. */
const STEP = 50;

/** *Perlu perhatian*: what the hub refused, why, and the way out. Nothing of it is lost. */
export function AttentionPage() {
  const { t } = useTranslation();
  const refused = useAttention();
  return (
    <Stack gap="sm">
      <Title order={1} size="h3">
        {t('attention.title')}
      </Title>
      <ReopenRequests className={classes.requests} />
      {refused?.length === 0 && (
        <div role="status">
          <Text>{t('attention.empty')}</Text>
          <Text size="sm" c="dimmed">
            {t('attention.emptyHelp')}
          </Text>
        </div>
      )}
      {refused && refused.length > 0 && <Refused entries={refused} />}
    </Stack>
  );
}

function Refused({ entries }: { entries: AttentionEntry[] }) {
  const { t } = useTranslation();
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [limit, setLimit] = useState(STEP);
  const groups = groupsOf(entries);
  const sendable = entries.filter((entry) => wayOf(entry.code).resend);
  const chosen = sendable.filter((entry) => marked.has(fieldName(entry)));
  const all = sendable.length > 0 && chosen.length === sendable.length;
  const mark = (entry: AttentionEntry, on: boolean) => {
    const next = new Set(marked);
    if (on) next.add(fieldName(entry));
    else next.delete(fieldName(entry));
    setMarked(next);
  };
  const resendChosen = async () => {
    for (const { collection, id, field } of chosen) await resend(collection, id, field);
    setMarked(new Set());
    notifications.show({ message: t('attention.resent', { count: chosen.length }), withCloseButton: false });
  };
  return (
    <section aria-label={t('attention.refused')}>
      <Text size="sm" mb="xs">
        {t('attention.intro')}
      </Text>
      {sendable.length > 1 && (
        <Group mb="xs" gap="md">
          <Checkbox
            label={t('attention.markAll', { count: sendable.length })}
            checked={all}
            indeterminate={!all && chosen.length > 0}
            onChange={() => setMarked(new Set(all ? [] : sendable.map(fieldName)))}
          />
          <Button size="xs" disabled={chosen.length === 0} onClick={() => void resendChosen()}>
            {t('attention.resendAll', { count: chosen.length })}
          </Button>
        </Group>
      )}
      <Stack gap="sm">
        {groups.slice(0, limit).map((group) => (
          <Card withBorder key={group.key} component="article" p="sm">
            <RefusedRecord group={group} marked={marked} onMark={mark} />
          </Card>
        ))}
      </Stack>
      {groups.length > limit && (
        <Button variant="default" mt="sm" onClick={() => setLimit(limit + STEP)}>
          {t('attention.more', { count: groups.length - limit })}
        </Button>
      )}
    </section>
  );
}
