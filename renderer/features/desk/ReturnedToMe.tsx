import { useTranslation } from 'react-i18next';
import { useThisDevice } from '../../app/device.tsx';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { recordKind } from '../../ui/recordKind.ts';
import { Section } from '../../ui/Section.tsx';
import { useClientIndex } from '../clients/useClientIndex.ts';
import { useReturnedTo } from './toCheck.ts';

/** What the coordinator returned to this user, and why. Nothing at all when there is none. */
export function ReturnedToMe({ className }: { className: string | undefined }) {
  const { t } = useTranslation();
  const { user } = useThisDevice();
  const clients = useClientIndex();
  const returned = useReturnedTo(user) ?? [];
  if (returned.length === 0) return null;
  return (
    <Section title={t('desk.returnedToYou')}>
      <ul className={className}>
        {returned.map((record) => {
          const { clientId } = record.values as { clientId?: string | null };
          const client = clients?.find(({ id }) => id === clientId)?.name;
          return (
            <li key={record.id}>
              <span>
                <RecordLink collection={record.collection} id={record.id}>
                  {[recordKind(t, record.collection), client].filter(Boolean).join(': ')}
                </RecordLink>
                <br />
                {record.values.remark}
              </span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
