import { Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ClientCollection } from '#core/model/collections.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type Entity, useRecord } from '../../store/queries.ts';
import { ClientLink } from '../../ui/ClientLink.tsx';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import type { FormDefinition } from '../../ui/forms/definition.ts';
import { FillFromRegistry } from '../network/FillFromRegistry.tsx';
import { ClusterMembers } from './ClusterMembers.tsx';
import { UNIT, VILLAGE } from './forms.ts';
import { FormSections, RecordPage } from './RecordPage.tsx';
import { Targets } from './Targets.tsx';

/** One record of the work chain or of the unit's work. */
export function WorkPage({ form, id }: { form: FormDefinition; id: string }) {
  const record = useRecord(form.collection, id) as Entity<never> | null | undefined;
  const { clientId, clientCollection } = (record?.values ?? {}) as {
    clientId?: string;
    clientCollection?: ClientCollection;
  };
  const list = form.collection === 'performanceTargets' ? '/performance' : `/work/${form.collection}`;
  const back = clientId && clientCollection ? `/clients/${clientCollection}/${clientId}` : list;
  const subtitle = clientId ? (
    <ClientLink of={{ clientId, clientCollection }} />
  ) : (
    PRINTED.includes(form.collection) && <Printed form={form} id={id} />
  );
  return (
    <RecordPage form={form} id={id} subtitle={subtitle} back={back}>
      {form.collection === 'targetLists' && <Targets list={id} />}
      {form.collection === 'clusters' && <ClusterMembers cluster={id} />}
    </RecordPage>
  );
}

const PRINTED: readonly string[] = ['meetings', 'performanceTargets'];

/** Leads to what is printed: of a meeting its minutes; a target is printed with all others. */
function Printed({ form, id }: { form: FormDefinition; id: string }) {
  const { t } = useTranslation();
  if (form.collection === 'performanceTargets') return <Link to="/performance">{t('performance.title')}</Link>;
  return (
    <Link to="/work/meetings/$id/print" params={{ id }}>
      {t('settings.minutes.open')}
    </Link>
  );
}

/** The unit itself. */
export const UnitPage = () => <OwnPage form={UNIT} />;

/** The unit's Kampung UKM Digital: there is one at every PLUT (the seed article). */
export const VillagePage = () => <OwnPage form={VILLAGE} />;

/** A record that the unit has once. It has the unit's own id, so that two laptops never make two. */
function OwnPage({ form }: { form: FormDefinition }) {
  const { t } = useTranslation();
  const { unit, role } = useThisDevice();
  const readOnly = !mayWrite(role, form.collection, '');
  return (
    <RecordForm collection={form.collection} id={unit} readOnly={readOnly}>
      <Stack gap="sm">
        <Group justify="space-between">
          <div>
            <Title order={1} size="h3">
              {t(`collections.${form.collection}` as never)}
            </Title>
            <Text size="sm" c="dimmed">
              {t(readOnly ? 'forms.readOnly' : 'common.savedByItself')}
            </Text>
          </div>
          {form.collection === 'unitProfiles' && <FillFromRegistry />}
        </Group>
        <FormSections form={form} id={unit} readOnly={readOnly} />
      </Stack>
    </RecordForm>
  );
}
