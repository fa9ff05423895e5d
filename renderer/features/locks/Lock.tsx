import { Alert, Badge, Button, Group, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconArrowBackUp, IconLock, IconLockOpen } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LOCK_FIELD, REMARK_FIELD, REOPEN_FIELD } from '#core/workflow/locks.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { useRecordSync } from '../../store/queries.ts';
import { usePeople } from '../../ui/people.ts';
import { useDraft } from '../../ui/useDraft.ts';
import { askToReopen, isLocked, isReturned, type Lockable, lock, MAX_REASON, unlock, writtenIn } from './locks.ts';

/** Beside the state of a record that was checked. */
export function LockBadge({ record }: { record: Lockable }) {
  const { t } = useTranslation();
  if (!isLocked(record)) return null;
  return (
    <Badge variant="default" leftSection={<IconLock size={12} />}>
      {t('locks.locked')}
    </Badge>
  );
}

/** The same in lists. */
export function LockMark({ record }: { record: Lockable }) {
  const { t } = useTranslation();
  return isLocked(record) ? <IconLock size={14} aria-label={t('locks.locked')} role="img" /> : null;
}

/** Locks a finished record, for those who may. */
export function LockButton({ record }: { record: Lockable }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const finished = record.values.state === 'finished';
  if (!finished || isLocked(record) || !mayWrite(role, record.collection, LOCK_FIELD)) return null;
  return (
    <Tooltip label={t('locks.lockHint')}>
      <Button leftSection={<IconLock size={16} />} onClick={() => void lock(record)}>
        {t('locks.lock')}
      </Button>
    </Tooltip>
  );
}

/** Why nothing can be changed, and the way out: unlock it, or ask for that. Nothing while the record is open. */
export function LockNotice({ record }: { record: Lockable }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const nameOf = usePeople();
  const moment = useMoment();
  const refused = useRecordSync(record.collection, record.id)?.refused ?? 0;
  const locked = writtenIn(record, LOCK_FIELD);
  const asked = writtenIn(record, REOPEN_FIELD);
  if (!locked) return isReturned(record) ? <Returned record={record} /> : null;
  const mayUnlock = mayWrite(role, record.collection, LOCK_FIELD);
  const mayAsk = !mayUnlock && !asked && mayWrite(role, record.collection, REOPEN_FIELD);
  return (
    <Alert color="gray" role="status" icon={<IconLock size={20} />} p="xs">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={4}>
          <Text size="sm">{t('locks.notice', { name: nameOf(locked.by), when: moment(locked.at) })}</Text>
          {asked && (
            <Text size="sm">
              {t('locks.asked', { name: nameOf(asked.by), when: moment(asked.at), reason: asked.value })}
            </Text>
          )}
          {refused > 0 && <Text size="sm">{t('locks.refused')}</Text>}
        </Stack>
        {mayUnlock && (
          <Button
            size="xs"
            variant="default"
            flex="none"
            leftSection={<IconLockOpen size={16} />}
            onClick={() => void unlock(record)}
          >
            {t('locks.unlock')}
          </Button>
        )}
        {mayAsk && <AskButton record={record} />}
      </Group>
    </Alert>
  );
}

function Returned({ record }: { record: Lockable }) {
  const { t } = useTranslation();
  const nameOf = usePeople();
  const moment = useMoment();
  const remark = writtenIn(record, REMARK_FIELD);
  if (!remark) return null;
  return (
    <Alert color="orange" role="status" icon={<IconArrowBackUp size={20} />} p="xs">
      <Text size="sm">
        {t('desk.returnedBy', { name: nameOf(remark.by), when: moment(remark.at), remark: remark.value })}
      </Text>
    </Alert>
  );
}

/** Opens a dialog for the reason, and asks. */
export function AskButton({ record }: { record: Lockable }) {
  const { t } = useTranslation();
  const open = () => {
    const dialog = modals.open({
      title: t('locks.ask'),
      children: <Ask record={record} onDone={() => modals.close(dialog)} />,
    });
  };
  return (
    <Button size="xs" variant="default" flex="none" onClick={open}>
      {t('locks.ask')}
    </Button>
  );
}

function Ask({ record, onDone }: { record: Lockable; onDone: () => void }) {
  const { t } = useTranslation();
  const reason = useDraft(record, 'reopen');
  const [tried, setTried] = useState(false);
  const isMissing = reason.text.trim() === '';
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (isMissing) return event.currentTarget.querySelector('input')?.focus();
    await askToReopen(record, reason.text.trim());
    await reason.forget();
    onDone();
  };
  const cancel = async () => {
    await reason.forget();
    onDone();
  };
  return (
    <form noValidate onSubmit={(event) => void send(event)}>
      <Stack gap="sm">
        <TextInput
          label={t('locks.reason')}
          description={t('locks.reasonHint')}
          withAsterisk
          error={tried && isMissing && t('locks.reasonMissing')}
          value={reason.text}
          maxLength={MAX_REASON}
          onChange={(event) => reason.change(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => void cancel()}>
            {t('common.cancel')}
          </Button>
          <Button type="submit">{t('locks.send')}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function useMoment(): (ms: number) => string {
  const { i18n } = useTranslation();
  return (ms) => new Date(ms).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
}
