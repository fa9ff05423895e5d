/** By what clients can be looked at together. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { SERVICE_FIELDS } from '#core/model/reference.ts';
import type { Scale } from '#core/model/scale.ts';
import { type Entity, useClients, useRecords } from '../../store/queries.ts';
import { optionLabel } from '../../ui/options.ts';
import { usePeople } from '../../ui/people.ts';
import { scaleOfState } from '../clients/Profile.tsx';

export const GROUPS = ['all', 'consultant', 'scale', 'field'] as const;
export type Group = (typeof GROUPS)[number];

export interface Members {
  code: string;
  label: string;
  clients: ReadonlySet<string>;
}

const SCALES: readonly Scale[] = ['micro', 'small', 'medium', 'large'];

/**
 * The groups that have clients. The scale is that of the newest yearly state; a client belongs to each service field in which
 * it has a work programme or a session. `undefined` while loading.
 */
export function useGroups(by: Group): Members[] | undefined {
  const { t, i18n } = useTranslation();
  const nameOf = usePeople();
  const clients = useClients();
  const states = useRecords('yearlyStates');
  const programmes = useRecords('programmes');
  const sessions = useRecords('sessions');
  const { language } = i18n;
  return useMemo(() => {
    if (!clients || !states || !programmes || !sessions) return undefined;
    if (by === 'consultant') {
      const codes = [...new Set(clients.flatMap(({ values }) => values.consultant ?? []))];
      const of = (code: string) => clients.filter(({ values }) => values.consultant === code).map(({ id }) => id);
      return filled(codes.map((code) => ({ code, label: nameOf(code), clients: new Set(of(code)) }))).sort((a, b) =>
        a.label.localeCompare(b.label, 'id'),
      );
    }
    if (by === 'scale') {
      const scales = scaleByClient(clients, states);
      const of = (scale: Scale) => [...scales].filter(([, each]) => each === scale).map(([id]) => id);
      return filled(SCALES.map((code) => ({ code, label: t(`client.scales.${code}`), clients: new Set(of(code)) })));
    }
    if (by === 'field') {
      const work = [...programmes, ...sessions];
      const of = (field: number) =>
        work.filter(({ values }) => values.field === field).flatMap(({ values }) => values.clientId ?? []);
      return filled(
        SERVICE_FIELDS.map((field) => ({
          code: String(field.code),
          label: optionLabel(field, language),
          clients: new Set(of(field.code)),
        })),
      );
    }
    return [];
  }, [by, clients, states, programmes, sessions, nameOf, t, language]);
}

const filled = (groups: Members[]): Members[] => groups.filter(({ clients }) => clients.size > 0);

function scaleByClient(
  clients: { id: string; collection: string }[],
  states: Entity<'yearlyStates'>[],
): Map<string, Scale> {
  const businesses = new Set(clients.filter(({ collection }) => collection === 'businesses').map(({ id }) => id));
  const oldestFirst = states.toSorted((a, b) => (a.values.asOf ?? '').localeCompare(b.values.asOf ?? ''));
  return new Map(
    oldestFirst.flatMap(({ values }) => {
      const scale = scaleOfState(values)?.scale;
      return values.clientId && businesses.has(values.clientId) && scale ? [[values.clientId, scale] as const] : [];
    }),
  );
}
