import { Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#core/model/dates.ts';
import { REPORT_KINDS, type ReportKind, reportDue } from '#core/model/grantRules.ts';
import { useToday } from '../../app/device.tsx';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { Fields } from '../../ui/forms/Fields.tsx';
import { Section } from '../../ui/Section.tsx';
import { AttachmentList } from '../attachments/Attachments.tsx';
import type { CandidateFile } from './candidateFile.ts';
import { REPORT_FIELDS } from './forms.ts';

/** The three reports of who received the money, each with its day. */
export function Reports({ file, readOnly }: { file: CandidateFile; readOnly: boolean }) {
  const { t } = useTranslation();
  return (
    <Section title={t('grants.reports')}>
      {REPORT_KINDS.map((kind) => (
        <Report key={kind} {...{ kind, file, readOnly }} />
      ))}
    </Section>
  );
}

function Report({ kind, file, readOnly }: { kind: ReportKind; file: CandidateFile; readOnly: boolean }) {
  const { t } = useTranslation();
  const title = t(`choices.grantReports.reportKind.${kind}`);
  const record = file.reportRecords.filter(({ values }) => values.reportKind === kind).at(-1);
  // One id per kind, so that two laptops never make two.
  const id = record?.id ?? `${file.id}-${kind}`;
  return (
    <section aria-label={title}>
      <Title order={3} size="h6" mt="sm">
        {title}
      </Title>
      <State {...{ kind, file }} />
      <RecordForm collection="grantReports" id={id} initial={{ parent: file.id, reportKind: kind }} readOnly={readOnly}>
        <Fields fields={REPORT_FIELDS} />
      </RecordForm>
      {record && <AttachmentList owner={{ collection: 'grantReports', id }} readOnly={readOnly} />}
    </section>
  );
}

function State({ kind, file }: { kind: ReportKind; file: CandidateFile }) {
  const { t } = useTranslation();
  const today = useToday();
  const report = file.reports.filter(({ reportKind }) => reportKind === kind).at(-1);
  if (report?.date) {
    return (
      <Text size="sm" c="dimmed" mb={4}>
        {t('grants.given', { day: formatDay(report.date) })}
      </Text>
    );
  }
  const due = reportDue(kind, file.candidate.disbursedOn, file.rules, report?.dueOn);
  if (!due) return null;
  const late = due < today;
  return (
    <Text size="sm" c={late ? 'red.8' : 'dimmed'} mb={4}>
      {t('grants.due', { day: formatDay(due) })}
      {late ? ` (${t('grants.overdue')})` : ''}
    </Text>
  );
}
