import { Alert, Button, Group, Select, Stack, Text, Title } from '@mantine/core';
import { IconFileSpreadsheet, IconPrinter } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#core/model/dates.ts';
import { isReport, REPORT_NAMES, REPORTS, type ReportName } from '#core/reports/index.ts';
import type { ReportScope } from '#core/reports/report.ts';
import { useThisDevice, useToday, yearOf } from '../../app/device.tsx';
import { useRecords } from '../../store/queries.ts';
import type { MadeReport } from '../../store/reports.ts';
import { download } from '../../ui/download.ts';
import { usePeople } from '../../ui/people.ts';
import sheet from '../../ui/Sheet.module.css';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { Computing } from './Computing.tsx';
import { Letterhead } from './Letterhead.tsx';
import { PeriodPicker } from './PeriodPicker.tsx';
import { daysOf, type Period, periodOf } from './periods.ts';
import classes from './Reports.module.css';
import { ReportTable } from './ReportTable.tsx';
import { Signatures } from './Signatures.tsx';
import { reportTexts } from './texts.ts';
import { useReport } from './useReport.ts';
import { reportFile } from './xlsx.ts';

/** More rows than these are not drawn on the screen; paper and XLSX have all. */
const SHOWN_ROWS = 200;

/** *Laporan*: every report of domain 1.6, on screen, on paper and as XLSX. */
export function ReportsPage() {
  const { t } = useTranslation();
  const device = useThisDevice();
  const today = useToday();
  const [name, setName] = useState<ReportName>('consultant');
  const [period, setPeriod] = useState(() => periodOf(today));
  const [consultant, setConsultant] = useState(device.role === 'consultant' ? device.user : null);
  const { span, byConsultant } = REPORTS[name];
  const days = daysOf(span === 'year' ? { ...period, kind: 'year' } : period);
  const scope = { ...days, consultant: byConsultant ? consultant : null };
  const asked = JSON.stringify([name, scope]);
  const [stopped, setStopped] = useState<string>();
  const { report, error, progress } = useReport(name, scope, stopped !== asked);
  return (
    <Stack gap="sm">
      <Choices {...{ name, setName, period, setPeriod, consultant, setConsultant }} />
      {report && <Report name={name} scope={scope} report={report} />}
      {error !== undefined && <Failed error={error} />}
      {!report && error === undefined && stopped !== asked && (
        <Computing text={t('reports.computing')} progress={progress} stop={() => setStopped(asked)} />
      )}
      {stopped === asked && (
        <Group role="status">
          {t('reports.stopped')}
          <Button size="xs" variant="default" onClick={() => setStopped(undefined)}>
            {t('reports.computeAgain')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

interface ChoicesProps {
  name: ReportName;
  setName: (name: ReportName) => void;
  period: Period;
  setPeriod: (period: Period) => void;
  consultant: string | null;
  setConsultant: (consultant: string | null) => void;
}

function Choices({ name, setName, period, setPeriod, consultant, setConsultant }: ChoicesProps) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const users = useRecords('users') ?? [];
  const { span, byConsultant } = REPORTS[name];
  const people = users
    .filter(({ id, values }) => values.role === 'consultant' || id === consultant)
    .map(({ id, values }) => ({ value: id, label: values.name ?? id }));
  return (
    <div className={sheet.screenOnly}>
      <Title order={1} size="h3" mb="xs">
        {t('reports.title')}
      </Title>
      <Group gap="xs" align="flex-start">
        <Select
          label={t('reports.which')}
          w={330}
          allowDeselect={false}
          value={name}
          data={REPORT_NAMES.map((value) => ({ value, label: t(`reports.names.${value}`) }))}
          onChange={(chosen) => chosen && isReport(chosen) && setName(chosen)}
        />
        <PeriodPicker period={period} onChange={setPeriod} onlyYears={span === 'year'} thisYear={yearOf(device)} />
        {byConsultant && (
          <Select
            label={t('performance.consultant')}
            w={220}
            clearable
            placeholder={t('performance.wholeUnit')}
            value={consultant}
            data={people}
            onChange={setConsultant}
          />
        )}
      </Group>
    </div>
  );
}

function Failed({ error }: { error: string }) {
  const { t } = useTranslation();
  return (
    <Alert color="red" title={t('reports.failed')}>
      {t('reports.failedWhat')} <Text size="xs">{error}</Text>
    </Alert>
  );
}

function Report({ name, scope, report }: { name: ReportName; scope: ReportScope; report: MadeReport }) {
  const { t, i18n } = useTranslation();
  const fields = useFieldTexts();
  const nameOf = usePeople();
  const isPrinting = usePrinting();
  const { table } = report;
  const { signers, span } = REPORTS[name];
  const texts = reportTexts(t, i18n.language, fields, nameOf);
  const year = scope.to.slice(0, 4);
  const title = t(`reports.titles.${name}`, { year, before: Number(year) - 1 });
  const period = t('reports.between', { from: formatDay(scope.from), to: formatDay(scope.to) });
  // The title of a yearly report has its year.
  const lines = [
    ...(span === 'period' ? [period] : []),
    ...(scope.consultant ? [t('reports.of', { consultant: nameOf(scope.consultant) })] : []),
  ];
  const notes = table.notes.map((note) => t(`reports.notes.${note.name}` as never, { count: note.count }) as string);
  const made = [
    t('reports.made', { when: fields.moment(Date.now()), sequence: report.sequence }),
    ...(report.unsent > 0 ? [t('reports.unsent', { count: report.unsent })] : []),
  ].join(' ');
  const isCut = !isPrinting && table.rows.length > SHOWN_ROWS;
  return (
    <>
      <Tools
        save={() => reportFile({ title, lines }, table, texts, [...notes, made])}
        fileName={`${t(`reports.names.${name}`)} ${scope.from} ${scope.to}.xlsx`}
      />
      <article className={classes.paper}>
        <Letterhead />
        <div className={classes.title}>
          <h2>{title}</h2>
          {lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
        {table.rows.length === 0 ? (
          <Text size="sm">{t('reports.nothing')}</Text>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keyboard
          <section className={classes.scroll} tabIndex={0} aria-label={title}>
            <ReportTable table={table} texts={texts} limit={isCut ? SHOWN_ROWS : undefined} />
          </section>
        )}
        {isCut && (
          <Text size="sm" mt="xs">
            {t('reports.cut', { shown: SHOWN_ROWS, total: table.rows.length })}
          </Text>
        )}
        {notes.length > 0 && (
          <ul className={classes.notes}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
        <p className={classes.made}>{made}</p>
        <Signatures signers={signers} consultant={scope.consultant} />
      </article>
    </>
  );
}

function Tools({ save, fileName }: { save: () => Promise<Blob>; fileName: string }) {
  const { t } = useTranslation();
  const [isSaving, setSaving] = useState(false);
  const toXlsx = async () => {
    setSaving(true);
    try {
      download(fileName, await save());
    } finally {
      setSaving(false);
    }
  };
  return (
    <Group gap="xs" className={sheet.screenOnly}>
      <Button loading={isSaving} leftSection={<IconFileSpreadsheet size={18} />} onClick={() => void toXlsx()}>
        {t('reports.xlsx')}
      </Button>
      <Button variant="default" leftSection={<IconPrinter size={18} />} onClick={() => window.print()}>
        {t('common.print')}
      </Button>
    </Group>
  );
}

/** While the page goes to paper; then nothing is left out. */
function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting;
}
