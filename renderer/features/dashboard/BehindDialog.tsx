import { Button, Group, Loader, Table, Text } from '@mantine/core';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Behind } from '#core/indicators/dashboard.ts';
import { formatDay } from '#core/model/dates.ts';
import { formatRupiah } from '#core/model/money.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { decimals } from '../../ui/instrumentText.ts';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { recordKind } from '../../ui/recordKind.ts';
import classes from './Dashboard.module.css';
import type { Opened } from './opening.ts';

interface Props {
  opened: Opened;
  /** How many there are. */
  total: number;
  /** Undefined while it comes. */
  list: readonly Behind[] | undefined;
  /** Of the figures in the list. */
  year: number;
  onMore: () => void;
  onClose: () => void;
}

/** The records behind a number, each with a link to its page. */
export function BehindDialog({ opened, total, list, year, onMore, onClose }: Props) {
  const { t } = useTranslation();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const openedAt = useRef(path);
  // A link was followed: its page may still be on its way, and who comes back meanwhile wants the numbers.
  useEffect(() => {
    if (path !== openedAt.current) onClose();
  }, [path, onClose]);
  return (
    <Dialog title={`${opened.title}: ${total.toLocaleString('id-ID')}`} onClose={onClose}>
      {list ? (
        <>
          <Records list={list} year={year} />
          {list.length < total && (
            <Group justify="space-between" mt="xs">
              <Text size="sm">{t('dashboard.list.shown', { shown: list.length, total })}</Text>
              <Button size="xs" variant="default" onClick={onMore}>
                {t('dashboard.list.more')}
              </Button>
            </Group>
          )}
        </>
      ) : (
        <Group gap="xs" role="status">
          <Loader size="sm" /> {t('dashboard.list.loading')}
        </Group>
      )}
    </Dialog>
  );
}

function Records({ list, year }: { list: readonly Behind[]; year: number }) {
  const { t, i18n } = useTranslation();
  const hasScore = list.some(({ score }) => score !== undefined);
  const hasSales = list.some(({ sales }) => sales);
  const hasDay = list.some(({ day }) => day);
  return (
    <Table verticalSpacing={2} className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          {hasDay && <Table.Th scope="col">{t('dashboard.list.day')}</Table.Th>}
          <Table.Th scope="col">{t('dashboard.list.client')}</Table.Th>
          <Table.Th scope="col">{t('dashboard.list.record')}</Table.Th>
          {hasScore && (
            <Table.Th scope="col" className={classes.number}>
              {t('dashboard.score')}
            </Table.Th>
          )}
          {hasSales &&
            [year - 1, year].map((each) => (
              <Table.Th key={each} scope="col" className={classes.number}>
                {t('dashboard.list.before', { year: each })}
              </Table.Th>
            ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {list.map(({ collection, id, name, day, score, sales }) => (
          <Table.Tr key={id}>
            {hasDay && <Table.Td className={classes.day}>{day ? formatDay(day) : ''}</Table.Td>}
            <Table.Td>
              <RecordLink collection={collection} id={id} page>
                {name || t('common.unnamed')}
              </RecordLink>
            </Table.Td>
            <Table.Td>{recordKind(t, collection)}</Table.Td>
            {hasScore && (
              <Table.Td className={classes.number}>
                {score === undefined ? '' : decimals(score, 2, i18n.language, 0)}
              </Table.Td>
            )}
            {hasSales &&
              [sales?.before, sales?.now].map((amount, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the year before, the year
                <Table.Td key={i} className={classes.number}>
                  {amount === undefined ? '' : formatRupiah(amount)}
                </Table.Td>
              ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
