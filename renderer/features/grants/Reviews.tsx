import { Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { assess, CRITERIA, preScore } from '#core/model/grantRules.ts';
import { todayOf, useThisDevice } from '../../app/device.tsx';
import type { Entity } from '../../store/queries.ts';
import { newId } from '../../store/repository.ts';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { Fields } from '../../ui/forms/Fields.tsx';
import { usePeople } from '../../ui/people.ts';
import { Section } from '../../ui/Section.tsx';
import type { CandidateFile } from './candidateFile.ts';

const FIELDS = [...CRITERIA.map((name) => ({ field: `score.${name}` })), { field: 'note', wide: true }];

/** The user's own review, those of others, and what they say together. */
export function Reviews({ file, readOnly }: { file: CandidateFile; readOnly: boolean }) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const fresh = useMemo(newId, []);
  const own = file.reviewRecords.filter(({ values }) => values.reviewer === device.user).at(-1);
  const others = file.reviewRecords.filter(({ values }) => values.reviewer !== device.user);
  const initial = { parent: file.id, reviewer: device.user, reviewedOn: todayOf(device) };
  return (
    <Section title={t('grants.reviews')}>
      {(own || !readOnly) && (
        <>
          <Title order={3} size="h6" mb={4}>
            {t('grants.own')}
          </Title>
          <RecordForm collection="grantReviews" id={own?.id ?? fresh} initial={initial} readOnly={readOnly}>
            <Fields fields={FIELDS} />
          </RecordForm>
        </>
      )}
      {others.length > 0 && (
        <Title order={3} size="h6" mt="sm">
          {t('grants.others')}
        </Title>
      )}
      {others.map((review) => (
        <Other key={review.id} review={review} />
      ))}
      <ReviewResult file={file} />
      {file.reviewRecords.length > 0 && (
        <Link to="/grants/$id/reviews" params={{ id: file.id }}>
          {t('grants.sheet.openReviews')}
        </Link>
      )}
    </Section>
  );
}

function Other({ review }: { review: Entity<'grantReviews'> }) {
  const { t, i18n } = useTranslation();
  const nameOf = usePeople();
  const score = preScore(review.values);
  const text =
    score === null ? t('grants.incomplete') : t('grants.points', { score: pointsText(score, i18n.language) });
  return (
    <Text size="sm">
      {nameOf(review.values.reviewer)}: {text}
      {review.values.note ? ` · ${review.values.note}` : ''}
    </Text>
  );
}

export function ReviewResult({ file }: { file: CandidateFile }) {
  const { t, i18n } = useTranslation();
  const { state, score, count } = assess(file.reviews, file.rules);
  const passes = score !== null && score >= file.rules.passScore;
  const text = state === 'done' ? (passes ? 'pass' : 'below') : state;
  return (
    <Text size="sm" fw={600} mt="sm" role="status">
      {t(`grants.result.${text}`, {
        count,
        score: score === null ? '' : pointsText(score, i18n.language),
        pass: file.rules.passScore,
      })}
    </Text>
  );
}

/** With at most two decimals, as the language writes them. */
export const pointsText = (score: number, language: string): string =>
  score.toLocaleString(language === 'en' ? 'en-GB' : 'id-ID', { maximumFractionDigits: 2 });
