import { Alert, Button, Group, Radio, Stack, Switch, Table, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientCollection } from '#core/model/collections.ts';
import { differences, MERGED_FIELD } from '#core/workflow/merges.ts';
import { mayRecord, mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { merge } from '../../store/merges.ts';
import { type Entity, useMerges, useOwnCounts, useRecord } from '../../store/queries.ts';
import { usePeople } from '../../ui/people.ts';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { useRestriction } from '../../ui/useRestriction.ts';
import classes from './Compare.module.css';
import { noteApart } from './notes.ts';

interface Props {
  collection: ClientCollection;
  one: string;
  other: string;
}

type Client = Entity<ClientCollection>;

/** Two records side by side: which one stays, what it takes over, or that they are two. */
export function ComparePage({ collection, one, other }: Props) {
  const { t } = useTranslation();
  const records = [useRecord(collection, one), useRecord(collection, other)];
  const merges = useMerges();
  if (records.includes(undefined) || !merges) return null;
  const [first, second] = records as (Client | null)[];
  if (!first || !second || first.values.deletedAt || second.values.deletedAt)
    return (
      <Stack align="flex-start">
        <Text>{t('duplicates.missing')}</Text>
        <Button component={Link} to="/duplicates">
          {t('duplicates.title')}
        </Button>
      </Stack>
    );
  const isMerged = merges.winnerOf(one) === merges.winnerOf(other);
  const stays = isMerged ? merges.winnerOf(one) : undefined;
  // Whoever was recorded first stays, unless somebody says otherwise.
  const pair: [Client, Client] = stays === second.id ? [second, first] : [first, second];
  return <Compare key={stays ?? ''} pair={pair} isMerged={isMerged} />;
}

function Compare({ pair, isMerged }: { pair: [Client, Client]; isMerged: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { role } = useThisDevice();
  const [winnerId, setWinner] = useState(pair[0].id);
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const restrictions = [useRestriction(pair[0]), useRestriction(pair[1])];
  const isRestricted = restrictions.some((restriction) => restriction !== null);
  const winner = pair.find(({ id }) => id === winnerId) as Client;
  const loser = pair.find(({ id }) => id !== winnerId) as Client;
  const { collection } = winner;
  const found = differences(winner.values, loser.values);
  // What the one that stays does not know it takes over, unless somebody says otherwise; once merged it does so only when told.
  const takes = (field: string) => {
    const known = (winner.values as Record<string, unknown>)[field];
    return chosen.get(field) ?? (!isMerged && (known === undefined || known === null || known === ''));
  };
  const take = found.map(({ field }) => field).filter(takes);
  const mayMerge = mayWrite(role, collection, MERGED_FIELD) && !isRestricted;

  const mergeThem = async () => {
    await merge(collection, { winner: winner.id, loser: loser.id }, take);
    notifications.show({
      message: t(isMerged ? 'duplicates.saved' : 'duplicates.merged'),
      color: 'teal',
      withCloseButton: false,
    });
    await navigate({ to: '/clients/$collection/$id', params: { collection, id: winner.id } });
  };
  const tellApart = async () => {
    await noteApart(t, collection, [winner.id, loser.id]);
    await navigate({ to: '/duplicates' });
  };
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Title order={1} size="h3">
            {t('duplicates.compareTitle')}
          </Title>
          <Text size="sm" c="dimmed">
            {isMerged ? t('duplicates.isMerged') : t('duplicates.staysHint')}
          </Text>
        </div>
        <Group gap="xs" wrap="nowrap">
          {!isMerged && mayRecord(role) && (
            <Button variant="default" onClick={() => void tellApart()}>
              {t('duplicates.notSame')}
            </Button>
          )}
          {mayMerge && (
            <Button onClick={() => void mergeThem()} disabled={isMerged && take.length === 0}>
              {t(isMerged ? 'duplicates.save' : 'duplicates.merge')}
            </Button>
          )}
        </Group>
      </Group>
      {isRestricted && <Alert color="orange">{t('duplicates.restricted')}</Alert>}
      {!isRestricted && !mayMerge && <Text size="sm">{t('duplicates.byCoordinator')}</Text>}
      <Switch
        label={t('duplicates.onlyDifferent')}
        checked={onlyDifferent}
        onChange={(event) => setOnlyDifferent(event.currentTarget.checked)}
      />
      <Table className={classes.compare} withColumnBorders verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="22%">{t('duplicates.field')}</Table.Th>
            {pair.map((client) => (
              <Table.Th key={client.id}>
                <Link to="/clients/$collection/$id" params={{ collection, id: client.id }}>
                  {client.values.name || t('common.unnamed')}
                </Link>
                {mayMerge && (
                  <Radio
                    mt={4}
                    size="xs"
                    name="winner"
                    label={t('duplicates.stays')}
                    checked={client.id === winnerId}
                    disabled={isMerged}
                    onChange={() => {
                      setWinner(client.id);
                      setChosen(new Map());
                    }}
                  />
                )}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Recorded pair={pair} />
          <FieldRows
            pair={pair}
            winner={winner}
            onlyDifferent={onlyDifferent}
            differing={new Set(found.map(({ field }) => field))}
            takes={takes}
            choose={mayMerge ? (field, taking) => setChosen(new Map([...chosen, [field, taking]])) : undefined}
          />
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

/** By whom and when each was recorded, and what was recorded of it. */
function Recorded({ pair }: { pair: [Client, Client] }) {
  const { t } = useTranslation();
  const nameOf = usePeople();
  const { moment } = useFieldTexts();
  return (
    <>
      <Table.Tr>
        <Table.Th scope="row">{t('duplicates.recorded')}</Table.Th>
        {pair.map(({ id, values: { createdBy, createdAt } }) => (
          <Table.Td key={id}>
            {createdAt && t('duplicates.recordedBy', { name: nameOf(createdBy), when: moment(Date.parse(createdAt)) })}
          </Table.Td>
        ))}
      </Table.Tr>
      <Table.Tr>
        <Table.Th scope="row">{t('duplicates.records')}</Table.Th>
        {pair.map(({ id }) => (
          <Table.Td key={id}>
            <Counts id={id} />
          </Table.Td>
        ))}
      </Table.Tr>
    </>
  );
}

function Counts({ id }: { id: string }) {
  const { t } = useTranslation();
  const counts = useOwnCounts(id);
  return counts && t('duplicates.recordsOf', counts);
}

/** They say nothing of the business. */
const HIDDEN = /^(createdAt|createdBy|deletedAt|erasedAt|importId|invented|mergedInto|mergeTook\..*|notSame\..*)$/;
/** As the form has them: who it is comes first. */
const FIRST = ['name', 'ownerName', 'chair', 'ownerNik', 'ownerPhone', 'phone', 'region', 'address', 'mainActivity'];

function FieldRows({
  pair,
  winner,
  onlyDifferent,
  differing,
  takes,
  choose,
}: {
  pair: [Client, Client];
  winner: Client;
  onlyDifferent: boolean;
  /** Fields of which the one that stays could take something over. */
  differing: ReadonlySet<string>;
  takes: (field: string) => boolean;
  choose: ((field: string, taking: boolean) => void) | undefined;
}) {
  const { label, value } = useFieldTexts();
  const { t } = useTranslation();
  const valuesOf = ({ values }: Client) => values as Record<string, unknown>;
  const isEmpty = (known: unknown) => known === undefined || known === null || known === '';
  const fields = [...new Set([...FIRST, ...pair.flatMap((client) => Object.keys(valuesOf(client)))])]
    .filter((field) => !HIDDEN.test(field) && pair.some((client) => !isEmpty(valuesOf(client)[field])))
    .filter((field) => !onlyDifferent || isDifferent(pair, field));
  return fields.map((field) => {
    const name = label(winner.collection, field, valuesOf(winner));
    const isNikFixed = field === 'ownerNik' && !isEmpty(valuesOf(winner).ownerNik);
    return (
      <Table.Tr key={field} className={isDifferent(pair, field) ? classes.different : undefined}>
        <Table.Th scope="row">{name}</Table.Th>
        {pair.map((client) => {
          const known = valuesOf(client)[field];
          const text = isEmpty(known) ? '–' : value(client.collection, field, known, valuesOf(client));
          const isTaken = (client !== winner) === takes(field);
          return (
            <Table.Td key={client.id}>
              {choose && differing.has(field) && !isNikFixed ? (
                <Radio
                  size="xs"
                  name={`take.${field}`}
                  label={text}
                  aria-label={t('duplicates.use', { value: text, field: name })}
                  checked={isTaken}
                  onChange={() => choose(field, client !== winner)}
                />
              ) : (
                text
              )}
            </Table.Td>
          );
        })}
      </Table.Tr>
    );
  });
}

const isDifferent = ([a, b]: [Client, Client], field: string): boolean =>
  JSON.stringify((a.values as Record<string, unknown>)[field] ?? null) !==
  JSON.stringify((b.values as Record<string, unknown>)[field] ?? null);
