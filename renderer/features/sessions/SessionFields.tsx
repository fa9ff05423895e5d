import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { minutesBetween } from '#core/model/dates.ts';
import { SERVICE_FIELDS, SESSION_MODES, SESSION_PLACES } from '#core/model/reference.ts';
import { useChildren } from '../../store/queries.ts';
import { ChoiceField, DayField, LongTextField, SelectField, TextField, TimeField } from '../../ui/fields/fields.tsx';
import { useRecordContext } from '../../ui/fields/useField.ts';
import { Section } from '../../ui/Section.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { ServiceLineField } from './ServiceLineField.tsx';
import classes from './SessionPage.module.css';
import { endsBeforeStart } from './state.ts';

export function WhenAndWhere() {
  const { t } = useTranslation();
  const { record } = useRecordContext();
  return (
    <Section title={t('session.when')}>
      <div className={classes.when}>
        <DayField field="date" required />
        <TimeField field="startTime" />
        <TimeField field="endTime" hint={<Duration values={(record?.values ?? {}) as Values<'sessions'>} />} />
        <ChoiceField field="mode" options={SESSION_MODES} required />
        <ChoiceField field="place" label="fields.sessionPlace" options={SESSION_PLACES} />
        <SelectField field="field" options={SERVICE_FIELDS} required />
        <ServiceLineField />
        <ProgrammeField />
      </div>
    </Section>
  );
}

/** The work programme that the session carries out; one that is not locked yet will do (domain 9.1). */
function ProgrammeField() {
  const { record } = useRecordContext();
  const { value: textOf } = useFieldTexts();
  const { clientId } = (record?.values ?? {}) as Values<'sessions'>;
  const programmes = useChildren('programmes', clientId ?? '') ?? [];
  const options = programmes.map(({ id, values }) => {
    const plan = values.plan || values.problem;
    const label = [values.year, textOf('programmes', 'field', values.field), plan].filter(Boolean).join(' · ');
    return { code: id, id: label, en: label };
  });
  return <SelectField field="programme" options={options} />;
}

/** How long it took; or that the end is before the start. */
function Duration({ values }: { values: Values<'sessions'> }) {
  const { t } = useTranslation();
  const { startTime, endTime } = values;
  if (!startTime || !endTime) return null;
  if (endsBeforeStart(values)) {
    return (
      <span className="field-warning" role="alert">
        {t('session.timeOrder')}
      </span>
    );
  }
  return t('session.duration', { minutes: minutesBetween(startTime, endTime) });
}

export function Content() {
  const { t } = useTranslation();
  return (
    <Section title={t('session.content')}>
      <Stack gap="sm">
        <LongTextField field="problem" />
        <LongTextField field="material" maxLength={255} required />
        <LongTextField field="advice" />
      </Stack>
    </Section>
  );
}

export function Afterwards() {
  const { t } = useTranslation();
  const satisfactions = ([1, 2, 3, 4, 5] as const).map((code) => {
    const label = t(`session.satisfactions.${code}`);
    return { code, id: label, en: label };
  });
  return (
    <Section title={t('session.after')}>
      <Stack gap="sm">
        <LongTextField field="outcome" />
        <TextField field="participants" />
        <SelectField field="satisfaction" options={satisfactions} />
      </Stack>
    </Section>
  );
}
