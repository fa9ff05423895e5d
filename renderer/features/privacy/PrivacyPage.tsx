import { Button, Group, Stack, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { Section } from '../../ui/Section.tsx';
import { AccessTable } from './AccessTable.tsx';
import { IncidentTable } from './IncidentTable.tsx';
import { RequestTable } from './RequestTable.tsx';
import { startIncident } from './requests.ts';

/** What the unit owes to those whose data it holds: requests, incidents, and who looked at what. */
export function PrivacyPage() {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const navigate = useNavigate();
  const report = async () => {
    const id = await startIncident();
    await navigate({ to: '/privacy/incidents/$id', params: { id } });
  };
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={1} size="h3">
          {t('privacy.title')}
        </Title>
        <Group gap="xs">
          <Button component={Link} to="/privacy/retention" variant="default">
            {t('privacy.retention.title')}
          </Button>
          {mayWrite(role, 'incidents', '') && (
            <Button color="red" leftSection={<IconAlertTriangle size={16} />} onClick={() => void report()}>
              {t('forms.add.incidents')}
            </Button>
          )}
        </Group>
      </Group>
      <Section title={t('privacy.requests')}>
        <RequestTable />
      </Section>
      <Section title={t('privacy.incidents')}>
        <IncidentTable />
      </Section>
      <Section title={t('privacy.accesses')}>
        <AccessTable />
      </Section>
    </Stack>
  );
}
