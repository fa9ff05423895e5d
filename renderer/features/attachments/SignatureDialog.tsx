import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import SignaturePad from 'signature_pad';
import type { AttachmentOwner } from '../../store/attachments.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import classes from './Attachments.module.css';
import { addPicture, notAddedText } from './adding.ts';

/** The field's limit. */
const MAX_NAME = 200;

interface Props {
  owner: AttachmentOwner;
  onClose: () => void;
}

/** Somebody signs on the screen. */
export function SignatureDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('attachments.signature.title')} onClose={props.onClose}>
      <Signing {...props} />
    </Dialog>
  );
}

function Signing({ owner, onClose }: Props) {
  const { t } = useTranslation();
  const { canvas, pad } = usePad();
  const [signer, setSigner] = useState('');
  const [problem, setProblem] = useState<string>();
  const save = async () => {
    if (signer.trim() === '' || !pad.current || pad.current.isEmpty() || !canvas.current) {
      return setProblem(t('attachments.signature.missing'));
    }
    try {
      const about = { kind: 'signature', signer: signer.trim() } as const;
      await addPicture(owner, await pictureOf(canvas.current), about);
      onClose();
    } catch (error) {
      setProblem(notAddedText(t, error, t('attachments.signature.title')));
    }
  };
  return (
    <Stack gap="sm">
      <TextInput
        label={t('attachments.signature.signer')}
        value={signer}
        maxLength={MAX_NAME}
        onChange={(event) => setSigner(event.currentTarget.value)}
        data-autofocus
      />
      <div>
        <canvas ref={canvas} className={classes.pad} role="img" aria-label={t('attachments.signature.pad')} />
        <Text size="xs" c="dimmed">
          {t('attachments.signature.hint')}
        </Text>
      </div>
      {problem && (
        <Alert color="red" p="xs" role="alert">
          {problem}
        </Alert>
      )}
      <Group justify="space-between">
        <Button variant="default" onClick={() => pad.current?.clear()}>
          {t('attachments.signature.clear')}
        </Button>
        <Button onClick={() => void save()}>{t('attachments.signature.save')}</Button>
      </Group>
    </Stack>
  );
}

/** A canvas with as many pixels as it is large on this screen. */
function usePad() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const scale = window.devicePixelRatio || 1;
    element.width = element.offsetWidth * scale;
    element.height = element.offsetHeight * scale;
    element.getContext('2d')?.scale(scale, scale);
    const own = new SignaturePad(element, { backgroundColor: 'white' });
    pad.current = own;
    return () => own.off();
  }, []);
  return { canvas, pad };
}

const pictureOf = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
  });
