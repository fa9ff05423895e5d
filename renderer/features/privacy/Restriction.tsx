import { Alert, Button, Group, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconHandStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { isRestricting } from '#core/workflow/restriction.ts';
import { useThisDevice } from '../../app/device.tsx';
import type { Entity } from '../../store/queries.ts';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { type OfPerson, useRestriction } from '../../ui/useRestriction.ts';
import { liftRestriction } from './requests.ts';

/** Why nothing of this client can be edited: who asked when, and where it is lifted. Nothing while it is not restricted. */
export function RestrictionNotice({ of }: { of: OfPerson }) {
  const { t } = useTranslation();
  const request = useRestriction(of);
  if (!request) return null;
  return (
    <Alert color="orange" role="status" icon={<IconHandStop size={20} />} p="xs">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">
          <RestrictedBy request={request}>{t('privacy.restriction.notice')}</RestrictedBy>
        </Text>
        <LiftButton id={request.id} />
      </Group>
    </Alert>
  );
}

/** On the page of the request itself: that it restricts, and how it is lifted; or who lifted it when. */
export function RestrictionOfRequest({ id, values }: { id: string; values: Values<'subjectRequests'> }) {
  const { t } = useTranslation();
  const { value } = useFieldTexts();
  if (values.liftedAt) {
    const textOf = (field: 'liftedAt' | 'liftedBy') => value('subjectRequests', field, values[field]);
    return (
      <Text size="sm">{t('privacy.restriction.lifted', { moment: textOf('liftedAt'), name: textOf('liftedBy') })}</Text>
    );
  }
  if (!isRestricting(values)) return null;
  return (
    <Alert color="orange" p="xs" mb="xs">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{t('privacy.restriction.stands')}</Text>
        <LiftButton id={id} />
      </Group>
    </Alert>
  );
}

/** Who received the request that restricts, when, and the way to it. */
export function RestrictedBy({
  request: { id, values },
  children,
}: {
  request: Entity<'subjectRequests'>;
  /** Between the two. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const { value } = useFieldTexts();
  const textOf = (field: 'receivedAt' | 'receivedBy') => value('subjectRequests', field, values[field] ?? '');
  return (
    <>
      {t('privacy.restriction.who', { moment: textOf('receivedAt'), name: textOf('receivedBy') })} {children}{' '}
      <RecordLink collection="subjectRequests" id={id}>
        {t('privacy.restriction.open')}
      </RecordLink>
    </>
  );
}

/** For those who may; asked once more, because the person must agree or the reason must be gone. */
function LiftButton({ id }: { id: string }) {
  const { t } = useTranslation();
  const { role, user } = useThisDevice();
  if (!mayWrite(role, 'subjectRequests', 'liftedAt')) return null;
  const ask = () =>
    modals.openConfirmModal({
      title: t('privacy.restriction.lift'),
      children: <Text size="sm">{t('privacy.restriction.liftConfirm')}</Text>,
      labels: { confirm: t('privacy.restriction.lift'), cancel: t('common.cancel') },
      onConfirm: () => void liftRestriction(id, user),
    });
  return (
    <Button size="xs" variant="default" flex="none" onClick={ask}>
      {t('privacy.restriction.lift')}
    </Button>
  );
}
