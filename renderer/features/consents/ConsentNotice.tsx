import { Alert, Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ClientCollection } from '#core/model/collections.ts';
import { subjectOf } from '#core/workflow/consent.ts';
import { useWaitsForConsent } from '../../ui/useConsent.ts';
import type { OfPerson } from '../../ui/useRestriction.ts';

/** Why no more than the minimal record of this client can be written, and where the consent is recorded. Nothing while it runs. */
export function ConsentNotice({ of }: { of: OfPerson }) {
  const { t } = useTranslation();
  const subject = subjectOf(of.collection, of.id, of.values as Record<string, unknown>);
  if (!useWaitsForConsent(of) || !subject || subject.collection === 'candidates') return null;
  const { collection, id }: { collection: ClientCollection; id: string } = {
    ...subject,
    collection: subject.collection,
  };
  return (
    <Alert color="yellow" role="status" p="xs">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{t('client.consentNeeded')}</Text>
        <Button
          size="xs"
          flex="none"
          component={Link}
          to="/clients/$collection/$id/register"
          params={{ collection, id } as never}
          search={{ step: 'consent' } as never}
        >
          {t('client.recordConsent')}
        </Button>
      </Group>
    </Alert>
  );
}
