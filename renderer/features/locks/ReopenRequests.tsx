import { useTranslation } from 'react-i18next';
import { LOCK_FIELD, REOPEN_FIELD } from '#core/workflow/locks.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { useRecords } from '../../store/queries.ts';
import { usePeople } from '../../ui/people.ts';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { Section } from '../../ui/Section.tsx';
import { useClientIndex } from '../clients/useClientIndex.ts';
import { UnlockButton } from './Lock.tsx';
import { isLocked, writtenIn } from './locks.ts';

/** For those who may unlock: what others asked to have unlocked, and why. Nothing while nobody asks. */
export function ReopenRequests({ className }: { className?: string | undefined }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const nameOf = usePeople();
  const sessions = useRecords('sessions') ?? [];
  const assessments = useRecords('assessments') ?? [];
  const clients = useClientIndex();
  const asked = [...sessions, ...assessments].filter((record) => isLocked(record) && record.values.reopenAsked);
  if (asked.length === 0 || !mayWrite(role, 'sessions', LOCK_FIELD)) return null;
  return (
    <Section title={t('locks.requests')}>
      <ul className={className}>
        {asked.map((record) => {
          const wish = writtenIn(record, REOPEN_FIELD);
          const client = clients?.find(({ id }) => id === record.values.clientId);
          return (
            <li key={record.id}>
              <span>
                <RecordLink collection={record.collection} id={record.id}>
                  {t(record.collection === 'sessions' ? 'client.events.session' : 'client.events.assessment')}:{' '}
                  {client?.name || t('common.unnamed')}
                </RecordLink>
                <br />
                {wish && t('locks.requestBy', { name: nameOf(wish.by), reason: wish.value })}
              </span>
              <UnlockButton record={record} inList />
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
