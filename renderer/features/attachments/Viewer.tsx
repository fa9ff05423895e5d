import { Alert, Button, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconDownload, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LOCK_FIELD } from '#core/workflow/locks.ts';
import { mayRead } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { ClosedError, detach } from '../../store/attachments.ts';
import { type HeldAttachment, useRecord } from '../../store/queries.ts';
import { restore } from '../../store/repository.ts';
import { download } from '../../ui/download.ts';
import { LongTextField, TextField } from '../../ui/fields/fields.tsx';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { recordKind } from '../../ui/recordKind.ts';
import { showRemoved } from '../../ui/removed.tsx';
import { sizeText } from '../../ui/sizeText.ts';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import classes from './Attachments.module.css';
import { isPicture, stateOf, useTitle } from './texts.ts';
import { useFetching } from './useFetching.ts';
import { type OpenedFile, useFileUrl } from './useFileUrl.ts';

interface Props {
  attachment: HeldAttachment;
  readOnly: boolean;
  /** It belongs to the record at hand, and not to another one of the client. */
  isOwn: boolean;
  onClose: () => void;
}

/** One attachment, large: looked at, named, taken out, removed; fetched from the hub when its file is not here. */
export function Viewer({ attachment, readOnly: isForReading, isOwn, onClose }: Props) {
  const titleOf = useTitle();
  const opened = useFileUrl(attachment);
  const { id, values } = attachment;
  const readOnly = useIsLocked(attachment) || isForReading;
  return (
    <Modal opened title={titleOf(values)} onClose={onClose} size="xl">
      <Stack gap="sm">
        {attachment.isHere && !opened.broken ? (
          <Shown attachment={attachment} opened={opened} />
        ) : (
          <Absent attachment={attachment} broken={opened.broken ?? false} />
        )}
        <RecordForm collection="attachments" id={id} readOnly={readOnly}>
          <Stack gap="xs">
            {values.kind === 'signature' ? <TextField field="signer" /> : <TextField field="title" />}
            <LongTextField field="note" maxLength={255} />
          </Stack>
        </RecordForm>
        <Facts attachment={attachment} isOwn={isOwn} />
        <Group justify="space-between">
          {readOnly ? <span /> : <RemoveButton attachment={attachment} onClose={onClose} />}
          {opened.file && <SaveButton attachment={attachment} file={opened.file} />}
        </Group>
      </Stack>
    </Modal>
  );
}

/** What it belongs to may be locked, although it is looked at from elsewhere. */
function useIsLocked({ values: { parentCollection, parent } }: HeldAttachment): boolean {
  const owner = useRecord(parentCollection ?? 'sessions', parent ?? '');
  return Boolean((owner?.values as Record<string, unknown> | undefined)?.[LOCK_FIELD]);
}

function Shown({ attachment, opened }: { attachment: HeldAttachment; opened: OpenedFile }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const titleOf = useTitle();
  if (!mayRead(role, 'attachments', 'key')) return <Text size="sm">{t('attachments.viewer.noKey')}</Text>;
  if (!opened.url) return null;
  if (!isPicture(attachment.values)) return <Text size="sm">{t('attachments.viewer.noPreview')}</Text>;
  return <img className={classes.shown} src={opened.url} alt={titleOf(attachment.values)} />;
}

/** The file is not here: it is fetched, or said where it is. */
function Absent({ attachment, broken }: { attachment: HeldAttachment; broken: boolean }) {
  const { t, i18n } = useTranslation();
  const { role } = useThisDevice();
  const { values } = attachment;
  const mayOpen = mayRead(role, 'attachments', 'key');
  const isThere = stateOf(attachment) === 'hub' || stateOf(attachment) === 'both';
  // Whoever opens it wants to see it.
  const fetching = useFetching(values.hash ?? '', mayOpen && isThere && !broken);
  const size = (bytes: number) => sizeText(bytes, i18n.language);
  const total = values.size ?? 0;
  if (!mayOpen) return <Text size="sm">{t('attachments.viewer.noKey')}</Text>;
  if (!isThere) return <Text size="sm">{t(`attachments.viewer.${broken ? 'broken' : 'away'}`)}</Text>;
  return (
    <Stack gap="xs">
      {broken && <Text size="sm">{t('attachments.viewer.broken')}</Text>}
      {fetching.problem && (
        <Alert color="orange" p="xs" role="alert">
          {t(`attachments.viewer.fetchFailed.${fetching.problem}`)}
        </Alert>
      )}
      {fetching.isRunning ? (
        <Group gap="xs" wrap="nowrap">
          <Progress
            flex={1}
            value={total === 0 ? 0 : (100 * fetching.bytes) / total}
            aria-label={t('attachments.viewer.fetchProgress')}
          />
          <Text size="sm">{t('attachments.viewer.fetching', { done: size(fetching.bytes), total: size(total) })}</Text>
          <Button size="xs" variant="default" onClick={fetching.stop}>
            {t('common.cancel')}
          </Button>
        </Group>
      ) : (
        <Button variant="light" w="fit-content" leftSection={<IconDownload size={18} />} onClick={fetching.start}>
          {t('attachments.viewer.fetch', { size: size(total) })}
        </Button>
      )}
    </Stack>
  );
}

