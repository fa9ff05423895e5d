import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CRITERIA, GATES, isProposalOpen, preScore } from '#core/model/grantRules.ts';
import { formatRupiah } from '#core/model/money.ts';
import { mayReadNik } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type Entity, useRows } from '../../store/queries.ts';
import type { RecordValues } from '../../ui/fieldKind.ts';
import { usePeople } from '../../ui/people.ts';
import classes from '../../ui/Sheet.module.css';
import { SheetBar } from '../../ui/SheetBar.tsx';
import { SheetFacts } from '../../ui/SheetFacts.tsx';
import { SheetTable } from '../../ui/SheetTable.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { BudgetSum } from './Budget.tsx';
import { type CandidateFile, useCandidateFile } from './candidateFile.ts';
import { PROPOSAL } from './forms.ts';
import { pointsText, ReviewResult } from './Reviews.tsx';

/** The proposal leaves the house; the internal review does not. So each has a paper of its own. */
export type CandidatePaper = 'proposal' | 'reviews';

export function CandidateSheet({ id, paper }: { id: string; paper: CandidatePaper }) {
  const { t } = useTranslation();
  const file = useCandidateFile(id);
  const months = useRows('grantMonths', id) as Entity<'grantMonths'>[] | undefined;
  const budget = useRows('grantBudget', id) as Entity<'grantBudget'>[] | undefined;
  if (file === undefined || !months || !budget) return null;
  if (file === null) return <Text>{t('forms.notFound')}</Text>;
  return (
    <>
      <SheetBar back={`/grants/${id}`} label={t('grants.sheet.back')} />
      <article className={classes.sheet}>
        {paper === 'proposal' ? <Proposal {...{ file, months, budget }} /> : <ReviewSheet file={file} />}
      </article>
    </>
  );
}

interface ProposalProps {
  file: CandidateFile;
  months: Entity<'grantMonths'>[];
  budget: Entity<'grantBudget'>[];
}

function Proposal({ file, months, budget }: ProposalProps) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const { candidate } = file;
  const hidden = mayReadNik(device, candidate) ? [] : ['nik'];
  return (
    <>
      {file.steps.every(({ values }) => values.stage !== 'submitted') && (
        <div className={classes.draft}>{t('cooperativeAssessment.sheet.draft')}</div>
      )}
      <h1>{t('grants.sheet.proposal', { year: candidate.year ?? '' })}</h1>
      <SheetFacts
        collection="candidates"
        values={candidate}
        fields={['name', 'consentOn', 'consentWay', 'consultant']}
        first={[[t('cooperativeAssessment.sheet.unit'), device.unitName]]}
      />
      {PROPOSAL.sections.map(({ name, fields, rows }) => (
        <section key={name}>
          <h2>{t(`forms.candidates.${name}` as never)}</h2>
          {fields && (
            <SheetFacts
              collection="candidates"
              values={candidate}
              fields={fields.map(({ field }) => field).filter((field) => !hidden.includes(field))}
            />
          )}
          {rows && <Months months={months} />}
        </section>
      ))}
      <h2>{t('forms.candidates.budget')}</h2>
      <SheetFacts collection="candidates" values={candidate} fields={['requested']} />
      <SheetTable
        collection="grantBudget"
        fields={['item', 'use', 'quantity', 'unitPrice']}
        rows={budget}
        last={{
          head: t('grants.sheet.amount'),
          className: classes.number,
          cell: ({ quantity, unitPrice }) => formatRupiah(Number(quantity ?? 0) * Number(unitPrice ?? 0)),
        }}
      />
      <BudgetSum file={file} />
      <h2>{t('grants.gates')}</h2>
      <GateTable file={file} />
      <Signatures names={[t('grants.sheet.applicant'), t('grants.sheet.consultant')]} />
    </>
  );
}

function Months({ months }: { months: Entity<'grantMonths'>[] }) {
  const { t } = useTranslation();
  const sorted = [...months].sort((a, b) => (a.values.month ?? '').localeCompare(b.values.month ?? ''));
  return (
    <SheetTable
      collection="grantMonths"
      fields={['month', 'projected', 'sales', 'materials', 'wages', 'otherCosts']}
      rows={sorted}
      last={{ head: t('grants.sheet.profit'), className: classes.number, cell: profit }}
    />
  );
}

const profit = ({ sales, ...costs }: RecordValues): string =>
  formatRupiah(
    ['materials', 'wages', 'otherCosts'].reduce((left, cost) => left - Number(costs[cost] ?? 0), Number(sales ?? 0)),
  );

function GateTable({ file: { candidate } }: { file: CandidateFile }) {
  const { t } = useTranslation();
  const { label } = useFieldTexts();
  const answerOf = (answer: boolean | null | undefined) =>
    typeof answer === 'boolean' ? t(answer ? 'common.yes' : 'common.no') : t('common.empty');
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('grants.sheet.gate')}</th>
          <th scope="col">{t('grants.sheet.met')}</th>
          <th scope="col">{t('grants.proofOf')}</th>
        </tr>
      </thead>
      <tbody>
        {GATES.map(({ id }) => (
          <tr key={id}>
            <td>{label('candidates', `gate.${id}`)}</td>
            <td>{answerOf(candidate[`gate.${id}`])}</td>
            <td>{candidate[`proof.${id}`]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The marks of all reviewers side by side, and what they say together. */
function ReviewSheet({ file }: { file: CandidateFile }) {
  const { t, i18n } = useTranslation();
  const { unitName } = useThisDevice();
  const { label, value } = useFieldTexts();
  const nameOf = usePeople();
  const { candidate, reviewRecords } = file;
  const scoreOf = (review: Entity<'grantReviews'>): string => {
    const score = preScore(review.values);
    return score === null ? t('grants.incomplete') : pointsText(score, i18n.language);
  };
  return (
    <>
      {isProposalOpen(file.reached) && <div className={classes.draft}>{t('grants.sheet.notRecommended')}</div>}
      <h1>{t('grants.reviews')}</h1>
      <SheetFacts
        collection="candidates"
        values={candidate}
        fields={['year', 'name', 'businessName', 'product', 'requested']}
        first={[[t('cooperativeAssessment.sheet.unit'), unitName]]}
      />
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('grants.sheet.criterion')}</th>
            {reviewRecords.map(({ id, values }) => (
              <th key={id} scope="col">
                {nameOf(values.reviewer)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...CRITERIA.map((name) => `score.${name}`), 'reviewedOn', 'note'].map((field) => (
            <tr key={field}>
              <td>{label('grantReviews', field)}</td>
              {reviewRecords.map(({ id, values }) => (
                <td key={id}>{value('grantReviews', field, (values as RecordValues)[field], values)}</td>
              ))}
            </tr>
          ))}
          <tr>
            <td>{t('grants.score')}</td>
            {reviewRecords.map((review) => (
              <td key={review.id}>{scoreOf(review)}</td>
            ))}
          </tr>
        </tbody>
      </table>
      <ReviewResult file={file} />
      <Signatures names={reviewRecords.map(({ values }) => nameOf(values.reviewer))} />
    </>
  );
}

function Signatures({ names }: { names: string[] }) {
  const { t } = useTranslation();
  return (
    <section className={classes.signatures} aria-label={t('cooperativeAssessment.sheet.signatures')}>
      {names.map((name) => (
        <div key={name}>
          <p>{t('cooperativeAssessment.sheet.placeAndDay')}</p>
          <p className={classes.line}>{name}</p>
        </div>
      ))}
    </section>
  );
}
