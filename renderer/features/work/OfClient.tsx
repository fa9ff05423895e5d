import { Badge, Button, Card, Group, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useThisDevice } from '../../app/device.tsx';
import type { ClientFile, Entity } from '../../store/queries.ts';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { LockMark } from '../locks/Lock.tsx';
import { type OfClient, proposeProgrammes, startOfClient } from './start.ts';

/** A client's work programmes, and what came of them. */
export function WorkOfClient({ file, writes }: { file: ClientFile; writes: boolean }) {
  const { t, i18n } = useTranslation();
  const device = useThisDevice();
  const navigate = useNavigate();
  const { collection, id } = file.client;
  const assessment = file.assessments.find(({ values }) => values.state === 'finished');
  const begin = async (what: OfClient) => {
    const begun = await startOfClient(what, { collection, id }, device);
    await navigate({ to: '/work/$collection/$id', params: { collection: what, id: begun } });
  };
  const propose = async () => {
    if (!assessment) return;
    const count = await proposeProgrammes(assessment, file.programmes, device, i18n.language);
    notifications.show({ message: t('work.proposed', { count }), withCloseButton: false });
  };
  return (
    <>
      <Card withBorder>
        <Head title={t('collections.programmes')}>
          {writes && assessment && (
            <Button size="compact-sm" variant="default" onClick={() => void propose()}>
              {t('work.propose')}
            </Button>
          )}
          {writes && <Add label={t('forms.add.programmes')} onClick={() => void begin('programmes')} />}
        </Head>
        <Lines records={file.programmes} columns={['year', 'field', 'plan']} />
      </Card>
      <Card withBorder>
        <Head title={t('work.results')}>
          {writes && <Add label={t('forms.add.outcomes')} onClick={() => void begin('outcomes')} />}
          {writes && <Add label={t('forms.add.levelUps')} onClick={() => void begin('levelUps')} />}
        </Head>
        <Lines records={file.outcomes} columns={['date', 'kind', 'what']} />
        {file.levelUps.length > 0 && <Lines records={file.levelUps} columns={['date', 'from', 'to']} isLevelUp />}
      </Card>
      {collection === 'cooperatives' && (
        <Card withBorder>
          <Head title={t('collections.ratings')}>
            {writes && <Add label={t('forms.add.ratings')} onClick={() => void begin('ratings')} />}
          </Head>
          <Lines records={file.ratings} columns={['year', 'rank', 'body']} />
        </Card>
      )}
    </>
  );
}

function Head({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Group justify="space-between" mb="xs">
      <Title order={2} size="h5">
        {title}
      </Title>
      <Group gap="xs">{children}</Group>
    </Group>
  );
}

const Add = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <Button size="compact-sm" variant="light" leftSection={<IconPlus size={16} />} onClick={onClick}>
    {label}
  </Button>
);

type Line = { [C in OfClient]: Entity<C> }[OfClient];

function Lines({ records, columns, isLevelUp }: { records: Line[]; columns: string[]; isLevelUp?: boolean }) {
  const { t } = useTranslation();
  const { value: textOf } = useFieldTexts();
  if (records.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('common.none')}
      </Text>
    );
  }
  return records.map((record) => {
    const values = record.values as Record<string, unknown>;
    const texts = columns
      .filter((column) => values[column] !== undefined && values[column] !== null)
      .map((column) => textOf(record.collection, column, values[column], values));
    return (
      <Group key={record.id} gap="xs" wrap="nowrap" align="baseline">
        {isLevelUp && (
          <Badge size="xs" color="teal" variant="light">
            {t('work.levelUp')}
          </Badge>
        )}
        <Text size="sm" style={{ flex: 1, minWidth: 0 }} truncate>
          <Link to="/work/$collection/$id" params={{ collection: record.collection, id: record.id }}>
            {texts.join(' · ') || t('common.unnamed')}
          </Link>
        </Text>
        {'state' in values && <StateBadge finished={values.state === 'finished'} />}
        {record.collection !== 'outcomes' && record.collection !== 'ratings' && <LockMark record={record} />}
      </Group>
    );
  });
}