/** By whom, when, where, on what, how large, and where the file is. */
function Facts({ attachment, isOwn }: { attachment: HeldAttachment; isOwn: boolean }) {
  const { t, i18n } = useTranslation();
  const { value, moment } = useFieldTexts();
  const { values } = attachment;
  const { parent, parentCollection, latitude, longitude, takenAt } = values;
  const degrees = (number: number) => number.toLocaleString(i18n.language, { maximumFractionDigits: 5 });
  const facts = [
    t('attachments.viewer.by', { name: value('attachments', 'createdBy', values.createdBy) }),
    takenAt ? t('attachments.viewer.taken', { when: moment(Date.parse(takenAt)) }) : '',
    typeof latitude === 'number' && typeof longitude === 'number'
      ? t('attachments.viewer.place', { latitude: degrees(latitude), longitude: degrees(longitude) })
      : '',
    sizeText(values.size ?? 0, i18n.language),
    t(`attachments.state.${stateOf(attachment)}`),
  ];
  return (
    <Text size="sm" c="dimmed">
      {facts.filter(Boolean).join(' · ')}
      {!isOwn && parent && parentCollection && (
        <>
          {' · '}
          {t('attachments.viewer.of')}{' '}
          <RecordLink collection={parentCollection} id={parent} page>
            {recordKind(t, parentCollection)}
          </RecordLink>
        </>
      )}
    </Text>
  );
}

/** The name of the file says nothing of a person unless its author wrote so; the type decides how others open it. */
function SaveButton({ attachment, file }: { attachment: HeldAttachment; file: Blob }) {
  const { t } = useTranslation();
  const titleOf = useTitle();
  const save = () => download(fileName(titleOf(attachment.values), file.type), file);
  return (
    <Button variant="default" leftSection={<IconDownload size={18} />} onClick={save}>
      {t('attachments.viewer.save')}
    </Button>
  );
}

const ENDINGS: Record<string, string> = { 'image/jpeg': '.jpg', 'image/png': '.png' };

/** Pictures were drawn anew, so their old ending may be wrong. */
function fileName(title: string, type: string): string {
  const ending = ENDINGS[type];
  const safe = title.replace(/[\\/:*?"<>|]/g, '-');
  if (!ending || safe.toLowerCase().endsWith(ending)) return safe;
  return safe.replace(/\.(jpe?g|png|webp|heic|gif|bmp)$/i, '') + ending;
}

function RemoveButton({ attachment: { id }, onClose }: { attachment: HeldAttachment; onClose: () => void }) {
  const { t } = useTranslation();
  const [closed, setClosed] = useState(false);
  const remove = async (): Promise<void> => {
    try {
      await detach(id);
      onClose();
      showRemoved(`removed-${id}`, 'forms.removed', () => restore('attachments', id));
    } catch (error) {
      if (!(error instanceof ClosedError)) throw error;
      setClosed(true);
    }
  };
  const ask = () =>
    modals.openConfirmModal({
      title: t('attachments.viewer.remove'),
      children: <Text size="sm">{t('attachments.viewer.removeConfirm')}</Text>,
      labels: { confirm: t('common.delete'), cancel: t('common.cancel') },
      confirmProps: { color: 'red' },
      onConfirm: () => void remove(),
    });
  return (
    <Stack gap="xs">
      <Button variant="subtle" color="red" leftSection={<IconTrash size={18} />} onClick={ask}>
        {t('attachments.viewer.remove')}
      </Button>
      {closed && (
        <Alert color="orange" p="xs" role="alert">
          {t('attachments.viewer.removeClosed')}
        </Alert>
      )}
    </Stack>
  );
}
