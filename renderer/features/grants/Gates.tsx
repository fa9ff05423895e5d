import { useTranslation } from 'react-i18next';
import { formatDay } from '#core/model/dates.ts';
import { GATES, type GateId, gateHint } from '#core/model/grantRules.ts';
import { useToday } from '../../app/device.tsx';
import { TextField, YesNoField } from '../../ui/fields/fields.tsx';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { Section } from '../../ui/Section.tsx';
import { type CandidateFile, gateDay } from './candidateFile.ts';
import classes from './grants.module.css';

/** The checklist of eligibility: yes or no, what shows it, and what the entries say. */
export function Gates({ file, readOnly }: { file: CandidateFile; readOnly: boolean }) {
  const { t } = useTranslation();
  return (
    <Section title={t('grants.gates')}>
      <RecordForm collection="candidates" id={file.id} readOnly={readOnly}>
        <ul className={classes.gates}>
          {GATES.map(({ id }) => (
            <li key={id} className={classes.gate}>
              <YesNoField field={`gate.${id}`} hint={<Hint gate={id} file={file} />} />
              <TextField field={`proof.${id}`} />
            </li>
          ))}
        </ul>
      </RecordForm>
    </Section>
  );
}

function Hint({ gate, file }: { gate: GateId; file: CandidateFile }) {
  const { t } = useTranslation();
  const today = useToday();
  const hint = gateHint(gate, file.candidate, file.rules, gateDay(file, today));
  if (!hint) return null;
  const value = typeof hint.value === 'string' ? formatDay(hint.value) : hint.value;
  return (
    <>
      {t(`grants.hints.${hint.kind}`, { value })}
      {!hint.meets && <span className="field-warning"> {t('grants.hints.unmet')}</span>}
    </>
  );
}
