import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type ClientCollection, isClientCollection } from '#core/model/collections.ts';
import { useRecord } from '../store/queries.ts';
import { stepOfField } from './formStep.ts';

interface Props {
  collection: string;
  id: string;
  /** Leads to the form in which this field is filled in. */
  field?: string;
  /** Leads to where the record is read, not to its form. */
  page?: boolean;
  children: ReactNode;
}

/** A link to the page where a record can be read and changed: its own, or its client's. */
export function RecordLink({ collection, id, field, page, children }: Props) {
  if (isClientCollection(collection)) {
    if (page) return <ClientPageLink {...{ collection, id }}>{children}</ClientPageLink>;
    const step = field === undefined ? undefined : stepOfField(collection, field);
    return <FormLink {...{ collection, id, step }}>{children}</FormLink>;
  }
  if (collection === 'sessions' || collection === 'assessments') {
    return (
      <Link to={collection === 'sessions' ? '/sessions/$id' : '/assessments/$id'} params={{ id }}>
        {children}
      </Link>
    );
  }
  if (collection === 'followUps' || collection === 'consents' || collection === 'yearlyStates') {
    return <ChildLink {...{ collection, id, toForm: field !== undefined }}>{children}</ChildLink>;
  }
  if (collection === 'subjectRequests' || collection === 'incidents') {
    return (
      <Link to={collection === 'incidents' ? '/privacy/incidents/$id' : '/privacy/requests/$id'} params={{ id }}>
        {children}
      </Link>
    );
  }
  if (collection === 'candidates') {
    return (
      <Link to="/grants/$id" params={{ id }}>
        {children}
      </Link>
    );
  }
  if (WITH_PAGE.includes(collection)) {
    return (
      <Link to="/work/$collection/$id" params={{ collection, id }}>
        {children}
      </Link>
    );
  }
  const shared = PAGES[collection];
  if (shared) return <Link to={shared}>{children}</Link>;
  return <>{children}</>;
}

/** All records of these stand on one page. */
const PAGES: Readonly<Record<string, '/settings' | '/settings/consent' | '/settings/texts' | '/grants/rules'>> = {
  serviceLines: '/settings',
  consentTexts: '/settings/consent',
  formTexts: '/settings/texts',
  grantRules: '/grants/rules',
};

/** Their pages are forms that are data (features/work). */
const WITH_PAGE: readonly string[] = [
  'targetLists',
  'programmes',
  'outcomes',
  'levelUps',
  'ratings',
  'planItems',
  'meetings',
  'activities',
  'performanceTargets',
  'clusters',
  'featuredProducts',
];

type Child = 'followUps' | 'consents' | 'yearlyStates';

/** What has no page of its own stands on its client's, or in a step of the client's form. */
const FORM_STEPS: Partial<Record<Child, string>> = { consents: 'consent', yearlyStates: 'finance' };

function ChildLink({
  collection,
  id,
  toForm,
  children,
}: {
  collection: Child;
  id: string;
  toForm: boolean;
  children: ReactNode;
}) {
  const { clientCollection, clientId } = useRecord(collection, id)?.values ?? {};
  const step = toForm ? FORM_STEPS[collection] : undefined;
  if (!clientCollection || !clientId) return <>{children}</>;
  const client = { collection: clientCollection, id: clientId };
  return step ? (
    <FormLink {...client} step={step}>
      {children}
    </FormLink>
  ) : (
    <ClientPageLink {...client}>{children}</ClientPageLink>
  );
}

function ClientPageLink({ children, ...params }: { collection: ClientCollection; id: string; children: ReactNode }) {
  return (
    <Link to="/clients/$collection/$id" params={params}>
      {children}
    </Link>
  );
}

function FormLink({
  step,
  children,
  ...params
}: {
  collection: ClientCollection;
  id: string;
  step: string | undefined;
  children: ReactNode;
}) {
  return (
    <Link to="/clients/$collection/$id/register" params={params} search={step === undefined ? {} : { step }}>
      {children}
    </Link>
  );
}
