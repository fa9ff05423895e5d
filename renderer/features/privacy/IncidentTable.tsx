import { useTranslation } from 'react-i18next';
import { byUrgency } from '#core/workflow/privacy.ts';
import { useRecords } from '../../store/queries.ts';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { SimpleTable } from '../../ui/SimpleTable.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { LockMark } from '../locks/Lock.tsx';
import { termsOfIncident } from './requests.ts';
import { TermBadge } from './TermBadge.tsx';
import { useNow } from './useNow.ts';

/** All incidents with both clocks, the most urgent first. */
export function IncidentTable() {
  const { t } = useTranslation();
  const { label, value } = useFieldTexts();
  const now = useNow();
  const incidents = useRecords('incidents');
  if (!incidents) return null;
  const rows = incidents
    .map((incident) => ({ incident, terms: termsOfIncident(incident.values, now) }))
    .sort((a, b) => byUrgency(firstOf(a.terms), firstOf(b.terms)))
    .map(({ incident, terms }) => ({
      id: incident.id,
      cells: [
        <RecordLink key="kind" collection="incidents" id={incident.id}>
          {incident.values.incidentKind
            ? value('incidents', 'incidentKind', incident.values.incidentKind)
            : t('common.unnamed')}
        </RecordLink>,
        incident.values.knownAt ? value('incidents', 'knownAt', incident.values.knownAt) : '',
        <TermBadge key="authority" term={terms.authority} />,
        <TermBadge key="subjects" term={terms.subjects} />,
        <span key="state">
          <StateBadge finished={incident.values.state === 'finished'} /> <LockMark record={incident} />
        </span>,
      ],
    }));
  const heads = [
    label('incidents', 'incidentKind'),
    label('incidents', 'knownAt'),
    t('privacy.authority'),
    t('privacy.subjects'),
    t('forms.state'),
  ];
  return <SimpleTable heads={heads} rows={rows} empty={t('privacy.noIncidents')} />;
}

/** Of the two clocks, the one that presses more. */
const firstOf = ({ authority, subjects }: ReturnType<typeof termsOfIncident>) =>
  byUrgency(authority, subjects) <= 0 ? authority : subjects;
