import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ClientCollection } from '#core/model/collections.ts';
import { useRecord } from '../store/queries.ts';

/** A link to the page where a record can be read and changed: its own, or its client's. */
export function RecordLink({ collection, id, children }: { collection: string; id: string; children: ReactNode }) {
  if (collection === 'businesses' || collection === 'cooperatives') {
    return (
      <Link to="/clients/$collection/$id/register" params={{ collection, id }}>
        {children}
      </Link>
    );
  }
  if (collection === 'sessions' || collection === 'assessments') {
    return (
      <Link to={collection === 'sessions' ? '/sessions/$id' : '/assessments/$id'} params={{ id }}>
        {children}
      </Link>
    );
  }
  if (collection === 'followUps' || collection === 'consents' || collection === 'yearlyStates') {
    return (
      <ChildLink collection={collection} id={id}>
        {children}
      </ChildLink>
    );
  }
  return <>{children}</>;
}

function ChildLink({
  collection,
  id,
  children,
}: {
  collection: 'followUps' | 'consents' | 'yearlyStates';
  id: string;
  children: ReactNode;
}) {
  const { clientCollection, clientId } = useRecord(collection, id)?.values ?? {};
  if (!clientCollection || !clientId) return <>{children}</>;
  return (
    <Link to="/clients/$collection/$id" params={{ collection: clientCollection as ClientCollection, id: clientId }}>
      {children}
    </Link>
  );
}
