import { useTranslation } from 'react-i18next';
import { byUrgency } from '#core/workflow/privacy.ts';
import { useRecords } from '../../store/queries.ts';
import { ClientLink } from '../../ui/ClientLink.tsx';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { SimpleTable } from '../../ui/SimpleTable.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { termOfRequest } from './requests.ts';
import { TermBadge } from './TermBadge.tsx';
import { useNow } from './useNow.ts';

/** All requests of data subjects, the most urgent first. */
export function RequestTable() {
  const { t } = useTranslation();
  const { label, value } = useFieldTexts();
  const now = useNow();
  const requests = useRecords('subjectRequests');
  if (!requests) return null;
  const rows = requests
    .map((request) => ({ ...request, term: termOfRequest(request.values, now) }))
    .sort((a, b) => byUrgency(a.term, b.term))
    .map(({ id, values, term }) => ({
      id,
      cells: [
        <RecordLink key="kind" collection="subjectRequests" id={id}>
          {values.requestKind ? value('subjectRequests', 'requestKind', values.requestKind) : t('common.unnamed')}
        </RecordLink>,
        <ClientLink key="client" of={values} />,
        values.receivedAt ? value('subjectRequests', 'receivedAt', values.receivedAt) : '',
        <TermBadge key="term" term={term} withDue />,
        values.state ? value('subjectRequests', 'state', values.state) : '',
      ],
    }));
  const heads = [
    label('subjectRequests', 'requestKind'),
    t('privacy.subject'),
    label('subjectRequests', 'receivedAt'),
    t('privacy.term.title'),
    t('forms.state'),
  ];
  return <SimpleTable heads={heads} rows={rows} empty={t('privacy.noRequests')} />;
}
