import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SubjectCollection } from '#core/model/collections.ts';
import { useClient } from '../store/queries.ts';

/** The client (or candidate) that a record belongs to, by name, as a link to its page. */
export function ClientLink({ of }: { of: { clientCollection?: SubjectCollection | null; clientId?: string | null } }) {
  const { t } = useTranslation();
  const { clientCollection, clientId } = of;
  const client = useClient(clientCollection ?? 'businesses', clientId ?? '');
  if (!clientCollection || !clientId) return null;
  if (client?.values.erasedAt) return <>{t('privacy.erasure.erasedClient')}</>;
  const name = client === undefined ? '…' : client?.values.name || t('common.unnamed');
  if (clientCollection === 'candidates')
    return (
      <Link to="/grants/$id" params={{ id: clientId }}>
        {name}
      </Link>
    );
  return (
    <Link to="/clients/$collection/$id" params={{ collection: clientCollection, id: client?.id ?? clientId }}>
      {name}
    </Link>
  );
}
