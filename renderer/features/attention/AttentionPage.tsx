import { Button, Card, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Head } from '#core/register/register.ts';
import { timeOf } from '#core/register/stamp.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import type { AttentionEntry } from '../../store/database.ts';
import { type Conflict, useAttention, useConflicts, useRecord } from '../../store/queries.ts';
import { resend, save } from '../../store/repository.ts';
import { fieldLabel, valueText } from '../../ui/fieldLabel.ts';
import { usePeople } from '../../ui/people.ts';
import { RecordLink } from '../../ui/RecordLink.tsx';
import classes from './AttentionPage.module.css';

/** *Perlu perhatian*: what the hub refused, and fields for which several values stand. Nothing of it is lost. */
export function AttentionPage() {
  const { t } = useTranslation();
  const refused = useAttention();
  const conflicts = useConflicts(useThisDevice());
  return (
    <Stack gap="sm">
      <Title order={1} size="h3">
        {t('attention.title')}
      </Title>
      {refused && refused.length === 0 && conflicts?.length === 0 && <Text>{t('attention.empty')}</Text>}
      {refused && refused.length > 0 && (
        <Card withBorder>
          <Text size="sm" mb="xs">
            {t('attention.intro')}
          </Text>
          <ul className={classes.list}>
            {refused.map((entry) => (
              <RefusedLine key={`${entry.collection}/${entry.id}/${entry.field}`} entry={entry} />
            ))}
          </ul>
        </Card>
      )}
      {conflicts && conflicts.length > 0 && (
        <Card withBorder>
          <Title order={2} size="h5">
            {t('attention.conflicts')}
          </Title>
          <Text size="sm" mb="xs">
            {t('attention.conflictsIntro')}
          </Text>
          <ul className={classes.list}>
            {conflicts.map((conflict) => (
              <ConflictLine key={`${conflict.collection}/${conflict.id}/${conflict.field}`} conflict={conflict} />
            ))}
          </ul>
        </Card>
      )}
    </Stack>
  );
}

function RefusedLine({ entry }: { entry: AttentionEntry }) {
  const { t, i18n } = useTranslation();
  const record = useRecord(entry.collection as 'businesses', entry.id);
  const value = (record?.values as Record<string, unknown> | undefined)?.[entry.field];
  return (
    <li className={classes.line}>
      <div>
        <strong>{fieldLabel(t, i18n.language, entry.collection, entry.field)}</strong>
        <br />
        <small>{t(`collections.${entry.collection}` as never, { defaultValue: entry.collection })}</small>
      </div>
      <div>
        <small>{t('attention.value')}</small>
        <br />
        {valueText(value)}
      </div>
      <div>
        <small>{t('attention.reason')}</small>
        <br />
        {entry.message} <small>({entry.code})</small>
      </div>
      <div className={classes.actions}>
        <RecordLink collection={entry.collection} id={entry.id}>
          {t('attention.open')}
        </RecordLink>
        <Button size="compact-sm" variant="light" onClick={() => void resend(entry.collection, entry.id, entry.field)}>
          {t('attention.resend')}
        </Button>
      </div>
    </li>
  );
}

function ConflictLine({ conflict }: { conflict: Conflict }) {
  const { t, i18n } = useTranslation();
  const { role } = useThisDevice();
  const { collection, id, field, register, entity } = conflict;
  const mayDecide = mayWrite(role, collection, field);
  const name = (entity.values as { name?: string | null }).name;
  const choose = (head: Head) =>
    save(collection, id, { [field]: head.value } as never, { base: { [field]: register } });
  return (
    <li className={classes.line}>
      <div>
        <strong>{fieldLabel(t, i18n.language, collection, field)}</strong>
        <br />
        <RecordLink collection={collection} id={id}>
          {name || t(`collections.${collection}`)}
        </RecordLink>
      </div>
      {register.heads.map((head) => (
        <div key={head.stamp}>
          {valueText(head.value)}
          <br />
          <Origin head={head} />
          <br />
          {mayDecide && (
            <Button size="compact-sm" variant="light" mt={4} onClick={() => void choose(head)}>
              {t('attention.choose')}
            </Button>
          )}
        </div>
      ))}
    </li>
  );
}

function Origin({ head }: { head: Head }) {
  const { t, i18n } = useTranslation();
  const nameOf = usePeople();
  const when = new Date(timeOf(head.stamp)).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return <small>{t('attention.from', { name: nameOf(head.by), when })}</small>;
}
