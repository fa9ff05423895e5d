import { Alert, Anchor, Button, Group, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Likely } from '#core/duplicates/clients.ts';
import type { ClientCollection } from '#core/model/collections.ts';
import type { Entity } from '../../store/queries.ts';
import { Alike, useSummaryText } from './Alike.tsx';
import { noteApart } from './notes.ts';
import { useLikely } from './search.ts';

/** While a client is registered: who is there already that it could be. Nothing while nobody is; nobody has to answer. */
export function MaybeKnown({ client }: { client: Entity<ClientCollection> | null }) {
  const { t } = useTranslation();
  const likely = useLikely(client?.collection ?? 'businesses', client?.id ?? '', client?.values);
  if (!client || likely.length === 0) return null;
  const same = likely.filter(({ isSame }) => isSame);
  const numbers = likely.filter(({ isSame }) => !isSame);
  return (
    <Alert color="yellow" role="status" icon={<IconUsers size={20} />} p="xs">
      {same.length > 0 && <List head={t('duplicates.maybe')} likely={same} client={client} />}
      {numbers.length > 0 && <List head={t('duplicates.sameNumber')} likely={numbers} client={client} />}
      <Text size="xs" mt={4}>
        {t('duplicates.goOn')}
      </Text>
    </Alert>
  );
}

function List({ head, likely, client }: { head: string; likely: Likely[]; client: Entity<ClientCollection> }) {
  const { t } = useTranslation();
  const textOf = useSummaryText();
  const { collection, id } = client;
  return (
    <>
      <Text size="sm" fw={600}>
        {head}
      </Text>
      {likely.map((one) => {
        const name = one.name || t('common.unnamed');
        return (
          <Group key={one.id} justify="space-between" wrap="nowrap" align="flex-start" gap="sm" mt={4}>
            <div>
              <Anchor component={Link} to={`/clients/${collection}/${one.id}`} size="sm" fw={600}>
                {name}
              </Anchor>
              <Text size="xs" component="span">
                {' '}
                {textOf(one)}
              </Text>
              <div>
                <Text size="xs" component="span" mr={4}>
                  {t('duplicates.why')}:
                </Text>
                <Alike of={one} alike={one.alike} />
              </div>
            </div>
            <Group gap={4} wrap="nowrap">
              <Button
                size="compact-xs"
                variant="default"
                component={Link}
                to={`/duplicates/${collection}/${[one.id, id].sort().join('/')}`}
                aria-label={t('duplicates.compareFor', { one: name, other: client.values.name })}
              >
                {t('duplicates.compare')}
              </Button>
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={t('duplicates.notSameFor', { one: name, other: client.values.name })}
                onClick={() => void noteApart(t, collection, [one.id, id])}
              >
                {t('duplicates.notSame')}
              </Button>
            </Group>
          </Group>
        );
      })}
    </>
  );
}
