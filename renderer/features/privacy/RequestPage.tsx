import { Alert, Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { useRecord } from '../../store/queries.ts';
import { ClientLink } from '../../ui/ClientLink.tsx';
import { useRecordContext } from '../../ui/fields/useField.ts';
import { requiredFields } from '../../ui/forms/definition.ts';
import { focusField, ObstacleList } from '../../ui/forms/Obstacles.tsx';
import { obstaclesOf } from '../../ui/forms/state.ts';
import { Section } from '../../ui/Section.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { RecordPage } from '../work/RecordPage.tsx';
import { ErasureOfRequest } from './Erasure.tsx';
import { ERASED_REQUEST, SUBJECT_REQUEST } from './forms.ts';
import { RestrictionOfRequest } from './Restriction.tsx';
import { closeRequest, isClosed, reopenRequest, termOfRequest } from './requests.ts';
import { TermBadge } from './TermBadge.tsx';
import { useNow } from './useNow.ts';

/** One request of a data subject, with its clock. */
export function RequestPage({ id }: { id: string }) {
  const values = useRecord('subjectRequests', id)?.values;
  const now = useNow();
  const subtitle = values && (
    <>
      <ClientLink of={values} /> <TermBadge term={termOfRequest(values, now)} withDue />
    </>
  );
  return (
    <RecordPage form={values?.erasedAt ? ERASED_REQUEST : SUBJECT_REQUEST} id={id} subtitle={subtitle} back="/privacy">
      {values && <Closing id={id} values={values} />}
    </RecordPage>
  );
}

function Closing({ id, values }: { id: string; values: Values<'subjectRequests'> }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const writes = mayWrite(role, 'subjectRequests', '');
  const closed = isClosed(values);
  if (!writes && !closed) return null;
  return (
    <Section title={t('privacy.closing.title')}>
      {values.erasedAt && <Text size="sm">{t('privacy.erasure.done')}</Text>}
      {values.requestKind === 'erasure' && !closed && <ErasureOfRequest id={id} values={values} />}
      {values.requestKind === 'restriction' && <RestrictionOfRequest id={id} values={values} />}
      {values.requestKind === 'withdrawal' && !closed && <WithdrawalNote values={values} />}
      {closed ? (
        <Closed id={id} values={values} writes={writes && !values.erasedAt} />
      ) : (
        <CloseButtons id={id} isErasure={values.requestKind === 'erasure'} />
      )}
    </Section>
  );
}

/** Who closed it when, and the way back. */
function Closed({ id, values, writes }: { id: string; values: Values<'subjectRequests'>; writes: boolean }) {
  const { t } = useTranslation();
  const { value } = useFieldTexts();
  const textOf = (field: 'state' | 'handledAt' | 'handledBy') => value('subjectRequests', field, values[field]);
  return (
    <Group justify="space-between">
      <Text size="sm">
        {t('privacy.closing.by', { state: textOf('state'), moment: textOf('handledAt'), name: textOf('handledBy') })}
      </Text>
      {writes && (
        <Button variant="light" onClick={() => void reopenRequest(id)}>
          {t('privacy.closing.reopen')}
        </Button>
      )}
    </Group>
  );
}

/** @param isErasure it is done by erasing, and not by saying so */
function CloseButtons({ id, isErasure }: { id: string; isErasure: boolean }) {
  const { t } = useTranslation();
  const { user } = useThisDevice();
  const { record, inputs } = useRecordContext();
  const [tried, setTried] = useState(false);
  const close = async (state: 'done' | 'dropped') => {
    const obstacle = await closeRequest(id, state, user);
    setTried(true);
    if (obstacle) return focusField(id, obstacle);
    notifications.show({
      message: t('privacy.closing.closed'),
      color: 'teal',
      icon: <IconCheck size={18} />,
      withCloseButton: false,
    });
  };
  return (
    <>
      {tried && (
        <ObstacleList
          collection="subjectRequests"
          obstacles={obstaclesOf(requiredFields(SUBJECT_REQUEST), record?.values ?? {}, inputs.keys())}
        />
      )}
      <Group gap="xs" mt="xs">
        {!isErasure && <Button onClick={() => void close('done')}>{t('privacy.closing.done')}</Button>}
        <Button variant="default" onClick={() => void close('dropped')}>
          {t('privacy.closing.dropped')}
        </Button>
      </Group>
    </>
  );
}

/** The consent itself is withdrawn where it was given. */
function WithdrawalNote({ values }: { values: Values<'subjectRequests'> }) {
  const { t } = useTranslation();
  const { clientCollection, clientId } = values;
  if (!clientCollection || !clientId) return null;
  const isCandidate = clientCollection === 'candidates';
  return (
    <Alert color="yellow" p="xs" mb="xs">
      <Group justify="space-between">
        <Text size="sm">{t(isCandidate ? 'privacy.closing.withdrawalOfCandidate' : 'privacy.closing.withdrawal')}</Text>
        <Button
          size="xs"
          variant="default"
          component={Link}
          to={isCandidate ? '/grants/$id' : '/clients/$collection/$id/register'}
          params={{ collection: clientCollection, id: clientId } as never}
          search={(isCandidate ? {} : { step: 'consent' }) as never}
        >
          {t('privacy.closing.openConsent')}
        </Button>
      </Group>
    </Alert>
  );
}
