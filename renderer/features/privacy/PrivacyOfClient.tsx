import { Button, Group, Text } from '@mantine/core';
import { IconFileExport, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ClientCollection } from '#core/model/collections.ts';
import { mayReadNik, mayRecord } from '#core/workflow/policy.ts';
import { byUrgency } from '#core/workflow/privacy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type Entity, useChildren } from '../../store/queries.ts';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { Section } from '../../ui/Section.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { EraseClientButton } from './Erasure.tsx';
import { startRequest, termOfRequest } from './requests.ts';
import { TermBadge } from './TermBadge.tsx';
import { useNow } from './useNow.ts';

/** On a client's page: what it asked for about its data, and a copy of them. */
export function PrivacyOfClient({ client }: { client: Entity<ClientCollection> }) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const navigate = useNavigate();
  const { collection, id } = client;
  const begin = async () => {
    const begun = await startRequest({ collection, id }, device);
    await navigate({ to: '/privacy/requests/$id', params: { id: begun } });
  };
  return (
    <Section title={t('privacy.title')}>
      <Requests clientId={id} />
      <Group gap="xs" mt="sm">
        {mayRecord(device.role) && (
          <Button size="compact-sm" variant="light" leftSection={<IconPlus size={16} />} onClick={() => void begin()}>
            {t('forms.add.subjectRequests')}
          </Button>
        )}
        {mayReadNik(device, client.values) && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconFileExport size={16} />}
            component={Link}
            to="/clients/$collection/$id/copy"
            params={{ collection, id } as never}
          >
            {t('privacy.copy.open')}
          </Button>
        )}
        <EraseClientButton client={client} size="compact-sm" />
      </Group>
    </Section>
  );
}

function Requests({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const { value } = useFieldTexts();
  const now = useNow();
  const requests = useChildren('subjectRequests', clientId);
  if (!requests) return null;
  if (requests.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('privacy.noRequestsOfClient')}
      </Text>
    );
  }
  return requests
    .toSorted((a, b) => byUrgency(termOfRequest(a.values, now), termOfRequest(b.values, now)))
    .map((request) => (
      <Group key={request.id} gap="xs" justify="space-between">
        <Text size="sm">
          <RecordLink collection="subjectRequests" id={request.id}>
            {request.values.requestKind
              ? value('subjectRequests', 'requestKind', request.values.requestKind)
              : t('common.unnamed')}
          </RecordLink>
        </Text>
        <TermBadge term={termOfRequest(request.values, now)} />
      </Group>
    ));
}
