import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CollectionName, Values } from '#core/model/collections.ts';
import type { Json } from '#core/register/register.ts';
import { useRecordWithInputs } from '../../store/queries.ts';
import { useWaitsForConsent } from '../useConsent.ts';
import { useRestriction } from '../useRestriction.ts';
import { RecordContextProvider } from './useField.ts';

interface Props<C extends CollectionName> {
  collection: C;
  id: string;
  /** What a new record gets with its first value. */
  initial?: Values<C>;
  readOnly?: boolean;
  children: ReactNode;
}

/**
 * Gives the fields inside it one record to read and to save themselves into; not while its client is restricted, nor more than
 * the minimal record before consent.
 */
export function RecordForm<C extends CollectionName>({
  collection,
  id,
  initial,
  readOnly = false,
  children,
}: Props<C>) {
  const loaded = useRecordWithInputs(collection, id);
  const restriction = useRestriction({ collection, id, values: loaded?.record?.values ?? initial ?? {} });
  const waits = useWaitsForConsent({ collection, id, values: loaded?.record?.values ?? initial ?? {} });
  if (!loaded || restriction === undefined || waits === undefined) {
    return (
      <Stack>
        <Skeleton h={36} />
        <Skeleton h={36} />
        <Skeleton h={36} />
      </Stack>
    );
  }
  const held = readOnly || restriction !== null;
  const context = {
    collection,
    id,
    ...loaded,
    readOnly: held,
    waitsForConsent: waits,
    initial: (initial ?? {}) as Record<string, Json>,
  };
  return (
    <RecordContextProvider
      value={context as Parameters<typeof RecordContextProvider>[0]['value']}
      key={`${collection}/${id}`}
    >
      {children}
    </RecordContextProvider>
  );
}
