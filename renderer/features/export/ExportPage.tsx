import { Alert, Button, Checkbox, Group, Progress, Select, Stack, Text, Title } from '@mantine/core';
import { IconDownload, IconFileExport } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EXPORTED, nikFieldOf } from '#core/export/contents.ts';
import { FULL_LAYOUT, LAYOUTS, layoutOf } from '#core/export/layouts.ts';
import type { CollectionName } from '#core/model/collections.ts';
import { mayRead, type Role } from '#core/workflow/policy.ts';
import { useThisDevice, useToday, yearOf } from '../../app/device.tsx';
import { download } from '../../ui/download.ts';
import { PeriodPicker } from '../reports/PeriodPicker.tsx';
import { daysOf, type Period, periodOf } from '../reports/periods.ts';
import { Contents } from './Contents.tsx';
import classes from './Export.module.css';
import { collectionsOf, type ExportFormat, type ExportQuestion, FORMATS, leftOutLines } from './make.ts';
import { noteExport } from './note.ts';
import { type ExportState, useExport } from './useExport.ts';

/** *Ekspor data*: what this user may see, as a file for spreadsheets, maps and programs. */
export function ExportPage() {
  const { t, i18n } = useTranslation();
  const { role } = useThisDevice();
  const today = useToday();
  const [chosen, setChosen] = useState<readonly CollectionName[]>(['businesses', 'cooperatives']);
  const [layout, setLayout] = useState(FULL_LAYOUT);
  const [format, setFormat] = useState<ExportFormat>('xlsx');
  const [period, setPeriod] = useState<Period>(() => ({ ...periodOf(today), kind: 'year' }));
  const [onlyPeriod, setOnlyPeriod] = useState(false);
  const [withNik, setWithNik] = useState(false);
  const { make, stop, ...state } = useExport();
  const collections = collectionsOf({ collections: chosen, layout, format });
  const isFixed = collections !== chosen;
  const mayHaveNik = format !== 'geojson' && collections.some((collection) => isNikReadable(role, collection));
  const question: ExportQuestion = {
    collections: chosen,
    layout,
    format,
    period: onlyPeriod ? daysOf(period) : null,
    withNik: withNik && mayHaveNik,
    language: i18n.language,
  };
  return (
    <Stack gap="sm" className={classes.page}>
      <div>
        <Title order={1} size="h3">
          {t('export.title')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('export.intro')}
        </Text>
      </div>
      <Form {...{ layout, setLayout, format, setFormat, period, setPeriod, onlyPeriod, setOnlyPeriod }} />
      {isFixed ? (
        <Text size="sm">
          {t(layoutOf(layout) ? 'export.fixedByLayout' : 'export.fixedByMap', {
            what: t(`collections.${collections[0]}` as never),
          })}
        </Text>
      ) : (
        <Contents chosen={chosen} onChange={setChosen} />
      )}
      {onlyPeriod && <PeriodHint collections={collections} />}
      {mayHaveNik && (
        <Checkbox
          label={t('export.withNik')}
          description={t('export.withNikHint')}
          checked={withNik}
          onChange={(event) => setWithNik(event.currentTarget.checked)}
        />
      )}
      <Group gap="sm">
        <Button
          leftSection={<IconFileExport size={18} />}
          disabled={collections.length === 0 || state.busy !== undefined}
          onClick={() => make(question)}
        >
          {t('export.prepare')}
        </Button>
        {collections.length === 0 && <Text size="sm">{t('export.none')}</Text>}
      </Group>
      <Outcome state={state} asked={JSON.stringify(question)} stop={stop} />
    </Stack>
  );
}

const isNikReadable = (role: Role, collection: CollectionName): boolean => {
  const field = nikFieldOf(collection);
  return field !== undefined && mayRead(role, collection, field);
};

interface FormProps {
  layout: string;
  setLayout: (layout: string) => void;
  format: ExportFormat;
  setFormat: (format: ExportFormat) => void;
  period: Period;
  setPeriod: (period: Period) => void;
  onlyPeriod: boolean;
  setOnlyPeriod: (only: boolean) => void;
}

function Form({ layout, setLayout, format, setFormat, period, setPeriod, onlyPeriod, setOnlyPeriod }: FormProps) {
  const { t, i18n } = useTranslation();
  const device = useThisDevice();
  return (
    <>
      <Group gap="sm" align="flex-start">
        <Select
          label={t('export.layout')}
          w={380}
          allowDeselect={false}
          value={layout}
          data={[
            { value: FULL_LAYOUT, label: t('export.full') },
            ...LAYOUTS.map(({ id, name }) => ({ value: id, label: i18n.language === 'en' ? name.en : name.id })),
          ]}
          onChange={(value) => value && setLayout(value)}
        />
        <Select
          label={t('export.format')}
          w={260}
          allowDeselect={false}
          value={format}
          data={FORMATS.map((value) => ({ value, label: t(`export.formats.${value}`) }))}
          onChange={(value) => setFormat(value as ExportFormat)}
        />
        <Text size="sm" c="dimmed" className={classes.hint}>
          {t(`export.formatHints.${format}`)}
        </Text>
      </Group>
      {layoutOf(layout) && <Text size="sm">{t('export.notOfficial')}</Text>}
      <Group gap="sm" align="flex-end">
        <Checkbox
          label={t('export.onlyPeriod')}
          checked={onlyPeriod}
          onChange={(event) => setOnlyPeriod(event.currentTarget.checked)}
          mb={onlyPeriod ? 8 : 4}
        />
        {onlyPeriod && (
          <PeriodPicker period={period} onChange={setPeriod} onlyYears={false} thisYear={yearOf(device)} />
        )}
      </Group>
    </>
  );
}

