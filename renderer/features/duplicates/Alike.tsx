import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Summary } from '#core/duplicates/clients.ts';
import type { Likeness } from '#core/duplicates/index.ts';
import { placeOf } from '#core/model/clientLine.ts';
import { usePeople } from '../../ui/people.ts';

/** What two records have in common. */
export function Alike({ of, alike }: { of: Pick<Summary, 'collection'>; alike: readonly Likeness[] }) {
  const { t } = useTranslation();
  const isCooperative = of.collection === 'cooperatives';
  return alike.map((what) => (
    <Badge key={what} size="sm" variant="light" color="teal" mr={4}>
      {t(
        `duplicates.alike.${isCooperative && (what === 'name' || what === 'person') ? `${what}Cooperative` : what}` as never,
      )}
    </Badge>
  ));
}

/** Who it is, in one line: owner, place, masked NIK, consultant. */
export function useSummaryText(): (summary: Summary) => string {
  const { t } = useTranslation();
  const nameOf = usePeople();
  return ({ person, region, nik, consultant }) =>
    [
      person,
      placeOf(region),
      nik && `NIK ${nik}`,
      consultant && t('duplicates.consultant', { name: nameOf(consultant) }),
    ]
      .filter(Boolean)
      .join(' · ');
}
