import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice, yearOf } from '../../app/device.tsx';
import { useRecords } from '../../store/queries.ts';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { ChangeHistory } from '../settings/ChangeHistory.tsx';
import { FormSections } from '../work/RecordPage.tsx';
import { startRules } from './actions.ts';
import { RULES } from './forms.ts';

/** The rules of each year; a coordinator sets them. */
export function GrantRulesPage() {
  const { t } = useTranslation();
  const device = useThisDevice();
  const records = useRecords('grantRules');
  if (!records) return null;
  const writing = mayWrite(device.role, 'grantRules', '');
  const missing = [yearOf(device), yearOf(device) + 1].filter((year) =>
    records.every(({ values }) => values.year !== year),
  );
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <div>
          <Title order={1} size="h3">
            {t('collections.grantRules')}
          </Title>
          <Text size="sm" c="dimmed">
            {t(writing ? 'grants.proposedRules' : 'grants.rulesReadOnly')}
          </Text>
        </div>
        <Group gap="xs">
          <Button component={Link} to="/grants" variant="subtle">
            {t('collections.candidates')}
          </Button>
          {writing &&
            missing.map((year) => (
              <Button key={year} variant="light" onClick={() => void startRules(device, year)}>
                {t('grants.addRules', { year })}
              </Button>
            ))}
        </Group>
      </Group>
      {records.length === 0 && <Text>{t('grants.noRules')}</Text>}
      {records
        .toSorted((a, b) => (b.values.year ?? 0) - (a.values.year ?? 0))
        .map(({ id, values }) => (
          <RecordForm key={id} collection="grantRules" id={id} readOnly={!writing}>
            <Title order={2} size="h4">
              {t('grants.rulesOf', { year: values.year ?? '' })}
            </Title>
            <FormSections form={RULES} id={id} readOnly={!writing} />
          </RecordForm>
        ))}
      <ChangeHistory collection="grantRules" />
    </Stack>
  );
}
