import { Alert, Badge, Button, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useThisDevice } from '../../app/device.tsx';
import { checkSpace } from '../../store/space.ts';
import type { Choice, RowState } from './check.ts';
import classes from './Import.module.css';
import { ask, during, setJob, useJob } from './job.ts';
import { columnName } from './papers.ts';
import type { Filter, Line, Summary } from './worker.ts';

const STATES: readonly RowState[] = ['good', 'bad', 'duplicate', 'present'];
const LINE_HEIGHT = 32;
const TALL_LINE_HEIGHT = 58;
/** What an imported row takes on the disk at most, with what waits to be sent of it. */
const BYTES_PER_ROW = 20_000;
/** Lines asked for at a time. */
const PAGE = 100;

/** What is good, wrong and perhaps there already; nothing is stored yet. */
export function CheckStep() {
  const { t, i18n } = useTranslation();
  const { summary, looked } = useJob();
  const [filter, setFilter] = useState<Filter>({ state: summary?.bad ? 'bad' : 'all' });
  /** Changes when a choice was made, so that lines are read again. */
  const [version, setVersion] = useState(0);
  if (!summary || !looked) return null;
  const number = (n: number) => n.toLocaleString(i18n.language === 'en' ? 'en-GB' : 'id-ID');
  const all = summary.good + summary.bad + summary.duplicate + summary.present;
  const shown = STATES.filter((state) => state === 'good' || summary[state] > 0);
  const choose = async (choice: Choice, row?: number) => {
    await ask('choose', choice, row);
    setVersion(version + 1);
  };
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <SegmentedControl
          aria-label={t('import.show')}
          value={filter.state}
          onChange={(state) => setFilter({ state: state as Filter['state'] })}
          data={(['all', ...shown] as const).map((state) => ({
            value: state,
            label: t('import.counted', {
              label: t(`import.states.${state}`),
              count: number(state === 'all' ? all : summary[state]) as never,
            }),
          }))}
        />
        {filter.state === 'bad' && (
          <ReasonSelect
            reasons={summary.reasons}
            headings={looked.headings}
            onChange={(reason) => setFilter({ state: 'bad', ...(reason ? { reason } : {}) })}
          />
        )}
        {filter.state === 'duplicate' && <ChooseAll onChoose={(choice) => void choose(choice)} />}
      </Group>
      {summary.bad > 0 && filter.state === 'bad' && (
        <Text size="sm" c="dimmed">
          {t('import.badHint')}
        </Text>
      )}
      {filter.state === 'duplicate' && (
        <Text size="sm" c="dimmed">
          {t('import.fillHint')}
        </Text>
      )}
      <Lines
        key={`${filter.state}/${filter.reason?.column}/${filter.reason?.reason}`}
        filter={filter}
        headings={looked.headings}
        version={version}
        onChoose={(choice, row) => void choose(choice, row)}
      />
      <Run summary={summary} version={version} />
    </Stack>
  );
}

function ReasonSelect({
  reasons,
  headings,
  onChange,
}: {
  reasons: Summary['reasons'];
  headings: readonly string[];
  onChange: (reason: Summary['reasons'][number] | undefined) => void;
}) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const data = reasons.map(({ column, reason, count }, i) => ({
    value: String(i),
    label: t('import.reasonCount', { reason: reasonText(t, headings, column, reason), count }),
  }));
  return (
    <Select
      aria-label={t('import.reasonFilter')}
      placeholder={t('import.everyReason')}
      data={data}
      value={chosen}
      clearable
      w={420}
      onChange={(value) => {
        setChosen(value);
        onChange(value === null ? undefined : reasons[Number(value)]);
      }}
    />
  );
}

function ChooseAll({ onChoose }: { onChoose: (choice: Choice) => void }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      <Text size="sm">{t('import.forAll')}:</Text>
      {(['leaveOut', 'import', 'fill'] as const).map((choice) => (
        <Button key={choice} size="xs" variant="default" onClick={() => onChoose(choice)}>
          {t(`import.choices.${choice}`)}
        </Button>
      ))}
    </Group>
  );
}

function reasonText(
  t: ReturnType<typeof useTranslation>['t'],
  headings: readonly string[],
  column: number | null,
  reason: Line['problems'][number]['reason'],
): string {
  const text = t(`import.reasons.${reason}`);
  return column === null ? text : `${headings[column] || columnName(column)}: ${text}`;
}

interface LinesProps {
  filter: Filter;
  headings: readonly string[];
  version: number;
  onChoose: (choice: Choice, row: number) => void;
}

