import { Alert, Button, Checkbox, FileButton, Group, Stack, Text } from '@mantine/core';
import { IconCamera, IconFilePlus, IconPhotoPlus, IconSignature } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttachmentOwner } from '../../store/attachments.ts';
import { addDocument, addPhoto } from './adding.ts';
import { CameraDialog } from './CameraDialog.tsx';
import { SignatureDialog } from './SignatureDialog.tsx';
import { type Adding, useAdding } from './useAdding.ts';

/** The ways to add something: camera, files, a signature on the screen. */
export function AddButtons({ owner }: { owner: AttachmentOwner }) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<'camera' | 'signature'>();
  const [keepPosition, setKeepPosition] = useState(false);
  const adding = useAdding();
  const busy = adding.left > 0;
  const close = () => setDialog(undefined);
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconCamera size={16} />}
          onClick={() => setDialog('camera')}
        >
          {t('attachments.takePhoto')}
        </Button>
        <FileButton
          multiple
          accept="image/*"
          onChange={(files) => adding.add(files, (file) => addPhoto(owner, file, keepPosition))}
        >
          {(props) => (
            <Button
              {...props}
              size="compact-sm"
              variant="light"
              disabled={busy}
              leftSection={<IconPhotoPlus size={16} />}
            >
              {t('attachments.choosePhoto')}
            </Button>
          )}
        </FileButton>
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconSignature size={16} />}
          onClick={() => setDialog('signature')}
        >
          {t('attachments.sign')}
        </Button>
        <FileButton multiple onChange={(files) => adding.add(files, (file) => addDocument(owner, file))}>
          {(props) => (
            <Button
              {...props}
              size="compact-sm"
              variant="light"
              disabled={busy}
              leftSection={<IconFilePlus size={16} />}
            >
              {t('attachments.addDocument')}
            </Button>
          )}
        </FileButton>
      </Group>
      <Checkbox
        size="xs"
        label={t('attachments.keepPosition')}
        checked={keepPosition}
        onChange={(event) => setKeepPosition(event.currentTarget.checked)}
      />
      <Outcome adding={adding} />
      {dialog === 'camera' && <CameraDialog owner={owner} onClose={close} />}
      {dialog === 'signature' && <SignatureDialog owner={owner} onClose={close} />}
    </Stack>
  );
}

/** How far it is; then what was kept, and what was not and why. */
function Outcome({ adding: { total, left, kept, problems } }: { adding: Adding }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      {left > 0 && <Text size="sm">{t('attachments.adding', { done: total - left, total })}</Text>}
      {left === 0 && kept > 0 && <Text size="sm">{t('attachments.added', { count: kept })}</Text>}
      {problems.map((text) => (
        <Alert key={text} color="red" p="xs" mt="xs">
          {text}
        </Alert>
      ))}
    </div>
  );
}
