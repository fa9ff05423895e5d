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

/** Why nothing can be changed, and the way out: unlock it, or ask for that. While it is open: why it was opened or returned. */
export function LockNotice({ record }: { record: Lockable }) {
  if (isLocked(record)) return <Locked record={record} />;
  return (
    <>
      {isReturned(record) && <Returned record={record} />}
      <Opened record={record} />
    </>
  );
}

function Locked({ record }: { record: Lockable }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const nameOf = usePeople();
  const moment = useMoment();
  const refused = useRecordSync(record.collection, record.id)?.refused ?? 0;
  const locked = writtenIn(record, LOCK_FIELD);
  const asked = writtenIn(record, REOPEN_FIELD);
  const opened = useOpening(record);
  const mayUnlock = mayWrite(role, record.collection, LOCK_FIELD);
  const mayAsk = !mayUnlock && !asked && mayWrite(role, record.collection, REOPEN_FIELD);
  return (
    <Alert color="gray" role="status" icon={<IconLock size={20} />} p="xs">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={4}>
          {locked && <Text size="sm">{t('locks.notice', { name: nameOf(locked.by), when: moment(locked.at) })}</Text>}
          {opened && <Text size="sm">{t('locks.openedBefore', opened)}</Text>}
          {asked && (
            <Text size="sm">
              {t('locks.asked', { name: nameOf(asked.by), when: moment(asked.at), reason: asked.value })}
            </Text>
          )}
          {refused > 0 && <Text size="sm">{t('locks.refused')}</Text>}
        </Stack>
        {mayUnlock && <UnlockButton record={record} />}
        {mayAsk && <AskButton record={record} />}
      </Group>
    </Alert>
  );
}

/** Opened by a coordinator and not locked again since. */
function Opened({ record }: { record: Lockable }) {
  const { t } = useTranslation();
  const opened = useOpening(record);
  if (!opened || record.values.lockOpened?.lockedAgainAt) return null;
  return (
    <Alert color="blue" role="status" icon={<IconLockOpen size={20} />} p="xs">
      <Text size="sm">{t('locks.opened', opened)}</Text>
    </Alert>
  );
}

/** Who opened the lock the last time, when and why, as the texts want it. */
function useOpening({ values: { lockOpened } }: Lockable) {
  const nameOf = usePeople();
  const moment = useMoment();
  if (!lockOpened) return null;
  return { name: nameOf(lockOpened.by), when: moment(Date.parse(lockOpened.at)), reason: lockOpened.reason };
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
  const open = () =>
    askReason(
      { title: t('locks.ask'), record, hint: t('locks.reasonHint'), submit: t('locks.send') },
      'reopen',
      (reason) => askToReopen(record, reason),
    );
  return (
    <Button size="xs" variant="default" flex="none" onClick={open}>
      {t('locks.ask')}
    </Button>
  );
}

/** Opens a dialog for the reason (whoever asked has given one), and unlocks. For those who may. */
export function UnlockButton({ record, inList = false }: { record: Lockable; inList?: boolean }) {
  const { t } = useTranslation();
  const asked = writtenIn(record, REOPEN_FIELD)?.value ?? '';
  const open = () =>
    askReason(
      { title: t('locks.unlock'), record, hint: t('locks.unlockHint'), submit: t('locks.unlock'), initial: asked },
      'unlock',
      (reason) => unlock(record, reason),
    );
  return inList ? (
    <Button size="compact-sm" variant="light" flex="none" onClick={open}>
      {t('locks.unlock')}
    </Button>
  ) : (
    <Button size="xs" variant="default" flex="none" leftSection={<IconLockOpen size={16} />} onClick={open}>
      {t('locks.unlock')}
    </Button>
  );
}

interface Question {
  title: string;
  record: Lockable;
  hint: string;
  submit: string;
  /** What stands in the input before anything is typed. */
  initial?: string;
}

/** @param draft under which name what is typed is kept */
function askReason({ title, ...question }: Question, draft: string, onSend: (reason: string) => Promise<void>): void {
  const dialog = modals.open({
    title,
    children: <Reason {...question} draft={draft} onSend={onSend} onDone={() => modals.close(dialog)} />,
  });
}

function Reason({
  record,
  hint,
  submit,
  initial,
  draft,
  onSend,
  onDone,
}: Omit<Question, 'title'> & { draft: string; onSend: (reason: string) => Promise<void>; onDone: () => void }) {
  const { t } = useTranslation();
  const reason = useDraft(record, draft, initial);
  const [tried, setTried] = useState(false);
  const isMissing = reason.text.trim() === '';
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (isMissing) return event.currentTarget.querySelector('input')?.focus();
    await onSend(reason.text.trim());
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
          description={hint}
          withAsterisk
          error={tried && isMissing && t('locks.reasonMissing')}
          value={reason.text}
          data-saving={reason.saving || undefined}
          maxLength={MAX_REASON}
          onChange={(event) => reason.change(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => void cancel()}>
            {t('common.cancel')}
          </Button>
          <Button type="submit">{submit}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function useMoment(): (ms: number) => string {
  const { i18n } = useTranslation();
  return (ms) => new Date(ms).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
}