/** Which of what was chosen has no days, so that all of it comes. */
function PeriodHint({ collections }: { collections: readonly CollectionName[] }) {
  const { t } = useTranslation();
  const whole = EXPORTED.filter(({ collection, day }) => !day && collections.includes(collection)).map(
    ({ collection }) => t(`collections.${collection}` as never) as string,
  );
  return (
    <Text size="sm" c="dimmed">
      {t('export.periodHint')} {whole.length > 0 && t('export.periodWhole', { what: whole.join(', ') })}
    </Text>
  );
}

/** @param asked what the page asks for now: a file that was made of something else is not offered */
function Outcome({ state, asked, stop }: { state: ExportState; asked: string; stop: () => void }) {
  const { t } = useTranslation();
  const { busy, made, error, stopped } = state;
  if (busy) return <Busy busy={busy} stop={stop} />;
  if (stopped) return <Text role="status">{t('export.stopped')}</Text>;
  if (error !== undefined)
    return (
      <Alert color="red" role="alert" title={t('export.failed')}>
        {t('export.failedWhat')} <Text size="xs">{error}</Text>
      </Alert>
    );
  if (!made || JSON.stringify(made.question) !== asked) return null;
  return <Ready made={made} />;
}

function Busy({ busy, stop }: { busy: NonNullable<ExportState['busy']>; stop: () => void }) {
  const { t, i18n } = useTranslation();
  const number = (n: number) => n.toLocaleString(i18n.language === 'en' ? 'en-GB' : 'id-ID');
  const { done, total, writing } = busy;
  return (
    <Group gap="sm" wrap="nowrap" maw={640} role="status">
      <Progress
        flex={1}
        animated={writing}
        value={total > 0 ? (done / total) * 100 : 0}
        aria-label={t('export.progress')}
      />
      <Text size="sm">
        {writing ? t('export.writing') : t('reports.read', { done: number(done), total: number(total) })}
      </Text>
      <Button variant="default" onClick={stop}>
        {t('import.stop')}
      </Button>
    </Group>
  );
}

/** What is in the file, what that means for those in it, and the file itself. */
function Ready({ made: { question, file } }: { made: NonNullable<ExportState['made']> }) {
  const { t, i18n } = useTranslation();
  const [saved, setSaved] = useState<MadeFile>();
  const [failed, setFailed] = useState(false);
  const section = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each file once
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' });
  }, [file]);
  const number = (n: number) => n.toLocaleString(i18n.language === 'en' ? 'en-GB' : 'id-ID');
  const { counts, leftOut, personal, hasNik } = file;
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const save = async () => {
    setFailed(false);
    try {
      // Nobody gets the file without the note.
      await noteExport(question, file);
      download(file.fileName, file.file);
      setSaved(file);
    } catch (error) {
      console.error('export', error);
      setFailed(true);
    }
  };
  return (
    <section ref={section} className={classes.ready} aria-label={t('export.ready')}>
      <Title order={2} size="h5">
        {t('export.readyWith', { count: total, formatted: number(total) })}
      </Title>
      <ul className={classes.counts}>
        {counts.map(({ collection, count }) => (
          <li key={collection}>
            {t('export.counted', { what: t(`collections.${collection}` as never), count: number(count) as never })}
          </li>
        ))}
        {leftOutLines(leftOut, t).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {personal.length > 0 && (
        <Text size="sm">
          <strong>{t('export.personal')}</strong>{' '}
          {personal
            .map((sort) =>
              sort === 'nik' ? t(hasNik ? 'export.sorts.nikFull' : 'export.sorts.nik') : t(`export.sorts.${sort}`),
            )
            .join(', ')}
          .
        </Text>
      )}
      <Text size="sm">{t('export.noted')}</Text>
      <Text size="sm">{t('export.keep')}</Text>
      <Group gap="sm" mt="xs">
        <Button leftSection={<IconDownload size={18} />} disabled={total === 0} onClick={() => void save()}>
          {t('export.save')}
        </Button>
        {total === 0 && <Text size="sm">{t('export.empty')}</Text>}
        {saved === file && <Text role="status">{t('export.saved', { name: file.fileName })}</Text>}
        {failed && (
          <Text role="alert" c="red">
            {t('export.notNoted')}
          </Text>
        )}
      </Group>
    </section>
  );
}

type MadeFile = NonNullable<ExportState['made']>['file'];
