import { Badge, Button, Group, SegmentedControl, Switch, Text, TextInput, Title } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { TFunction } from 'i18next';
import { memo, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayRecord } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { useClientsBeyondMinimum } from '../../store/queries.ts';
import { newId } from '../../store/repository.ts';
import { usePeople } from '../../ui/people.ts';
import { recordKind } from '../../ui/recordKind.ts';
import classes from './ClientListPage.module.css';
import { type ClientLine, useClientIndex, useFirstClients, useSearch } from './useClientIndex.ts';

const LINE_HEIGHT = 52;
const NONE: ClientLine[] = [];

/** @param show only those of whom more than the minimal record is held without consent */
export function ClientListPage({ show }: { show?: 'withoutConsent' | undefined }) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const lines = useClientIndex();
  const first = useFirstClients();
  const beyond = useClientsBeyondMinimum(show !== undefined);
  const [query, setQuery] = useState('');
  const [kind, setKind] = useState('all');
  const [mine, setMine] = useState(false);
  const isChosen = kind !== 'all' || mine || show !== undefined;
  const chosen = useMemo(
    () =>
      isChosen
        ? lines?.filter(
            (line) =>
              (kind === 'all' || line.collection === kind) &&
              (!mine || line.consultant === device.user) &&
              (!show || beyond?.has(line.id)),
          )
        : lines,
    [lines, isChosen, kind, mine, device.user, show, beyond],
  );
  // Nothing is found in a part of them.
  const early = isChosen || query ? undefined : first;
  const found = useSearch(chosen ?? early ?? NONE, query);

  return (
    <div className={classes.page}>
      <Head mayRegister={mayRecord(device.role)} />
      <Group>
        <TextInput
          className={classes.search}
          aria-label={t('clients.search')}
          placeholder={t('clients.search')}
          leftSection={<IconSearch size={18} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          autoFocus
          autoComplete="off"
          spellCheck={false}
        />
        <Filters kind={kind} setKind={setKind} mine={mine} setMine={setMine} show={show} />
        <Text size="sm" c="dimmed" role="status">
          {lines ? t('clients.count', { count: found.length }) : t('clients.reading')}
        </Text>
      </Group>
      {lines?.length === 0 && <Text>{t('clients.empty')}</Text>}
      {lines && lines.length > 0 && found.length === 0 && (
        <Text>{show && !query ? t('clients.nobodyWithoutConsent') : t('clients.notFound', { query })}</Text>
      )}
      {found.length > 0 && <Lines lines={found} />}
    </div>
  );
}

/** Made again only when something of it changed, as the filters are: each key in the search makes the page again. */
const Head = memo(function Head({ mayRegister }: { mayRegister: boolean }) {
  const { t } = useTranslation();
  return (
    <Group justify="space-between">
      <Title order={1} size="h3">
        {t('clients.title')}
      </Title>
      {mayRegister && (
        <Group gap="xs">
          <Button component={Link} to="/duplicates" variant="subtle">
            {t('duplicates.title')}
          </Button>
          <NewClientButton collection="businesses" label={t('clients.registerBusiness')} />
          <NewClientButton collection="cooperatives" label={t('clients.registerCooperative')} />
        </Group>
      )}
    </Group>
  );
});

interface FiltersProps {
  kind: string;
  setKind: (kind: string) => void;
  mine: boolean;
  setMine: (mine: boolean) => void;
  show: 'withoutConsent' | undefined;
}

const Filters = memo(function Filters({ kind, setKind, mine, setMine, show }: FiltersProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <>
      <SegmentedControl
        value={kind}
        onChange={setKind}
        data={[
          { value: 'all', label: t('clients.all') },
          { value: 'businesses', label: t('clients.businesses') },
          { value: 'cooperatives', label: t('clients.cooperatives') },
        ]}
      />
      <Switch label={t('clients.mine')} checked={mine} onChange={(event) => setMine(event.currentTarget.checked)} />
      {show && (
        <Switch label={t('clients.withoutConsent')} checked onChange={() => void navigate({ to: '/clients' })} />
      )}
    </>
  );
});

function Lines({ lines }: { lines: ClientLine[] }) {
  const { t } = useTranslation();
  const nameOf = usePeople();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 6,
  });
  return (
    <div className={classes.table}>
      <div className={classes.head} aria-hidden="true">
        <span>{t('clients.name')}</span>
        <span>{t('clients.owner')}</span>
        <span>{t('clients.place')}</span>
        <span>{t('clients.consultant')}</span>
      </div>
      <div className={classes.scroller} ref={scroller}>
        <ul className={classes.lines} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            return <Row key={line.id} line={line} consultant={nameOf(line.consultant)} start={item.start} t={t} />;
          })}
        </ul>
      </div>
    </div>
  );
}

interface RowProps {
  line: ClientLine;
  consultant: string;
  /** Pixels from the top of the list. */
  start: number;
  t: TFunction;
}

/** Made again only when something of it changed: whoever scrolls sees two new ones with each frame, and thirty old ones. */
const Row = memo(function Row({ line, consultant, start, t }: RowProps) {
  return (
    <li style={{ transform: `translateY(${start}px)`, height: LINE_HEIGHT }}>
      <Link
        className={classes.line}
        to="/clients/$collection/$id"
        params={{ collection: line.collection, id: line.id }}
      >
        <span className={classes.cell}>
          <strong>{line.name || t('common.unnamed')}</strong>
          <br />
          {line.collection === 'cooperatives' && (
            <Badge size="xs" mr={6}>
              {recordKind(t, line.collection)}
            </Badge>
          )}
          {!line.registered && (
            <Badge size="xs" mr={6} color="yellow" c="dark">
              {t('clients.draft')}
            </Badge>
          )}
          <small>{line.activity}</small>
        </span>
        <span className={classes.cell}>{line.person}</span>
        <span className={classes.cell} title={line.place}>
          {line.place}
        </span>
        <span className={classes.cell}>{consultant}</span>
      </Link>
    </li>
  );
});

function NewClientButton({ collection, label }: { collection: 'businesses' | 'cooperatives'; label: string }) {
  const [id] = useState(newId);
  return (
    <Button
      component={Link}
      to="/clients/$collection/$id/register"
      params={{ collection, id } as never}
      variant={collection === 'businesses' ? 'filled' : 'light'}
      leftSection={<IconPlus size={16} />}
    >
      {label}
    </Button>
  );
}
