import { Alert, Button, Group, List, Text } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CollectionName, SubjectCollection, Values } from '#core/model/collections.ts';
import { mayErase } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type ErasurePlan, erase, planErasure } from '../../store/erasure.ts';
import { flushPending } from '../../store/pending.ts';
import { type Entity, useChildren, useRecord } from '../../store/queries.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { recordKind } from '../../ui/recordKind.ts';
import { ForGood } from './ForGood.tsx';
import { isClosed, startRequest } from './requests.ts';

/** What a request for erasure leads to: the erasing itself, for those who may; the others are told who does it. */
export function ErasureOfRequest({ id, values }: { id: string; values: Values<'subjectRequests'> }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const collection: SubjectCollection = values.clientCollection ?? 'businesses';
  const clientId = values.clientId ?? '';
  const client = useRecord(collection, clientId);
  const [asking, setAsking] = useState(false);
  if (client === undefined) return null;
  if (!mayErase(role)) return <Text size="sm">{t('privacy.erasure.byCoordinator')}</Text>;
  if (client === null) return <Text size="sm">{t('privacy.erasure.notHere')}</Text>;
  const confirm = async () => {
    // What was just typed must not be saved after it.
    await flushPending();
    await erase(collection, clientId, id);
  };
  return (
    <Alert color="red" p="xs" mb="xs">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{t('privacy.erasure.intro')}</Text>
        <Button color="red.9" flex="none" leftSection={<IconEraser size={16} />} onClick={() => setAsking(true)}>
          {t('privacy.erasure.begin')}
        </Button>
      </Group>
      {asking && (
        <Dialog
          title={t('privacy.erasure.title', { name: client.values.name || t('common.unnamed') })}
          onClose={() => setAsking(false)}
        >
          <ConfirmErasure collection={collection} id={clientId} onConfirm={confirm} onClose={() => setAsking(false)} />
        </Dialog>
      )}
    </Alert>
  );
}

/** Opens the request by which a person is erased, or goes on with the one that is open. For coordinators. */
export function EraseSubjectButton({
  subject,
  size,
}: {
  subject: Entity<SubjectCollection>;
  size: 'sm' | 'compact-sm';
}) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const navigate = useNavigate();
  const { collection, id } = subject;
  const requests = useChildren('subjectRequests', id);
  const [begun, setBegun] = useState(false);
  if (!mayErase(device.role)) return null;
  const begin = async () => {
    // A second click must not make a second request.
    setBegun(true);
    const open = requests?.find(({ values }) => values.requestKind === 'erasure' && !isClosed(values));
    const request = open?.id ?? (await startRequest({ collection, id }, device, 'erasure'));
    await navigate({ to: '/privacy/requests/$id', params: { id: request } });
  };
  return (
    <Button
      size={size}
      variant="default"
      leftSection={<IconEraser size={16} />}
      disabled={begun || !requests}
      onClick={() => void begin()}
    >
      {t('privacy.erasure.start')}
    </Button>
  );
}

interface ConfirmProps {
  collection: CollectionName;
  id: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Says exactly what goes, what stays and where old copies may be, and asks. */
function ConfirmErasure({ collection, id, onConfirm, onClose }: ConfirmProps) {
  const { t } = useTranslation();
  const [plan, setPlan] = useState<ErasurePlan>();
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    planErasure(collection, id)
      .then(setPlan)
      .catch((error: unknown) => {
        console.error('erasure', error);
        setBroken(true);
      });
  }, [collection, id]);
  const run = async () => {
    await onConfirm();
    onClose();
  };
  return (
    <ForGood
      action={t('privacy.erasure.confirm')}
      failed={t('privacy.erasure.failed')}
      disabled={!plan}
      {...{ broken, run, onClose }}
    >
      {plan && <Reach plan={plan} onLeave={onClose} />}
      <Text size="sm">{t('privacy.erasure.everywhere')}</Text>
      <Text size="sm">{t('privacy.erasure.copies')}</Text>
    </ForGood>
  );
}

/** More than these nobody reads; the first ones are enough to begin with. */
const MENTIONS = 8;

function Reach({ plan, onLeave }: { plan: ErasurePlan; onLeave: () => void }) {
  const { t } = useTranslation();
  const gone = plan.erased.filter(({ stays }) => !stays);
  const staying = plan.erased.filter(({ stays }) => stays);
  return (
    <>
      <Counted title={t('privacy.erasure.goes')} records={gone} />
      {staying.length > 0 && <Counted title={t('privacy.erasure.stays')} records={staying} />}
      {plan.mentions.length > 0 && (
        <Alert color="yellow" p="xs">
          <Text size="sm" fw={600}>
            {t('privacy.erasure.mentions', { count: plan.mentions.length })}
          </Text>
          <Text size="sm">{t('privacy.erasure.mentionsHint')}</Text>
          <List size="sm" onClick={onLeave}>
            {plan.mentions.slice(0, MENTIONS).map((mention) => (
              <List.Item key={mention.id}>
                <RecordLink {...mention} page>
                  {recordKind(t, mention.collection)}
                </RecordLink>
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </>
  );
}

function Counted({ title, records }: { title: string; records: readonly { collection: CollectionName }[] }) {
  const { t } = useTranslation();
  const counts = Map.groupBy(records, ({ collection }) => collection);
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <List size="sm">
        {[...counts].map(([collection, some]) => (
          <List.Item key={collection}>
            {t(`collections.${collection}` as never, { defaultValue: t('privacy.erasure.newer') })}: {some.length}
          </List.Item>
        ))}
      </List>
    </div>
  );
}
