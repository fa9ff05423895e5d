import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ClientCollection } from '#core/model/collections.ts';
import { useRecord } from '../store/queries.ts';

/** The client that a record belongs to, by name, as a link to its page. */
export function ClientLink({ of }: { of: { clientCollection?: ClientCollection | null; clientId?: string | null } }) {
  const { t } = useTranslation();
  const { clientCollection, clientId } = of;
  const client = useRecord(clientCollection ?? 'businesses', clientId ?? '');
  if (!clientCollection || !clientId) return null;
  if (client?.values.erasedAt) return <>{t('privacy.erasure.erasedClient')}</>;
  return (
    <Link to="/clients/$collection/$id" params={{ collection: clientCollection, id: clientId }}>
      {client === undefined ? '…' : client?.values.name || t('common.unnamed')}
    </Link>
  );
}