function Lines({ filter, headings, version, onChoose }: LinesProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const { total, lineAt, want } = useLines(filter, version);
  const isTall = filter.state !== 'good' && filter.state !== 'present';
  const virtual = useVirtualizer({
    count: total ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isTall ? TALL_LINE_HEIGHT : LINE_HEIGHT),
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => want(first, last), [want, first, last]);
  const width = 70 + 110 + headings.length * 152;
  const style = { '--columns': `60px 100px repeat(${headings.length}, 140px)`, width, minWidth: '100%' } as never;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={classes.table} ref={scroller} tabIndex={0} aria-label={t('import.show')}>
      <div className={classes.head} style={style} aria-hidden="true">
        <span>{t('import.rowHead')}</span>
        <span>{t('import.stateHead')}</span>
        {headings.map((heading, column) => (
          <span key={columnName(column)} className={classes.cell} title={heading}>
            {heading || columnName(column)}
          </span>
        ))}
      </div>
      {total === 0 && (
        <Text size="sm" p="sm">
          {t('import.noRows')}
        </Text>
      )}
      <ul style={{ ...(style as object), height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const line = lineAt(item.index);
          return (
            <li key={item.key} style={{ transform: `translateY(${item.start}px)`, height: item.size, width: '100%' }}>
              {line && <LineOf line={line} headings={headings} style={style} onChoose={onChoose} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const COLOURS: Record<RowState, string> = { good: 'teal.9', bad: 'red.9', duplicate: 'yellow', present: 'gray.7' };

function LineOf({
  line,
  headings,
  style,
  onChoose,
}: { line: Line; style: object } & Pick<LinesProps, 'headings' | 'onChoose'>) {
  const { t } = useTranslation();
  const wrong = new Set(line.problems.map(({ column }) => column));
  const reasons = line.problems.map(({ column, reason }) => reasonText(t, headings, column, reason)).join('; ');
  const { duplicate } = line;
  return (
    <div className={classes.line} style={style}>
      <span>{line.row}</span>
      <span>
        <Badge size="sm" color={COLOURS[line.state]} c={line.state === 'duplicate' ? 'dark' : undefined}>
          {t(`import.states.${line.state}`)}
        </Badge>
      </span>
      {headings.map((_, column) => (
        <span
          key={columnName(column)}
          className={wrong.has(column) ? `${classes.cell} ${classes.wrong}` : classes.cell}
          title={line.cells[column]}
        >
          {line.cells[column]}
        </span>
      ))}
      {reasons && (
        <span className={classes.why} title={reasons}>
          {reasons}
        </span>
      )}
      {duplicate && (
        <span className={classes.same}>
          {duplicate.row === undefined
            ? t('import.sameAs', { by: t(`import.by.${duplicate.by}`), name: duplicate.name })
            : t('import.sameAsRow', { by: t(`import.by.${duplicate.by}`), row: duplicate.row })}
          <Select
            size="xs"
            w={170}
            aria-label={t('import.choice', { row: line.row })}
            data={(
              ['leaveOut', 'import', ...(duplicate.id && duplicate.by !== 'session' ? ['fill' as const] : [])] as const
            ).map((value) => ({ value, label: t(`import.choices.${value}`) }))}
            value={duplicate.choice}
            allowDeselect={false}
            onChange={(choice) => onChoose(choice as Choice, line.row)}
          />
        </span>
      )}
    </div>
  );
}

/** The lines that are looked at, a page at a time. */
function useLines(filter: Filter, version: number) {
  const [total, setTotal] = useState<number>();
  const [pages, setPages] = useState<ReadonlyMap<number, Line[]>>(new Map());
  const asked = useRef(new Set<string>());
  const [want] = useState(
    () => (first: number, last: number) => setWanted([Math.floor(first / PAGE), Math.floor(last / PAGE)]),
  );
  const [[from, to], setWanted] = useState<[number, number]>([0, 0]);
  useEffect(() => {
    for (let page = from; page <= to; page++) {
      const name = `${version}/${page}`;
      if (asked.current.has(name)) continue;
      asked.current.add(name);
      void ask('lines', filter, page * PAGE, PAGE).then((found) => {
        setTotal(found.total);
        setPages((before) => new Map(before).set(page, found.lines));
      });
    }
  }, [filter, version, from, to]);
  return { total, lineAt: (index: number) => pages.get(Math.floor(index / PAGE))?.[index % PAGE], want };
}

function Run({ summary, version }: { summary: Summary; version: number }) {
  const { t } = useTranslation();
  const { user } = useThisDevice();
  const { file } = useJob();
  const chosen = useChosen(version);
  const count = summary.good + chosen;
  const run = () => {
    if (!file) return;
    void during('running', async () => {
      await checkSpace(count * BYTES_PER_ROW);
      const outcome = await ask('run', user, { name: file.name, hash: file.hash });
      setJob({ outcome, stage: 'result' });
    });
  };
  return (
    <Group>
      <Button variant="default" onClick={() => setJob({ stage: 'mapping' })}>
        {t('common.back')}
      </Button>
      <Button onClick={run} disabled={count === 0 && summary.present === 0 && summary.bad === 0}>
        {t('import.run', { count })}
      </Button>
      {count === 0 && summary.present === 0 && (
        <Alert color="yellow" p="xs">
          {t('import.nothing')}
        </Alert>
      )}
    </Group>
  );
}

/** How many duplicates are not left out. */
function useChosen(version: number): number {
  const [chosen, setChosen] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says that a choice was made
  useEffect(() => {
    void ask('chosen').then(setChosen);
  }, [version]);
  return chosen;
}
