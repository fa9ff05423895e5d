import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttachmentOwner } from '../../store/attachments.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import classes from './Attachments.module.css';
import { addPicture, notAddedText } from './adding.ts';
import { takePhoto } from './photo.ts';

interface Props {
  owner: AttachmentOwner;
  onClose: () => void;
}

/** The laptop's camera: one photo after the other, until enough are taken. */
export function CameraDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('attachments.camera.title')} onClose={props.onClose}>
      <Camera {...props} />
    </Dialog>
  );
}

function Camera({ owner, onClose }: Props) {
  const { t } = useTranslation();
  const { video, state } = useCamera();
  const [taken, setTaken] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const shoot = async () => {
    if (!video.current) return;
    setBusy(true);
    try {
      await addPicture(owner, await takePhoto(video.current), { kind: 'photo' });
      setTaken((count) => count + 1);
      setProblem(undefined);
    } catch (error) {
      setProblem(notAddedText(t, error, ''));
    }
    setBusy(false);
  };
  return (
    <Stack gap="sm">
      {state === 'denied' ? (
        <Alert color="orange" role="alert">
          {t('attachments.camera.denied')}
        </Alert>
      ) : (
        <video
          ref={video}
          className={classes.video}
          aria-label={t('attachments.camera.preview')}
          autoPlay
          muted
          playsInline
        />
      )}
      <div role="status">
        {state === 'starting' && <Text size="sm">{t('attachments.camera.starting')}</Text>}
        {taken > 0 && <Text size="sm">{t('attachments.camera.taken', { count: taken })}</Text>}
      </div>
      {problem && (
        <Alert color="red" p="xs" role="alert">
          {problem}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t(taken > 0 ? 'attachments.camera.done' : 'common.cancel')}
        </Button>
        {state !== 'denied' && (
          <Button disabled={state !== 'ready' || busy} onClick={() => void shoot()} data-autofocus>
            {t('attachments.camera.shoot')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

/** Asks for the camera while the dialog is open, and lets it go afterwards. The one that looks away from the user, if any. */
function useCamera() {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'starting' | 'ready' | 'denied'>('starting');
  useEffect(() => {
    let stream: MediaStream | undefined;
    let current = true;
    const wanted = { video: { facingMode: 'environment', width: { ideal: 1920 } }, audio: false };
    const start = async (): Promise<void> => {
      const started = await navigator.mediaDevices.getUserMedia(wanted);
      if (!current || !video.current) return stopAll(started);
      stream = started;
      video.current.srcObject = started;
      await video.current.play();
      if (current) setState('ready');
    };
    // Without a secure address there are no media devices at all.
    start().catch(() => current && setState('denied'));
    return () => {
      current = false;
      stopAll(stream);
    };
  }, []);
  return { video, state };
}

/** Its light goes out. */
function stopAll(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
