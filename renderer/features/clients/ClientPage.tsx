import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { Link, Navigate, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { placeOf } from '#core/model/clientLine.ts';
import type { ClientCollection, Values } from '#core/model/collections.ts';
import { isConsented } from '#core/workflow/consent.ts';
import { mayRecord } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type ClientFile, useClientFile, useMerges } from '../../store/queries.ts';
import { RecordSyncBadge } from '../../ui/RecordSync.tsx';
import { useIsRestricted } from '../../ui/useRestriction.ts';
import { AssessmentRadar } from '../assessments/AssessmentRadar.tsx';
import { StartAssessment } from '../assessments/StartAssessment.tsx';
import { Attachments } from '../attachments/Attachments.tsx';
import { ConsentNotice } from '../consents/ConsentNotice.tsx';
import { MergedHere } from '../duplicates/MergedHere.tsx';
import { ClientFollowUps } from '../followUps/ClientFollowUps.tsx';
import { PrivacyOfSubject } from '../privacy/PrivacyOfSubject.tsx';
import { RestrictionNotice } from '../privacy/Restriction.tsx';
import { startSession } from '../sessions/start.ts';
import { WorkOfClient } from '../work/OfClient.tsx';
import { AbsentClient } from './AbsentClient.tsx';
import classes from './ClientPage.module.css';
import { DeleteClientButton } from './DeleteClient.tsx';
import { Profile } from './Profile.tsx';
import { Timeline } from './Timeline.tsx';
import { YearlyStates } from './YearlyStates.tsx';

/** Everything of one client: who, figures, assessment, follow-ups, and what happened when. */
export function ClientPage({ collection, id }: { collection: ClientCollection; id: string }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const file = useClientFile(collection, id);
  const restricted = useIsRestricted({ collection, id, values: {} });
  const merges = useMerges();
  if (file === undefined || merges === undefined) return null;
  if (merges.isAway(id))
    return <Navigate to="/clients/$collection/$id" params={{ collection, id: merges.winnerOf(id) }} replace />;
  if (file === null) return <AbsentClient collection={collection} id={id} />;
  const values = file.client.values;
  const consented = isConsented(file.consents);
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1} size="h3">
            {values.name || t('common.unnamed')}
          </Title>
          <Text size="sm" c="dimmed">
            {[values.mainActivity, placeOf(values.region)].filter(Boolean).join(' · ')}
          </Text>
          <Group gap="xs" mt={4}>
            <Badge variant="light">{t(`clients.${collection}`)}</Badge>
            <Badge color={consented ? 'teal' : 'orange'} variant="light">
              {t(consented ? 'client.consentValid' : 'client.consentMissing')}
            </Badge>
            {!values.registeredOn && (
              <Badge color="yellow" c="dark">
                {t('clients.draft')}
              </Badge>
            )}
            <RecordSyncBadge record={file.client} />
          </Group>
        </div>
        {!restricted && <Actions file={file} consented={consented} />}
      </Group>
      <RestrictionNotice of={file.client} />
      <ConsentNotice of={file.client} />
      <div className={classes.columns}>
        <Stack gap="sm">
          <Profile file={file} />
          <MergedHere client={file.client} />
          <PrivacyOfSubject subject={file.client} />
        </Stack>
        <Stack gap="sm">
          <Card withBorder>
            <Title order={2} size="h5">
              {t('client.assessment')}
            </Title>
            <AssessmentRadar assessments={file.assessments} />
          </Card>
          <YearlyStates collection={collection} states={file.yearlyStates} />
          <WorkOfClient file={file} writes={consented && !restricted && mayRecord(role)} />
          <Card withBorder>
            <Title order={2} size="h5" mb="xs">
              {t('client.followUps')}
            </Title>
            <ClientFollowUps
              client={{ collection, id }}
              followUps={file.followUps}
              mayAdd={consented && !restricted && mayRecord(role)}
            />
          </Card>
          <Attachments owner={{ collection, id, client: { collection, id } }} readOnly={restricted} />
          <Card withBorder>
            <Title order={2} size="h5" mb="xs">
              {t('client.timeline')}
            </Title>
            <Timeline file={file} />
          </Card>
        </Stack>
      </div>
    </Stack>
  );
}

function Actions({ file, consented }: { file: ClientFile; consented: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const device = useThisDevice();
  if (!mayRecord(device.role)) return null;
  const { collection, id } = file.client;
  const values = file.client.values as Values<'businesses'>;
  const begin = async () => {
    const session = await startSession({ collection, id }, device);
    await navigate({ to: '/sessions/$id', params: { id: session } });
  };
  return (
    <Group gap="xs">
      <DeleteClientButton file={file} />
      <Button
        variant="default"
        component={Link}
        to="/clients/$collection/$id/register"
        params={{ collection, id } as never}
      >
        {t(values.registeredOn ? 'client.editData' : 'client.continueRegistration')}
      </Button>
      <StartAssessment file={file} disabled={!consented} />
      <Button disabled={!consented} onClick={() => void begin()}>
        {t('client.newSession')}
      </Button>
    </Group>
  );
}
