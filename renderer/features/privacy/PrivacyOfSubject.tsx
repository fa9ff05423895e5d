import { Button, Group, Text } from '@mantine/core';
import { IconFileExport, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SubjectCollection } from '#core/model/collections.ts';
import { mayReadNik, mayRecord } from '#core/workflow/policy.ts';
import { byUrgency } from '#core/workflow/privacy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type Entity, useChildren } from '../../store/queries.ts';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { Section } from '../../ui/Section.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { EraseSubjectButton } from './Erasure.tsx';
import { startRequest, termOfRequest } from './requests.ts';
import { TermBadge } from './TermBadge.tsx';
import { useNow } from './useNow.ts';

/** On the page of a client or a candidate: what was asked for about the data, and a copy of them. */
export function PrivacyOfSubject({ subject }: { subject: Entity<SubjectCollection> }) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const navigate = useNavigate();
  const { collection, id } = subject;
  const begin = async () => {
    const begun = await startRequest({ collection, id }, device);
    await navigate({ to: '/privacy/requests/$id', params: { id: begun } });
  };
  return (
    <Section title={t('privacy.title')}>
      <Requests of={id} />
      <Group gap="xs" mt="sm">
        {mayRecord(device.role) && (
          <Button size="compact-sm" variant="light" leftSection={<IconPlus size={16} />} onClick={() => void begin()}>
            {t('forms.add.subjectRequests')}
          </Button>
        )}
        {mayReadNik(device, subject.values) && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconFileExport size={16} />}
            component={Link}
            to="/privacy/copies/$collection/$id"
            params={{ collection, id } as never}
          >
            {t('privacy.copy.open')}
          </Button>
        )}
        <EraseSubjectButton subject={subject} size="compact-sm" />
      </Group>
    </Section>
  );
}

function Requests({ of }: { of: string }) {
  const { t } = useTranslation();
  const { value } = useFieldTexts();
  const now = useNow();
  const requests = useChildren('subjectRequests', of);
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
