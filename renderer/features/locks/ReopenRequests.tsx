import { useTranslation } from 'react-i18next';
import { LOCK_FIELD, REOPEN_FIELD } from '#core/workflow/locks.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { useWaitingIn } from '../../store/queries.ts';
import { usePeople } from '../../ui/people.ts';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { Section } from '../../ui/Section.tsx';
import { useClientIndex } from '../clients/useClientIndex.ts';
import { UnlockButton } from './Lock.tsx';
import { writtenIn } from './locks.ts';

export const ASKABLE = ['sessions', 'assessments'] as const;

/** For those who may unlock: what others asked to have unlocked, and why. Nothing while nobody asks. */
export function ReopenRequests({ className }: { className?: string | undefined }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const nameOf = usePeople();
  const clients = useClientIndex();
  const asked = useWaitingIn(ASKABLE, 'reopen') ?? [];
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
