import { Button, Group } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { useRecord } from '../../store/queries.ts';
import { RecordPage } from '../work/RecordPage.tsx';
import { INCIDENT } from './forms.ts';
import { termsOfIncident } from './requests.ts';
import { TermBadge } from './TermBadge.tsx';
import { useNow } from './useNow.ts';

/** *Lapor insiden*: what happened, with both clocks, and the way to the draft letters. */
export function IncidentPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const values = useRecord('incidents', id)?.values;
  return (
    <RecordPage form={INCIDENT} id={id} subtitle={values && <Clocks values={values} />} back="/privacy">
      <Group>
        <Button
          variant="default"
          leftSection={<IconFileText size={18} />}
          component={Link}
          to="/privacy/incidents/$id/letters"
          params={{ id } as never}
        >
          {t('privacy.letters.open')}
        </Button>
      </Group>
    </RecordPage>
  );
}

function Clocks({ values }: { values: Values<'incidents'> }) {
  const { t } = useTranslation();
  const { authority, subjects } = termsOfIncident(values, useNow());
  return (
    <Group component="span" gap="xs" display="inline-flex">
      {t('privacy.authority')}: <TermBadge term={authority} withDue />
      {t('privacy.subjects')}: <TermBadge term={subjects} withDue />
    </Group>
  );
}
