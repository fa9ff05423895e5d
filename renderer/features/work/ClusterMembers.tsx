import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { clusterKey } from '#core/model/clusters.ts';
import { type Entity, useRecord, useRecords } from '../../store/queries.ts';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { Section } from '../../ui/Section.tsx';

/** The businesses and products that name this cluster. */
export function ClusterMembers({ cluster }: { cluster: string }) {
  const { t } = useTranslation();
  const key = clusterKey(useRecord('clusters', cluster)?.values.name);
  const businesses = useRecords('businesses');
  const products = useRecords('featuredProducts');
  if (!businesses || !products || !key) return null;
  const named = <C extends 'businesses' | 'featuredProducts'>(records: Entity<C>[]) =>
    records.filter(({ values }) => clusterKey((values as { cluster?: string | null }).cluster) === key);
  const members = named(businesses);
  const made = named(products);
  return (
    <>
      <Section title={t('clusters.members', { count: members.length })}>
        {members.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('clusters.nobody')}
          </Text>
        )}
        <Links records={members} />
      </Section>
      {made.length > 0 && (
        <Section title={t('clusters.products', { count: made.length })}>
          <Links records={made} />
        </Section>
      )}
    </>
  );
}

function Links({ records }: { records: (Entity<'businesses'> | Entity<'featuredProducts'>)[] }) {
  const { t } = useTranslation();
  const sorted = records.toSorted((a, b) => (a.values.name ?? '').localeCompare(b.values.name ?? ''));
  return (
    <Text component="ul" size="sm" my={0} pl="md">
      {sorted.map(({ collection, id, values }) => (
        <li key={id}>
          <RecordLink collection={collection} id={id} page>
            {values.name || t('common.unnamed')}
          </RecordLink>
        </li>
      ))}
    </Text>
  );
}
